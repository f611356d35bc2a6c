"""What is changed by hand has another loss, which is computed beside, so that the picture never waits."""

from __future__ import annotations

import math
from contextlib import suppress
from pathlib import Path

import numpy as np

from ...errors import GinnError
from ...train.losses import serve
from .answering import AnsweringProcess


class Losses:
    """The loss of the parameters that were asked for last; while they change, of those a few frames ago.

    value: None until the first is known; not a number where a run does not tell what it learns.
    """

    def __init__(self) -> None:
        self._process = AnsweringProcess(serve, "computes losses")
        self._wanted: np.ndarray | None = None  # what was asked for last
        self._sent: tuple[int, np.ndarray] | None = None  # what is being computed, and its number
        self._count = 0
        self.value: float | None = None

    @property
    def computing(self) -> bool:
        """Whether an answer is to come."""
        return self._sent is not None

    def follow(self, path: Path, parameters: np.ndarray) -> None:
        """Called in each frame: hear what has come, and ask for these if they are others. One is computed at a time."""
        with suppress(GinnError):  # where the process has ended, it is asked anew when something changes
            self._hear()
            if self._sent is None and parameters is not self._wanted:
                self._count += 1
                self._wanted, self._sent = parameters, (self._count, parameters)
                self._process.ask((self._count, path, parameters))
            return
        self._sent = None

    def warm_up(self, path: Path, parameters: np.ndarray) -> None:
        """Have the process ready for when it is needed: it takes a second or two to begin."""
        if not self._count:
            self.follow(path, parameters)

    def forget(self) -> None:
        """Nothing is changed any more."""
        self._wanted = self._sent = self.value = None

    def close(self) -> None:
        """End the process."""
        self.forget()
        self._process.close()

    def _hear(self) -> None:
        for answer in self._process.hear():
            if self._sent and answer.number == self._sent[0]:
                self._sent = None
                self.value = math.nan if answer.value is None else answer.value
