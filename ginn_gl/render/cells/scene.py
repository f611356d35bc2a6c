"""What a picture is painted from."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as made_by
from typing import TYPE_CHECKING

import numpy as np

from ...config import View
from ...geometry.clipper import NO_KEYS, Box, Frame
from ..parts import Part
from . import fill, strokes
from .smooth import Smooth

if TYPE_CHECKING:
    from .fields import Difference, Field

Size = tuple[int, int]

NO_LINES = np.zeros((0, 3), np.float32)
NO_FLOATS = np.zeros(0, np.float32)
NO_PIECES = np.zeros((0, 4))
NO_STROKES = strokes.Strokes(NO_PIECES, np.zeros(0, np.int64), np.zeros(1))
NO_POLYGONS = fill.Polygons(np.zeros((0, 2)), np.zeros(1, np.int64), np.zeros((0, 3)), np.zeros(0), np.zeros(0))


@dataclass(frozen=True, eq=False)
class Scene:
    """What a picture is painted from, in pixels from its middle.

    edges: of the unit square: left, top, right, bottom. box: the same of what is evaluated. frame: pixels. polygons,
    affine: cells, and (R, k, 3) what the field is made of in each; source: what gives it where there are none. smooth,
    lines: the network that boundaries are measured in, and which, where strokes have none. With regions, pieces and
    steps: of all boundaries, and what each one's neuron adds to the pattern's number; numbers: (K,) int64 of all
    patterns, rising.
    """

    view: View
    size: Size
    part: Part
    edges: Box
    frame: Frame
    field: Field | Difference
    box: Box = (0.0, 0.0, 0.0, 0.0)
    polygons: fill.Polygons = made_by(default_factory=lambda: NO_POLYGONS)
    affine: np.ndarray = made_by(default_factory=lambda: np.zeros((0, 1, 3)))
    strokes: strokes.Strokes = made_by(default_factory=lambda: NO_STROKES)
    source: Smooth | None = None
    smooth: Smooth | None = None
    lines: np.ndarray = made_by(default_factory=lambda: NO_LINES)
    pieces: np.ndarray = made_by(default_factory=lambda: NO_PIECES)
    steps: np.ndarray = made_by(default_factory=lambda: NO_FLOATS)
    numbers: np.ndarray = made_by(default_factory=lambda: NO_KEYS)

    @property
    def is_simple(self) -> bool:
        """Is it made of one value at each pixel, of cells?"""
        return self.smooth is None and self.source is None and self.affine.shape[1] == 1

    @property
    def middle_x(self) -> float:
        """Of the picture, in columns from the part's first."""
        return self.size[0] / 2 - self.part.left

    def top(self, row: int) -> float:
        """Of a row of the part."""
        return self.part.top + row - self.size[1] / 2
