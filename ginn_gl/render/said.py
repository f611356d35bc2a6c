"""What a network says in several outputs, as colours; by numpy, for what is small or coarse."""

from __future__ import annotations

import numpy as np

from ..config import NetworkSpec
from .palette import FAINTEST, UNSURE, class_colors, value_scale


def colours_said(network: NetworkSpec, outputs: np.ndarray) -> np.ndarray:
    """Of a network of several classes, of a value or of colours, by its outputs (outputs, N): (N, 3) from 0 to 1."""
    head = network.head
    if head.kind == "rgb":
        return np.clip(outputs.T, 0, 1)
    if head.kind == "value":
        return colours_of_values(outputs[0], head.low, head.high)
    powers = np.exp(outputs - outputs.max(axis=0))
    surest = 1 / powers.sum(axis=0)
    sure = FAINTEST + (1 - FAINTEST) * (surest - 1 / len(outputs)) / (1 - 1 / len(outputs))
    unsure = np.array(UNSURE, np.float32)
    return unsure + (class_colors(network.outputs)[outputs.argmax(axis=0)] - unsure) * sure[:, None]


def colours_of_values(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """(N, 3), of values (N,)."""
    scale = value_scale()
    return scale[np.clip((values - low) / (high - low) * len(scale), 0, len(scale) - 1).astype(int)]
