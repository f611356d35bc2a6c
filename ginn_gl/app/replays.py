"""Steps between checkpoints, computed by a process of its own, so that the picture never waits."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

from ..train.replay import Replayed, serve


class Replays:
    """What is asked for and what has come back; the latest request wins. The process starts with the first."""

    def __init__(self) -> None:
        self._process = self._connection = None
        self._wanted: tuple[Path, int] | None = None

    @property
    def computing(self) -> bool:
        """Whether an answer is to come."""
        return self._wanted is not None

    def request(self, path: Path, step: int) -> None:
        """Ask for a step of a run."""
        if self._process is None or not self._process.is_alive():
            self._start()
        self._wanted = (path, step)
        self._connection.send(self._wanted)

    def forget(self) -> None:
        """The last request is no longer wanted."""
        self._wanted = None

    def answer(self) -> Replayed | None:
        """The answer to the last request, once, when it has come."""
        while self._wanted and self._connection.poll():
            try:
                answer = self._connection.recv()
            except (EOFError, OSError):
                answer = Replayed(*self._wanted, error="the process that computes steps has ended: try again")
                self.close()
            if self._wanted == (answer.path, answer.step):
                self._wanted = None
                return answer
        return None

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.terminate()
            self._process.join()
            self._connection.close()
            self._process = self._connection = None

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would share the window
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
