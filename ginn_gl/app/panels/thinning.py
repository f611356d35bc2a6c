"""Curves of many more points than there are pixels, thinned out to what makes them look as they do."""

from __future__ import annotations

import numpy as np


def thinned(steps: np.ndarray, values: np.ndarray, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A curve between the first and the last edge, and a point more to either side.

    Where there are more than two points to a column on average, each column has the highest and the lowest value
    in it, at its first step.

    steps: (N,), ascending. values: (N,), nan where there is none. edges: (C + 1,), ascending, of columns of pixels.
    """
    seen = slice(max(np.searchsorted(steps, edges[0]) - 1, 0), np.searchsorted(steps, edges[-1], "right") + 1)
    steps, values = steps[seen], values[seen]
    if len(steps) <= 2 * len(edges):
        return steps, values
    starts = np.unique(np.append(0, np.searchsorted(steps, edges)))
    starts = starts[starts < len(steps)]
    highest, lowest = np.fmax.reduceat(values, starts), np.fmin.reduceat(values, starts)
    return np.repeat(steps[starts], 2), np.stack([highest, lowest], axis=1).ravel()
