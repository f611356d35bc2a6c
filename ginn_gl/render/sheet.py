"""Several pictures as one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from .palette import background


def side_by_side(pictures: list[np.ndarray], gap: int) -> np.ndarray:
    """Pictures of one height, (H, W, C) uint8, in a row, with so many pixels of background between them.

    C: 3, or 4 with alpha.
    """
    if len(pictures) == 1:
        return pictures[0]
    height, _, channels = pictures[0].shape
    colour = np.round(255 * np.array([*background(), 1.0])).astype(np.uint8)[:channels]
    between = np.broadcast_to(colour, (height, gap, channels))
    return np.hstack([part for picture in pictures for part in (between, picture)][1:])


def columns(width: int, count: int, gap: int) -> list[tuple[int, int]]:
    """Where that many pictures are in a row of this width in pixels: (left, width) of each, 1 at least."""
    room = width - (count - 1) * gap
    ends = [round(room * number / count) for number in range(count + 1)]
    return [(start + number * gap, max(1, end - start)) for number, (start, end) in enumerate(pairwise(ends))]
