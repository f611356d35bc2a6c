"""A network's parameters as blocks.py takes them."""

from __future__ import annotations

from functools import cache

import numpy as np

from ...activations import Activation
from ...config import NetworkSpec, Neuron
from ...geometry.clipper import Frame
from ...network import unpack
from ..look import NOWHERE, activation_of, bends_of, numbers_of
from . import blocks

Output = tuple[np.ndarray, np.ndarray]


class Smooth:
    """One network of two inputs, of whatever activations, with (P,) parameters.

    outputs: (weight (k, last), bias (k,)) to have instead of its own.
    """

    def __init__(self, network: NetworkSpec, parameters: np.ndarray, outputs: Output | None = None) -> None:
        self._network = network
        *hidden, last = unpack(np.asarray(parameters, np.float64), network)
        self._first, *between = hidden
        rest = [*between, outputs or last]
        self.outputs = len(rest[-1][1])
        self._sizes = np.array([_filled(len(bias)) for _, bias in (*hidden, rest[-1])], np.int64)
        fan_ins = [_filled(weight.shape[1]) for weight, _ in rest]
        self._weights = [_packed(weight, fan_in) for (weight, _), fan_in in zip(rest, fan_ins)]
        self._biases = [_padded(bias) for _, bias in rest]
        self._runs, self._numbers = _activations(network)

    def evaluate(self, outputs: np.ndarray, squared: np.ndarray, frame: Frame, middle_x: float, top: float,
                 lines: np.ndarray, reach: np.ndarray) -> None:
        """See blocks.evaluate_rows. frame: pixels from the picture's middle."""
        weight, bias = self._first
        by_pixel = np.stack([weight[:, 0] * frame.by_u, weight[:, 1] * frame.by_v], axis=1)
        weights = np.concatenate([_packed(by_pixel, 2), *self._weights])
        biases = np.concatenate([_padded(bias + weight @ (frame.x, frame.y)), *self._biases])
        blocks.evaluate_rows(outputs, squared, middle_x, top, self._sizes, weights, biases, self._runs,
                             self._numbers, lines, reach)

    def lines(self, layers: dict[Neuron, list[int]]) -> np.ndarray:
        """Where boundaries are, (M, 3) float32: of each neuron, at each of its bends, in each of some layers from 0."""
        starts = np.append(0, np.cumsum(self._sizes))
        return np.array([(starts[neuron[0] - 1] + neuron[1] - 1, bend, layer) for neuron, chosen in layers.items()
                         for bend in bends_of(activation_of(self._network, neuron)) for layer in chosen],
                        np.float32).reshape(-1, 3)


def code_of(activation: Activation) -> tuple[int, tuple[float, ...]]:
    """The code of an activation in blocks.py, and the three numbers that it takes."""
    return blocks.PIECES if activation.pieces else blocks.CODES[activation.name], numbers_of(activation)


@cache
def _activations(network: NetworkSpec) -> tuple[np.ndarray, np.ndarray]:
    """Runs of neurons in turn with one activation, and what it takes, as blocks.evaluate_rows has them."""
    runs: list[tuple[int, int, int]] = []
    numbers: list[tuple[float, ...]] = []
    for layer, width in enumerate(network.hidden, 1):
        for activation, run in network.runs(layer):
            code, its_numbers = code_of(activation)
            runs.append((layer - 1, run.stop - run.start, code))
            numbers.append(its_numbers)
        if fill := _filled(width) - width:
            runs.append((layer - 1, fill, blocks.PIECES))
            numbers.append((0.0, NOWHERE, 0.0))
    return np.array(runs, np.int64), np.array(numbers, np.float32)


def _filled(width: int) -> int:
    return -(-width // blocks.GROUP) * blocks.GROUP


def _padded(bias: np.ndarray) -> np.ndarray:
    padded = np.zeros(_filled(len(bias)), np.float32)
    padded[:len(bias)] = bias
    return padded


def _packed(weight: np.ndarray, fan_in: int) -> np.ndarray:
    """Group by group of neurons, what they take from each below: flat float32."""
    padded = np.zeros((_filled(len(weight)), fan_in), np.float32)
    padded[:weight.shape[0], :weight.shape[1]] = weight
    return padded.reshape(-1, blocks.GROUP, fan_in).swapaxes(1, 2).ravel()
