"""Processes that compute what the picture must not wait for: they are asked, and heard later."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol

from ...errors import GinnError

SECONDS_TO_END = 2.0


class Answering(Protocol):
    """A part of the viewer that has questions answered beside. computing: whether an answer is to come."""

    @property
    def computing(self) -> bool: ...

    def close(self) -> None:
        """End the process."""


class AnsweringProcess:
    """Runs a function that answers what comes through a connection. The process starts with the first request.

    does: what it is there for, as in 'finds vertices'.
    """

    def __init__(self, serve: Callable[[Connection], None], does: str) -> None:
        self._serve, self._does = serve, does
        self._process = self._connection = None

    def ask(self, request: Any) -> None:
        """Ask for something; starts the process anew where it has ended. Raises GinnError where it cannot."""
        try:
            if self._process is None or not self._process.is_alive():
                self.close()
                self._start()
            self._connection.send(request)
        except OSError as error:
            self.close()
            raise GinnError(f"a process beside the viewer cannot be reached ({error}): try again") from None

    def tell(self, news: Any) -> None:
        """Say something that has no answer, to a process that has been asked. Raises GinnError where it has ended."""
        try:
            if self._connection is not None:
                self._connection.send(news)
        except OSError:
            raise self._ended() from None

    def hear(self) -> Iterator[Any]:
        """What has come back by now. Raises GinnError where the process has ended instead."""
        try:
            while self._connection is not None and self._connection.poll():
                yield self._connection.recv()
        except (OSError, EOFError):
            raise self._ended() from None

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.terminate()
            self._process.join(SECONDS_TO_END)
            self._process.kill()  # one that was halted, say
            self._process.join()
            self._process.close()
            self._connection.close()
            self._process = self._connection = None

    def _ended(self) -> GinnError:
        self.close()
        return GinnError(f"the process that {self._does} has ended: try again")

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would share the window
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve_while_needed, args=(self._serve, theirs), daemon=True)
        try:
            with _without_interrupt():
                process.start()
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        self._process, self._connection = process, ours


def _serve_while_needed(serve: Callable[[Connection], None], connection: Connection) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    serve(connection)


def _end_with_parent() -> None:
    """In the middle of whatever is computed for it: a killed viewer cannot say that nobody waits any more."""
    wait([multiprocessing.parent_process().sentinel])
    os._exit(1)


@contextmanager
def _without_interrupt() -> Iterator[None]:
    """A process that is started in this block is not told of Ctrl-C, not even while it begins."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # multiprocessing would start it in between, and let all signals through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
