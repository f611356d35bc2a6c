"""Targets: the black/white image a network learns, as an (H, W) uint8 array of 0 (black) and 1 (white)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import GinnError
from .shapes import BOTTLE, SHAPES, shape

DEFAULT_SIZE = 200
MAX_SIZE = 4096


@dataclass(frozen=True)
class Target:
    """An image to learn and the name people know it by. pixels: (H, W) uint8 of 0 and 1."""

    name: str
    pixels: np.ndarray

    @property
    def width(self) -> int:
        return self.pixels.shape[1]

    @property
    def height(self) -> int:
        return self.pixels.shape[0]

    @property
    def aspect(self) -> float:
        """Width / height."""
        return self.width / self.height


def pixel_centers(height: int, width: int) -> np.ndarray:
    """Positions (x, y) of an image's pixels in [0, 1]^2, row by row, (H * W, 2) float32.

    Pixel (row i, column j) is the point ((j + 0.5) / W, (i + 0.5) / H), in training and drawing alike.
    """
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([(x.ravel() + 0.5) / width, (y.ravel() + 0.5) / height], axis=1).astype(np.float32)


def load_target(image: str | None = None, size: int = DEFAULT_SIZE, threshold: float | None = None) -> Target:
    """A target by name, see SHAPES, or an image file resized so that its longer side is `size`; by default the bottle.

    threshold: from which shade on an image is white, 0 (its darkest) to 1 (its lightest); by default Otsu's.
    Transparent parts count as white. Raises GinnError for an image that cannot be read or has one colour, and for
    values out of range.
    """
    check_size(size)
    name = BOTTLE if image is None else image
    if name in SHAPES:
        if threshold is not None:
            raise GinnError(f"a threshold is for an image: the built-in {name} is black and white")
        return Target(name, shape(name, size))
    from .image import read_grey  # with Pillow, which shapes do without

    return read_grey(Path(name), size).target(threshold)


def check_size(size: int) -> None:
    """Raises GinnError for what no target's longer side can be."""
    if not 2 <= size <= MAX_SIZE:
        raise GinnError(f"a target's longer side is 2 to {MAX_SIZE} pixels, not {size}")
