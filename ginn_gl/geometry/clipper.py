"""A network's parameters as the compiled clipper takes them, and what it finds in any frame of coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from ..config import NetworkSpec
from ..network import forward, unpack
from .clip import NEVER, clip
from .terms import largest_terms
from .units import units_of

BEYOND = 1e-7  # of the box's longer side: how far behind an edge is looked whether a neuron is off there
TOLERANCE = 1e-12
"""A pre-activation this small, against the largest terms that are added up for it, counts as zero."""

NO_KEYS = np.zeros(0, np.int64)

Box = tuple[float, ...]
"""Left, top, right and bottom."""
"""Left, top, right, bottom, in a frame's units."""


@dataclass(frozen=True)
class Frame:
    """Units to compute in: (u, v) is the point (x + u * by_u, y + v * by_v). Numbers stay small, and so exact, where
    its origin is near by.
    """

    x: float
    y: float
    by_u: float
    by_v: float

    def points(self, places: np.ndarray) -> np.ndarray:
        """The points at (..., 2) places in the frame."""
        return places if self == PLANE else places * (self.by_u, self.by_v) + (self.x, self.y)

    def maps(self, affine: np.ndarray) -> np.ndarray:
        """Maps (..., 3) of (u, v, 1) as those of (x, y, 1)."""
        if self == PLANE:
            return affine
        slopes = affine[..., :2] / (self.by_u, self.by_v)
        return np.concatenate([slopes, affine[..., 2:] - slopes @ np.array([[self.x], [self.y]])], axis=-1)


PLANE = Frame(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, eq=False)
class Clipped:
    """The cells of a box, in a frame's units.

    corners, starts: cell r is the convex polygon corners[starts[r]:starts[r + 1]], clockwise on the screen.
    affine: (R, outputs, 3), of each cell the outputs by (u, v, 1).
    numbers: (R,) int64, the sum of the keys of units that are on. patterns: (R, U) uint8 if asked for, which are.
    pieces: (P, 4) from (u, v) to (u, v) along boundaries, on at the right as the screen shows it; units: (P,) int64,
    whose (see units.py); owners: (P,) int64, of which neuron, by their places in network.neurons.
    counts: (L,) cells that the first layer makes, the first two, and so on. is_whole: has it not given up on the way?
    """

    corners: np.ndarray
    starts: np.ndarray
    affine: np.ndarray
    numbers: np.ndarray
    patterns: np.ndarray
    pieces: np.ndarray
    units: np.ndarray
    owners: np.ndarray
    counts: np.ndarray
    is_whole: bool


def together(parts: list[Clipped]) -> Clipped:
    """The cells of boxes side by side as of one. A cell that lies in two of them is there, and counts, twice."""
    corners_before = np.cumsum([0, *(len(part.corners) for part in parts)])
    starts = [part.starts[:-1] + before for part, before in zip(parts, corners_before)]
    kept = {name: np.concatenate([getattr(part, name) for part in parts])
            for name in ("corners", "affine", "numbers", "patterns", "pieces", "units", "owners")}
    return Clipped(starts=np.append(np.concatenate(starts), corners_before[-1]), **kept,
                   counts=np.sum([part.counts for part in parts], 0), is_whole=all(part.is_whole for part in parts))


