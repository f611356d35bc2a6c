"""How far lines moved in each stretch of the training."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..config import Neuron

INNER_ENDS = 4  # powers of ten between the first and the last step


@dataclass(frozen=True, eq=False)
class MotionTable:
    """Lines by stretches: how far each line moved in each, in sides of the square.

    ends: (S + 1,) int64, steps in order; stretch s is from ends[s] to ends[s + 1].
    neurons: of the L lines. translation, rotation: (L, S) float64.
    """

    ends: np.ndarray
    neurons: list[Neuron]
    translation: np.ndarray
    rotation: np.ndarray


def motion_table(steps: np.ndarray, neurons: list[Neuron], shift: np.ndarray, turn: np.ndarray) -> MotionTable:
    """What `shifts_and_turns` gives, (T - 1, L) both, added up over stretches of the T steps."""
    ends = stretch_ends(steps)
    first, last = ends[:-1], ends[1:]
    translation, rotation = (np.array([motion[a:b].sum(axis=0) for a, b in zip(first, last)]).T.reshape(-1, len(first))
                             for motion in (shift, turn))
    return MotionTable(steps[ends], neurons, translation, rotation)


def stretch_ends(steps: np.ndarray) -> np.ndarray:
    """Positions among T ascending steps that part them into at most five stretches, even in the steps' logarithm.

    Between the first and the last they are those nearest to 100, 1,000, 10,000 and 100,000 in a run of the paper's
    length, and to the last four powers of ten below half its length in another.
    """
    last = len(steps) - 1
    if last < 1:
        return np.array([0])
    highest = np.floor(np.log10(steps[-1] / 2))
    powers = np.arange(highest - INNER_ENDS + 1, highest + 1)
    nearest = [1 + int(np.abs(np.log10(steps[1:]) - power).argmin()) for power in powers]
    return np.unique([0, *nearest, last])
