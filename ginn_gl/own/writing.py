"""What a watched loop has kept, written by a thread of its own, which the loop never waits for."""

from __future__ import annotations

import math
import os
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ..config import UNIT_SQUARE, NetworkSpec, TrainingSpec, Window
from ..errors import GinnError
from ..store import Run, RunWriter
from ..store.schema import WATCHED
from ..target import Target
from ..train.folding import Folding
from .data import Data

SECONDS = 0.05
"""Between two looks at what has been kept: a thread that is woken for each would fight with the loop for Python."""

LONGEST = 10**9
"""Steps that a loop of unknown length may take, as far as its file is concerned."""


Checkpoint = tuple[int, float, np.ndarray]
"""step, loss, parameters (P,) float32."""


@dataclass(frozen=True)
class Subject:
    """What a watched run is of."""

    network: NetworkSpec
    target: Target | None = None
    data: Data | None = None
    window: Window = UNIT_SQUARE


class Kept(NamedTuple):
    """A checkpoint on its way. loss: a number, a tensor of one or None. gone: steps that are let go for it."""

    step: int
    loss: Any
    parameters: np.ndarray
    gone: list[int]


class Point(NamedTuple):
    """A point of another curve on its way. value: a number or a tensor of one; gone: points that are let go for it."""

    name: str
    step: int
    value: Any
    gone: list[int]


@dataclass
class Contents:
    """The steps that are in a file already: of checkpoints, and of other curves by name."""

    steps: list[int] = field(default_factory=list)
    curves: dict[str, list[int]] = field(default_factory=dict)


class Writing:
    """A new run file, or one to go on with, and the thread that writes it.

    before: what was in it. closed: whether it has ended. failure: why nothing is written any more, or "".
    Raises GinnError where the file is of another training, another process writes it, or it cannot be written.
    """

    def __init__(self, path: Path, subject: Subject) -> None:
        self.path, self.before, self.failure, self.closed = path, Contents(), "", False
        self._subject = subject
        self._queue: deque[Kept | Point] = deque()
        self._reason = ""
        self._bad_step: int | None = None
        self._begun, self._ending = threading.Event(), threading.Event()
        self._refusal: Exception | None = None
        self._thread = threading.Thread(target=self._run, name=f"ginn-gl writes {path.name}", daemon=True)
        self._thread.start()
        self._begun.wait()
        if self._refusal:
            raise self._refusal

    def put(self, one: Kept | Point) -> None:
        """Have a checkpoint or a point written, and others let go. Takes no time."""
        if not self.failure:
            self._queue.append(one)

    def fail(self, error: Exception) -> None:
        """The loop goes on whatever happens to its file: that is said once, and nothing is written any more."""
        if not self.failure:
            self.failure = str(error) if isinstance(error, GinnError) else f"{self.path}: {error!r}"
            print(f"ginn-gl: {self.failure}: nothing more is kept", file=sys.stderr)
        self._queue.clear()

    def close(self, reason: str = "") -> None:
        """Write what is left and how it ended, and let go of the file."""
        self.closed, self._reason = True, reason
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        # SQLite's connections are for one thread, so this one opens the file, too.
        try:
            writer = self._open()
        except Exception as error:  # noqa: BLE001 - raised in the thread that waits for it
            self._refusal = error
            return
        finally:
            self._begun.set()
        folding = Folding([writer])
        while not self.failure and not self._ending.wait(SECONDS):
            self._attempt(self._write, writer)
            self._attempt(folding.tick)
        self._attempt(self._write, writer)
        self._attempt(self._end, writer)
        self._attempt(writer.close)

    def _open(self) -> RunWriter:
        if not os.path.lexists(self.path):
            return self._create()
        self._require_same()
        writer = RunWriter.reopen(self.path)
        try:
            with Run(self.path) as run:  # as it is now that nobody else can write it
                curves = {name: steps.tolist() for name, (steps, _) in run.scalars().items()}
                self.before = Contents(run.steps.tolist(), curves)
            writer.set_status("training")
        except BaseException:
            writer.close()
            raise
        return writer

    def _create(self) -> RunWriter:
        subject = self._subject
        training = TrainingSpec(iterations=LONGEST, batch_size=None)
        # In the second version, whatever the network: there may be other curves.
        writer = RunWriter.create(self.path, subject.network, training, subject.target, WATCHED, subject.window, 2)
        if subject.data:
            writer.keep_data("points", subject.data.points)
            if subject.data.labels is not None:
                writer.keep_data("labels", subject.data.labels)
        return writer

    def _require_same(self) -> None:
        """Raises GinnError where the file is of another training."""
        subject = self._subject
        with Run(self.path) as run:
            if run.made != "watched":
                raise GinnError(f"{self.path}: not a run that was watched: watch into another file")
            if run.network != subject.network:
                raise GinnError(f"{self.path}: of a {run.network} network, and this is a {subject.network}: watch into "
                                "another file")
            one, other = (np.empty(0) if target is None else target.pixels for target in (run.target, subject.target))
            if not np.array_equal(one, other):
                raise GinnError(f"{self.path}: of another image: watch into another file")

    def _attempt(self, act: Callable, *arguments: object) -> None:
        try:
            act(*arguments)
        except Exception as error:  # noqa: BLE001 - no training is to end for its log
            self.fail(error)

    def _write(self, writer: RunWriter) -> None:
        if self.failure:
            return
        taken = [self._queue.popleft() for _ in range(len(self._queue))]
        checkpoints, gone = self._checkpoints([one for one in taken if isinstance(one, Kept)])
        points, lost = _points([one for one in taken if isinstance(one, Point)])
        if checkpoints or (writer.appeared and (gone or points or lost)):
            writer.exchange(checkpoints, gone, points, lost)

    def _checkpoints(self, kept: list[Kept]) -> tuple[list[Checkpoint], set[int]]:
        """Those to write, which are finite, and the steps to let go."""
        gone = {step for one in kept for step in one.gone}
        stay = [one for one in kept if one.step not in gone]
        if not stay:
            return [], gone
        losses = [_number(one.loss) for one in stay]
        # Of all at once: each call of numpy takes longer than what it does here.
        finite = np.logical_and.reduce(np.isfinite([one.parameters for one in stay]), axis=1)
        found = []
        for one, loss, is_finite in zip(stay, losses, finite):
            if is_finite and (one.loss is None or math.isfinite(loss)):
                found.append((one.step, loss, one.parameters))
            elif self._bad_step is None:
                self._bad_step = one.step
        return found, gone

    def _end(self, writer: RunWriter) -> None:
        if not writer.appeared:  # nothing was told
            return
        if self._bad_step is not None:
            writer.set_status("failed", f"loss or parameters no longer finite at step {self._bad_step:,}")
        else:
            writer.set_status("stopped" if self._reason else "finished", self._reason)
        writer.fold()  # which says so where the file is gone


def _points(kept: list[Point]) -> tuple[list[tuple[str, int, float]], set[tuple[str, int]]]:
    """Those to write, which are finite, and those to let go, (name, step)."""
    gone = {(one.name, step) for one in kept for step in one.gone}
    found = [(one.name, one.step, _number(one.value)) for one in kept if (one.name, one.step) not in gone]
    return [one for one in found if math.isfinite(one[2])], gone


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)
