"""Every neuron's activation over the square, small, in one texture.

They are computed at so few points that numpy is done with all of them in less than a millisecond; a shader
would have to be compiled first, for a second or more on a software renderer, and would evaluate the network
once for each neuron.
"""

from __future__ import annotations

from math import ceil

import moderngl
import numpy as np

from ..activations import RELU
from ..config import INPUTS, NetworkSpec, Neuron
from ..network import activate, quick, unpack
from ..target import pixel_centers
from .look import has_probability
from .palette import Color, layer_color
from .said import colours_said

SIDE = 48        # pixels of a thumbnail
WORK = 7e7       # multiplications that all of them together may take; beyond, points are farther apart
# How many points there may be across a thumbnail, and how many of all are evaluated at a time: so few that numpy's BLAS
# does not wake its threads, which would spin.
SIDES = {SIDE: 256, 24: 192, 16: 256, 12: 144}
ACROSS = 16      # thumbnails in a row of the texture
FAINTEST = np.float32(0.15)  # brightness just inside a boundary, so that it is seen which side is on

Corner = tuple[float, float]


class Thumbnails:
    """The neurons of one network of two inputs, and at last what it says, in an atlas.

    texture: of one channel of 8 bits, as bright as they are active, or white is likely; colours come as it is drawn.
    said: the classes, values or colours of a network that says these, in colour; None of others.
    shares: the part of the square, 0 to 1, where each neuron is on.
    """

    def __init__(self, context: moderngl.Context, network: NetworkSpec) -> None:
        self._network = quick(network)
        self._places = {neuron: i for i, neuron in enumerate(network.neurons)}
        self._side = next((side for side in SIDES if side**2 * network.parameter_count <= WORK), min(SIDES))
        points = pixel_centers(self._side, self._side).astype(np.float32)
        self._points = points.reshape(-1, SIDES[self._side], INPUTS).swapaxes(1, 2)
        # Kept, because memory that is asked for anew takes longer to come than to be computed in.
        self._drawn = np.zeros((len(self._points), len(self._places) + 1, SIDES[self._side]), np.float32)
        self._rows = ceil((len(self._places) + 1) / ACROSS)
        self.texture = context.texture((ACROSS * SIDE, self._rows * SIDE), 1, alignment=1)
        self.texture.swizzle = "RRR1"
        self.said = None if has_probability(network) else context.texture((self._side, self._side), 3, alignment=1)
        self.shares: dict[Neuron, float] = {}

    def update(self, parameters: np.ndarray) -> None:
        """Show these from now on. parameters: (P,) float32."""
        cells = np.zeros((self._rows * ACROSS, SIDE * SIDE), np.uint8)
        brightness = self._brightness(parameters)
        cells[:len(brightness)] = self._enlarged(brightness)
        self.shares = dict(zip(self._places, np.concatenate(self._on).tolist()))
        atlas = cells.reshape(self._rows, ACROSS, SIDE, SIDE).swapaxes(1, 2)
        self.texture.write(np.ascontiguousarray(atlas), alignment=1)

    def texture_of(self, neuron: Neuron | None) -> moderngl.Texture:
        """In which a neuron's is, or what the network says."""
        return self.said if neuron is None and self.said else self.texture

    def corners(self, neuron: Neuron | None) -> tuple[Corner, Corner]:
        """Texture coordinates there, upper left and lower right."""
        if neuron is None and self.said:
            return (0.0, 0.0), (1.0, 1.0)
        place = self._places.get(neuron, len(self._places)) if neuron else len(self._places)
        row, column = divmod(place, ACROSS)
        return (column / ACROSS, row / self._rows), ((column + 1) / ACROSS, (row + 1) / self._rows)

    @staticmethod
    def color(neuron: Neuron | None) -> Color:
        """To draw a neuron's in, or what the network says."""
        return layer_color(neuron[0]) if neuron else (1.0, 1.0, 1.0)

    def release(self) -> None:
        """Give back what it holds on the GPU."""
        for texture in (self.texture, self.said):
            if texture:
                texture.release()

    def _brightness(self, parameters: np.ndarray) -> np.ndarray:
        """(neurons + 1, N) uint8: each activation against its own largest, 0 where it is off; the probability."""
        *hidden, (weight, bias) = unpack(parameters, self._network)
        values, filled = self._points, 0
        self._on: list[np.ndarray] = []
        for layer, (layer_weight, layer_bias) in enumerate(hidden, 1):
            z = layer_weight @ values + layer_bias[:, None]
            room = self._drawn[:, filled:filled + len(layer_bias)]
            filled += len(layer_bias)
            if self._network.activations[layer - 1] == RELU:
                values = np.maximum(z, 0)
                scale = (1 - FAINTEST) / np.maximum(values.max(axis=(0, 2)), 1e-6)
                np.multiply(values, scale[:, None], out=room)
                room += FAINTEST * (values > 0)
                self._on.append((values > 0).mean(axis=(0, 2)))
            else:
                values = activate(z.swapaxes(1, 2), self._network, layer).swapaxes(1, 2)
                low, high = values.min(axis=(0, 2)), values.max(axis=(0, 2))
                np.multiply(values - low[:, None], (1 / np.maximum(high - low, 1e-6))[:, None], out=room)
                self._on.append((z > 0).mean(axis=(0, 2)))
        outputs = weight @ values + bias[:, None]
        if self.said:
            colours = colours_said(self._network, outputs.swapaxes(0, 1).reshape(len(bias), -1))
            self.said.write((colours * 255 + 0.5).astype(np.uint8).tobytes(), alignment=1)
        else:
            self._drawn[:, filled] = self._probability(outputs)
        self._drawn *= 255
        self._drawn += 0.5
        return self._drawn.astype(np.uint8).swapaxes(0, 1).reshape(-1, self._side**2)

    def _probability(self, outputs: np.ndarray) -> np.ndarray:
        """Of white, (..., N), by outputs (..., k, N)."""
        logit = outputs[..., -1, :] - (outputs[..., 0, :] if self._network.head.kind == "classes" else 0)
        return 1 / (1 + np.exp(-np.clip(logit, -80, 80)))

    def _enlarged(self, brightness: np.ndarray) -> np.ndarray:
        """(N, points) as (N, SIDE * SIDE)."""
        if self._side == SIDE:
            return brightness
        small = brightness.reshape(-1, self._side, self._side)
        return small.repeat(SIDE // self._side, axis=1).repeat(SIDE // self._side, axis=2).reshape(-1, SIDE * SIDE)
