"""The same partition in plain Python, to compare with: every region is clipped by every boundary, by itself.

It shares no code with geometry, and no idea: each polygon carries its own affine maps, and nothing is known of
its neighbours. A clipped polygon is that of Sutherland and Hodgman (1974).
"""

from __future__ import annotations

import numpy as np

from ..config import NetworkSpec
from ..network import unpack

Polygon = list[tuple[float, float]]

NOTHING = 1e-12  # against the largest terms that are added up: a polygon this near to a line lies on it


def clip_regions(network: NetworkSpec, parameters: np.ndarray,
                 window: tuple[float, float, float, float]) -> list[tuple[Polygon, list[bool], np.ndarray]]:
    """The linear regions of a window (left, top, right, bottom).

    Each is a polygon, whether each neuron is on in it, and the affine map (2, 3) from (x, y, 1) to its logits.
    """
    left, top, right, bottom = window
    layers = unpack(np.asarray(parameters, np.float64), network)
    cells = [([(left, top), (right, top), (right, bottom), (left, bottom)], [], np.eye(3))]
    for weight, bias in layers[:-1]:
        affine = np.column_stack([weight, bias])
        cells = [piece for cell in cells for piece in _split(cell, affine)]
    output = np.column_stack(layers[-1])
    return [(polygon, pattern, output @ inputs) for polygon, pattern, inputs in cells]


def area(polygon: Polygon) -> float:
    """By the shoelace formula."""
    return sum(x * v - u * y for (x, y), (u, v) in zip(polygon, polygon[1:] + polygon[:1])) / 2


def _split(cell: tuple[Polygon, list[bool], np.ndarray], affine: np.ndarray) -> list:
    """A cell cut by each neuron of a layer. Cells hold the map from (x, y, 1) to the layer's inputs and 1."""
    polygon, pattern, inputs = cell
    maps = affine @ inputs
    reached = np.abs(np.array(polygon)) @ np.abs(inputs[:, :2]).T + np.abs(inputs[:, 2])
    tolerances = NOTHING * (np.abs(affine) @ reached.max(axis=0))
    pieces = [(polygon, [])]
    for line, tolerance in zip(maps.tolist(), tolerances.tolist()):
        pieces = [half for piece in pieces for half in _halves(*piece, line, tolerance)]
    return [(piece, pattern + on, np.vstack([maps * np.array(on)[:, None], [0, 0, 1]])) for piece, on in pieces]


def _halves(polygon: Polygon, on: list[bool], line: list[float], tolerance: float) -> list:
    """What lies on either side of a line, with whether the neuron is on there added."""
    a, b, c = line
    values = [a * x + b * y + c for x, y in polygon]
    if max(values) <= tolerance:
        return [(polygon, [*on, False])]
    if min(values) >= -tolerance:
        return [(polygon, [*on, True])]
    return [(_kept(polygon, values), [*on, True]),
            (_kept(polygon, [-value for value in values]), [*on, False])]


def _kept(polygon: Polygon, values: list[float]) -> Polygon:
    """The part of a polygon where values at its corners are positive."""
    kept = []
    for i, (value, (x, y)) in enumerate(zip(values, polygon)):
        before, (u, v) = values[i - 1], polygon[i - 1]
        if (before > 0) != (value > 0):
            part = before / (before - value)
            kept.append((u + part * (x - u), v + part * (y - v)))
        if value > 0:
            kept.append((x, y))
    return kept
