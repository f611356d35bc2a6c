"""Several pictures as one, in rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import numpy as np

from .palette import background

Box = tuple[int, int, int, int]
"""Left, top, width and height, in pixels from the upper left corner."""


@dataclass(frozen=True)
class Grid:
    """Places for pictures, counted row by row."""

    columns: int
    rows: int

    @classmethod
    def fitting(cls, count: int, size: tuple[int, int], aspect: float) -> Grid:
        """The one in which so many pictures are largest. size: (width, height) of all; aspect: of each."""
        def side(columns: int) -> float:
            return min(size[0] / columns / aspect, size[1] / ceil(count / columns))

        columns = max(range(1, count + 1), key=lambda columns: (side(columns), columns))
        return cls(columns, ceil(count / columns))

    def boxes(self, size: tuple[int, int], gap: int) -> list[Box]:
        """All its places in a picture of (width, height) pixels, with so many between two."""
        return [(left, top, width, height) for top, height in _cut(size[1], self.rows, gap)
                for left, width in _cut(size[0], self.columns, gap)]


def together(pictures: list[np.ndarray], grid: Grid, places: list[int], size: tuple[int, int], gap: int) -> np.ndarray:
    """Pictures (H, W, C) uint8, each enlarged or reduced to its place, on background; C: 3, or 4 with alpha."""
    boxes = grid.boxes(size, gap)
    if len(pictures) == 1 and pictures[0].shape[1::-1] == size:
        return pictures[0]
    channels = pictures[0].shape[2]
    whole = np.empty((size[1], size[0], channels), np.uint8)
    whole[:] = _ground(channels)
    for picture, place in zip(pictures, places):
        left, top, width, height = boxes[place]
        whole[top:top + height, left:left + width] = _resized(picture, (width, height))
    return whole


def side_by_side(pictures: list[np.ndarray], gap: int) -> np.ndarray:
    """Pictures of one height, (H, W, C) uint8, of whatever widths, in a row on background; C: 3, or 4 with alpha."""
    if len(pictures) == 1:
        return pictures[0]
    height, _, channels = pictures[0].shape
    between = np.broadcast_to(_ground(channels), (height, gap, channels))
    return np.hstack([part for picture in pictures for part in (between, picture)][1:])


def _resized(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    if picture.shape[1::-1] == size:
        return picture
    from PIL import Image  # takes a while to load, and the viewer to start

    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BILINEAR))


def _cut(length: int, count: int, gap: int) -> list[tuple[int, int]]:
    """A length as so many equal parts: (start, length) of each, 1 at least."""
    room = length - (count - 1) * gap
    ends = [round(room * number / count) for number in range(count + 1)]
    return [(start + number * gap, max(1, end - start)) for number, (start, end) in enumerate(pairwise(ends))]


def _ground(channels: int) -> np.ndarray:
    return np.round(255 * np.array([*background(), 1.0])).astype(np.uint8)[:channels]
