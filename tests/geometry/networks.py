"""Networks to cut the plane by: trained, random and degenerate ones."""

from pathlib import Path

import numpy as np

from ginn_gl.config import NetworkSpec
from ginn_gl.network import initialise, unpack

RUNS = sorted(Path(__file__).parents[2].glob("runs/bottle-*.ginn"))
SHAPES = [(1,), (12,), (3, 2), (16, 16), (6, 1, 6), (16, 16, 16), (5,) * 8]
SEEDS = range(10)


def whole_numbers(network: NetworkSpec, seed: int) -> np.ndarray:
    """Parameters (P,) of few values: many zero weights and dead neurons, lines along the axes, through the
    window's corners, on top of each other, and through one point."""
    generator = np.random.default_rng(seed)
    layers = [np.append(generator.integers(-2, 3, out * fan_in), generator.integers(-4, 5, out) / 4)
              for out, fan_in in network.shapes]
    return np.concatenate(layers).astype(np.float32)


def spread(network: NetworkSpec, seed: int) -> np.ndarray:
    """Parameters (P,) with more folds than training starts with, since every bias is small."""
    parameters = 2 * initialise(network, seed)
    for _, bias in unpack(parameters, network)[:-1]:
        bias[:] *= 0.25
    return parameters


def doubled(network: NetworkSpec, seed: int) -> np.ndarray:
    """As `spread`, but in each layer neurons that are copies of the first, mirrored, scaled, dead, or tiny."""
    parameters = spread(network, seed)
    for weight, bias in unpack(parameters, network)[:-1]:
        for neuron, scale in enumerate((1, -1, 4, -0.25, 0, 2.0**-60), 1):
            weight[neuron:neuron + 1] = scale * weight[0]
            bias[neuron:neuron + 1] = scale * bias[0]
    return parameters
