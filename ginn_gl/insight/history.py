"""A run at some of its checkpoints, evaluated over the square: what every measure starts from."""

from __future__ import annotations

import numpy as np

from ..config import NetworkSpec
from ..network import forward, network_on, parameters_on, quick, slopes
from ..plane import Plane
from ..store import Run

SAMPLES = 128
SIDE = 80         # grid points along each side of the square; even, see _middles
MOST_BITS = 2**30  # of neurons' states that are kept, 128 MB
FLAT, STRAIGHT = 1e-3, 1e-2  # a slope that counts as none, and by how much of itself one may change that counts as one


class History:
    """T checkpoints of a run, at an even pace by checkpoint, with the network's values on a grid of N points.

    steps (T,) int64; losses (T,) float64; parameters (T, P) float32 or float64, by which the square is what is looked
    at: the image, the window around points, or of a network with more than two inputs the plane that is looked at
    first. network: of two inputs, what it is there.
    points: (N, 2) float32, row by row, in the unit square, at middles of the target's pixels, or of parts of them;
    the mirror image of the grid is the grid.
    shape: (rows, columns) of the grid. pixels: (H, W) bool, where a black and white target is white; target: the same
    on the grid, (N,) bool; None both where there is no such target.
    said: (T, N, k) float32, what the network says: the probability of white, or of each of several classes; a value by
    its range; or red, green and blue.
    share_on: (T, neurons) float64, at what share of the points each neuron is on, which is beyond its first bend, or
    zero; neurons as the network lists them. flat, straight: (T, neurons) bool, has it no slope, or one, all over?
    Raises RunFileError for a damaged checkpoint.
    """

    def __init__(self, run: Run, samples: int = SAMPLES) -> None:
        chosen = np.unique(np.linspace(0, len(run) - 1, samples).round().astype(int))
        plane = run.plane or Plane.of_window(run.window)
        self.network = network_on(plane, quick(run.network))
        is_of_paper = run.network.is_of_paper and run.target is not None
        self.pixels = run.target.pixels > 0 if run.target is not None and is_of_paper else None
        self.steps, self.losses = run.steps[chosen], run.losses[chosen]
        self.parameters = np.stack([parameters_on(plane, run.network, run.parameters(index)) for index in chosen])
        self._lay_out_grid()
        self._evaluate()

    def _lay_out_grid(self) -> None:
        bits = len(self.network.neurons) + (32 * self.network.outputs if self.network.has_classes else 0)
        side = min(SIDE, int(np.sqrt(MOST_BITS / len(self.steps) / bits)) // 2 * 2)
        shape = (SIDE, SIDE) if self.pixels is None else self.pixels.shape
        (rows, y), (columns, x) = (_middles(length, side) for length in shape)
        self.shape = (len(y), len(x))
        self.points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2).astype(np.float32)
        self.target = None if self.pixels is None else self.pixels[np.ix_(rows, columns)].ravel()

    def _evaluate(self) -> None:
        count = len(self.steps), len(self.network.neurons)
        self.share_on, self.flat, self.straight = np.empty(count), np.empty(count, bool), np.empty(count, bool)
        self._on, said = [], []
        for k, parameters in enumerate(self.parameters):
            *hidden, outputs = forward(parameters, self.network, self.points, np.float32)
            said.append(_said(outputs, self.network))
            on = [(z > first_bends(self.network, layer)).T for layer, z in enumerate(hidden, 1)]
            self.share_on[k] = np.concatenate([np.count_nonzero(layer, axis=1) for layer in on]) / len(self.points)
            self._on.append([np.packbits(layer, axis=1) for layer in on])
            self.flat[k], self.straight[k] = np.hstack([_slopes(z, self.network, layer)
                                                        for layer, z in enumerate(hidden, 1)])
        self.said = np.stack(said)

    @property
    def probability(self) -> np.ndarray:
        """(T, N), of white; of a network that tells black from white."""
        return self.said[:, :, 0]

    def change(self, k: int) -> np.ndarray:
        """Of the prediction from a sample to the next, (N,) from 0 to 1; that of several classes is what all of them
        together lose to others."""
        return difference(self.said[k], self.said[k + 1], self.network)

    def __len__(self) -> int:
        """T."""
        return len(self.steps)

    @property
    def span(self) -> tuple[int, int]:
        """First and last step."""
        return int(self.steps[0]), int(self.steps[-1])

    def on(self, k: int, layer: int) -> np.ndarray:
        """Which neurons of a layer, counted from 1, are on at which point of the grid, (width, N) bool."""
        return np.unpackbits(self._on[k][layer - 1], axis=1, count=len(self.points)).view(bool)

    def mirrored(self, values: np.ndarray) -> np.ndarray:
        """Values on the grid, (..., N), as they are seen in a mirror: left is right."""
        return values.reshape(*values.shape[:-1], *self.shape)[..., ::-1].reshape(values.shape)

    @property
    def layers(self) -> range:
        """Hidden layers, from 1."""
        return range(1, len(self.network.hidden) + 1)


def _middles(pixels: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """About even positions along one side of the square, each within a pixel: (which pixel, where).

    They are middles of pixels, or of equal parts of pixels where those are fewer than positions.
    """
    parts = -(-count // pixels)
    # An even count never rounds a half here, which would not round to its mirror image.
    chosen = np.linspace(0, parts * pixels - 1, count).round().astype(int)
    return chosen // parts, (chosen + 0.5) / (parts * pixels)


def difference(said: np.ndarray, other: np.ndarray, network: NetworkSpec) -> np.ndarray:
    """Of predictions (..., k), from 0 to 1, (...)."""
    apart = np.abs(other - said)
    return apart.sum(axis=-1) / 2 if network.has_classes else apart.mean(axis=-1)


def first_bends(network: NetworkSpec, layer: int) -> np.ndarray:
    """Of a layer's neurons, (width,) float32: the pre-activation up to which they are off."""
    found = np.zeros(network.hidden[layer - 1], np.float32)
    for activation, run in network.runs(layer):
        found[run] = activation.pieces.bends[0] if activation.pieces and activation.pieces.bends else 0.0
    return found


def _said(outputs: np.ndarray, network: NetworkSpec) -> np.ndarray:
    """By outputs (N, outputs)."""
    head = network.head
    if network.has_classes:
        powers = np.exp(outputs - outputs.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)
    if head.kind == "value":
        return (outputs - np.float32(head.low)) / np.float32(head.high - head.low)
    if head.kind == "rgb":
        return np.clip(outputs, 0, 1)
    black = outputs[:, :1] if head.kind == "classes" else 0
    return 1 / (1 + np.exp(np.clip(black - outputs[:, -1:], -80, 80)))


def _slopes(z: np.ndarray, network: NetworkSpec, layer: int) -> np.ndarray:
    """(2, width) bool, of pre-activations (N, width): are neurons flat all over, are they straight? One that is
    straight whatever it is given is neither."""
    by_point = np.abs(slopes(z, network, layer))
    most, least = by_point.max(axis=0), by_point.min(axis=0)
    flat, straight = most <= FLAT, (most > FLAT) & (most - least <= STRAIGHT * most)
    for activation, run in network.runs(layer):
        if activation.name == "identity":
            straight[run] = False
    return np.stack([flat, straight])
