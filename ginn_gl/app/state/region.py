"""The linear region around one point: cheap enough for every frame, since a convex polygon is all it takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...config import NetworkSpec
from ...network import Evaluation, evaluate, slopes, unpack

Window = tuple[float, ...]
"""(left, top, right, bottom)."""


@dataclass(frozen=True, eq=False)
class Region:
    """A linear region of a network, as far as a window shows it.

    polygon: (K, 2) corners in order. on: per hidden layer (width,) bool, which neurons are on, beyond their first bend.
    affine: (k, 3), the outputs are affine @ (x, y, 1); of two classes there is one, the logit of white against black.
    """

    polygon: np.ndarray
    on: list[np.ndarray]
    affine: np.ndarray

    @property
    def area(self) -> float:
        """Of the polygon; the unit square's is 1."""
        x, y = (self.polygon - self.polygon[0]).T
        return abs(float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))) / 2


def region_around(parameters: np.ndarray, network: NetworkSpec, point: tuple[float, float],
                  window: Window) -> Region | None:
    """The region that a point lies in; None where the window does not show it.

    With every neuron on the piece of its activation that it is on at the point, all pre-activations are affine, and the
    region is where each stays there: the window, cut by a half-plane for each end of such a piece. network: of two
    inputs, piecewise linear.
    """
    here = np.array([point], np.float64)
    at = evaluate(np.asarray(parameters, np.float64), network, here)
    values, gradients = np.concatenate(at.preactivations, 1)[0], np.concatenate(at.gradients, 1)[0]
    left, top, right, bottom = window
    if not (left < point[0] < right and top < point[1] < bottom):
        return None
    polygon = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64) - here
    for value, slope, bends in zip(values, gradients, _bends(network)):
        for bend in bends:
            side = 1.0 if value > bend else -1.0
            polygon = _cut(polygon, side * (value - bend + polygon @ slope))
        if not len(polygon):
            return None
    firsts = np.split([bends[0] if bends else -np.inf for bends in _bends(network)], np.cumsum(network.hidden)[:-1])
    return Region(polygon + here, [z[0] > first for z, first in zip(at.preactivations, firsts)],
                  _outputs(parameters, network, at, here[0]))


def _bends(network: NetworkSpec) -> list[tuple[float, ...]]:
    """Of every neuron, layer by layer."""
    return [activation.pieces.bends if activation.pieces else ()
            for layer in range(1, len(network.hidden) + 1) for activation, run in network.runs(layer)
            for _ in range(run.start, run.stop)]


def _outputs(parameters: np.ndarray, network: NetworkSpec, at: Evaluation, here: np.ndarray) -> np.ndarray:
    """As Region has them, by what the network is at a point (2,)."""
    weight, outputs = unpack(np.asarray(parameters, np.float64), network)[-1][0], at.logits[0]
    layer = len(network.hidden)
    by_point = weight @ (at.gradients[-1][0] * slopes(at.preactivations[-1], network, layer)[0][:, None])
    if network.head.kind == "classes" and not network.has_classes:
        by_point, outputs = by_point[1:] - by_point[:1], outputs[1:] - outputs[:1]
    return np.column_stack([by_point, outputs - by_point @ here])


def _cut(polygon: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """What is left of a convex polygon (K, 2) where a function, affine and known at its corners, is not below 0."""
    if (inside >= 0).all():
        return polygon
    following, inside_following = np.roll(polygon, -1, axis=0), np.roll(inside, -1)
    kept = []
    for corner, value, next_corner, next_value in zip(polygon, inside, following, inside_following):
        if value >= 0:
            kept.append(corner)
        if (value >= 0) != (next_value >= 0):
            kept.append(corner + value / (value - next_value) * (next_corner - corner))
    return np.array(kept).reshape(-1, 2)