class Clipper:
    """One network of two inputs with (P,) parameters. outputs: (weight (k, last), bias (k,)), others than its own.

    Raises GinnError for networks that are not piecewise linear.
    """

    def __init__(self, network: NetworkSpec, parameters: np.ndarray,
                 outputs: tuple[np.ndarray, np.ndarray] | None = None) -> None:
        self._network, self._parameters, self._units = network, parameters, units_of(network)
        units = self._units
        (weight, bias), *between, last = unpack(np.asarray(parameters, np.float64), network)
        self._first = weight[units.within[0]], bias[units.within[0]]
        self._weights, self._biases = [np.zeros(0)], [np.zeros(0)]
        for layer, given in enumerate(between, 1):
            weight, bias = units.folded(*given, layer)
            self._weights.append(units.of_layer(weight.T, layer + 1).ravel())
            self._biases.append(units.of_layer(bias, layer + 1))
        self._weights, self._biases = np.concatenate(self._weights), np.concatenate(self._biases)
        bends = np.split(units.bends, np.cumsum(units.widths)[:1])
        self._first = self._first[0], self._first[1] - bends[0]
        self._biases -= bends[1]
        weight, bias = units.folded(*(outputs or last), len(network.hidden))
        self._output, self._offset = np.array(weight, np.float64, order="C"), np.array(bias, np.float64)
        self._places = _places(tuple(units.widths.tolist()))

    def clip(self, frame: Frame, box: Box, wanted: np.ndarray, keys: np.ndarray = NO_KEYS, with_patterns: bool = False,
             most: int = 2**62) -> Clipped:
        """The cells of a box. wanted: (N,) uint8, whose boundaries to find. keys: (U,), or none. most: cells after
        which to give up.
        """
        weight, bias = self._first
        first = np.stack([weight[:, 0] * frame.by_u, weight[:, 1] * frame.by_v, bias + weight @ (frame.x, frame.y)])
        edges_of_box = np.array(box, np.float64)
        units = self._units
        tolerances = TOLERANCE * largest_terms(first, self._weights, self._biases, units.widths, units.below,
                                               units.above, edges_of_box)
        tolerances[units.straight] = NEVER
        corners, ends, affine, numbers, patterns, pieces, owners, edges, edge_owners, counts, is_whole = clip(
            first, self._weights, self._biases, units.widths, self._places, units.below, units.above, self._output,
            self._offset, tolerances, edges_of_box, wanted[units.neurons], keys, with_patterns, most)
        if len(edges):
            switched = self._are_boundaries(frame, box, edges, edge_owners)
            pieces, owners = np.concatenate([pieces, edges[switched]]), np.concatenate([owners, edge_owners[switched]])
        return Clipped(corners, np.append(0, ends), affine.reshape(len(affine), -1, 3), numbers, patterns, pieces,
                       owners, units.neurons[owners], counts, is_whole)

    def _are_boundaries(self, frame: Frame, box: Box, edges: np.ndarray, owners: np.ndarray) -> np.ndarray:
        """Which edges of cells, where units are zero that are on within, have them off behind, in the box: (E,)."""
        start, end = edges[:, :2], edges[:, 2:]
        along = end - start
        length = np.linalg.norm(along, axis=1, keepdims=True)
        step = BEYOND * max(box[2] - box[0], box[3] - box[1])
        outwards = np.stack([along[:, 1], -along[:, 0]], axis=1) / np.maximum(length, 1e-300)
        behind = (start + end) / 2 + step * outwards
        inside = ((behind > box[:2]) & (behind < box[2:])).all(axis=1) & (length[:, 0] > 2 * step)
        values = np.hstack(forward(self._parameters, self._network, frame.points(behind))[:-1])
        sizes = np.abs(values).max(axis=1)
        there = values[np.arange(len(owners)), self._units.neurons[owners]] - self._units.bends[owners]
        return inside & (there <= TOLERANCE * sizes)


@cache
def _places(hidden: tuple[int, ...]) -> np.ndarray:
    """Where each layer's weights, biases and neurons start, (3, L + 1), of the first none; and the widest width."""
    places = np.zeros((4, len(hidden) + 1), np.int64)
    for layer in range(1, len(hidden) + 1):
        places[2, layer] = places[2, layer - 1] + hidden[layer - 1]
        if layer > 1:
            width = hidden[layer - 1]
            places[0, layer] = places[0, layer - 1] + hidden[layer - 2] * width
            places[1, layer] = places[1, layer - 1] + width
    places[3] = max(hidden)
    return places


def difference_of_logits(network: NetworkSpec, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of two classes, the one output on which probabilities depend: the second one's logit against the first's."""
    weight, bias = unpack(np.asarray(parameters, np.float64), network)[-1]
    return weight[1:] - weight[:1], bias[1:] - bias[:1]


def preactivation(network: NetworkSpec, parameters: np.ndarray, layer: int,
                  number: int) -> tuple[NetworkSpec | None, np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """A neuron's pre-activation as the output of the network of the layers below: that network, its parameters, and the
    output. Both count from 1; there is no network below the first layer."""
    weight, bias = unpack(np.asarray(parameters, np.float64), network)[layer - 1]
    output = weight[number - 1:number], bias[number - 1:number]
    if layer == 1:
        return None, parameters[:0], output
    below = NetworkSpec(network.hidden[:layer - 1], network.inputs, network.activations[:layer - 1], network.head)
    count = sum(out * (fan_in + 1) for out, fan_in in network.shapes[:layer - 1])
    return below, np.concatenate([parameters[:count], np.zeros(below.parameter_count - count)]), output
