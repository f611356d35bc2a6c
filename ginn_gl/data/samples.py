"""Points that are images, as images."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

import numpy as np

SMALLEST = 6
"""Of an image's sides: so many numbers make a picture."""


@dataclass(frozen=True)
class ImageShape:
    """How the numbers of a point are an image: side x side pixels, grey or of three colours.

    channels: 1 or 3. channels_last: do a pixel's colours stand together?
    """

    side: int
    channels: int
    channels_last: bool = False

    def pixels(self, numbers: np.ndarray, low: float, high: float) -> np.ndarray:
        """(side, side, channels) uint8 of a point (inputs,). low, high: what is black and what is white."""
        share = np.clip((np.asarray(numbers, np.float64) - low) / ((high - low) or 1.0), 0, 1)
        levels = np.rint(255 * share).astype(np.uint8)
        if self.channels_last:
            return levels.reshape(self.side, self.side, self.channels)
        return np.ascontiguousarray(levels.reshape(self.channels, self.side, self.side).transpose(1, 2, 0))

    def name_of(self, number: int) -> str:
        """Of a point's numbers, such as 'pixel 3, 4' by row and column from 0, and in colours 'red 3, 4'."""
        if self.channels == 1:
            return "pixel {}, {}".format(*divmod(number, self.side))
        channel, pixel = divmod(number, self.side**2)
        if self.channels_last:
            pixel, channel = divmod(number, self.channels)
        return "{} {}, {}".format(("red", "green", "blue")[channel], *divmod(pixel, self.side))


def image_shape(shape: tuple[int, ...]) -> ImageShape | None:
    """How points of this shape, each, are square images; None where they are none.

    (H, W), (1, H, W), (3, H, W) and (H, W, 3) say it themselves; of (inputs,), a square number is grey, and three
    times one in colours.
    """
    if len(shape) == 1:
        return _flat(shape[0])
    sides = tuple(side for side in shape if side != 1)
    if len(sides) == 2 and sides[0] == sides[1] >= SMALLEST:
        return ImageShape(sides[0], 1)
    if len(sides) == 3 and sides[0] == 3 and sides[1] == sides[2] >= SMALLEST:
        return ImageShape(sides[1], 3)
    if len(sides) == 3 and sides[2] == 3 and sides[0] == sides[1] >= SMALLEST:
        return ImageShape(sides[0], 3, channels_last=True)
    return None


def _flat(inputs: int) -> ImageShape | None:
    for channels in (1, 3):
        side = isqrt(inputs // channels)
        if channels * side * side == inputs and side >= SMALLEST:
            return ImageShape(side, channels)
    return None
