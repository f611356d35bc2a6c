"""Which points are held out of a training, to see how it does on what it has not seen."""

from __future__ import annotations

import numpy as np

KEY = 0x47494E4E
"""Of the generator: the same for all, so that runs on the same data can be compared."""


def held_out(count: int, share: float) -> np.ndarray:
    """(count,) bool, True of those held out: that share of them, rounded, but neither none nor all where it is not 0.

    Count and share alone decide, on every machine.
    """
    chosen = np.zeros(count, bool)
    if share > 0:
        most = min(count - 1, max(1, round(share * count)))
        order = np.argsort(np.random.Philox(key=KEY).random_raw(count), kind="stable")
        chosen[order[:most]] = True
    return chosen
