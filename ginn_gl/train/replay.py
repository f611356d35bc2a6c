"""The steps between checkpoints, trained again from the snapshot before them, to the very same parameters."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..store import Run
from .engines import Engine, choose_engine
from .state import State

STRETCH = 1_000
"""Steps between two chances for the caller to give up; about 10 ms for the paper's network."""


def parameters_at(run: Run, step: int, device: str = "cpu") -> np.ndarray:
    """Parameters at any step that the run has passed, stored or not, (P,) float32.

    They are exact on the machine and the engine that trained the run; elsewhere, rounding may differ.
    Raises GinnError for a step outside the run.
    """
    index = run.index_of(step)
    if run.steps[index] == step:
        return run.parameters(index)
    engine = choose_engine(device, run.network, run.training, run.target)
    *_, state = advance_to(engine, latest_state(run, step), step)
    return state.parameters[0]


def latest_state(run: Run, up_to: int | None = None) -> State:
    """The last state kept in a run file, or the last at or before a step; at worst the initialisation."""
    found = run.snapshot(up_to)
    if found is None:
        return State.initial(run.network, [run.training.seed])
    return State.from_snapshot(run.training.seed, *found)


def advance_to(engine: Engine, state: State, step: int) -> Iterator[State]:
    """Train on to a later step, in stretches; yields the state before and after each."""
    yield state
    while state.step < step:
        state = engine.advance(state, min(STRETCH, step - state.step))
        yield state
