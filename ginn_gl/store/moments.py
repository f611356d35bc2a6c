"""Which moment of one run belongs to a moment of another."""

from __future__ import annotations

import numpy as np

from .reader import Run

BY = ("step", "share", "loss")
"""The same step; the same share of the training; as low a loss."""


def moment_beside(run: Run, step: float, other: Run, by: str = BY[0]) -> float:
    """The step of another run that belongs to a step of this one, which may lie between two checkpoints.

    By loss it is where the other one's loss was first as low as this one's lowest so far, or its last step if it never
    was: losses go up and down, and time goes on.
    """
    if by == "share":
        return step / max(1, run.iterations) * other.iterations
    if by == "loss":
        reached = np.fmin.reduce(run.losses[:run.index_near(step) + 1])
        low_enough = np.flatnonzero(np.fmin.accumulate(other.losses) <= reached)
        return float(other.steps[low_enough[0] if len(low_enough) else -1])
    return step


def index_beside(run: Run, step: float, other: Run, by: str = BY[0]) -> int:
    """The position of the other run's checkpoint that is shown then: the last not after that moment, or its first."""
    return other.index_near(moment_beside(run, step, other, by))
