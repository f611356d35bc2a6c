"""Shades of grey, and the threshold that splits them into black and white."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import GinnError
from .target import Target


@dataclass(frozen=True)
class Grey:
    """An image at a target's size, before it is said which of its shades are black and which white.

    values: (H, W) float32, from 0, its darkest, to 1, its lightest. otsu: the threshold found from them.
    """

    name: str
    values: np.ndarray
    otsu: float

    @classmethod
    def of(cls, name: str, values: np.ndarray) -> Grey:
        """values: (H, W) of any finite numbers, larger ones lighter, not all the same."""
        darkest, lightest = float(values.min()), float(values.max())
        shades = ((values - darkest) / (lightest - darkest)).astype(np.float32)
        return cls(name, shades, otsu(shades))

    def pixels(self, threshold: float | None = None) -> np.ndarray:
        """(H, W) uint8 of 0 and 1, white from the threshold on; by default the one found."""
        return (self.values >= (self.otsu if threshold is None else threshold)).astype(np.uint8)

    def target(self, threshold: float | None = None) -> Target:
        """What is learnt. Raises GinnError for a threshold outside 0 to 1, or one that leaves a single colour."""
        if threshold is not None and not 0 <= threshold <= 1:
            raise GinnError(f"a threshold is 0, the darkest of an image, to 1, its lightest, not {threshold:g}")
        pixels = self.pixels(threshold)
        if pixels.min() == pixels.max():
            colour = "white" if pixels.max() else "black"
            raise GinnError(f"{self.name}: all {colour} at a threshold of {threshold:g}: Otsu's, "
                            f"the default, is {self.otsu:.3f}")
        return Target(self.name, pixels)


def otsu(values: np.ndarray) -> float:
    """The threshold for which the two classes' means lie farthest apart, weighed by their sizes (Otsu, 1979).

    values: any array of two different values at least. Exact: every place between two values is tried, so that it
    does not matter over what range they spread. The threshold is in the middle of the place.
    """
    ordered = np.sort(values, axis=None).astype(float)
    count, below = np.arange(1, ordered.size), np.cumsum(ordered)
    between = (below[-1] * count / ordered.size - below[:-1]) ** 2 / (count * (ordered.size - count))
    between[ordered[1:] == ordered[:-1]] = -1  # no place to part them
    place = int(between.argmax())
    return float(ordered[place] + ordered[place + 1]) / 2
