"""Steps between checkpoints, computed beside, so that the picture never waits."""

from __future__ import annotations

from pathlib import Path

from ..train.replay import Replayed, serve
from .helper import Helper


class Replays:
    """What is asked for and what has come back; the latest request wins."""

    def __init__(self) -> None:
        self._helper = Helper(serve)
        self._wanted: tuple[Path, int] | None = None

    @property
    def computing(self) -> bool:
        """Whether an answer is to come."""
        return self._wanted is not None

    def request(self, path: Path, step: int) -> None:
        """Ask for a step of a run."""
        self._helper.send((path, step))
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
            for answer in self._helper.answers():
                if wanted == (answer.path, answer.step):
                    self._wanted = None
                    return answer
        except EOFError:
            failed = Replayed(*wanted, error="the process that computes steps has ended: try again")
            self.close()
            return failed
        return None

    def close(self) -> None:
        """End the process, and forget what was wanted."""
        self._wanted = None
        self._helper.close()
