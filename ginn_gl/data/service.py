"""A process that reads images and tables for another one, which must not wait."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from ..errors import GinnError
from ..target import DEFAULT_SIZE
from ..target.grey import Grey
from .loading import is_table, read_points
from .sample import Sample


@dataclass(frozen=True)
class Photo:
    """An image at a target's size, in all ways in which it can be learnt.

    grey: it before it is split into black and white. shades: (H, W), colours: (H, W, 3), uint8 both.
    """

    grey: Grey
    shades: np.ndarray
    colours: np.ndarray


Answer = tuple[str, Photo | Sample | str]
"""A file's path, and what is in it, or what is wrong with it. Never all of a large table: to take that in would take
the other process a while."""


def serve(connection: Connection) -> None:
    """Answer each path that comes with an Answer, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the process that asks
    try:
        while True:
            path = connection.recv()
            try:
                connection.send((path, _read(Path(path))))
            except GinnError as error:
                connection.send((path, str(error)))
    except (EOFError, BrokenPipeError):
        pass


def _read(path: Path) -> Photo | Sample:
    # Imported here, so that the other process, which names `serve`, loads no decoder.
    if is_table(path):
        return Sample.of(read_points(path))
    from ..target.image import read_colours, read_grey, read_shades

    return Photo(read_grey(path, DEFAULT_SIZE), read_shades(path, DEFAULT_SIZE), read_colours(path, DEFAULT_SIZE))
