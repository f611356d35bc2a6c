"""Points at which the network is known in float64, so that float32 need only say what differs around them.

The picture is divided into square tiles, and the network evaluated in the middle of each, its anchor. The
shader adds up only how a pixel's values differ from those at its tile's anchor, which are small numbers with
small rounding errors: logits of thousands still cancel to the fourth digit, and a zoom of 100,000 shows no
noise. (Deep zooms into the Mandelbrot set follow a reference orbit in the same way.)

One row of a texture for each tile: the network's pre-activations, block by block; its outputs, or the logit; the
target's texel at the anchor, whole and fractional part; and the distances to the square's edges.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import moderngl
import numpy as np

from ...config import View
from ...network import forward
from ..ground import Ground
from ..mapping import pixel_to_point, pixels_per_unit
from ..parts import Part
from .layout import Layout

TILES = 16        # along the picture's shorter side
MOST_TILES = 64   # along the longer one
ALIGNED = 8       # pixels; sides of tiles are multiples


@dataclass(frozen=True)
class Tiles:
    """Of one part of a picture. side: of a tile in pixels; across, down: how many of them cover the part."""

    part: Part
    side: int
    across: int
    down: int

    @classmethod
    def of(cls, size: tuple[int, int], part: Part) -> Tiles:
        """For a part of a picture of (width, height) pixels."""
        side = tile_side(size)
        return cls(part, side, ceil(part.width / side), ceil(part.height / side))

    def middles(self) -> tuple[np.ndarray, np.ndarray]:
        """Pixel positions x and y in the picture of all tiles' middles, row by row, (across * down,) each."""
        rows, columns = np.mgrid[:self.down, :self.across]
        return (self.part.left + (columns.ravel() + 0.5) * self.side,
                self.part.top + (rows.ravel() + 0.5) * self.side)


def tile_side(size: tuple[int, int]) -> int:
    """Of the tiles of a picture of (width, height) pixels."""
    least = max(ceil(min(size) / TILES), ceil(max(size) / MOST_TILES))
    return ceil(least / ALIGNED) * ALIGNED


class Anchors:
    """The texture with what is known, for one network structure."""

    def __init__(self, context: moderngl.Context, layout: Layout) -> None:
        self._context, self._layout = context, layout
        self._rows = np.zeros((0, 4 * (layout.places_at + 2)), np.float32)
        self._texture: moderngl.Texture | None = None

    def place(self, parameters: np.ndarray, view: View, size: tuple[int, int], part: Part, ground: Ground) -> None:
        """Evaluate a network, (P,) parameters, at the anchors of a part of this view's picture."""
        points, places = _places(view, size, part, *ground.size, ground.aspect)
        if len(self._rows) != len(points):
            self.release()
            self._rows = np.zeros((len(points), self._rows.shape[1]), np.float32)
            self._texture = self._context.texture((self._rows.shape[1] // 4, len(points)), 4, dtype="f4")
            self._texture.filter = moderngl.NEAREST, moderngl.NEAREST
        self._rows[:, :-8] = self._layout.rows(forward(parameters, self._layout.network, points))
        self._rows[:, -8:] = places
        self._texture.write(self._rows)

    def use(self, unit: int) -> None:
        """Bind to a texture unit."""
        self._texture.use(unit)

    def release(self) -> None:
        if self._texture is not None:
            self._texture.release()


@lru_cache(maxsize=4)
def _places(view: View, size: tuple[int, int], part: Part, width: int, height: int,
            aspect: float) -> tuple[np.ndarray, np.ndarray]:
    """All anchors' points, (N, 2), and two vec4s for each: where it lies in a target of that width and height, and
    pixels to the left, top, right, bottom. Both are the same in every frame while only the network changes."""
    x, y = pixel_to_point(view, size, aspect, Tiles.of(size, part).middles())
    column, row = x * width, y * height
    across, down = pixels_per_unit(view, size, aspect)
    places = [np.floor(column), np.floor(row), column - np.floor(column), row - np.floor(row),
              x * across, y * down, (1 - x) * across, (1 - y) * down]
    return np.stack([x, y], axis=1), np.stack(places, axis=1)
