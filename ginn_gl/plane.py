"""The plane that is looked at: where a point (u, v) of a picture lies among a network's inputs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .config import INPUTS, UNIT_SQUARE, NetworkSpec, Window
from .errors import GinnError
from .network import unpack


@dataclass(frozen=True)
class Plane:
    """x = origin + u across + v down: (0, 0) is a picture's upper left corner, and (1, 1) the opposite one.

    origin, across, down: (inputs,) each.
    """

    origin: tuple[float, ...]
    across: tuple[float, ...]
    down: tuple[float, ...]

    @classmethod
    def of_window(cls, window: Window) -> Plane:
        """Of a network with two inputs, a window of them."""
        left, top, right, bottom = window
        return cls((left, top), (right - left, 0.0), (0.0, bottom - top))

    def points(self, places: np.ndarray) -> np.ndarray:
        """Inputs (N, inputs) float64 at places (N, 2)."""
        u, v = np.asarray(places, np.float64).T
        return np.array(self.origin) + u[:, None] * np.array(self.across) + v[:, None] * np.array(self.down)

    def network(self, network: NetworkSpec) -> NetworkSpec:
        """What a network is on the plane: one of two inputs. Raises GinnError where it has others than the plane."""
        if network.inputs != len(self.origin):
            raise GinnError(f"a {network} network has {network.inputs} inputs, and the plane lies in a space of "
                            f"{len(self.origin)}")
        return replace(network, inputs=INPUTS)

    def parameters(self, parameters: np.ndarray, network: NetworkSpec) -> np.ndarray:
        """Of the network on the plane, float64, by those of the whole one; of the unit square they are the same."""
        if self == SQUARE:
            return parameters
        wide = np.asarray(parameters, np.float64)
        weight, bias = unpack(wide, network)[0]
        on_plane = np.stack([weight @ np.array(self.across), weight @ np.array(self.down)], axis=1)
        return np.concatenate([on_plane.ravel(), bias + weight @ np.array(self.origin), wide[weight.size + bias.size:]])


SQUARE = Plane.of_window(UNIT_SQUARE)
