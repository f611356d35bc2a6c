"""What changes with the step: the learning rate, Adam's bias corrections, and when a checkpoint is kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..config import TrainingSpec

BETA1 = 0.9
BETA2 = 0.999
EPSILON = 1e-8


def learning_rate(training: TrainingSpec, step: np.ndarray | int) -> np.ndarray:
    """Rate of the update that leaves `step`: from learning_rate to 0 at the last step, by half a cosine."""
    return training.learning_rate / 2 * (1 + np.cos(np.pi * np.asarray(step) / training.iterations))


@dataclass(frozen=True)
class AdamTables:
    """Adam's factors that depend on the step alone, (steps,) float32 each, computed in float64.

    An update (Kingma and Ba 2015, algorithm 1) is
    parameter -= step_size * first_moment / (sqrt(second_moment) * root_scale + EPSILON).
    """

    step_size: np.ndarray
    root_scale: np.ndarray


def adam_tables(training: TrainingSpec, step: int, steps: int) -> AdamTables:
    """Factors of the updates that leave `step`, `step + 1`, ..., `steps` of them."""
    leaving = np.arange(step, step + steps)
    updates = leaving + 1.0
    step_size = learning_rate(training, leaving) / (1 - BETA1**updates)
    root_scale = 1 / np.sqrt(1 - BETA2**updates)
    return AdamTables(step_size.astype(np.float32), root_scale.astype(np.float32))


def checkpoint_steps(iterations: int, count: int) -> np.ndarray:
    """Which steps a run keeps: (count,) int64 from 0 to `iterations`, or every step where they are fewer.

    The gap starts at 1, grows in proportion to the step, and from before the middle on stays at
    2 * iterations / count, so that a playback neither jumps early nor rushes late.
    """
    if iterations + 1 <= count:
        return np.arange(iterations + 1)
    widest = 2 * iterations / count
    index = np.arange(count)
    slow, fast = 1e-12, 1e12
    for _ in range(100):
        growth = np.sqrt(slow * fast)
        if _position(index[-1], growth, widest) < iterations:
            slow = growth
        else:
            fast = growth
    steps = np.floor(_position(index, fast, widest) + 0.5).astype(np.int64)
    steps[-1] = iterations
    return steps


def _position(index: np.ndarray, growth: float, widest: float) -> np.ndarray:
    """The curve of slope clamp(growth * position, 1, widest) from the origin: line, exponential, line."""
    first = 1 / growth
    last = first + np.log(widest) / growth
    middle = first * np.exp(growth * (np.clip(index, first, last) - first))
    return np.minimum(index, first) - first + middle + widest * np.maximum(index - last, 0)
