"""A target that is drawn with the mouse."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ...paths import free

SIDES = (64, 128, 200, 256)
"""Pixels of a side to choose from."""
BRUSHES = {"thin": 0.015, "medium": 0.035, "thick": 0.08}
"""Radii, in sides."""
MOST_UNDONE = 50

Point = tuple[float, float]
"""From 0 to 1 over the square, y downwards."""


@dataclass
class Drawing:
    """pixels: (side, side) uint8 of 0, black, and 1, white; another array after each change. mirrored: is what is
    drawn on one side drawn on the other too? erases: does the brush take away?"""

    pixels: np.ndarray = field(default_factory=lambda: np.ones((128, 128), np.uint8))
    brush: str = "medium"
    mirrored: bool = False
    erases: bool = False
    _before: list[np.ndarray] = field(default_factory=list)

    @property
    def side(self) -> int:
        return len(self.pixels)

    @property
    def is_blank(self) -> bool:
        """Of one colour only, which cannot be learnt."""
        return bool(self.pixels.min() == self.pixels.max())

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    def begin(self) -> None:
        """Before a change, which is then undone as one."""
        self._before = [*self._before[1 - MOST_UNDONE:], self.pixels]

    def stroke(self, start: Point, end: Point, erases: bool = False) -> None:
        """Draw with the brush from one point to another, or take away."""
        colour = np.uint8(erases or self.erases)
        pixels = self.pixels.copy()
        pixels[self._near(start, end)] = colour
        if self.mirrored:
            pixels[self._near((1 - start[0], start[1]), (1 - end[0], end[1]))] = colour
        self.pixels = pixels

    def clear(self) -> None:
        self.begin()
        self.pixels = np.ones_like(self.pixels)

    def undo(self) -> None:
        """The last change, or nothing."""
        if self._before:
            self.pixels = self._before.pop()

    def resize(self, side: int) -> None:
        """To so many pixels a side, each as the nearest one was."""
        self.begin()
        nearest = ((np.arange(side) + 0.5) * self.side / side).astype(int)
        self.pixels = self.pixels[np.ix_(nearest, nearest)]

    def save(self, folder: Path) -> Path:
        """As a PNG of a new name. Raises OSError where it cannot be written."""
        from PIL import Image

        folder.mkdir(parents=True, exist_ok=True)
        path = free(folder / "drawing.png")
        Image.fromarray(self.pixels * np.uint8(255)).save(path)
        return path

    def _near(self, start: Point, end: Point) -> np.ndarray:
        """(side, side) bool, the pixels whose middles are within the brush of a line."""
        middles = (np.arange(self.side) + 0.5) / self.side
        x, y = middles[None] - start[0], middles[:, None] - start[1]
        across, down = end[0] - start[0], end[1] - start[1]
        along = np.clip((x * across + y * down) / max(across**2 + down**2, 1e-12), 0, 1)
        return np.hypot(x - along * across, y - along * down) <= max(BRUSHES[self.brush], 0.5 / self.side)
