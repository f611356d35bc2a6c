"""A process of its own that computes what the picture must not wait for."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any


class Helper:
    """Runs a function that answers what comes through a connection. The process starts with the first request."""

    def __init__(self, serve: Callable[[Connection], None]) -> None:
        self._serve = serve
        self._process = self._connection = None

    def send(self, request: Any) -> None:
        """Ask for something; starts the process anew where it has ended."""
        if self._process is None or not self._process.is_alive():
            self._start()
        self._connection.send(request)

    def answers(self) -> Iterator[Any]:
        """What has come back by now. Raises EOFError where the process has ended instead."""
        while self._connection is not None and self._connection.poll():
            try:
                yield self._connection.recv()
            except OSError:
                raise EOFError from None

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
        self._process = context.Process(target=self._serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
