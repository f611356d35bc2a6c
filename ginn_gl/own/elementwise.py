"""Operators that do the same to each number: which activation that is, and what is affine before and after it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import torch

from ..activations import SELU_ALPHA, SELU_SCALE, Activation

PLAIN = {"relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "silu": "silu", "abs": "abs", "sin": "sine"}
"""torch's names, less the underscore of those that work in place, and ours."""


@dataclass(frozen=True)
class Elementwise:
    """z -> outer * activation(inner * z + shift) + offset."""

    activation: Activation
    inner: float = 1.0
    shift: float = 0.0
    outer: float = 1.0
    offset: float = 0.0

    @property
    def before(self) -> tuple[float, float] | None:
        """What is affine before the activation, or None where that is nothing."""
        return None if (self.inner, self.shift) == (1, 0) else (self.inner, self.shift)

    @property
    def after(self) -> tuple[float, float] | None:
        return None if (self.outer, self.offset) == (1, 0) else (self.outer, self.offset)


def elementwise(operator: torch._ops.OpOverload, args: tuple, kwargs: dict) -> Elementwise | None:
    """The activation that an operator is, called like this; None where it is none that is known."""
    name = operator._schema.name.partition("::")[2].removesuffix("_")
    if name in PLAIN:
        return Elementwise(Activation(PLAIN[name]))
    given = _bound(operator, args, kwargs)
    match name:
        case "cos":
            return Elementwise(Activation("sine"), shift=math.pi / 2)
        case "gelu":
            return Elementwise(Activation("gelu_tanh" if given["approximate"] == "tanh" else "gelu"))
        case "leaky_relu":
            return Elementwise(Activation("leaky_relu", float(given["negative_slope"])))
        case "rrelu_with_noise" if not given["training"]:
            return Elementwise(Activation("leaky_relu", (given["lower"] + given["upper"]) / 2))
        case "elu":
            return _elu(given["alpha"], given["scale"], given["input_scale"])
        case "celu":
            return _elu(given["alpha"], 1.0, 1 / given["alpha"])
        case "softplus":
            return Elementwise(Activation("softplus"), inner=given["beta"], outer=1 / given["beta"])
        case "log_sigmoid_forward" | "log_sigmoid":
            return Elementwise(Activation("softplus"), inner=-1.0, outer=-1.0)
        case "hardsigmoid":
            return Elementwise(Activation("relu6"), shift=3.0, outer=1 / 6)
        case "hardtanh":
            return _between(given["min_val"], given["max_val"])
        case "clamp" | "clamp_min" | "clamp_max":
            return _between(given.get("min"), given.get("max"))
        case "threshold" if given["threshold"] == given["value"]:
            return _between(given["threshold"], None)
    return None


def _bound(operator: torch._ops.OpOverload, args: tuple, kwargs: dict) -> dict[str, Any]:
    """The arguments by name, with those left out."""
    asked = operator._schema.arguments
    usual = {one.name: one.default_value for one in asked if one.has_default_value()}
    return usual | dict(zip((one.name for one in asked), args)) | kwargs


def _elu(alpha: float, scale: float, inner: float) -> Elementwise:
    """scale * z above 0, and scale * alpha * (exp(inner * z) - 1) below."""
    if (alpha, scale, inner) == (SELU_ALPHA, SELU_SCALE, 1):  # torch has no other operator for it
        return Elementwise(Activation("selu"))
    return Elementwise(Activation("elu", alpha * inner), inner=inner, outer=scale / inner)


def _between(low: Any, high: Any) -> Elementwise | None:
    """Clamped from below, from above, or both. None for bounds that are tensors."""
    if not all(bound is None or isinstance(bound, int | float) for bound in (low, high)):
        return None
    low, high = -math.inf if low is None else float(low), math.inf if high is None else float(high)
    if (low, high) == (-math.inf, math.inf) or low >= high:
        return None
    if high == math.inf:
        return Elementwise(Activation("relu"), shift=-low, offset=low)
    if low == -math.inf:
        return Elementwise(Activation("relu"), inner=-1.0, shift=high, outer=-1.0, offset=high)
    if low == 0:
        return Elementwise(Activation("relu6"), inner=6 / high, outer=high / 6)
    half, middle = (high - low) / 2, (high + low) / 2
    return Elementwise(Activation("hardtanh"), inner=1 / half, shift=-middle / half, outer=half, offset=middle)
