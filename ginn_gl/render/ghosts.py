"""Boundaries as they were at other steps, faint over a picture of this one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from ..config import NetworkSpec, Neuron, View
from ..plane import Plane
from .mapping import point_to_pixel
from .palette import layer_color

GRID = 1 / 100  # of the square, on which boundaries of smooth networks are found
BEYOND = (-1.0, -1.0, 2.0, 2.0)
SQUARE = (0.0, 0.0, 1.0, 1.0)

Size = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Pieces:
    """Straight pieces of a network's boundaries. ends: (K, 2, 2) over the picture; owners: (K,), by place in
    network.neurons."""

    ends: np.ndarray
    owners: np.ndarray


@dataclass(frozen=True, eq=False)
class Ghosts:
    """ends: (K, 2, 2) over the picture. inks: (K, 5) float32: a piece's colour, its opacity, and how wide it is, in
    widths of a boundary."""

    ends: np.ndarray
    inks: np.ndarray


def pieces_of(network: NetworkSpec, parameters: np.ndarray, plane: Plane, beyond: bool) -> Pieces:
    """All of a network's on a plane. parameters: (P,), of the whole network. Loads numba."""
    from ..geometry.cells import cells
    from ..geometry.lines import lines
    from ..network import network_on, parameters_on

    seen, there = network_on(plane, network), parameters_on(plane, network, parameters)
    window = BEYOND if beyond else SQUARE
    if seen.is_piecewise_linear:
        found = cells(seen, there, window)
        return Pieces(found.pieces, found.neurons)
    drawn = lines(seen, there, window, GRID, seen.neurons).boundaries
    places = {neuron: place for place, neuron in enumerate(seen.neurons)}
    ends = [np.stack([line[:-1], line[1:]], axis=1) for each in drawn.values() for line in each]
    owners = [np.full(len(line) - 1, places[neuron]) for neuron, each in drawn.items() for line in each]
    return Pieces(np.concatenate([np.zeros((0, 2, 2)), *ends]), np.concatenate([np.zeros(0, int), *owners]))


def ghosts_of(network: NetworkSpec, layers: Sequence[tuple[Pieces, Collection[Neuron], float, float]]) -> Ghosts:
    """Of several steps, each with its neurons, opacity and width; what comes later is over what comes first."""
    colours = np.array([layer_color(layer) for layer, _ in network.neurons], np.float32)
    ends, inks = [np.zeros((0, 2, 2))], [np.zeros((0, 5), np.float32)]
    for pieces, neurons, opacity, width in layers:
        wanted = np.array([neuron in neurons for neuron in network.neurons])[pieces.owners]
        owners = pieces.owners[wanted]
        ends.append(pieces.ends[wanted])
        inks.append(np.column_stack([colours[owners], np.full(len(owners), opacity, np.float32),
                                     np.full(len(owners), width, np.float32)]))
    return Ghosts(np.concatenate(ends), np.concatenate(inks).astype(np.float32))


def in_pixels(ghosts: Ghosts, view: View, size: Size, aspect: float) -> np.ndarray:
    """(K, 4) float32: both ends of each piece in a picture of (width, height) pixels, from its upper left corner."""
    x, y = point_to_pixel(view, size, aspect, ghosts.ends.reshape(-1, 2).T)
    return np.stack([x, y], axis=1).reshape(-1, 4).astype(np.float32)


def draw_ghosts(picture: np.ndarray, ghosts: Ghosts, view: View, aspect: float) -> None:
    """Over a picture, (height, width, 3 or 4) uint8, in place."""
    from .cells.segments import draw_segments

    lines = in_pixels(ghosts, view, (picture.shape[1], picture.shape[0]), aspect)
    draw_segments(picture, lines, ghosts.inks, np.float32(view.line_width / 2))
