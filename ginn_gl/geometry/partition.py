"""The exact partition of a window of the plane into a network's linear regions, in float64."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from ..config import NetworkSpec, Neuron
from ..network import unpack
from . import mesh, walks
from .cells import polygon_areas
from .clipper import TOLERANCE
from .window import UNIT_SQUARE, Window, check_window


def partition(network: NetworkSpec, parameters: np.ndarray, window: Window = UNIT_SQUARE) -> Partition:
    """The linear regions of a network in a window. parameters: (P,).

    Raises GinnError for a window without an inside, and for networks that are not of the paper's kind.
    """
    check_window(window)
    network.require_of_paper("geometry")
    left, top, right, bottom = window
    place = np.array([[left, right, right, left], [top, top, bottom, bottom]], np.float64)
    half_edges, faces = mesh.one_face()
    face_of = np.zeros(half_edges.shape[1], np.int32)
    values = place
    states: list[np.ndarray] = []
    counts: list[int] = []
    maps: np.ndarray = np.eye(2, 3).T[None]  # in each face, from (x, y, 1) to the layer's inputs: (F, 3, in)
    *hidden, output = unpack(np.asarray(parameters, np.float64), network)
    for weight, bias in hidden:
        terms = np.abs(weight) @ np.abs(values).max(axis=1) + np.abs(bias)
        vertices = np.concatenate([place, weight @ values + bias[:, None]])
        half_edges, faces, vertices = mesh.split(half_edges, faces, vertices, TOLERANCE * terms)
        place, preactivations = vertices[:mesh.NEURONS], vertices[mesh.NEURONS:]
        face_of = mesh.faces_of(half_edges, faces[mesh.FIRST])
        states = [on[faces[mesh.PARENT]] for on in states]
        states.append(mesh.switched_on(half_edges, face_of, faces.shape[1], preactivations))
        maps = _followed_by(maps, weight, bias)[faces[mesh.PARENT]] * states[-1][:, None]
        values = np.maximum(preactivations, 0)
        counts.append(faces.shape[1])
    corners, starts = mesh.corners(half_edges, faces[mesh.FIRST])
    affine = _followed_by(maps, *output).transpose(0, 2, 1)
    return Partition(network, window, np.ascontiguousarray(place.T), corners, starts,
                     np.concatenate(states, axis=1), counts, affine, half_edges, face_of)


@dataclass(frozen=True, eq=False)
class Partition:
    """The linear regions of a window: its cells in which no neuron changes between on and off.

    vertices: (V, 2) float64, where boundaries cross, bend or end, and the window's corners.
    corners, starts: region r is the convex polygon of the vertices corners[starts[r]:starts[r + 1]], clockwise
    on the screen.
    patterns: (R, N) bool, whether each neuron is on in each region, in the order of network.neurons. Where its
    pre-activation is zero all over a region, it is off.
    counts: of each hidden layer, how many regions that layer and those before it make.
    affine: (R, 2, 3), the network in each region: its logits (black, white) are affine @ (x, y, 1).

    All else follows from these, when it is first asked for.
    """

    network: NetworkSpec
    window: Window
    vertices: np.ndarray
    corners: np.ndarray
    starts: np.ndarray
    patterns: np.ndarray
    counts: list[int]
    affine: np.ndarray
    _half_edges: np.ndarray
    _face_of: np.ndarray

    @property
    def regions(self) -> int:
        """How many there are."""
        return len(self.patterns)

    @cached_property
    def polygons(self) -> list[np.ndarray]:
        """Of each region the corners, (K, 2)."""
        return np.split(self.vertices[self.corners], self.starts[1:-1])

    @cached_property
    def areas(self) -> np.ndarray:
        """Of each region, (R,), in units of the unit square."""
        return polygon_areas((self.vertices - self.window[:2])[self.corners], self.starts)

    def region_at(self, points: np.ndarray) -> np.ndarray:
        """The region that each of (N, 2) points lies in, (N,) int; -1 outside the window."""
        points = np.asarray(points, np.float64)
        left, top, right, bottom = self.window
        x, y = points.T
        within = (left <= x) & (x <= right) & (top <= y) & (y <= bottom)
        rounding = TOLERANCE * (right - left) * (bottom - top)
        around = walks.faces_around(points, self.vertices, self.corners, self.starts, rounding)
        return np.where(within, around, -1)

    @cached_property
    def boundaries(self) -> dict[Neuron, list[np.ndarray]]:
        """Of each neuron, the pieces of its boundary as polylines, (K, 2) each; none where it never switches.

        A boundary is where the neuron changes between on and off, inside the window. Along its polylines it is
        on at the right-hand side, as the screen shows it. They have points only where they end and where an
        earlier layer may bend them; a closed one ends where it starts.
        """
        layers = np.array([layer for layer, _ in self.network.neurons])
        earliest = np.full(len(self.vertices), len(self.network.hidden))
        np.minimum.at(earliest, self.tags[:, 0], layers[self.tags[:, 1]])
        found: dict[Neuron, list[np.ndarray]] = {}
        for neuron, (path, starts) in zip(self.network.neurons, self._walks):
            kept = earliest[path] < neuron[0]
            kept[starts[:-1]] = kept[starts[1:] - 1] = True
            found[neuron] = [self.vertices[path[a:b][kept[a:b]]] for a, b in pairwise(starts)]
        return found

    @cached_property
    def tags(self) -> np.ndarray:
        """Which boundaries go through which vertices: (K, 2) int of a vertex and of a neuron's place in
        network.neurons, in this order, each pair once."""
        vertices = np.concatenate([path for path, _ in self._walks]).astype(np.int64)
        neurons = np.repeat(np.arange(len(self._walks)), [len(path) for path, _ in self._walks])
        pairs = np.unique(vertices * len(self._walks) + neurons)
        return np.stack(np.divmod(pairs, len(self._walks)), axis=1)

    @cached_property
    def _walks(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Of each neuron the vertices along its boundary, and where each piece starts among them."""
        return [walks.walk_boundary(self._half_edges, self._face_of, on) for on in self.patterns.T.copy()]


def _followed_by(maps: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Affine maps (F, 3, in) of (x, y, 1), and then one layer: (F, 3, out)."""
    composed = maps @ weight.T
    composed[:, 2] += bias
    return composed
