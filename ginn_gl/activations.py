"""What a neuron does with its pre-activation: value and derivative, as numpy computes them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from .errors import GinnError

LARGEST_PARAMETER = 1e6
USUAL = math.nan
"""In place of a parameter: what it usually is."""

Function = Callable[[np.ndarray, Any], np.ndarray]


@dataclass(frozen=True)
class Activation:
    """One function of one number, such as ReLU.

    name: one of NAMES. parameter: the slope of leaky_relu below 0 (usually 0.01), alpha of elu (1), omega of sine (1),
    which is sin(omega z); by default what it usually is; 0 of all others.
    Raises GinnError for anything else.
    """

    name: str = "relu"
    parameter: float = USUAL

    def __post_init__(self) -> None:
        name, parameter = cast(tuple[object, object], (self.name, self.parameter))  # files may hold anything
        if not isinstance(name, str) or name not in _KINDS:
            raise GinnError(f"an activation is {', '.join(NAMES)}, not '{name}'")
        if isinstance(parameter, bool) or not isinstance(parameter, int | float):
            raise GinnError(f"the parameter of {name} is a number, not {parameter}")
        usual = _KINDS[name].usual
        number = (usual or 0.0) if math.isnan(parameter) else float(parameter)
        if usual is None and number != 0:
            raise GinnError(f"{name} has no parameter")
        if not abs(number) <= LARGEST_PARAMETER:
            raise GinnError(f"the parameter of {name} is at most {LARGEST_PARAMETER:,.0f}, not {parameter}")
        object.__setattr__(self, "parameter", number)

    @classmethod
    def parse(cls, text: str) -> Activation:
        """Read 'tanh' or 'leaky_relu:0.1'; without a number, it is the usual one. Raises GinnError for others."""
        name, colon, number = text.strip().partition(":")
        if not colon:
            return cls(name)
        try:
            parameter = float(number)
        except ValueError:
            parameter = math.nan
        if math.isnan(parameter):
            raise GinnError(f"an activation is such as tanh or leaky_relu:0.1, not '{text}'")
        return cls(name, parameter)

    def __str__(self) -> str:
        """As `parse` reads it."""
        return self.name if _KINDS[self.name].usual is None else f"{self.name}:{self.parameter!r}"

    def value(self, z: np.ndarray) -> np.ndarray:
        """At pre-activations (N, width), or of any other shape, in their precision."""
        return _KINDS[self.name].value(z, self.parameter)

    def derivative(self, z: np.ndarray) -> np.ndarray:
        """By the pre-activations (N, width); where a piecewise linear one bends, the slope to the left."""
        if self.pieces:
            slopes = np.array(self.pieces.slopes, np.asarray(z).dtype)
            if len(slopes) == 2:  # several times faster than to search
                where_on = np.asarray(z) > self.pieces.bends[0]
                return slopes[where_on.astype(np.intp)]
            return slopes[np.searchsorted(self.pieces.bends, z)]
        return _KINDS[self.name].derivative(z, self.parameter)

    @property
    def pieces(self) -> Pieces | None:
        """What it is made of where it is piecewise linear; None where it is not."""
        return _pieces(self.name, self.parameter)


@dataclass(frozen=True)
class Pieces:
    """A piecewise linear function: left of bends[0] it is slopes[0] z + offsets[0], up to bends[1] slopes[1] z +
    offsets[1], and so on.

    bends: rising, one fewer than there are slopes and offsets.
    """

    bends: tuple[float, ...]
    slopes: tuple[float, ...]
    offsets: tuple[float, ...]


@dataclass(frozen=True)
class _Kind:
    """value, derivative: functions of z and the parameter. usual: the parameter unless one is given."""

    value: Function
    derivative: Function
    usual: float | None = None


def _pieces(name: str, parameter: float) -> Pieces | None:
    match name:
        case "identity":
            return Pieces((), (1.0,), (0.0,))
        case "relu":
            return Pieces((0.0,), (0.0, 1.0), (0.0, 0.0))
        case "leaky_relu":
            return Pieces((0.0,), (parameter, 1.0), (0.0, 0.0))
        case "abs":
            return Pieces((0.0,), (-1.0, 1.0), (0.0, 0.0))
        case "hardtanh":
            return Pieces((-1.0, 1.0), (0.0, 1.0, 0.0), (-1.0, 0.0, 1.0))
        case "relu6":
            return Pieces((0.0, 6.0), (0.0, 1.0, 0.0), (0.0, 0.0, 6.0))
        case _:
            return None


def _by_pieces(z: np.ndarray, _: float) -> np.ndarray:
    raise AssertionError("piecewise linear: its slopes say it")


def _sigmoid(z: np.ndarray) -> np.ndarray:
    # To the last digit far below 0, too, and without an overflow.
    return np.exp(-np.logaddexp(0, -z))


def _sigmoid_slope(z: np.ndarray) -> np.ndarray:
    return _sigmoid(z) * _sigmoid(-z)


def _silu_slope(z: np.ndarray, _: float) -> np.ndarray:
    return _sigmoid(z) * (1 + z * _sigmoid(-z))


def _normal(z: np.ndarray) -> np.ndarray:
    """The share of a normal distribution below z."""
    below = np.frompyfunc(lambda one: math.erfc(-one / math.sqrt(2)) / 2, 1, 1)  # numpy has no erf
    return np.asarray(below(z)).astype(np.asarray(z).dtype)


def _density(z: np.ndarray) -> np.ndarray:
    return np.exp(-np.square(np.clip(z, -40, 40)) / 2) / np.sqrt(2 * np.pi).astype(np.asarray(z).dtype)


ROOT = math.sqrt(2 / math.pi)
CUBIC = 0.044715
"""Of GELU as tanh approximates it: 0.5 z (1 + tanh(ROOT (z + CUBIC z^3)))."""


def _gelu_tanh(z: np.ndarray, _: float) -> np.ndarray:
    return 0.5 * z * (1 + np.tanh(_inner(z)))


def _gelu_tanh_slope(z: np.ndarray, _: float) -> np.ndarray:
    bent = np.tanh(_inner(z))
    near = np.clip(z, -20, 20)
    return 0.5 * (1 + bent) + 0.5 * near * (1 - bent * bent) * ROOT * (1 + 3 * CUBIC * near * near)


def _inner(z: np.ndarray) -> np.ndarray:
    near = np.clip(z, -20, 20)  # beyond, tanh is 1, and a cube may overflow
    return ROOT * (near + CUBIC * near * near * near)


def _elu(z: np.ndarray, alpha: float) -> np.ndarray:
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))


def _elu_slope(z: np.ndarray, alpha: float) -> np.ndarray:
    return np.where(z > 0, np.ones_like(z), alpha * np.exp(np.minimum(z, 0)))


SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805
"""Of Klambauer et al. 2017, as every library has them."""

_KINDS: dict[str, _Kind] = {
    "relu": _Kind(lambda z, _: np.maximum(z, 0), _by_pieces),
    "leaky_relu": _Kind(lambda z, slope: np.where(z > 0, z, slope * z), _by_pieces, 0.01),
    "hardtanh": _Kind(lambda z, _: np.clip(z, -1, 1), _by_pieces),
    "relu6": _Kind(lambda z, _: np.clip(z, 0, 6), _by_pieces),
    "abs": _Kind(lambda z, _: np.abs(z), _by_pieces),
    "identity": _Kind(lambda z, _: np.asarray(z), _by_pieces),
    "tanh": _Kind(lambda z, _: np.tanh(z), lambda z, _: 1 - np.tanh(z) ** 2),
    "sigmoid": _Kind(lambda z, _: _sigmoid(z), lambda z, _: _sigmoid_slope(z)),
    "silu": _Kind(lambda z, _: z * _sigmoid(z), _silu_slope),
    "gelu": _Kind(lambda z, _: z * _normal(z), lambda z, _: _normal(z) + z * _density(z)),
    "gelu_tanh": _Kind(_gelu_tanh, _gelu_tanh_slope),
    "elu": _Kind(_elu, _elu_slope, 1.0),
    "selu": _Kind(lambda z, _: SELU_SCALE * _elu(z, SELU_ALPHA), lambda z, _: SELU_SCALE * _elu_slope(z, SELU_ALPHA)),
    "softplus": _Kind(lambda z, _: np.logaddexp(0, z), lambda z, _: _sigmoid(z)),
    "sine": _Kind(lambda z, omega: np.sin(omega * z), lambda z, omega: omega * np.cos(omega * z), 1.0),
}

NAMES = tuple(_KINDS)

RELU = Activation("relu")
