"""Activations and losses as torch has them."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch.nn import functional

from ...activations import Activation
from ...config import NetworkSpec
from ...heads import Head

_FUNCTIONS: dict[str, Callable[[torch.Tensor, float], torch.Tensor]] = {
    "relu": lambda z, _: torch.relu(z),
    "leaky_relu": functional.leaky_relu,
    "hardtanh": lambda z, _: functional.hardtanh(z),
    "relu6": lambda z, _: functional.relu6(z),
    "abs": lambda z, _: torch.abs(z),
    "identity": lambda z, _: z,
    "tanh": lambda z, _: torch.tanh(z),
    "sigmoid": lambda z, _: torch.sigmoid(z),
    "silu": lambda z, _: functional.silu(z),
    "gelu": lambda z, _: functional.gelu(z),
    "gelu_tanh": lambda z, _: functional.gelu(z, approximate="tanh"),
    "elu": functional.elu,
    "selu": lambda z, _: functional.selu(z),
    "softplus": lambda z, _: functional.softplus(z),
    "sine": lambda z, omega: torch.sin(omega * z),
}


def activate(z: torch.Tensor, network: NetworkSpec, layer: int) -> torch.Tensor:
    """What a hidden layer, counted from 1, makes of its pre-activations (..., width)."""
    runs = network.runs(layer)
    if len(runs) == 1:
        return _applied(runs[0][0], z)
    return torch.cat([_applied(activation, z[..., place]) for activation, place in runs], dim=-1)


def _applied(activation: Activation, z: torch.Tensor) -> torch.Tensor:
    return _FUNCTIONS[activation.name](z, activation.parameter)


def mean_losses(outputs: torch.Tensor, answers: torch.Tensor, head: Head) -> torch.Tensor:
    """Over the batch, (S,) float64. outputs: (S, B, k). answers: (S, B, K), as data.answers has them; classes int64."""
    if head.kind == "classes":
        log_probability = torch.log_softmax(outputs, dim=2, dtype=torch.float64)
        return -log_probability.gather(2, answers).mean(dim=(1, 2))
    outputs, answers = outputs.double(), answers.double()
    if head.kind == "logit":
        losses = functional.binary_cross_entropy_with_logits(outputs, answers, reduction="none")
    else:
        losses = (outputs - answers) ** 2
    return losses.mean(dim=(1, 2))
