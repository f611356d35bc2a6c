"""Frames of a video painted beside the window: each in full, or as a sketch where that would take too long."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..config import NetworkSpec, View
from ..network import network_on, parameters_on
from ..plane import SQUARE
from .difference import DifferencePainter, view_of_difference
from .ground import Ground
from .preparing import ready_painter
from .refining import enlarged
from .renderer import most_cells
from .sketch import sketch, sketch_difference

if TYPE_CHECKING:
    from .cells import Painter

Size = tuple[int, int]


class FilmPainter:
    """One network over a ground. For one thread, whichever that is: it takes no other's time."""

    def __init__(self, network: NetworkSpec, ground: Ground) -> None:
        self._network, self._ground = network, ground
        self._most = most_cells(network_on(ground.plane, network))
        self._painter: Painter | None = None

    def paint(self, drawn: tuple[np.ndarray, ...], view: View, size: Size) -> np.ndarray:
        """The picture, (height, width, 4) uint8 with an alpha of 255.

        drawn: its parameters, (P,) float32. size: (width, height). Raises GinnError for a field the network has not.
        """
        from .cells.painter import as_bytes
        from .cells.staging import TooManyCells

        (parameters,) = drawn
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


class FilmDifference:
    """One network less another, likewise."""

    def __init__(self, network: NetworkSpec, ground: Ground, other: NetworkSpec, other_ground: Ground) -> None:
        self._both = network, ground, other, other_ground
        self._most = min(most_cells(network), most_cells(other))
        self._painter: DifferencePainter | None = None

    def paint(self, drawn: tuple[np.ndarray, ...], view: View, size: Size) -> np.ndarray:
        """The picture, (height, width, 4) uint8. drawn: parameters, (P,) float32, of both. size: (width, height)."""
        from .cells.painter import as_bytes
        from .cells.staging import TooManyCells

        network, ground, other, other_ground = self._both
        parameters, others = drawn
        view = view_of_difference(view)
        kind = ready_painter(with_cells=network.is_piecewise_linear and other.is_piecewise_linear)
        if kind:
            self._painter = self._painter or DifferencePainter(*self._both, threads=1, kind=kind)
            self._painter.set_parameters(parameters, others)
            try:
                return as_bytes(self._painter.paint(view, size, self._most))
            except TooManyCells:
                pass
        sketched = sketch_difference(network, parameters, ground, other, others, other_ground, view, size)
        return as_bytes(enlarged(sketched, size))
