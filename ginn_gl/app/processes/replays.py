"""Steps between checkpoints, computed beside, so that the picture never waits."""

from __future__ import annotations

from pathlib import Path

from ...errors import GinnError
from ...train.replay import Replayed, serve
from .answering import AnsweringProcess


class Replays:
    """What is asked for and what has come back; the latest request wins."""

    def __init__(self) -> None:
        self._process = AnsweringProcess(serve, "computes steps")
        self._wanted: tuple[Path, int] | None = None

    @property
    def computing(self) -> bool:
        """Whether an answer is to come."""
        return self._wanted is not None

    def request(self, path: Path, step: int) -> None:
        """Ask for a step of a run."""
        self._process.ask((path, step))
        self._wanted = (path, step)

    def forget(self) -> None:
        """The last request is no longer wanted."""
        self._wanted = None

    def answer(self) -> Replayed | None:
        """The answer to the last request, once, when it has come."""
        wanted = self._wanted
        if wanted is None:
            return None
        try:
            for answer in self._process.hear():
                if wanted == (answer.path, answer.step):
                    self._wanted = None
                    return answer
        except GinnError as error:
            self._wanted = None
            return Replayed(*wanted, error=str(error))
        return None

    def close(self) -> None:
        """End the process, and forget what was wanted."""
        self._wanted = None
        self._process.close()
