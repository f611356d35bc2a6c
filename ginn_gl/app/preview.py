"""What the next training will learn, as it will look: images are read beside, while the picture goes on."""

from __future__ import annotations

import numpy as np

from ..target import DEFAULT_SIZE, bottle
from ..target.grey import Grey
from ..target.service import serve
from .helper import Helper


class Preview:
    """path: of the image that is shown, None for the bottle. grey: it in shades, None for the bottle.

    computing: whether another image is being read.
    """

    def __init__(self) -> None:
        self._helper = Helper(serve)
        self.path: str | None = None
        self.grey: Grey | None = None
        self._wanted: str | None = None
        self._pixels = bottle(DEFAULT_SIZE)
        self._threshold: float | None = None

    @property
    def computing(self) -> bool:
        return self._wanted is not None

    def request(self, path: str) -> None:
        """Have an image read; the one before stays until it has been. The latest request wins."""
        self._wanted = path
        self._helper.send(path)

    def show_bottle(self) -> None:
        """Forget the image."""
        self.path = self.grey = self._wanted = None
        self._pixels = bottle(DEFAULT_SIZE)

    def answer(self) -> str | Grey | None:
        """What has come of the last request, once: the image, from now on shown, or what is wrong with it."""
        if self._wanted is None:
            return None
        try:
            for path, found in self._helper.answers():
                if path == self._wanted:
                    return self._take(path, found)
        except EOFError:
            self._helper.close()
            return self._take(self._wanted, "the process that reads images has ended: try again")
        return None

    def pixels(self, threshold: float | None) -> np.ndarray:
        """(H, W) uint8 of 0 and 1; the same array while neither image nor threshold changes."""
        if self.grey and (self._pixels is None or threshold != self._threshold):
            self._pixels, self._threshold = self.grey.pixels(threshold), threshold
        assert self._pixels is not None
        return self._pixels

    def close(self) -> None:
        """End the process."""
        self._wanted = None
        self._helper.close()

    def _take(self, path: str, found: Grey | str) -> Grey | str:
        self._wanted = None
        if isinstance(found, Grey):
            self.path, self.grey, self._pixels = path, found, None
        return found
