"""The linear region around one point: cheap enough for every frame, since a convex polygon is all it takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..config import NetworkSpec
from ..network import evaluate, unpack

Window = tuple[float, ...]
"""(left, top, right, bottom)."""


@dataclass(frozen=True, eq=False)
class Region:
    """A linear region of a network, as far as a window shows it.

    polygon: (K, 2) corners in order. on: per hidden layer (width,) bool, which neurons are on.
    slope, offset: the logit of white against black is slope @ (x, y) + offset.
    """

    polygon: np.ndarray
    on: list[np.ndarray]
    slope: np.ndarray
    offset: float

    @property
    def area(self) -> float:
        """Of the polygon; the unit square's is 1."""
        x, y = (self.polygon - self.polygon[0]).T
        return abs(float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))) / 2


def region_around(parameters: np.ndarray, network: NetworkSpec, point: tuple[float, float],
                  window: Window) -> Region | None:
    """The region that a point lies in; None where the window does not show it.

    With every neuron's state as it is at the point, all pre-activations are affine, and the region is where
    each keeps its sign: the window, cut by one half-plane for each neuron.
    """
    here = np.array([point], np.float64)
    at = evaluate(np.asarray(parameters, np.float64), network, here)
    values, slopes = np.concatenate(at.preactivations, 1)[0], np.concatenate(at.gradients, 1)[0]
    left, top, right, bottom = window
    if not (left < point[0] < right and top < point[1] < bottom):
        return None
    polygon = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64) - here
    for value, slope in zip(values, slopes):
        side = 1.0 if value > 0 else -1.0
        polygon = _cut(polygon, side * (value + polygon @ slope))
        if not len(polygon):
            return None
    weight = unpack(np.asarray(parameters, np.float64), network)[-1][0]
    active = at.gradients[-1][0] * (at.preactivations[-1][0] > 0)[:, None]
    slope = (weight[1] - weight[0]) @ active
    logit = at.logits[0, 1] - at.logits[0, 0]
    return Region(polygon + here, [z[0] > 0 for z in at.preactivations], slope, float(logit - slope @ here[0]))


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
