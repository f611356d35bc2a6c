"""A picture of too many cells for one frame, painted beside: tile by tile, from the middle on."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

from ..config import View
from .parts import Part

if TYPE_CHECKING:
    from .cells import Painter

TILE = 128          # pixels of a tile's side, at first
LEAST = 16          # and at least
MOST = 20_000       # cells of a tile, beyond which it is divided

Size = tuple[int, int]


class Refinement:
    """One picture on its way.

    picture: (H, W) int32, what there is of it so far, over an enlarged sketch. progress: how many tiles are done;
    finished: all. fits: could it have been painted in one frame, after all?
    """

    def __init__(self, painter: Painter, view: View, size: Size, sketched: np.ndarray, most: int) -> None:
        """painter: with the parameters to show, and for this alone. most: cells that fit a frame."""
        self._painter, self._view, self._size, self._most = painter, view, size, most
        self.picture = enlarged(sketched, size)
        self.progress, self.fits, self.finished = 0, False, False
        self._cancelled = False
        self._lock = threading.Lock()
        self._tiles = _from_the_middle(size)
        self._under_way = len(self._tiles)
        threading.Thread(target=self._begin, name="refine", daemon=True).start()

    def cancel(self) -> None:
        """It is no longer wanted: nothing more is begun."""
        self._cancelled = True

    def _begin(self) -> None:
        from .cells.staging import TooManyCells
        from .cells.threads import MOST_THREADS, usable_cores

        try:
            try:
                whole = self._painter.paint(self._view, self._size, most=self._most)
                self.picture, self.fits, self.finished = whole, True, True
                self.progress += 1
                return
            except TooManyCells:
                pass
            # One core is left to the window.
            others = [threading.Thread(target=self._work, name="refine", daemon=True)
                      for _ in range(min(MOST_THREADS, usable_cores() - 1) - 1)]
            for other in others:
                other.start()
            self._work()
            for other in others:
                other.join()
            self.finished = not self._cancelled
            self.progress += 1
        except MemoryError:
            self.finished = True  # with what there is

    def _work(self) -> None:
        from .cells.staging import ALL, TooManyCells

        while (tile := self._next()) is not None:
            try:
                most = MOST if max(tile.size) > LEAST else ALL
                painted = self._painter.paint(self._view, self._size, part=tile, most=most)
            except TooManyCells:
                with self._lock:
                    self._tiles[:0] = _quarters(tile)
                continue
            self.picture[tile.top:tile.top + tile.height, tile.left:tile.left + tile.width] = painted
            self.progress += 1

    def _next(self) -> Part | None:
        with self._lock:
            return self._tiles.pop(0) if self._tiles and not self._cancelled else None


def enlarged(sketched: np.ndarray, size: Size) -> np.ndarray:
    """A smaller picture in this size, each pixel as the nearest one."""
    rows = np.arange(size[1]) * sketched.shape[0] // size[1]
    columns = np.arange(size[0]) * sketched.shape[1] // size[0]
    return sketched[np.ix_(rows, columns)]


def _from_the_middle(size: Size) -> list[Part]:
    """Tiles that cover a picture, those in its middle first."""
    tiles = [Part(left, top, min(TILE, size[0] - left), min(TILE, size[1] - top))
             for top in range(0, size[1], TILE) for left in range(0, size[0], TILE)]
    return sorted(tiles, key=lambda tile: np.hypot(tile.left + tile.width / 2 - size[0] / 2,
                                                   tile.top + tile.height / 2 - size[1] / 2))


def _quarters(tile: Part) -> list[Part]:
    width, height = -(-tile.width // 2), -(-tile.height // 2)
    return [Part(left, top, min(width, tile.left + tile.width - left), min(height, tile.top + tile.height - top))
            for top in range(tile.top, tile.top + tile.height, height)
            for left in range(tile.left, tile.left + tile.width, width)]
