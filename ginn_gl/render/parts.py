"""A picture too large to be drawn in one go is drawn in parts, to the very pixels that it has in one.

Values are added up from anchors (see pixels/anchors.py), so a part has the same pixels as long as it has the same
anchors: parts meet where the anchors' tiles do.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

LONGEST = 4096  # pixels of a part's side: an undivided 4K picture, in 130 MB of GPU memory

Size = tuple[int, int]


@dataclass(frozen=True)
class Part:
    """A rectangle of a larger picture, in pixels from its top left corner. It may reach beyond that."""

    left: int
    top: int
    width: int
    height: int

    @classmethod
    def whole(cls, size: Size) -> Part:
        return cls(0, 0, *size)

    @property
    def size(self) -> Size:
        return self.width, self.height


def parts(size: Size, tile_side: int, longest: int) -> list[Part]:
    """Equal parts, row by row, that cover a picture of (width, height) pixels.

    tile_side: what their corners are multiples of. longest: the most a side may have, tile_side at least.
    """
    width, lefts = _cut(size[0], tile_side, longest)
    height, tops = _cut(size[1], tile_side, longest)
    return [Part(left, top, width, height) for top in tops for left in lefts]


def _cut(length: int, tile_side: int, longest: int) -> tuple[int, range]:
    """A part's length, and where parts start."""
    if length <= longest:
        return length, range(1)
    tiles = ceil(length / tile_side)
    count = ceil(tiles / (longest // tile_side))
    part = ceil(tiles / count) * tile_side
    return part, range(0, length, part)
