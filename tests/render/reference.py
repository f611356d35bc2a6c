"""Networks to draw, and what they say in float64, to hold pictures against."""

from pathlib import Path

import numpy as np

from ginn_gl.config import NetworkSpec, View
from ginn_gl.network import unpack
from ginn_gl.render import pixel_to_point

WAYS = ("cells", "pixels")  # to draw by
RUNS = sorted(Path(__file__).parents[2].glob("runs/bottle-*.ginn"))


def folded_network(network: NetworkSpec, seed: int) -> np.ndarray:
    """Parameters (P,) float32 with far more folds than training starts with: boundaries of all layers cross
    the square, since each bias is chosen such that its neuron switches somewhere in it."""
    generator = np.random.default_rng(seed)
    values = generator.uniform(size=(500, 2))
    parameters = []
    for layer, (out, fan_in) in enumerate(network.shapes):
        weight = generator.normal(size=(out, fan_in)) * np.sqrt(2 / fan_in) * (4 if layer == 0 else 1)
        z = values @ weight.T
        bias = -np.array([np.quantile(np.unique(column), generator.uniform(0.2, 0.8)) for column in z.T])
        parameters += [weight.ravel(), bias]
        values = np.maximum(z + bias, 0)
    return np.concatenate(parameters).astype(np.float32)


def preactivations(parameters: np.ndarray, network: NetworkSpec, points: np.ndarray,
                   depth: int | None = None) -> list[np.ndarray]:
    """Of every layer, the last one's logits included, at (N, 2) points: (N, width) float64 each. depth: of so many."""
    values, layers = np.asarray(points, np.float64), []
    for weight, bias in unpack(parameters.astype(np.float64), network)[:depth]:
        layers.append(values @ weight.T + bias)
        values = np.maximum(layers[-1], 0)
    return layers


def pixel_points(view: View, size: tuple[int, int], aspect: float, offsets: np.ndarray) -> np.ndarray:
    """Points at (N, 2) pixel positions (x, y), (N, 2)."""
    return np.stack(pixel_to_point(view, size, aspect, (offsets[:, 0], offsets[:, 1])), axis=1)


def pixel_middles(size: tuple[int, int]) -> np.ndarray:
    """Positions (x, y) of all pixels of a (width, height) picture, row by row, (N, 2)."""
    rows, columns = np.mgrid[0:size[1], 0:size[0]] + 0.5
    return np.stack([columns.ravel(), rows.ravel()], axis=1)


def probability(parameters: np.ndarray, network: NetworkSpec, points: np.ndarray) -> np.ndarray:
    """Of white, (N,) float64."""
    black, white = preactivations(parameters, network, points)[-1].T
    return 1 / (1 + np.exp(np.clip(black - white, -700, 700)))
