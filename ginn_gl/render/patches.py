"""Squares of pixels in which few neurons switch, so that the network need be evaluated once for all of them.

shaders/patch.glsl tells what is known of a patch.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import moderngl
import numpy as np

UNDECIDED = 4  # neurons that may switch within a patch, at most; one more, and its pixels are drawn one by one
TARGETS = 7    # textures that the survey draws into at once
FOLDED = 4     # rows of patches in one row of those textures
ALIGNED = 8    # pixels; processors that take several pixels at once like those of one patch

CONSTANTS = {"UNDECIDED": UNDECIDED}


@dataclass(frozen=True)
class Grid:
    """left, top: where the first patch starts, in pixels; side: of a patch; across, down: how many there are."""

    left: int
    top: int
    side: int
    across: int
    down: int

    @classmethod
    def over(cls, box: tuple[int, int, int, int], side: int) -> Grid:
        """To cover a box of pixels: left, top, width, height."""
        left, top = (edge - edge % ALIGNED for edge in box[:2])
        return cls(left, top, side, ceil((box[0] + box[2] - left) / side), ceil((box[1] + box[3] - top) / side))

    @property
    def texels(self) -> tuple[int, int]:
        """Width and height of a texture with one texel for each patch."""
        return self.across * FOLDED, ceil(self.down / FOLDED)

    def uniforms(self) -> dict[str, np.ndarray]:
        """What shaders know it by."""
        return {"patches_from": np.array([self.left, self.top], np.int32),
                "patches_across": np.array(self.across, np.int32),
                "patch_side": np.array(self.side, np.float32)}


class Survey:
    """The textures in which a small network lies for each patch."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._textures: list[moderngl.Texture] = []
        self.framebuffer: moderngl.Framebuffer | None = None

    def fit(self, grid: Grid) -> None:
        """Have room for a grid's patches."""
        if self.framebuffer is None or self.framebuffer.size != grid.texels:
            self.release()
            self._textures = [self._context.texture(grid.texels, 4, dtype="f4") for _ in range(TARGETS)]
            self.framebuffer = self._context.framebuffer(self._textures)

    def use(self, first_unit: int) -> tuple[int, ...]:
        """Bind to texture units from this one on, and give back which."""
        units = tuple(range(first_unit, first_unit + TARGETS))
        for unit, texture in zip(units, self._textures):
            texture.use(unit)
        return units

    def release(self) -> None:
        for held in (self.framebuffer, *self._textures):
            if held is not None:
                held.release()
        self.framebuffer, self._textures = None, []
