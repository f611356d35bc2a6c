"""Small pictures of runs, painted by a process beside."""

from __future__ import annotations

import time
from collections.abc import Callable

from ...errors import GinnError
from ...many.tiles import Tile, Wanted, serve
from .answering import AnsweringProcess

BUDGET = 0.004  # seconds of a frame, in which pictures are taken in


class Tiles:
    """Asked in each frame for what is wanted then: whatever has not been painted of an earlier request is dropped."""

    def __init__(self) -> None:
        self._process = AnsweringProcess(serve, "paints tiles")
        self._sent = self._heard = 0
        self._wanted: list[Wanted] = []

    @property
    def computing(self) -> bool:
        """Whether an answer is to come."""
        return bool(self._wanted)

    def want(self, wanted: list[Wanted]) -> None:
        """These from now on, in this order. One request at a time is under way, so that none waits for the other."""
        # Where there are sketches of all, an answer comes only once the painter is ready.
        is_free = self._heard == self._sent or all(one.sketched for one in self._wanted)
        if wanted and is_free and wanted != self._wanted:
            try:
                self._sent += 1
                self._process.ask((self._sent, wanted))
            except GinnError:
                self._heard = self._sent
                return
            self._wanted = wanted
        elif not wanted:
            self._wanted = []

    def hear(self, take: Callable[[Tile], None]) -> None:
        """Hand on what has come, for as long as a frame can spare."""
        end = time.perf_counter() + BUDGET
        try:
            for tile in self._process.hear():
                self._heard = max(self._heard, tile.request)
                take(tile)
                if time.perf_counter() > end:
                    break
        except GinnError:  # it is started anew with the next request
            self._heard, self._wanted = self._sent, []

    def close(self) -> None:
        """End the process."""
        self._process.close()
        self._wanted = []
        self._heard = self._sent
