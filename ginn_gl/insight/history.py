"""A run at some of its checkpoints, evaluated over the square: what every measure starts from."""

from __future__ import annotations

import numpy as np

from ..network import forward
from ..store import Run

SAMPLES = 128
SIDE = 80         # grid points along each side of the square; even, see _middles
MOST_BITS = 2**30  # of neurons' states that are kept, 128 MB


class History:
    """T checkpoints of a run, at an even pace by checkpoint, with the network's values on a grid of N points.

    steps (T,) int64; losses (T,) float64; parameters (T, P) float32.
    points: (N, 2) float32, row by row, in the unit square, at middles of the target's pixels, or of parts of them;
    the mirror image of the grid is the grid.
    shape: (rows, columns) of the grid. pixels: (H, W) bool, where the target is white; target: the same on the
    grid, (N,) bool.
    probability: (T, N) float32, of white.
    share_on: (T, neurons) float64, at what share of the points each neuron is on; neurons as the network lists them.
    Raises RunFileError for a damaged checkpoint.
    """

    def __init__(self, run: Run, samples: int = SAMPLES) -> None:
        run.require_of_paper("insights")
        chosen = np.unique(np.linspace(0, len(run) - 1, samples).round().astype(int))
        self.network, self.pixels = run.network, run.target.pixels > 0
        self.steps, self.losses = run.steps[chosen], run.losses[chosen]
        self.parameters = np.stack([run.parameters(index) for index in chosen])
        self._lay_out_grid()
        self._evaluate()

    def _lay_out_grid(self) -> None:
        affordable = int(np.sqrt(MOST_BITS / len(self.steps) / len(self.network.neurons)))
        side = min(SIDE, affordable // 2 * 2)
        (rows, y), (columns, x) = (_middles(length, side) for length in self.pixels.shape)
        self.shape = (len(y), len(x))
        self.points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2).astype(np.float32)
        self.target = self.pixels[np.ix_(rows, columns)].ravel()

    def _evaluate(self) -> None:
        self.probability = np.empty((len(self.steps), len(self.points)), np.float32)
        self.share_on = np.empty((len(self.steps), len(self.network.neurons)))
        self._on = []
        for k, parameters in enumerate(self.parameters):
            *hidden, logits = forward(parameters, self.network, self.points, np.float32)
            self.probability[k] = 1 / (1 + np.exp(np.clip(logits[:, 0] - logits[:, 1], -80, 80)))
            on = [z.T > 0 for z in hidden]
            self.share_on[k] = np.concatenate([np.count_nonzero(layer, axis=1) for layer in on]) / len(self.points)
            self._on.append([np.packbits(layer, axis=1) for layer in on])

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
