"""The whole state of a training, for several seeds side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..config import NetworkSpec
from ..network import initialise


@dataclass(frozen=True)
class State:
    """All that decides how S trainings of the same kind go on from here.

    seeds: one per training; with the step, they decide the minibatches to come.
    step: updates done so far.
    parameters, first_moment, second_moment: (S, P) float32, the moments as Adam keeps them.
    """

    seeds: tuple[int, ...]
    step: int
    parameters: np.ndarray
    first_moment: np.ndarray
    second_moment: np.ndarray

    @classmethod
    def initial(cls, network: NetworkSpec, seeds: Sequence[int]) -> State:
        """Step 0 of each seed."""
        parameters = np.stack([initialise(network, seed) for seed in seeds])
        return cls(tuple(seeds), 0, parameters, np.zeros_like(parameters), np.zeros_like(parameters))

    @classmethod
    def from_snapshot(cls, seed: int, step: int, snapshot: np.ndarray) -> State:
        """One training as a run file keeps it. snapshot: (3, P), see `snapshot`."""
        parameters, first, second = snapshot.astype(np.float32)[:, None]
        return cls((seed,), step, parameters, first, second)

    @classmethod
    def joined(cls, states: Sequence[State]) -> State:
        """Trainings that are at the same step, side by side."""
        fields = (np.concatenate([getattr(state, name) for state in states])
                  for name in ("parameters", "first_moment", "second_moment"))
        return cls(tuple(seed for state in states for seed in state.seeds), states[0].step, *fields)

    def snapshot(self, index: int) -> np.ndarray:
        """The training at a position in `seeds` as (3, P): parameters, first and second moments."""
        return np.stack([self.parameters[index], self.first_moment[index], self.second_moment[index]])
