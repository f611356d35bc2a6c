"""Squares of pixels in which few neurons switch, so that the network need be evaluated once for all of them.

shaders/patch.glsl tells what is known of a patch.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import ceil

import moderngl
import numpy as np

TARGETS = 7    # textures that a survey draws into at once
FOLDED = 4     # rows of patches in one row of those textures
TEXELS = 4     # across and down, of a patch in textures of cells
GROUPS = 4     # of patches, across and down, in those textures; shaders/cells.glsl tells why
ALIGNED = 8    # pixels; processors that take several pixels at once like those of one patch


@dataclass(frozen=True)
class Grid:
    """left, top: where the first patch starts, in pixels of what is drawn in; side: of a patch; across, down: how many
    there are.
    """

    left: int
    top: int
    side: int
    across: int
    down: int

    @classmethod
    def over(cls, box: tuple[int, int, int, int], side: int) -> Grid:
        """To cover a box of pixels: left, top, width, height."""
        left, top = (edge - edge % max(ALIGNED, side) for edge in box[:2])
        return cls(left, top, side, ceil((box[0] + box[2] - left) / side), ceil((box[1] + box[3] - top) / side))

    @property
    def count(self) -> int:
        """Of all patches."""
        return self.across * self.down

    @property
    def texels(self) -> tuple[int, int]:
        """Width and height of a texture with one texel for each patch."""
        return self.across * FOLDED, ceil(self.down / FOLDED)

    @property
    def cells(self) -> tuple[int, int]:
        """Width and height of a texture of cells."""
        return tuple(TEXELS * GROUPS * ceil(count / GROUPS) for count in (self.across, self.down))

    @lru_cache(maxsize=4)
    def uniforms(self) -> dict[str, np.ndarray]:
        """What shaders know it by."""
        return {"patches_from": np.array([self.left, self.top], np.float32),
                "patches": np.array([self.across, self.down], np.int32),
                "patch_side": np.array(self.side, np.float32),
                "per_texel": 1 / np.array(self.texels, np.float32)}


class Survey:
    """Textures for what passes put out: the first for each patch, the second where it needs more, the third for its
    cells where it is crowded.
    """

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._held: list = []
        self._sizes: tuple[tuple[int, int], ...] = ()

    def fit(self, grid: Grid) -> None:
        """Have room for a grid's patches."""
        sizes = grid.texels, grid.texels, grid.cells
        if self._sizes == sizes:
            return
        self.release()
        context, self._sizes = self._context, sizes
        depth = context.depth_renderbuffer(grid.texels)
        self._textures = [[self._texture(size) for _ in range(TARGETS)] for size in sizes]
        self.first, self.more = (context.framebuffer(textures, depth) for textures in self._textures[:2])
        self.cells = context.framebuffer(self._textures[2])
        self._held = [self.first, self.more, self.cells, depth, *chain(*self._textures)]

    def _texture(self, size: tuple[int, int]) -> moderngl.Texture:
        texture = self._context.texture(size, 4, dtype="f4")
        texture.filter = moderngl.NEAREST, moderngl.NEAREST
        return texture

    def use(self, first_unit: int) -> None:
        """Bind to texture units from this one on, pass by pass."""
        for unit, texture in enumerate(chain(*self._textures), first_unit):
            texture.use(unit)

    def release(self) -> None:
        for held in self._held:
            held.release()
        self._held = []
