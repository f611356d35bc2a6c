"""What the next training will learn, as it will look: files are read beside, while the picture goes on."""

from __future__ import annotations

import numpy as np

from ..data import Dataset, make
from ..data.service import Photo, serve
from ..target import DEFAULT_SIZE, bottle
from ..target.grey import Grey
from .helper import Helper


class Preview:
    """path: of the file that is shown; None for the bottle, and for data that is made here.

    photo: the image, data: the points that are shown, if it is one of these. computing: whether another file is being
    read.
    """

    def __init__(self) -> None:
        self._helper = Helper(serve)
        self.path: str | None = None
        self.photo: Photo | None = None
        self.data: Dataset | None = None
        self._wanted: str | None = None
        self._pixels = bottle(DEFAULT_SIZE)
        self._threshold: float | None = None
        self._made: tuple | None = None

    @property
    def computing(self) -> bool:
        return self._wanted is not None

    @property
    def grey(self) -> Grey | None:
        """The image in shades, to be split into black and white."""
        return self.photo.grey if self.photo else None

    def request(self, path: str) -> None:
        """Have a file read; what was before stays until it has been. The latest request wins."""
        self._wanted = path
        self._helper.send(path)

    def show_bottle(self) -> None:
        """Forget the file."""
        self.path = self.photo = self.data = self._wanted = self._made = None
        self._pixels = bottle(DEFAULT_SIZE)

    def show_made(self, name: str, noise: float | None) -> None:
        """Show data that is made here."""
        if self._made != (name, noise):
            self.show_bottle()
            self.data, self._made = make(name, noise=noise), (name, noise)

    def answer(self) -> str | Photo | Dataset | None:
        """What has come of the last request, once: what is in the file, from now on shown, or what is wrong with it."""
        if self._wanted is None:
            return None
        try:
            for path, found in self._helper.answers():
                if path == self._wanted:
                    return self._take(path, found)
        except EOFError:
            self._helper.close()
            return self._take(self._wanted, "the process that reads files has ended: try again")
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

    def _take(self, path: str, found: Photo | Dataset | str) -> Photo | Dataset | str:
        self._wanted = None
        if not isinstance(found, str):
            self.show_bottle()
            self.path = path
            if isinstance(found, Dataset):
                self.data = found
            else:
                self.photo, self._pixels = found, None
        return found
