"""Our activations as torch's functions, to build modules of."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F

from ..activations import Activation
from ..errors import GinnError

MOST_SLOPES = 128
"""That are neurons of their own kind; more are made of a ReLU and what goes past it."""

_FUNCTIONS: dict[str, Callable[..., torch.Tensor]] = {
    "relu": lambda z, _: torch.relu(z), "leaky_relu": F.leaky_relu, "hardtanh": lambda z, _: F.hardtanh(z),
    "relu6": lambda z, _: torch.clamp(z, 0.0, 6.0), "abs": lambda z, _: torch.abs(z),
    "tanh": lambda z, _: torch.tanh(z), "sigmoid": lambda z, _: torch.sigmoid(z), "silu": lambda z, _: F.silu(z),
    "gelu": lambda z, _: F.gelu(z), "gelu_tanh": lambda z, _: F.gelu(z, approximate="tanh"), "elu": F.elu,
    "selu": lambda z, _: F.selu(z), "softplus": lambda z, _: F.softplus(z),
    "sine": lambda z, omega: torch.sin(omega * z), "identity": lambda z, _: z,
}


def applied(activation: Activation, z: torch.Tensor) -> torch.Tensor:
    """An activation of pre-activations of any shape."""
    return _FUNCTIONS[activation.name](z, activation.parameter)


def bent(z: torch.Tensor, slopes: torch.Tensor | np.ndarray) -> torch.Tensor:
    """A PReLU with these slopes, (1,) or (width,), of pre-activations (N, width).

    Where they are numbers, and few differ, it is a LeakyReLU of each neuron.
    """
    if len(slopes) != 1 and (z.ndim != 2 or len(slopes) != z.shape[1]):
        raise GinnError(f"{len(slopes)} slopes of a PReLU for values of {tuple(z.shape[1:])}")
    if isinstance(slopes, torch.Tensor):
        return F.prelu(z, slopes)
    starts = [0, *(np.flatnonzero(np.diff(slopes)) + 1).tolist()]
    if len(starts) > MOST_SLOPES:
        return F.prelu(z, torch.from_numpy(slopes))
    parts = z.split(np.diff([*starts, z.shape[-1]]).tolist(), dim=-1)
    return torch.cat([F.leaky_relu(part, float(slopes[start])) for part, start in zip(parts, starts)], dim=-1)
