"""A process that finds the tour's stops for another one, which must not wait."""

from __future__ import annotations

import signal
from contextlib import suppress
from multiprocessing.connection import Connection

from ..errors import GinnError
from . import TITLES, Tour


def serve(connection: Connection) -> None:
    """Answer each name of a stop with (name, Stop), or (name, what went wrong), until the other end is closed.

    Whoever is shown one will ask for the next: that is prepared in between. None asks for nothing but that the first
    be prepared.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the process that asks
    tour, names = Tour(), (None, *TITLES)
    try:
        while True:
            name = connection.recv()
            if name is not None:
                _answer(tour, name, connection)
            following = names[(names.index(name) + 1) % len(names)]
            if following is not None and not connection.poll():
                with suppress(GinnError):  # which is said when it is asked for
                    tour.stop(following)
    except (EOFError, BrokenPipeError):
        pass


def _answer(tour: Tour, name: str, connection: Connection) -> None:
    try:
        connection.send((name, tour.stop(name)))
    except GinnError as error:
        connection.send((name, str(error)))
