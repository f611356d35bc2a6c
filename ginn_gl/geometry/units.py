"""Piecewise linear neurons as units that bend at one line each.

hardtanh is flat, rises from -1 on, and is flat again from 1 on: it is the sum of two units, one that rises from -1 on
and one that falls from 1 on. So a layer of any such neurons is a layer of units, each of which is off on one side of a
line and on at the other, and all of geometry knows nothing but units. Of a ReLU network they are its neurons.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from ..config import NetworkSpec
from ..errors import GinnError


@dataclass(frozen=True, eq=False)
class Units:
    """Of a network with N neurons, U units, layer by layer.

    widths: (L,) how many each layer has. neurons: (U,) whose each is, by its place in network.neurons; within: per
    layer, (units,) its neuron's place in the layer. bends: (U,) the pre-activation at which it switches; a unit is the
    pre-activation less that, times `below` where it is off and times `above` where it is on. straight: (U,) bool, has
    it one slope all over? constants: per layer (width,), what each neuron's units lack to be its activation.
    are_neurons: is each neuron one unit, which lacks nothing?
    """

    widths: np.ndarray
    neurons: np.ndarray
    within: list[np.ndarray]
    bends: np.ndarray
    below: np.ndarray
    above: np.ndarray
    constants: list[np.ndarray]
    are_neurons: bool

    @property
    def straight(self) -> np.ndarray:
        return self.below == self.above

    def of_layer(self, values: np.ndarray, layer: int) -> np.ndarray:
        """Values of units (..., units) by those of their layer's neurons (..., width). layer: from 1."""
        return values if self.are_neurons else values[..., self.within[layer - 1]]

    def folded(self, weight: np.ndarray, bias: np.ndarray, layer: int) -> tuple[np.ndarray, np.ndarray]:
        """What is done with a layer's activations, as done with its units: a weight (out, units), a bias (out,)."""
        if self.are_neurons:
            return weight, bias
        return self.of_layer(weight, layer), bias + weight @ self.constants[layer - 1]


@cache
def units_of(network: NetworkSpec) -> Units:
    """Raises GinnError for a network that is not piecewise linear."""
    if not network.is_piecewise_linear:
        raise GinnError(f"only piecewise linear networks have linear regions, and this is a {network}")
    rows: list[tuple[int, float, float, float]] = []  # neuron, bend, below, above
    within: list[np.ndarray] = []
    constants: list[np.ndarray] = []
    first = 0
    for layer, width in enumerate(network.hidden, 1):
        places: list[int] = []
        constant = np.zeros(width)
        for activation, run in network.runs(layer):
            pieces = activation.pieces
            assert pieces is not None
            constant[run] = pieces.slopes[0] * pieces.bends[0] + pieces.offsets[0] if pieces.bends else 0.0
            found = _bends(pieces.bends, pieces.slopes)
            for place in range(run.start, run.stop):
                places += [place] * len(found)
                rows += [(first + place, *unit) for unit in found]
        within.append(np.array(places))
        constants.append(constant)
        first += width
    neurons, bends, below, above = (np.array(column) for column in zip(*rows))
    are_neurons = len(rows) == first and not any(constant.any() for constant in constants)
    return Units(np.array([len(places) for places in within], np.int64), neurons, within, bends, below, above,
                 constants, are_neurons)


def _bends(bends: tuple[float, ...], slopes: tuple[float, ...]) -> list[tuple[float, float, float]]:
    """(bend, slope below, slope above) of each unit; of a straight line the one unit there is."""
    if not bends:
        return [(0.0, slopes[0], slopes[0])]
    return [(bend, slopes[0] if k == 0 else 0.0, slopes[1] if k == 0 else slopes[k + 1] - slopes[k])
            for k, bend in enumerate(bends)]
