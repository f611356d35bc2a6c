"""How a view is drawn, in numbers that all ways of drawing share."""

from __future__ import annotations

import numpy as np

from ..activations import SELU_ALPHA, SELU_SCALE, Activation
from ..config import NetworkSpec, Neuron, View
from ..network import activate, evaluate
from ..target import pixel_centers

HIGHLIGHTED = 2.5    # times as thick as other boundaries
WIDEST_SHADE = 0.75  # pixels
CASING_WIDTH = 1.0   # pixels
LEVELS = 9           # lines of equal value
LEVEL_HALF = 0.4     # pixels from the middle of one to where it ends
CONTOUR_TIMES = 1.2  # as thick as other boundaries is where one class ends and another begins
NOWHERE = 1e30       # of a bend, where there is none
COARSE = 32          # points across the square at which the largest activation is looked for

# Of a neuron, by which patterns are told apart: see shaders/pattern.glsl.
_MIX, _MIX_AGAIN, _WORD = 2654435769, 2246822519, 0xFFFFFFFF
SECOND = 1 << 20  # makes the key of a unit another one than its neuron's


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


def activation_range(network: NetworkSpec, parameters: np.ndarray, neuron: Neuron) -> tuple[float, float]:
    """The least and the largest activation of a neuron over the square, to within a coarse grid; of ReLU from 0 on."""
    layer, number = neuron
    at = evaluate(parameters, network, pixel_centers(COARSE, COARSE))
    values = activate(at.preactivations[layer - 1], network, layer)[:, number - 1]
    low = 0.0 if is_relu(network, neuron) else float(values.min())
    return low, max(low + 1e-6, float(values.max()))


def is_relu(network: NetworkSpec, neuron: Neuron) -> bool:
    """Whether it is black up to its boundary."""
    return activation_of(network, neuron).name == "relu"


def activation_of(network: NetworkSpec, neuron: Neuron) -> Activation:
    """One neuron's."""
    layer, number = neuron
    return next(one for one, run in network.runs(layer) if run.start < number <= run.stop)


def bends_of(activation: Activation) -> tuple[float, ...]:
    """The pre-activations at which a neuron's boundary is: where its activation bends, or if it is smooth, at zero."""
    return (0.0,) if activation.pieces is None else activation.pieces.bends


def numbers_of(activation: Activation) -> tuple[float, float, float]:
    """The three numbers by which painters and shaders compute an activation.

    Of a piecewise linear one: where it begins to rise, where it ends to, and its slope below; it is slope * min(z -
    begin, 0) + clip(z, begin, end). Of elu and selu: alpha and the scale. Of sine: omega.
    """
    if pieces := activation.pieces:
        low = pieces.bends[0] if pieces.bends else -NOWHERE
        high = pieces.bends[1] if len(pieces.bends) > 1 else NOWHERE
        return low, high, pieces.slopes[0]
    if activation.name == "selu":
        return SELU_ALPHA, SELU_SCALE, 0.0
    return activation.parameter, 1.0, 0.0


def to_bends(network: NetworkSpec, layer: int, z: np.ndarray) -> np.ndarray:
    """How far a layer's pre-activations (width,) are from their next bends; infinitely where there are none."""
    found = np.full(z.shape, np.inf)
    for activation, run in network.runs(layer):
        for bend in bends_of(activation):
            found[run] = np.minimum(found[run], np.abs(z[run] - bend))
    return found


def has_probability(network: NetworkSpec) -> bool:
    """Does it tell black from white, by one logit?"""
    return network.head.kind == "logit" or (network.head.kind == "classes" and not network.has_classes)


def has_contours(view: View, network: NetworkSpec) -> bool:
    """Are decision boundaries, or lines of equal value, to be drawn?"""
    return view.contours and (network.has_classes or network.head.kind == "value")


def levels(network: NetworkSpec) -> np.ndarray:
    """The values at which lines of equal value are drawn, rising."""
    head = network.head
    return np.linspace(head.low, head.high, LEVELS + 2)[1:-1]


def nearest_level(values: np.ndarray, network: NetworkSpec) -> np.ndarray:
    """Of each value, the level that is nearest to it."""
    head, steps = network.head, LEVELS + 1
    number = np.clip(np.rint((values - head.low) / (head.high - head.low) * steps), 1, LEVELS)
    return head.low + (head.high - head.low) * number / steps


def contour_widths(view: View, network: NetworkSpec) -> tuple[float, float]:
    """Of contours, in pixels from their middle: to where they go, and then their edges."""
    half = view.line_width / 2
    return (CONTOUR_TIMES * half, CONTOUR_TIMES * half + CASING_WIDTH) if network.has_classes else (LEVEL_HALF, 0.0)


def pattern_keys(network: NetworkSpec) -> np.ndarray:
    """Of all neurons, (N,) int64, in the order of network.neurons: see shaders/pattern.glsl, which has the same."""
    return _keys(np.array([256 * (layer - 1) + number for layer, number in network.neurons], np.int64))


def unit_keys(neurons: np.ndarray, network: NetworkSpec) -> np.ndarray:
    """Of units, (U,) int64, by the neurons they belong to: the first of a neuron has that one's own key."""
    layers, numbers = np.array(network.neurons, np.int64)[neurons].T
    again = np.concatenate([[0], neurons[1:] == neurons[:-1]])
    return _keys(256 * (layers - 1) + numbers + SECOND * again)


def _keys(numbers: np.ndarray) -> np.ndarray:
    mixed = numbers * _MIX & _WORD
    mixed = (mixed ^ mixed >> 15) * _MIX_AGAIN & _WORD
    mixed ^= mixed >> 13
    return (mixed & 127) + 64 + (mixed >> 7 & 31) * 256
