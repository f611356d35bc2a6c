"""When the logs of trainings are folded back into their files."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import cycle

from ..store import RunWriter

SECONDS = 1.0
"""Between two times for the same file: a copy of it lacks no more than that."""

SHARE = 0.05
"""Of the time, at most: with many files on a slow disk, each has its turn less often."""


class Folding:
    """Folds one file after another, evenly over the time, as long as it is told that time goes on."""

    def __init__(self, writers: Sequence[RunWriter]) -> None:
        self._turns, self._gap = cycle(writers), SECONDS / len(writers)
        self._next_at = time.monotonic()

    def tick(self) -> None:
        """Fold those whose turn it is. Raises RunFileError where a file is gone."""
        now = time.monotonic()
        self._next_at = max(self._next_at, now - SECONDS)  # after a pause, each once
        while self._next_at <= now:
            next(self._turns).fold()
            spent, now = time.monotonic() - now, time.monotonic()
            self._next_at += max(self._gap, spent / SHARE)
