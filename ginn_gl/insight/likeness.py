"""How alike neurons are by where they are on, and since when something holds."""

from __future__ import annotations

import numpy as np

ALIKE = 0.95
"""Likeness from which two neurons do the same. Of 300 networks of the paper's size, just initialised, one in 30
has two such neurons in one layer."""

LEAST_SHARE = 0.01
"""Of the square, on either side of a boundary; with less of it in sight, nothing is said about a boundary."""


def likeness(on: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Likeness of every neuron to every other one, (A, B) in -1..1; on (A, N), other (B, N) bool.

    That is the phi coefficient, the correlation of being on (Yule 1912): 1 where both are on at the same points,
    -1 where one is on where the other is off, about 0 where they have nothing to do with each other. It is 0 for a
    neuron without boundary in the square. Unlike the share of points with equal states, it is not large just
    because both are off nearly everywhere.
    """
    found = np.zeros((len(on), len(other)))
    seen, other_seen = has_boundary(on), has_boundary(other)
    first, second = on[seen].astype(np.float32), other[other_seen].astype(np.float32)
    shares, other_shares = first.mean(axis=1), second.mean(axis=1)
    covariance = first @ second.T / on.shape[1] - np.outer(shares, other_shares)
    variance = np.outer(shares * (1 - shares), other_shares * (1 - other_shares))
    found[np.ix_(seen, other_seen)] = covariance / np.sqrt(variance)
    return found


def has_boundary(on: np.ndarray) -> np.ndarray:
    """Whether enough of the square lies on either side of each neuron's boundary, (A,) bool; on: (A, N) bool."""
    share = np.count_nonzero(on, axis=1) / on.shape[1]
    return (share >= LEAST_SHARE) & (share <= 1 - LEAST_SHARE)


def since(holds: np.ndarray) -> np.ndarray:
    """From which sample on something holds without a break to the end; T where it does not hold at the end.

    holds: (T, ...) bool; the result is (...) int.
    """
    return len(holds) - np.logical_and.accumulate(holds[::-1], axis=0).sum(axis=0)
