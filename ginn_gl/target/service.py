"""A process that reads images for another one, which must not wait."""

from __future__ import annotations

import signal
from multiprocessing.connection import Connection
from pathlib import Path

from ..errors import GinnError
from .grey import Grey
from .target import DEFAULT_SIZE

Answer = tuple[str, Grey | str]
"""An image's path, and it in shades of grey at a target's size, or what is wrong with it."""


def serve(connection: Connection) -> None:
    """Answer each path that comes with an Answer, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the process that asks
    from .image import read_grey  # here, so that the other process, which names this function, loads no decoder

    try:
        while True:
            path = connection.recv()
            try:
                connection.send((path, read_grey(Path(path), DEFAULT_SIZE)))
            except GinnError as error:
                connection.send((path, str(error)))
    except (EOFError, BrokenPipeError):
        pass
