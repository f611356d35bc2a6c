"""How a view is drawn, in numbers that all ways of drawing share."""

from __future__ import annotations

import numpy as np

from ..config import FIELDS, NetworkSpec, Neuron, View, parse_neuron
from ..network import evaluate
from ..target import pixel_centers

HIGHLIGHTED = 2.5    # times as thick as other boundaries
WIDEST_SHADE = 0.75  # pixels
CASING_WIDTH = 1.0   # pixels
COARSE = 32          # points across the square at which the largest activation is looked for

# Of a neuron, by which patterns are told apart: see shaders/pattern.glsl.
_MIX, _MIX_AGAIN, _WORD = 2654435769, 2246822519, 0xFFFFFFFF


def shade_width(line_width: float) -> float:
    """Of the darker edge on either side of a boundary, in pixels: thin ones would drown in a wide one."""
    return min(WIDEST_SHADE, line_width / 2)


def seen_width(view: View) -> float:
    """From a boundary's middle, in pixels, as far as anything of it is drawn."""
    half_width = view.line_width / 2
    if view.highlighted:
        return max(HIGHLIGHTED * half_width + CASING_WIDTH, half_width + shade_width(view.line_width)) + 0.5
    return half_width + shade_width(view.line_width) + 0.5


def drawn_neurons(view: View) -> frozenset[Neuron]:
    """Those whose boundaries are drawn, selected or highlighted."""
    return view.neurons | {view.highlighted} if view.highlighted else view.neurons


def has_field_beyond(view: View) -> bool:
    """The network goes on beyond the unit square, the target does not."""
    return view.beyond and view.field not in ("target", "error")


def brightest(field: str, network: NetworkSpec, parameters: np.ndarray) -> float:
    """For a neuron's activation: the largest over the square, to within a coarse grid. For all else 1."""
    if field in FIELDS:
        return 1.0
    neuron = parse_neuron(field)
    assert neuron is not None  # for then there is no such field
    layer, number = neuron
    at = evaluate(parameters, network, pixel_centers(COARSE, COARSE))
    return max(1e-6, float(at.preactivations[layer - 1][:, number - 1].max()))


def pattern_keys(network: NetworkSpec) -> np.ndarray:
    """Of all neurons, (N,) int64, in the order of network.neurons: see shaders/pattern.glsl, which has the same."""
    mixed = np.array([256 * (layer - 1) + number for layer, number in network.neurons], np.int64) * _MIX & _WORD
    mixed = (mixed ^ mixed >> 15) * _MIX_AGAIN & _WORD
    mixed ^= mixed >> 13
    return (mixed & 127) + 64 + (mixed >> 7 & 31) * 256
