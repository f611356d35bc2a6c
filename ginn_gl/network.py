"""The network as numbers: parameter layout, initialisation, and a plain forward pass.

Parameters are one flat vector in torch.nn.Linear order: layer by layer the weight (out, in) row by row,
then the bias (out).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .activations import Activation
from .config import INPUTS, NetworkSpec
from .errors import GinnError
from .plane import SQUARE, Plane

AT_ONCE = 200_000  # multiplications, so few that numpy's BLAS does not wake its threads, which would spin
ROUNDING = 1e-13
"""Of the sum of the magnitudes of what is added up: less than this is left of it by rounding alone."""


def unpack(parameters: np.ndarray, network: NetworkSpec) -> list[tuple[np.ndarray, np.ndarray]]:
    """Views of a flat (P,) vector as [(weight (out, in), bias (out,)), ...], first layer first."""
    layers: list[tuple[np.ndarray, np.ndarray]] = []
    start = 0
    for out, fan_in in network.shapes:
        bias = start + out * fan_in
        layers.append((parameters[start:bias].reshape(out, fan_in), parameters[bias:bias + out]))
        start = bias + out
    return layers


def initialise(network: NetworkSpec, seed: int) -> np.ndarray:
    """Parameters at step 0, (P,) float32: weights and biases uniform in ±1/sqrt(fan-in).

    That is the distribution of torch.nn.Linear (He et al. 2015 with a = sqrt(5)), drawn here from numpy's
    Philox generator so that a seed gives the same network on every machine and engine.
    """
    generator = np.random.Generator(np.random.Philox(seed))
    layers = [generator.uniform(-1.0, 1.0, out * (fan_in + 1)) / np.sqrt(fan_in)
              for out, fan_in in network.shapes]
    return np.concatenate(layers).astype(np.float32)


def activate(z: np.ndarray, network: NetworkSpec, layer: int) -> np.ndarray:
    """What a hidden layer, counted from 1, makes of its pre-activations (..., width)."""
    return _by_neuron(z, network, layer, "value")


def slopes(z: np.ndarray, network: NetworkSpec, layer: int) -> np.ndarray:
    """Of a hidden layer, counted from 1, the derivative of its activations by its pre-activations (..., width)."""
    return _by_neuron(z, network, layer, "derivative")


def _by_neuron(z: np.ndarray, network: NetworkSpec, layer: int, what: str) -> np.ndarray:
    runs = network.runs(layer)
    if len(runs) == 1:
        return getattr(runs[0][0], what)(z)
    return np.concatenate([getattr(activation, what)(z[..., place]) for activation, place in runs], axis=-1)


def quick(network: NetworkSpec) -> NetworkSpec:
    """The same with GELU as tanh approximates it, which numpy computes a hundred times faster, and nobody sees."""
    def one(activation: Activation) -> Activation:
        return Activation("gelu_tanh") if activation.name == "gelu" else activation

    return replace(network, activations=tuple(
        one(layer) if isinstance(layer, Activation) else tuple((one(part), count) for part, count in layer)
        for layer in network.activations))


def forward(parameters: np.ndarray, network: NetworkSpec, points: np.ndarray,
            precision: type[np.floating] = np.float64) -> list[np.ndarray]:
    """Pre-activations of each hidden layer, (N, width), then the outputs, (N, outputs), at (N, inputs) points."""
    values: np.ndarray = np.asarray(points, precision)
    found: list[np.ndarray] = []
    for layer, (weight, bias) in enumerate(unpack(np.asarray(parameters, precision), network), 1):
        found.append(values @ weight.T + bias)
        if layer <= len(network.hidden):
            values = activate(found[-1], network, layer)
    return found


def network_on(plane: Plane, network: NetworkSpec) -> NetworkSpec:
    """What a network is on a plane: one of two inputs. Raises GinnError where it has others than the plane."""
    if network.inputs != plane.inputs:
        raise GinnError(f"a {network} network has {network.inputs} inputs, and the plane lies in a space of "
                        f"{plane.inputs}")
    return network if network.inputs == INPUTS else replace(network, inputs=INPUTS)


def parameters_on(plane: Plane, network: NetworkSpec, parameters: np.ndarray) -> np.ndarray:
    """Of a network on a plane, (Q,) float64, by those of the whole one, (P,); of the unit square they are the same.

    Only the first layer is another. A neuron of it that is zero all over the plane, or does not change on it, is so
    exactly, and not but for rounding.
    """
    if plane == SQUARE:
        return parameters
    weight, bias = unpack(parameters, network)[0]
    vectors = np.ascontiguousarray(plane.vectors.T)
    maps = np.empty((len(bias), 3))  # of (1, u, v)
    rows = max(1, AT_ONCE // vectors.size)
    for start in range(0, len(bias), rows):
        block = np.asarray(weight[start:start + rows], np.float64)
        found = block @ vectors
        terms = np.abs(block) @ np.abs(vectors)
        found[:, 0] += bias[start:start + rows]
        terms[:, 0] += np.abs(bias[start:start + rows])
        maps[start:start + rows] = np.where(np.abs(found) <= ROUNDING * terms, 0.0, found)
    return np.concatenate([maps[:, 1:].ravel(), maps[:, 0], parameters[weight.size + bias.size:]])


@dataclass(frozen=True)
class Evaluation:
    """A network's values at N points.

    preactivations: per hidden layer (N, width).
    gradients: per hidden layer (N, width, inputs), of the pre-activations by the inputs.
    logits: (N, outputs), before softmax or sigmoid; of the paper's network those of (black, white).
    """

    preactivations: list[np.ndarray]
    gradients: list[np.ndarray]
    logits: np.ndarray

    @property
    def probability(self) -> np.ndarray:
        """Probability of white, (N,): the second entry of the softmax of two logits."""
        # Beyond 80 it is 0 or 1 in float32, and exp would soon overflow.
        return 1.0 / (1.0 + np.exp(np.clip(self.logits[:, 0] - self.logits[:, 1], -80, 80)))


def evaluate(parameters: np.ndarray, network: NetworkSpec, points: np.ndarray) -> Evaluation:
    """Everything the network computes at (N, inputs) points, in the wider precision of the two arguments."""
    layers = unpack(parameters, network)
    values = points
    inputs = network.inputs
    jacobian = np.broadcast_to(np.eye(inputs, dtype=points.dtype), (len(points), inputs, inputs))
    preactivations: list[np.ndarray] = []
    gradients: list[np.ndarray] = []
    for layer, (weight, bias) in enumerate(layers[:-1], 1):
        z = values @ weight.T + bias
        gradient = np.matmul(weight, jacobian)
        preactivations.append(z)
        gradients.append(gradient)
        values = activate(z, network, layer)
        jacobian = gradient * slopes(z, network, layer)[:, :, None]
    weight, bias = layers[-1]
    return Evaluation(preactivations, gradients, values @ weight.T + bias)
