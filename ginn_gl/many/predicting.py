"""Will a run fail? A logistic regression of a few numbers, in numpy alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

RIDGE = 1.0        # how strongly weights are drawn to 0, in runs: it keeps them finite where runs part cleanly
MOST_ROUNDS = 100
SETTLED = 1e-9


@dataclass(frozen=True, eq=False)
class Predictor:
    """P(yes) = sigmoid(bias + weights @ (features - middle) / spread). weights, middle, spread: (F,)."""

    weights: np.ndarray
    bias: float
    middle: np.ndarray
    spread: np.ndarray

    def says_yes(self, features: np.ndarray) -> np.ndarray:
        """Whether it is more likely than not, (N,) bool. features: (N, F)."""
        return self.bias + (features - self.middle) / self.spread @ self.weights > 0


def fitted(features: np.ndarray, answers: np.ndarray) -> Predictor:
    """By maximum likelihood with a ridge, found by Newton's method. features: (N, F). answers: (N,) bool."""
    middle, spread = features.mean(axis=0), features.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    inputs = np.column_stack([np.ones(len(features)), (features - middle) / spread])
    ridge = RIDGE * np.eye(inputs.shape[1])
    ridge[0, 0] = SETTLED  # the bias is free, but for answers that are all the same
    found = np.zeros(inputs.shape[1])
    for _ in range(MOST_ROUNDS):
        said = 1 / (1 + np.exp(-np.clip(inputs @ found, -40, 40)))
        slope = inputs.T @ (answers - said) - ridge @ found
        bend = (inputs * (said * (1 - said))[:, None]).T @ inputs + ridge
        step = np.linalg.solve(bend, slope)
        found += step * min(1.0, 5.0 / max(float(np.abs(step).max()), SETTLED))  # no leaps out of sight
        if np.abs(step).max() < SETTLED:
            break
    return Predictor(found[1:], float(found[0]), middle, spread)
