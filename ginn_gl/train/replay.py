"""The steps between checkpoints, trained again from the snapshot before them, to the very same parameters."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from ..data import Lesson
from ..errors import GinnError
from ..store import Run
from .engines import Engine, make_engine
from .state import State

STRETCH = 1_000
"""Steps between two chances to give up; about 10 ms for the paper's network."""


def parameters_at(run: Run, step: int) -> np.ndarray:
    """Parameters at any step that the run has passed, stored or not, (P,) float32.

    They are exact on the machine that trained the run, where its engine works. Elsewhere the CPU's engine computes
    them, and they are equal only up to rounding, which grows from the snapshot before the step; so they are where
    torch-graph trained several seeds side by side.
    Raises GinnError for a step outside the run, and one of a watched run that was not kept.
    """
    index = run.index_of(step)
    if run.steps[index] == step:
        return run.parameters(index)
    require_replayable(run, step)
    *_, state = Replayer(run).states_to(step)
    return state.parameters[0]


def latest_state(run: Run, up_to: int | None = None) -> State:
    """The last state kept in a run file, or the last at or before a step; at worst the initialisation."""
    found = run.snapshot(up_to)
    if found is None:
        return State.initial(run.network, [run.training.seed])
    return State.from_snapshot(run.training.seed, *found)


def require_replayable(run: Run, step: int) -> None:
    """Raises GinnError for a run that only its own program can train."""
    if run.watched:
        index = run.index_of(step)
        before, after = run.steps[index:index + 2]
        raise GinnError(f"{run.path.name}: step {step:,} was not kept: this run was {run.made}, and has nothing "
                        f"between steps {before:,} and {after:,}")


class Replayer:
    """Trains one run again, from the nearest state before the step that is wanted: in its file, or the last.

    It does so with the engine of the run, where that works.
    """

    def __init__(self, run: Run) -> None:
        lesson = run.require_lesson("a step between checkpoints")
        self.run = run
        self.engine = self._engine(lesson)
        self._last: State | None = None

    def _engine(self, lesson: Lesson) -> Engine:
        try:
            return make_engine(self.run.engine, self.run.network, self.run.training, lesson)
        except GinnError:
            return make_engine("numba", self.run.network, self.run.training, lesson)

    def states_to(self, step: int) -> Iterator[State]:
        """States on the way to a step, in stretches; the last one is at the step."""
        require_replayable(self.run, step)
        state, last = latest_state(self.run, step), self._last
        if last is not None and state.step < last.step <= step:
            state = last
        yield state
        while state.step < step:
            state = self._last = self.engine.advance(state, min(STRETCH, step - state.step))
            yield state


@dataclass(frozen=True)
class Replayed:
    """A step of a run. parameters: (P,) float32; loss: over all that is trained with. error: why there are none."""

    path: Path
    step: int
    parameters: np.ndarray | None = None
    loss: float = 0.0
    error: str = ""


def serve(connection: Connection) -> None:
    """A process that answers requests (path, step) with Replayed, until the other end is closed.

    A request that comes before the last is answered takes its place.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the process that asks
    replayer: Replayer | None = None
    try:
        while True:
            path, step = connection.recv()
            try:
                if replayer is None or replayer.run.path != path:
                    replayer = Replayer(Run(path))
                answer = _answer(replayer, step, connection)
            except GinnError as error:
                answer = Replayed(path, step, error=str(error))
            if answer is not None:
                connection.send(answer)
    except (EOFError, BrokenPipeError):
        pass


def _answer(replayer: Replayer, step: int, connection: Connection) -> Replayed | None:
    for state in replayer.states_to(step):  # noqa: B007 - the last one counts
        if connection.poll():
            return None
    loss = float(replayer.engine.losses(state.parameters)[0])
    return Replayed(replayer.run.path, step, state.parameters[0], loss)
