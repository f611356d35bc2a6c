"""Every neuron's activation over the square, small, in one texture.

They are computed at so few points that numpy is done with all of them in about a millisecond; a shader would
have to be compiled first, for a second or more on a software renderer, and would evaluate the network once
for each neuron.
"""

from __future__ import annotations

import moderngl
import numpy as np

from ..config import INPUTS, NetworkSpec, Neuron
from ..network import unpack
from ..target import pixel_centers
from .palette import layer_color

SIDE = 48        # pixels of a thumbnail
ACROSS = 16      # thumbnails in a row of the texture
FAINTEST = 0.15  # brightness just inside a boundary, so that it is seen which side is on
BLOCK = 256      # points at a time: products so small that numpy's BLAS does not wake its threads, which would spin

Corner = tuple[float, float]


class Thumbnails:
    """One network's neurons, and at last its probability of white, in an atlas.

    texture: RGB of 8 bits. shares: the part of the square, 0 to 1, where each neuron is on.
    """

    def __init__(self, context: moderngl.Context, network: NetworkSpec) -> None:
        self._network = network
        self._places = {neuron: i for i, neuron in enumerate(network.neurons)}
        self._points = pixel_centers(SIDE, SIDE).astype(np.float32)
        self._colors = np.array([layer_color(layer) for layer, _ in network.neurons] + [(1.0, 1.0, 1.0)], np.float32)
        self._rows = -(-len(self._colors) // ACROSS)
        self.texture = context.texture((ACROSS * SIDE, self._rows * SIDE), 3, alignment=1)
        self.shares: dict[Neuron, float] = {}

    def update(self, parameters: np.ndarray) -> None:
        """Show these from now on. parameters: (P,) float32."""
        values = self._brightness(parameters)
        self.shares = dict(zip(self._places, (values[:, :-1] > 0).mean(axis=0)))
        cells = np.zeros((self._rows * ACROSS, SIDE, SIDE, 3), np.uint8)
        cells[:len(self._colors)] = (255 * values.T[:, :, None] * self._colors[:, None]).reshape(-1, SIDE, SIDE, 3)
        atlas = cells.reshape(self._rows, ACROSS, SIDE, SIDE, 3).swapaxes(1, 2)
        self.texture.write(np.ascontiguousarray(atlas), alignment=1)

    def corners(self, neuron: Neuron | None) -> tuple[Corner, Corner]:
        """Texture coordinates, upper left and lower right, of a neuron's, or of the probability of white."""
        row, column = divmod(self._places.get(neuron, len(self._places)), ACROSS)
        return (column / ACROSS, row / self._rows), ((column + 1) / ACROSS, (row + 1) / self._rows)

    def release(self) -> None:
        """Give back what it holds on the GPU."""
        self.texture.release()

    def _brightness(self, parameters: np.ndarray) -> np.ndarray:
        """(N, neurons + 1), 0 to 1: each activation against its own largest, then the probability."""
        *hidden, (weight, bias) = unpack(parameters, self._network)
        activations, values = [], self._points.reshape(-1, BLOCK, INPUTS)
        for layer_weight, layer_bias in hidden:
            values = np.maximum(values @ layer_weight.T + layer_bias, 0)
            relative = values / np.maximum(values.max(axis=(0, 1)), 1e-6)
            activations.append(np.where(values > 0, FAINTEST + (1 - FAINTEST) * relative, 0))
        logit = values @ (weight[1] - weight[0]) + (bias[1] - bias[0])
        probability = 1 / (1 + np.exp(-np.clip(logit, -80, 80)))
        return np.concatenate([*activations, probability[..., None]], axis=-1).reshape(SIDE * SIDE, -1)
