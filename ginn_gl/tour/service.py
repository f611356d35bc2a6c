"""A process that finds the tour's stops for another one, which must not wait."""

from __future__ import annotations

import signal
from multiprocessing.connection import Connection

from ..errors import GinnError
from . import Tour


def serve(connection: Connection) -> None:
    """Answer each name of a stop with (name, Stop), or (name, what went wrong), until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the process that asks
    tour = Tour()
    try:
        while True:
            name = connection.recv()
            try:
                connection.send((name, tour.stop(name)))
            except GinnError as error:
                connection.send((name, str(error)))
    except (EOFError, BrokenPipeError):
        pass
