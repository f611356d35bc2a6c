"""The linear regions of a network in a window, one by one, without what neighbours have to do with each other.

Several times as fast as `partition`, which knows neighbours and whole boundaries.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from ..config import INPUTS, NetworkSpec
from ..errors import GinnError
from ..network import network_on, parameters_on
from ..plane import Plane
from .clipper import PLANE, Clipped, Clipper, Frame
from .window import UNIT_SQUARE, Window, check_window

NEAR = 4.0


def cells(network: NetworkSpec, parameters: np.ndarray, window: Window = UNIT_SQUARE,
          plane: Plane | None = None) -> Cells:
    """The linear regions of a network in a window, in float64. parameters: (P,).

    Each is a polygon, clipped out of the window by one neuron after another, with what the network is there.
    plane: of a network with more than two inputs, where (x, y) lies among these; the Cells are of the network on it.
    Raises GinnError for a window without an inside, for networks that are not piecewise linear, and for those of more
    than two inputs where no plane is named.
    """
    check_window(window)
    network, parameters = _on_plane(network, parameters, plane)
    frame = _frame(window)
    left, top, right, bottom = window
    box = ((left - frame.x) / frame.by_u, (top - frame.y) / frame.by_v,
           (right - frame.x) / frame.by_u, (bottom - frame.y) / frame.by_v)
    everyone = np.ones(len(network.neurons), np.uint8)
    clip = partial(Clipper(network, parameters).clip, frame, box, everyone)
    found = clip()
    return Cells(network, window, frame.points(found.corners), found.starts, frame.maps(found.affine),
                 frame.points(found.pieces.reshape(-1, 2, 2)), found.owners, found.counts.tolist(), clip)


def _frame(window: Window) -> Frame:
    """The plane's own, unless the window is small against its distance from the origin."""
    left, top, right, bottom = window
    if max(map(abs, window)) <= NEAR * min(right - left, bottom - top):
        return PLANE
    return Frame((left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2)


def count_cells(network: NetworkSpec, parameters: np.ndarray, plane: Plane | None = None) -> list[int]:
    """Of each hidden layer, how many regions of the unit square that layer and those before it make. plane: as above.
    """
    network, parameters = _on_plane(network, parameters, plane)
    nobody = np.zeros(len(network.neurons), np.uint8)
    return Clipper(network, parameters).clip(PLANE, UNIT_SQUARE, nobody).counts.tolist()


def _on_plane(network: NetworkSpec, parameters: np.ndarray, plane: Plane | None) -> tuple[NetworkSpec, np.ndarray]:
    if plane is not None:
        return network_on(plane, network), parameters_on(plane, network, parameters)
    if network.inputs != INPUTS:
        raise GinnError(f"cells are those of a plane, and this network has {network.inputs} inputs: say which plane")
    return network, parameters


@dataclass(frozen=True, eq=False)
class Cells:
    """The linear regions of a window, in which no neuron changes between on and off.

    corners, starts: region r is the convex polygon corners[starts[r]:starts[r + 1]], (K, 2) float64, clockwise on the
    screen. It may have corners along its sides.
    affine: (R, outputs, 3), the network in each region: its outputs, such as logits, are affine @ (x, y, 1).
    pieces: (P, 2, 2), straight pieces of boundaries from point to point, with the neuron on at the right-hand side as
    the screen shows it; neurons: (P,) int, whose each is, by its place in network.neurons.
    counts: of each hidden layer, how many regions that layer and those before it make.
    """

    network: NetworkSpec
    window: Window
    corners: np.ndarray
    starts: np.ndarray
    affine: np.ndarray
    pieces: np.ndarray
    neurons: np.ndarray
    counts: list[int]
    _clip: Callable[..., Clipped]

    @cached_property
    def patterns(self) -> np.ndarray:
        """(R, N) bool, whether each neuron is on in each region, in the order of network.neurons. Where its
        pre-activation is zero all over a region, it is off. A neuron that bends twice, as hardtanh, has two columns.

        Of wide networks they take more memory than all else: they are found when first asked for, all over again.
        """
        return self._clip(with_patterns=True).patterns.view(np.bool_)

    @property
    def regions(self) -> int:
        """How many there are."""
        return len(self.affine)

    @cached_property
    def polygons(self) -> list[np.ndarray]:
        """Of each region the corners, (K, 2)."""
        return np.split(self.corners, self.starts[1:-1])

    @cached_property
    def areas(self) -> np.ndarray:
        """Of each region, (R,), in units of the unit square."""
        return polygon_areas(self.corners - self.window[:2], self.starts)


def polygon_areas(corners: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """By the shoelace formula, of polygons corners[starts[r]:starts[r + 1]], clockwise on the screen."""
    x, y = corners.T
    following = np.arange(1, len(corners) + 1)
    following[starts[1:] - 1] = starts[:-1]
    return np.add.reduceat(x * y[following] - x[following] * y, starts[:-1]) / 2
