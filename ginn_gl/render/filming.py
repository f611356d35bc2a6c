"""Frames of a video painted beside the window: each in full, or as a sketch where that would take too long."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..config import NetworkSpec, View
from ..network import network_on, parameters_on
from ..plane import SQUARE
from .ground import Ground
from .preparing import ready_painter
from .refining import enlarged
from .renderer import most_cells
from .sketch import sketch

if TYPE_CHECKING:
    from .cells import Painter

Size = tuple[int, int]


class FilmPainter:
    """One network over a ground. For one thread, whichever that is: it takes no other's time."""

    def __init__(self, network: NetworkSpec, ground: Ground) -> None:
        self._network, self._ground = network, ground
        self._most = most_cells(network_on(ground.plane, network))
        self._painter: Painter | None = None

    def paint(self, parameters: np.ndarray, view: View, size: Size) -> np.ndarray:
        """The picture, (height, width, 4) uint8 with an alpha of 255.

        parameters: (P,) float32. size: (width, height). Raises GinnError for a field the network has not.
        """
        from .cells.painter import as_bytes
        from .cells.staging import TooManyCells

        kind = ready_painter(with_cells=self._network.is_piecewise_linear)
        if kind:
            self._painter = self._painter or kind(self._network, self._ground, threads=1)
            self._painter.set_parameters(parameters)
            try:
                return as_bytes(self._painter.paint(view, size, most=self._most))
            except TooManyCells:
                pass
        plane = self._ground.plane_in(view)
        sketched = sketch(network_on(plane, self._network), parameters_on(plane, self._network, parameters),
                          replace(self._ground, plane=SQUARE), replace(view, plane=None), size)
        return as_bytes(enlarged(sketched, size))
