"""The loss of any parameters over what a run learns, computed in a process beside."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from ..errors import GinnError
from ..store import Run
from .replay import Replayer


@dataclass(frozen=True)
class Loss:
    """number: of the request. value: over all that is trained with; None where the run does not say what that is."""

    number: int
    value: float | None


def serve(connection: Connection) -> None:
    """A process that answers requests (number, path, parameters (P,)) with a Loss, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the process that asks
    known: tuple[Path, Replayer | None] | None = None
    try:
        while True:
            number, path, parameters = connection.recv()
            if known is None or known[0] != path:
                known = path, _replayer(path)
            connection.send(Loss(number, known[1] and float(known[1].engine.losses(parameters[None])[0])))
    except (EOFError, BrokenPipeError):
        pass


def _replayer(path: Path) -> Replayer | None:
    try:
        return Replayer(Run(path))
    except GinnError:
        return None
