"""Targets: the black/white image a network learns, as an (H, W) uint8 array of 0 (black) and 1 (white)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .errors import GinnError

BOTTLE = "bottle"
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


def load_target(image: str | None = None, size: int = DEFAULT_SIZE) -> Target:
    """The built-in bottle, or an image file resized so that its longer side is `size`, thresholded at half.

    Transparent parts count as white. Raises GinnError for an image that cannot be read or has one colour.
    """
    if not 2 <= size <= MAX_SIZE:
        raise GinnError(f"a target's longer side is 2 to {MAX_SIZE} pixels, not {size}")
    if image is None:
        return Target(BOTTLE, bottle(size))
    pixels = _read_image(Path(image), size)
    if pixels.min() == pixels.max():
        colour = "white" if pixels.max() else "black"
        raise GinnError(f"{image}: all {colour} once thresholded at half: a target needs black and white")
    return Target(Path(image).stem, pixels)


def _read_image(path: Path, size: int) -> np.ndarray:
    from PIL import Image

    try:
        with Image.open(path) as image:
            image = image.convert("RGBA")
    except FileNotFoundError:
        raise GinnError(f"{path}: no such image") from None
    except Exception as error:  # Pillow's decoders raise many kinds for damaged files
        raise GinnError(f"{path}: not an image that can be read ({type(error).__name__})") from None
    paper = Image.new("RGBA", image.size, "white")
    grey = Image.alpha_composite(paper, image).convert("L")
    scale = size / max(grey.size)
    resized = grey.resize([max(1, round(side * scale)) for side in grey.size], Image.Resampling.BOX)
    return (np.asarray(resized) >= 128).astype(np.uint8)


def bottle(size: int = DEFAULT_SIZE) -> np.ndarray:
    """Our own drawing, (size, size): a black bottle with a white diamond in a black-outlined white frame.

    Left-right symmetric to the pixel, since every shape is a test on the distance from the middle column.
    """
    column = np.abs(2 * np.arange(size) + 1 - size)
    across, y = np.meshgrid(column / (2 * size), (np.arange(size) + 0.5) / size)
    cap = (across < 0.070) & (y > 0.03) & (y < 0.115)
    neck = (across < 0.052) & (y >= 0.115) & (y < 0.19)
    shoulders = (y >= 0.19) & (y < 0.29) & (across < 0.052 + 1.78 * (y - 0.19))
    body = (across < 0.23) & (y >= 0.29) & (y < 0.97)
    around_diamond = across + np.abs(y - 0.631)
    black = cap | neck | shoulders | body
    black &= around_diamond >= 0.206
    black |= (around_diamond < 0.182) & (around_diamond >= 0.163)
    return (~black).astype(np.uint8)
