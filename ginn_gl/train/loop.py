"""The training loop: a straight generator of checkpoints. It knows nothing of files or windows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from ..config import TrainingSpec
from ..errors import GinnError
from .engines import Engine
from .schedule import checkpoint_steps
from .state import State

STRETCH_SECONDS = 0.1
"""About how long an engine works between two looks at `should_stop`."""


class Diverged(GinnError):
    """A loss or parameters stopped being finite. index: of the first such seed in the state."""

    def __init__(self, seed: int, step: int, index: int) -> None:
        super().__init__(f"seed {seed}: loss or parameters no longer finite at step {step}: "
                         "try a lower learning rate")
        self.index = index


@dataclass(frozen=True)
class Checkpoint:
    """A state worth keeping.

    losses: (S,) float64, over all that is trained with. held_out: (S,) float64, over what is held out, if anything is.
    planned: False if stopped early.
    """

    state: State
    losses: np.ndarray
    held_out: np.ndarray | None
    planned: bool = True


def train(engine: Engine, training: TrainingSpec, state: State,
          should_stop: Callable[[], bool] = lambda: False,
          on_progress: Callable[[int], None] = lambda steps: None, is_new: bool = True) -> Iterator[Checkpoint]:
    """Train from a state to the last iteration and yield the checkpoints on the way.

    The state itself is one of them if it is new. Once `should_stop` says so, the state
    reached is yielded and the generator ends. `on_progress` is told how many steps were just done.
    Raises Diverged in place of a checkpoint that is not finite.
    """
    if is_new:
        yield _checked(engine, training, state)
    planned = checkpoint_steps(training.iterations, training.checkpoints)
    stretch = 1
    for checkpoint in planned[planned > state.step].tolist():
        while state.step < checkpoint:
            if should_stop():
                yield _checked(engine, training, state, planned=False)
                return
            steps = min(stretch, checkpoint - state.step)
            began = time.perf_counter()
            state = engine.advance(state, steps)
            on_progress(steps)
            seconds = time.perf_counter() - began
            stretch = max(1, min(2 * stretch, int(steps * STRETCH_SECONDS / seconds)))
        yield _checked(engine, training, state)


def _checked(engine: Engine, training: TrainingSpec, state: State, planned: bool = True) -> Checkpoint:
    losses = engine.losses(state.parameters)
    held_out = engine.losses(state.parameters, held_out=True) if training.validation else None
    finite = np.isfinite(losses) & np.isfinite(state.parameters).all(axis=1)
    if held_out is not None:
        finite &= np.isfinite(held_out)
    if not finite.all():
        index = int(np.argmin(finite))
        raise Diverged(state.seeds[index], state.step, index)
    return Checkpoint(state, losses, held_out, planned)
