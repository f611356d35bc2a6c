"""What Keras's layers do, in torch: each is a function of its settings, its weights, and what it is called with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from ..errors import GinnError
from .functions import bent

Settings = dict[str, Any]
Layer = Callable[..., torch.Tensor]
"""(settings, weights, tensors...)"""

ACTIVATIONS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "linear": lambda z: z, "relu": torch.relu, "relu6": lambda z: torch.clamp(z, 0.0, 6.0), "tanh": torch.tanh,
    "sigmoid": torch.sigmoid, "softmax": lambda z: F.softmax(z, dim=-1), "log_softmax": lambda z: F.log_softmax(z, -1),
    "silu": F.silu, "swish": F.silu, "gelu": F.gelu, "elu": F.elu, "selu": F.selu, "celu": F.celu,
    "softplus": F.softplus, "hard_tanh": F.hardtanh, "leaky_relu": lambda z: F.leaky_relu(z, 0.2),
    "hard_sigmoid": lambda z: torch.clamp(z + 3, 0.0, 6.0) / 6, "log_sigmoid": lambda z: -F.softplus(-z),
}
"""By the names that a configuration has for them, as Keras 3 computes them."""


def _activated(name: object, z: torch.Tensor) -> torch.Tensor:
    if not isinstance(name, str) or name not in ACTIVATIONS:
        raise GinnError(f"the activation {name if isinstance(name, str) else 'of its own'} is none that is known here")
    return ACTIVATIONS[name](z)


def _dense(settings: Settings, weights: list[torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    z = x @ weights[0] + weights[1] if settings["use_bias"] else x @ weights[0]
    return _activated(settings["activation"], z)


def _batch_normalization(settings: Settings, weights: list[torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    if settings["axis"] not in (-1, x.ndim - 1):
        raise GinnError("BatchNormalization along another axis than the last")
    *affine, mean, variance = weights
    slope = (variance + settings["epsilon"]) ** -0.5
    if settings["scale"]:
        slope = slope * affine[0]
    shift = affine[-1] if settings["center"] else 0.0
    return (x - mean) * slope + shift


def _normalization(settings: Settings, weights: list[torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    if settings["invert"]:
        raise GinnError("Normalization that is inverted")
    stated = [settings["mean"], settings["variance"]]
    mean, variance = weights[:2] if stated[0] is None else (torch.tensor(one, dtype=torch.float64) for one in stated)
    return (x - mean.reshape(-1)) / torch.clamp(variance.reshape(-1).sqrt(), min=1e-7)


def _rescaling(settings: Settings, _: list[torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    scale, offset = (torch.tensor(np.asarray(settings[name], np.float64)) for name in ("scale", "offset"))
    return x * scale + offset


def _relu(settings: Settings, _: list[torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    most, slope, threshold = settings["max_value"], settings["negative_slope"] or 0.0, settings["threshold"] or 0.0
    if threshold or (slope and most is not None):
        raise GinnError("ReLU with a threshold, or with both a slope and a largest value")
    if most is not None:
        return torch.clamp(x, 0.0, float(most))
    return F.leaky_relu(x, float(slope)) if slope else torch.relu(x)


def _p_relu(settings: Settings, weights: list[torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    if settings["shared_axes"] or x.ndim != 2:
        raise GinnError("PReLU of more than a list of values")
    return bent(x, settings["slopes"] if "slopes" in settings else weights[0].reshape(-1))


def _softmax(settings: Settings, _: list[torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    return F.softmax(x, dim=settings["axis"])


def _sum(_: Settings, __: list[torch.Tensor], tensors: list[torch.Tensor]) -> torch.Tensor:
    first, *others = tensors
    for other in others:
        first = first + other
    return first


def _reshape(settings: Settings, _: list[torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    return x.reshape(len(x), *settings["target_shape"])


def _same(_: Settings, __: list[torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    return x


LAYERS: dict[str, Layer] = {
    "Dense": _dense, "BatchNormalization": _batch_normalization, "Normalization": _normalization,
    "Rescaling": _rescaling, "ReLU": _relu, "PReLU": _p_relu, "Softmax": _softmax, "Add": _sum, "Reshape": _reshape,
    "Activation": lambda settings, _, x: _activated(settings["activation"], x),
    "LeakyReLU": lambda settings, _, x: F.leaky_relu(x, settings["negative_slope"]),
    "ELU": lambda settings, _, x: F.elu(x, settings["alpha"]),
    "Flatten": lambda _, __, x: x.reshape(len(x), -1),
    "Concatenate": lambda settings, _, tensors: torch.cat(tensors, dim=settings["axis"]),
    "Subtract": lambda _, __, tensors: tensors[0] - tensors[1],
    "Dropout": _same, "AlphaDropout": _same, "GaussianDropout": _same, "GaussianNoise": _same, "Identity": _same,
    "ActivityRegularization": _same,
}
"""Those that do something only while training leave their values as they are."""
