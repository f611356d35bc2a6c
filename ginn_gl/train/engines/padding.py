"""A network inside a larger one, of layer widths that suit an engine.

The added parameters are zero and stay zero by themselves: their gradients are products with zeros.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...config import NetworkSpec


class Padding:
    """From a network's parameters to those of one with wider layers, and back.

    count: parameters of that one. places: (P,) int64, where among them each of the network's own lies.
    """

    def __init__(self, network: NetworkSpec, widths: Sequence[int]) -> None:
        places, start = [], 0
        for (out, fan_in), padded_in, padded_out in zip(network.shapes, widths[:-1], widths[1:]):
            rows, columns = np.mgrid[0:out, 0:fan_in]
            places.append(start + (rows * padded_in + columns).ravel())
            places.append(start + padded_out * padded_in + np.arange(out))
            start += padded_out * (padded_in + 1)
        self.count = int(start)
        self.places = np.concatenate(places)

    def pad(self, parameters: np.ndarray) -> np.ndarray:
        """(S, P) -> (S, count) float32."""
        padded = np.zeros((len(parameters), self.count), np.float32)
        padded[:, self.places] = parameters
        return padded

    def strip(self, padded: np.ndarray) -> np.ndarray:
        """(S, count) -> (S, P)."""
        return padded[:, self.places]
