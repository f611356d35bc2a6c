"""What a watched loop has kept, written by a thread of its own, which the loop never waits for."""

from __future__ import annotations

import math
import os
import sys
import threading
from collections import deque
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..config import NetworkSpec, TrainingSpec
from ..errors import GinnError
from ..store import Run, RunWriter
from ..store.schema import WATCHED
from ..target import Target
from ..train.folding import Folding

SECONDS = 0.05
"""Between two looks at what has been kept: a thread that is woken for each would fight with the loop for Python."""

LONGEST = 10**9
"""Steps that a loop of unknown length may take, as far as its file is concerned."""


class Kept(NamedTuple):
    """A checkpoint on its way. loss: a number or a tensor of one; parameters: (P,) float32; gone: let go for it."""

    step: int
    loss: object
    parameters: np.ndarray
    gone: list[int]


class Writing:
    """A new run file, or one to go on with, and the thread that writes it.

    kept: the steps that are in it. closed: whether it has ended. failure: why nothing is written any more, or "".
    Raises GinnError where the file is of another training, another process writes it, or it cannot be written.
    """

    def __init__(self, path: Path, network: NetworkSpec, target: Target) -> None:
        self.path, self.kept, self.failure, self.closed = path, list[int](), "", False
        self._made_of = network, target
        self._queue: deque[Kept] = deque()
        self._reason = ""
        self._bad_step: int | None = None
        self._begun, self._ending = threading.Event(), threading.Event()
        self._refusal: Exception | None = None
        self._thread = threading.Thread(target=self._run, name=f"ginn-gl writes {path.name}", daemon=True)
        self._thread.start()
        self._begun.wait()
        if self._refusal:
            raise self._refusal

    def put(self, step: int, loss: object, parameters: np.ndarray, gone: list[int]) -> None:
        """Have a checkpoint written, and others let go. Takes no time."""
        if not self.failure:
            self._queue.append(Kept(step, loss, parameters, gone))

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
        network, target = self._made_of
        if not os.path.lexists(self.path):
            training = TrainingSpec(iterations=LONGEST, batch_size=None)
            return RunWriter.create(self.path, network, training, target, WATCHED)
        self._require_same()
        writer = RunWriter.reopen(self.path)
        try:
            with Run(self.path) as run:  # as it is now that nobody else can write it
                self.kept = run.steps.tolist()
            writer.set_status("training")
        except BaseException:
            writer.close()
            raise
        return writer

    def _require_same(self) -> None:
        """Raises GinnError where the file is of another training."""
        network, target = self._made_of
        with Run(self.path) as run:
            if not run.watched:
                raise GinnError(f"{self.path}: not a run that was watched: watch into another file")
            if run.network != network:
                raise GinnError(f"{self.path}: of a {run.network} network, and this is a {network}: watch into another "
                                "file")
            if not np.array_equal(run.target.pixels, target.pixels):
                raise GinnError(f"{self.path}: of another image: watch into another file")

    def _attempt(self, act, *arguments: object) -> None:
        """The loop goes on whatever happens to its file: that is said once, and nothing is written any more."""
        try:
            act(*arguments)
        except Exception as error:  # noqa: BLE001 - no training is to end for its log
            if not self.failure:
                self.failure = str(error) if isinstance(error, GinnError) else f"{self.path}: {error!r}"
                print(f"ginn-gl: {self.failure}: nothing more is kept", file=sys.stderr)
            self._queue.clear()

    def _write(self, writer: RunWriter) -> None:
        if self.failure:
            return
        taken = [self._queue.popleft() for _ in range(len(self._queue))]
        gone = {step for one in taken for step in one.gone}
        added = [(one.step, float(one.loss), one.parameters) for one in taken if one.step not in gone]
        finite = [one for one in added if math.isfinite(one[1]) and np.isfinite(one[2]).all()]
        if len(finite) < len(added) and self._bad_step is None:
            self._bad_step = next(step for step, *_ in added if step not in {one[0] for one in finite})
        if finite or (gone and writer.appeared):
            writer.exchange(finite, gone)

    def _end(self, writer: RunWriter) -> None:
        if not writer.appeared:  # nothing was told
            return
        if self._bad_step is not None:
            writer.set_status("failed", f"loss or parameters no longer finite at step {self._bad_step:,}")
        else:
            writer.set_status("stopped" if self._reason else "finished", self._reason)
        writer.fold()  # which says so where the file is gone
