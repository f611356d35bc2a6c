"""The line of a first-layer neuron, as it can be taken hold of and moved with the mouse."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...config import NetworkSpec, Neuron
from ...edits import BIAS, Place
from ...network import unpack
from ...plane import Plane
from ...render.look import activation_of, bends_of

Point = tuple[float, float]

HANDLES = 0.15, 0.85  # of the line that is seen, where its ends are taken to turn it
SMALLEST = 1e-9       # of a window, what counts as a line


@dataclass(frozen=True, eq=False)
class Line:
    """Where slope @ (u, v) + offset is the bend of a neuron's activation.

    weights: (inputs,), and bias: of the neuron. plane: that is looked at. start, end: (2,), where it leaves what is
    seen of the plane.
    """

    neuron: Neuron
    weights: np.ndarray
    bias: float
    plane: Plane
    start: np.ndarray
    end: np.ndarray

    @property
    def slope(self) -> np.ndarray:
        """(2,), by place on the plane."""
        return self.plane.vectors[1:] @ self.weights

    @property
    def handles(self) -> tuple[np.ndarray, np.ndarray]:
        """(2,) each, near its ends."""
        first, second = (self.start + share * (self.end - self.start) for share in HANDLES)
        return first, second

    @property
    def middle(self) -> np.ndarray:
        return (self.start + self.end) / 2

    def shifted(self, start: Point, end: Point) -> dict[Place, float]:
        """What the neuron is to be for what was at one point to be at another: another bias is all it takes."""
        by = np.subtract(end, start)
        return {(*self.neuron, BIAS): self.bias - float(self.slope @ by)}

    def turned(self, start: Point, end: Point) -> dict[Place, float]:
        """The same for what is turned about the middle, until what was at one point is on the ray to another."""
        middle, slope = self.middle, self.slope
        before, after = np.subtract(start, middle), np.subtract(end, middle)
        if min(np.hypot(*before), np.hypot(*after)) < SMALLEST:
            return {}
        angle = np.arctan2(after[1], after[0]) - np.arctan2(before[1], before[0])
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        weights = self.weights + np.linalg.pinv(self.plane.vectors[1:]) @ (turn @ slope - slope)
        origin, across_down = self.plane.vectors[0], self.plane.vectors[1:]
        place = origin + middle @ across_down
        bias = self.bias + float((self.weights - weights) @ place)
        layer, number = self.neuron
        return {(layer, number, BIAS): bias} | {(layer, number, source): value
                                                for source, value in enumerate(weights.tolist(), 1)}


def line_of(network: NetworkSpec, parameters: np.ndarray, plane: Plane, neuron: Neuron | None,
            window: tuple[float, ...]) -> Line | None:
    """That of a first-layer neuron in a window (left, top, right, bottom) of the plane; None where there is none.

    network: the whole one, with as many inputs as the plane has. parameters: (P,), of it.
    """
    if neuron is None or neuron[0] != 1:
        return None
    bends = bends_of(activation_of(network, neuron))
    if not bends:
        return None
    weight, biases = unpack(parameters, network)[0]
    weights, bias = weight[neuron[1] - 1].astype(np.float64), float(biases[neuron[1] - 1])
    maps = plane.vectors @ weights
    ends = _chord(maps[1:], float(maps[0]) + bias - bends[0], window)
    return None if ends is None else Line(neuron, weights, bias, plane, *ends)


def _chord(slope: np.ndarray, offset: float, window: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray] | None:
    """Where slope @ p + offset is 0 on a window's sides, as two points (2,)."""
    left, top, right, bottom = window
    size = np.array([right - left, bottom - top])
    steepness = float(slope @ slope)
    if not steepness > 0 or not (size > 0).all():
        return None
    foot = np.array([(left + right) / 2, (top + bottom) / 2])
    foot = foot - slope * (float(slope @ foot) + offset) / steepness
    along = np.array([-slope[1], slope[0]]) / np.sqrt(steepness)
    first, last = -np.inf, np.inf
    for at, step, low, high in zip(foot, along, (left, top), (right, bottom)):
        if abs(step) < SMALLEST:
            if not low <= at <= high:
                return None
            continue
        ends = sorted(((low - at) / step, (high - at) / step))
        first, last = max(first, ends[0]), min(last, ends[1])
    if not last - first > SMALLEST * float(size.max()):
        return None
    return foot + first * along, foot + last * along
