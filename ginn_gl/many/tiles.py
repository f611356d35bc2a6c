"""Small pictures of many runs at some moment of their training, painted in a process beside, in the order wanted."""

from __future__ import annotations

import os
from collections import OrderedDict
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

import numpy as np

from ..config import View
from ..errors import GinnError
from ..network import network_on, parameters_on
from ..render.ground import Ground, ground_of
from ..render.preparing import ready_painter
from ..render.sketch import sketch
from ..store import Run
from .listing import NICE

SIDE = 160
"""Pixels of a tile's longer side."""

MOST_OPEN = 300
"""Runs that are kept open: what is painted again is at hand."""

WAIT = 0.1  # seconds, between two looks at whether the painter is ready


class Moment(NamedTuple):
    """Of a training: a share, 0 to 1, of its iterations, or of its checkpoints, by which it is played."""

    share: float
    of_checkpoints: bool = False


class Wanted(NamedTuple):
    """stamp: of the file, so that another one is another picture. sketched: there is a sketch of it already."""

    path: str
    moment: Moment
    stamp: Any
    sketched: bool = False


class Tile(NamedTuple):
    """request: the number of the one that it answers. pixels: (h, w, 3) uint8, None where the run cannot be drawn.

    is_sketch: the painter was not ready yet.
    """

    request: int
    wanted: Wanted
    step: int
    loss: float
    pixels: np.ndarray | None
    is_sketch: bool


class _Sitter:
    """A run that is painted. Raises what reading one may raise."""

    def __init__(self, path: str, stamp: Any) -> None:
        self.stamp = stamp
        self.run = Run(path)
        self.ground: Ground = ground_of(self.run)
        self._painter = None
        aspect = self.ground.aspect
        self._size = max(1, round(SIDE * min(1.0, aspect))), max(1, round(SIDE / max(1.0, aspect)))
        self._view = View(neurons=frozenset(self.run.network.neurons), line_width=1.0)

    def index_at(self, moment: Moment) -> int:
        """The last checkpoint at or before a moment."""
        count = len(self.run)
        if moment.of_checkpoints:
            return min(count - 1, int(moment.share * count))
        step = moment.share * self.run.iterations
        return self.run.index_near(step + 1e-6)

    def pixels(self, index: int) -> tuple[np.ndarray, bool]:
        """Of the checkpoint at a position, and whether that is a sketch."""
        network, parameters = self.run.network, self.run.parameters(index)
        painter = ready_painter(with_cells=network.is_piecewise_linear)
        if painter is None:
            on = network_on(self.ground.plane, network)
            on_plane = parameters_on(self.ground.plane, network, parameters).astype(np.float32)
            view = View(neurons=frozenset(on.neurons), line_width=1.0)
            drawn = np.ascontiguousarray(sketch(on, on_plane, self.ground, view, self._size), "<i4")
            return np.ascontiguousarray(drawn.view(np.uint8).reshape(*drawn.shape, 4)[..., :3]), True
        if self._painter is None:
            self._painter = painter(network, self.ground, threads=1)
        self._painter.set_parameters(parameters)
        return self._painter.read(self._view, self._size), False


class Studio:
    """Paints what is wanted."""

    def __init__(self) -> None:
        self._sitters: OrderedDict[str, _Sitter] = OrderedDict()

    def tile(self, request: int, wanted: Wanted) -> Tile:
        try:
            sitter = self._sitter(wanted)
            index = sitter.index_at(wanted.moment)
            pixels, is_sketch = sitter.pixels(index)
            step, loss = int(sitter.run.steps[index]), float(sitter.run.losses[index])
            sitter.run.rest()
            return Tile(request, wanted, step, loss, pixels, is_sketch)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one file, the others are painted
            if not isinstance(error, (GinnError, OSError)):
                self._sitters.pop(wanted.path, None)
            return Tile(request, wanted, 0, float("nan"), None, False)

    def _sitter(self, wanted: Wanted) -> _Sitter:
        sitter = self._sitters.get(wanted.path)
        if sitter is None or sitter.stamp != wanted.stamp:
            if sitter:
                sitter.run.close()
            sitter = self._sitters[wanted.path] = _Sitter(wanted.path, wanted.stamp)
        self._sitters.move_to_end(wanted.path)
        while len(self._sitters) > MOST_OPEN:
            self._sitters.popitem(last=False)[1].run.close()
        return sitter


def serve(connection: Connection) -> None:
    """Paint what is in the last request (number, wanted) one by one, until another comes, or nobody is there."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    studio, number = Studio(), 0
    queue: list[Wanted] = []
    ready_painter()
    with suppress(EOFError, OSError):
        while True:
            waits = bool(queue) and all(one.sketched for one in queue) and ready_painter() is None
            if not queue or connection.poll(WAIT if waits else 0):
                number, queue = connection.recv()
                while connection.poll():
                    number, queue = connection.recv()
            elif not waits:
                connection.send(studio.tile(number, queue.pop(0)))
