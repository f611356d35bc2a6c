"""What if: changes to a network's parameters that are made by hand."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from .checks import whole_number
from .config import NetworkSpec, Neuron
from .errors import GinnError
from .network import unpack

BIAS = 0
"""In place of a source: what a neuron adds by itself."""

FARTHEST = 1e30
"""From 0, of a value that is set: float32 has no room for much more."""

Place = tuple[int, int, int]
"""Of one parameter: layer, neuron, and source, which is a neuron of the layer before or an input, from 1; or BIAS."""


@dataclass(frozen=True)
class Edits:
    """What is changed by hand, whatever step's parameters it is done to.

    off: neurons that neither listen nor speak. flipped: those whose weights and bias have the other sign, so that they
    are on where they were off. values: (place, value) in order, of parameters that are set, as float32 has them.
    """

    off: frozenset[Neuron] = frozenset()
    flipped: frozenset[Neuron] = frozenset()
    values: tuple[tuple[Place, float], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.off or self.flipped or self.values)

    def switched(self, neuron: Neuron, off: bool) -> Edits:
        """The same with a neuron off, or on again as it was."""
        return replace(self, off=self.off | {neuron} if off else self.off - {neuron})

    def flip(self, neuron: Neuron) -> Edits:
        """The same with a neuron flipped, or flipped back."""
        values = tuple((place, -value if place[:2] == neuron else value) for place, value in self.values)
        return replace(self, flipped=self.flipped ^ {neuron}, values=values)

    def put(self, values: Mapping[Place, float]) -> Edits:
        """The same with some parameters set."""
        exact = {place: float(np.float32(value)) for place, value in values.items()}
        return replace(self, values=tuple(sorted((dict(self.values) | exact).items())))

    def without(self, place: Place) -> Edits:
        """The same with a parameter as it was learnt."""
        return replace(self, values=tuple(one for one in self.values if one[0] != place))

    def as_learnt(self, neuron: Neuron) -> Edits:
        """The same with nothing changed in a neuron."""
        return Edits(self.off - {neuron}, self.flipped - {neuron},
                     tuple(one for one in self.values if one[0][:2] != neuron))

    def neurons(self) -> frozenset[Neuron]:
        """Those that anything is changed in."""
        return self.off | self.flipped | {place[:2] for place, _ in self.values}

    def applied(self, network: NetworkSpec, parameters: np.ndarray) -> np.ndarray:
        """Other parameters (P,), made of these. Raises GinnError for what the network has not."""
        changed = parameters.copy()
        layers = unpack(changed, network)
        for layer, number in self.flipped:
            require_neuron(network, (layer, number))
            for part in layers[layer - 1]:
                part[number - 1] *= -1
        for (layer, number, source), value in self.values:
            require_neuron(network, (layer, number))
            weight, bias = layers[layer - 1]
            if not BIAS <= source <= weight.shape[1]:
                raise GinnError(f"neuron {layer}:{number} has weights 1 to {weight.shape[1]}, not {source}")
            if source == BIAS:
                bias[number - 1] = value
            else:
                weight[number - 1, source - 1] = value
        return switched_off(network, changed, self.off)

    def words(self) -> tuple[str, ...]:
        """Such as '2:7 off', '3:1 flipped', '1:4 bias 0.25' and '2:3 weight 5 -1.5'."""
        said = [f"{layer}:{number} off" for layer, number in sorted(self.off)]
        said += [f"{layer}:{number} flipped" for layer, number in sorted(self.flipped)]
        return (*said, *(f"{layer}:{number} {f'weight {source}' if source else 'bias'} {value:.4g}"
                         for (layer, number, source), value in self.values))

    def values_as_text(self) -> str:
        """As `parse_values` reads it, to the bit."""
        return ",".join(f"{layer}:{number}:{source or 'bias'}={np.float32(value)!s}"
                        for (layer, number, source), value in self.values)


UNCHANGED = Edits()


def parse_values(text: str) -> tuple[tuple[Place, float], ...]:
    """Read '1:4:bias=0.25,2:3:5=-1.5'. Raises GinnError for anything else."""
    return UNCHANGED.put(dict(map(_parse_value, text.split(",")))).values if text else ()


def _parse_value(text: str) -> tuple[Place, float]:
    place, _, number = text.partition("=")
    layer, neuron, source = ([*place.strip().split(":"), "", ""])[:3]
    numbers = whole_number(layer), whole_number(neuron), BIAS if source == "bias" else whole_number(source) or None
    try:
        value = float(number)
    except ValueError:
        value = math.nan
    if place.count(":") != 2 or None in numbers or not abs(value) <= FARTHEST:
        raise GinnError(f"a parameter is set as 1:4:bias=0.25 or 2:3:5=-1.5 (layer:neuron:source=value), not '{text}'")
    return numbers, value  # pyright: ignore[reportReturnType] - none of them is None


def require_neuron(network: NetworkSpec, neuron: Neuron) -> None:
    """Raises GinnError where the network has no such hidden neuron."""
    layer, number = neuron
    if not (1 <= layer <= len(network.hidden) and 1 <= number <= network.hidden[layer - 1]):
        raise GinnError(f"there is no neuron {layer}:{number} in a {network} network")


def switched_off(network: NetworkSpec, parameters: np.ndarray, neurons: Collection[Neuron]) -> np.ndarray:
    """Parameters (P,) with all weights to and from some neurons 0, and their biases: they have no boundary and no say.

    They have none after more training either, but where an activation of 0 is not 0, as sigmoid's is. Raises GinnError
    for a neuron that the network has not.
    """
    changed = parameters.copy()
    layers = unpack(changed, network)
    for layer, number in neurons:
        require_neuron(network, (layer, number))
        weight, bias = layers[layer - 1]
        weight[number - 1], bias[number - 1] = 0, 0
        layers[layer][0][:, number - 1] = 0
    return changed


def parameter_at(network: NetworkSpec, parameters: np.ndarray, place: Place) -> float:
    """The one at a place."""
    layer, number, source = place
    weight, bias = unpack(parameters, network)[layer - 1]
    return float(weight[number - 1, source - 1] if source else bias[number - 1])


def said_shortly(edits: Edits) -> Iterable[str]:
    """For a person to read, neuron by neuron: '2:7 off', '3:1 flipped and bias', '1:4 bias and 2 weights'."""
    for neuron in sorted(edits.neurons()):
        sources = [source for (*owner, source), _ in edits.values if tuple(owner) == neuron]
        weights = sum(source != BIAS for source in sources)
        what = [word for word, is_so in (("off", neuron in edits.off), ("flipped", neuron in edits.flipped),
                                         ("bias", BIAS in sources), ("a weight", weights == 1),
                                         (f"{weights} weights", weights > 1)) if is_so]
        yield f"{neuron[0]}:{neuron[1]} {' and '.join(what)}"
