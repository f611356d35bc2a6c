"""Boundaries and contours of any network in a window, as lines: exact of a piecewise linear network, and else fine."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from ..config import NetworkSpec, Neuron
from ..network import forward
from .cells import Cells, cells
from .chains import joined
from .contours import between_classes, of_levels
from .marching import Grid, ties, zeros
from .window import Window

MOST_VALUES = 1.2e7  # of neurons and outputs at all points of a grid together
NO_LEVELS = np.zeros(0)


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines are (K, 2) each; a closed one ends where it starts.

    boundaries: of each neuron that has any. contours: where one class ends and another begins, or a value is one of
    some levels.
    """

    boundaries: dict[Neuron, list[np.ndarray]]
    contours: list[np.ndarray]


def lines(network: NetworkSpec, parameters: np.ndarray, window: Window, spacing: float, neurons: Collection[Neuron],
          levels: np.ndarray = NO_LEVELS, classes: bool = False) -> Lines:
    """Of a network of two inputs, (P,), in a window.

    spacing: of a grid, at least, in the window's units, where the network is not piecewise linear. neurons: whose
    boundaries. levels: rising, of a value. classes: of several classes, where they end. Raises GinnError for a window
    without an inside.
    """
    if network.is_piecewise_linear:
        found = cells(network, parameters, window)
        return Lines(_boundaries(found, neurons), _contours(found, levels, classes))
    return _on_grid(network, parameters, _grid(network, window, spacing), neurons, levels, classes)


def _boundaries(found: Cells, neurons: Collection[Neuron]) -> dict[Neuron, list[np.ndarray]]:
    all_of_them = {neuron: joined(found.pieces[found.neurons == place])
                   for place, neuron in enumerate(found.network.neurons) if neuron in neurons}
    return {neuron: pieces for neuron, pieces in all_of_them.items() if pieces}


def _contours(found: Cells, levels: np.ndarray, classes: bool) -> list[np.ndarray]:
    contours: list[np.ndarray] = []
    if classes:
        pieces, pairs = between_classes(found.corners, found.starts, found.affine)
        for pair in np.unique(pairs, axis=0):
            contours += joined(pieces[(pairs == pair).all(axis=1)].reshape(-1, 2, 2))
    for level in levels:
        contours += joined(of_levels(found.corners, found.starts, found.affine, np.array([level])).reshape(-1, 2, 2))
    return contours


def _grid(network: NetworkSpec, window: Window, spacing: float) -> Grid:
    left, top, right, bottom = window
    most = MOST_VALUES / (len(network.neurons) + network.outputs)
    spacing = max(spacing, np.sqrt((right - left) * (bottom - top) / most))
    counts = (max(2, int(np.ceil(side / spacing)) + 1) for side in (right - left, bottom - top))
    return Grid(*(np.linspace(*ends, count) for ends, count in zip(((left, right), (top, bottom)), counts)))


def _on_grid(network: NetworkSpec, parameters: np.ndarray, grid: Grid, neurons: Collection[Neuron],
             levels: np.ndarray, classes: bool) -> Lines:
    def ahead(points: np.ndarray, pairs: np.ndarray) -> np.ndarray:
        outputs, rows = forward(parameters, network, points)[-1], np.arange(len(points))
        return outputs[rows, pairs[:, 0]] - outputs[rows, pairs[:, 1]]

    *hidden, outputs = forward(parameters, network, grid.points)
    boundaries = dict[Neuron, list[np.ndarray]]()
    for layer, z in enumerate(hidden, 1):
        for activation, run in network.runs(layer):
            for number in range(run.start, run.stop):
                bends = (0.0,) if activation.pieces is None else activation.pieces.bends
                found = [line for bend in bends if (layer, number + 1) in neurons
                         for line in zeros(grid, z[:, number] - bend, _preactivation(network, parameters, layer, bend),
                                           number)]
                if found:
                    boundaries[layer, number + 1] = found
    contours = ties(grid, outputs, ahead) if classes else []
    for level in levels:
        contours += zeros(grid, outputs[:, 0] - level, _preactivation(network, parameters, 0, level))
    return Lines(boundaries, contours)


def _preactivation(network: NetworkSpec, parameters: np.ndarray, layer: int, level: float):
    """Of a layer's neurons, from 1, or of the outputs, 0: how far each is above a level."""
    def above(points: np.ndarray, which: np.ndarray) -> np.ndarray:
        return forward(parameters, network, points)[layer - 1][np.arange(len(points)), which] - level

    return above
