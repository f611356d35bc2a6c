"""A run as scripts and notebooks use it: what is in its file, and what can be computed from that."""

from __future__ import annotations

import numpy as np

from . import store


class Run(store.Run):
    """One training of one network from one seed, as kept in a run file; see store.Run for what it holds."""

    def parameters_at(self, step: int) -> np.ndarray:
        """Parameters at any step that the run has passed, (P,) float32, trained again if they are not stored.

        They are exact on the machine that trained the run, where its engine works; else equal up to rounding.
        Takes as long as training does from the last snapshot before that step. Raises GinnError for a step
        outside the run.
        """
        from .train.replay import parameters_at  # which loads the compiler

        return parameters_at(self, step)
