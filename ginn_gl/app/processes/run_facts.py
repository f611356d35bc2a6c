"""When runs were made and how they stand, read in a thread, so that a long list of them is there at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ...store import Run
from ..state.reading import UNREADABLE


@dataclass(frozen=True)
class RunFacts:
    """Of a run file. problem: why it cannot be read, instead of all else."""

    created: datetime | None = None
    loss: float = float("nan")
    problem: str = ""


class RunReader:
    """Reads those that are asked for, once, and again when they have changed."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "facts of runs")
        self._known: dict[Path, RunFacts] = {}
        self._asked: dict[Path, int] = {}  # when each had changed that was asked for
        self._waiting = 0

    @property
    def computing(self) -> bool:
        """Whether one is still to be read."""
        return self._waiting > 0

    def of(self, path: Path) -> RunFacts | None:
        """What is known; None until it has been read. To be called of what is in sight, in each frame."""
        with suppress(OSError):
            changed = path.stat().st_mtime_ns
            if self._asked.get(path) != changed and self._waiting == 0:
                self._asked[path] = changed
                self._waiting += 1
                self._thread.submit(self._read, path)
        return self._known.get(path)

    def close(self) -> None:
        """No more are read."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _read(self, path: Path) -> None:
        try:
            with Run(path) as run:
                self._known[path] = RunFacts(run.created, float(run.losses[-1]))
        except UNREADABLE as error:
            self._known[path] = RunFacts(problem=str(error))
        finally:
            self._waiting -= 1
