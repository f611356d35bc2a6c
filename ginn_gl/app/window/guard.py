"""What goes wrong in one part of the window stays there: all others go on, and a line says what it was."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from imgui_bundle import imgui, implot

from ...errors import GinnError

LONGEST_LINE = 200
LONGEST_LOG = 1_000_000  # bytes, beyond which it begins anew


class Guard:
    """Ends what parts of a frame raise, whatever it is.

    say: shows a line in the window. log: the file that each failure is written to in full, if any.
    failures: a line for each, once, however often it happens.
    """

    def __init__(self, say: Callable[[str], None], log: Path | None = None) -> None:
        self._say, self._log = say, log
        self._known: set[tuple] = set()
        self.failures: list[str] = []

    @contextmanager
    def around(self, what: str, draws: bool = False) -> Iterator[None]:
        """Around a part of a frame. draws: it is a panel, in which the line is to stand instead of the rest."""
        stacks = imgui.internal.ErrorRecoveryState()
        imgui.internal.error_recovery_store_state(stacks)
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever it is, the window goes on
            _unwind(stacks)
            line = self._noted(what, error, says_so_already=draws)
            if draws:
                imgui.text_wrapped(line)

    @contextmanager
    def outside(self, what: str) -> Iterator[None]:
        """Around what is not part of a frame."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever it is, the window goes on
            self._noted(what, error)

    def _noted(self, what: str, error: Exception, says_so_already: bool = False) -> str:
        """The line that says it; shown, and kept with its traceback, if it is the first of its kind."""
        kind = what, type(error), _place(error)
        is_new = kind not in self._known
        self._known.add(kind)
        if isinstance(error, GinnError):  # which a person is meant to read, and can put right
            if is_new or not says_so_already:
                self._say(str(error))
            return str(error)
        line = _in_a_line(what, error)
        if is_new:
            self.failures.append(line)
            self._say(line + self._written(line, "".join(traceback.format_exception(error))))
        return line

    def _written(self, line: str, details: str) -> str:
        """Add it to the log; where that is."""
        if self._log is None:
            return ""
        with suppress(OSError):  # of a folder that cannot be written, which is no reason to say less
            self._log.parent.mkdir(parents=True, exist_ok=True)
            is_long = self._log.exists() and self._log.stat().st_size > LONGEST_LOG
            with self._log.open("w" if is_long else "a", encoding="utf-8", errors="replace") as file:
                file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')}  {line}\n{details}\n")
            return f" (more in {self._log})"
        return ""


def _in_a_line(what: str, error: Exception) -> str:
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return f"{what} went wrong, all else goes on: {text[:LONGEST_LINE]}"


def _place(error: Exception) -> tuple[str, int | None] | None:
    """File and line where it was raised."""
    frames = traceback.extract_tb(error.__traceback__, limit=-1)
    return (frames[0].filename, frames[0].lineno) if frames else None


def _unwind(stacks: imgui.internal.ErrorRecoveryState) -> None:
    """End all that was begun in imgui and implot since its stacks were as given."""
    io = imgui.get_io()
    names = [f"config_error_recovery_enable_{name}" for name in ("assert", "debug_log", "tooltip")]
    before = [getattr(io, name) for name in names]
    for name in names:  # else imgui would raise an error for each thing that was left open
        setattr(io, name, False)
    try:
        if implot.internal.get_current_plot() is not None:
            implot.end_plot()
        imgui.internal.error_recovery_try_to_recover_state(stacks)
    finally:
        for name, value in zip(names, before):
            setattr(io, name, value)
