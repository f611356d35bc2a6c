"""A process that analyses runs for another one, which must not wait."""

from __future__ import annotations

import signal
from multiprocessing.connection import Connection
from pathlib import Path

from ..errors import GinnError
from ..store import Run
from . import analyse, runs_beside
from .findings import Insight

Answer = tuple[Path, Insight | str | None]
"""The run, and one of its insights; what went wrong; or None when there are no more."""


def serve(connection: Connection) -> None:
    """Answer each path that comes with Answers, until the other end is closed; a new path ends the last one's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the process that asks
    try:
        while True:
            _answer(connection.recv(), connection)
    except (EOFError, BrokenPipeError):
        pass


def _answer(path: Path, connection: Connection) -> None:
    try:
        with Run(path) as run, runs_beside(run) as others:
            for insight in analyse(run, others):
                if connection.poll():
                    return
                connection.send((path, insight))
        connection.send((path, None))
    except GinnError as error:
        connection.send((path, str(error)))
