"""Where boundaries meet or bend."""

from __future__ import annotations

import numpy as np

from ..config import NetworkSpec
from ..network import forward
from .cells import cells
from .chains import joined_points
from .partition import partition
from .units import units_of
from .window import UNIT_SQUARE, Window

AT = 1e-9  # of the largest pre-activations: nearer to a bend, a neuron's boundary goes through


def vertices(network: NetworkSpec, parameters: np.ndarray,
             window: Window = UNIT_SQUARE) -> tuple[np.ndarray, np.ndarray]:
    """Of a piecewise linear network of two inputs, (P,), in a window.

    Returns places (V, 2), and tags (K, 2) int, vertex by vertex: of a vertex, and of the place in network.neurons of a
    neuron whose boundary goes through it. Raises GinnError for networks that are not piecewise linear.
    """
    if network.is_of_paper:
        found = partition(network, parameters, window)
        return found.vertices, found.tags
    corners = joined_points(cells(network, parameters, window).corners)[0]
    values = np.hstack(forward(parameters, network, corners)[:-1])
    units = units_of(network)
    largest = np.abs(values).max(axis=1, keepdims=True, initial=1e-300)
    near = np.abs(values[:, units.neurons] - units.bends) <= AT * largest
    through = np.zeros(values.shape, bool)
    for unit in np.flatnonzero(~units.straight):
        through[:, units.neurons[unit]] |= near[:, unit]
    left, top, right, bottom = window
    inside = ((corners > (left, top)) & (corners < (right, bottom))).all(axis=1) & (through.sum(axis=1) > 1)
    return corners[inside], np.argwhere(through[inside])
