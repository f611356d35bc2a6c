"""A process that matches the neurons of runs for another one, which must not wait."""

from __future__ import annotations

import signal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from ..errors import GinnError
from ..store import Run
from .alignment import Alignment, align


class Pair(NamedTuple):
    """Two runs, and the last step of each that was known when this was asked."""

    run: Path
    other: Path
    steps: tuple[int, int]


def serve(connection: Connection) -> None:
    """Answer each Pair with (Pair, Alignment), or with (Pair, what is wrong), until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the process that asks
    try:
        while True:
            pair: Pair = connection.recv()
            connection.send((pair, _found(pair)))
    except (EOFError, BrokenPipeError):
        pass


def _found(pair: Pair) -> Alignment | str:
    try:
        with Run(pair.run) as run, Run(pair.other) as other:
            return align(run, other)
    except (GinnError, OSError) as error:
        return str(error)
