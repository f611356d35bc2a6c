"""A network as a Python file that needs torch alone, weights included."""

from __future__ import annotations

from base64 import b64encode

import numpy as np

from ..activations import Activation
from ..config import Mixed, NetworkSpec

WIDTH = 116  # of lines of weights

MODULES = {
    "relu": "nn.ReLU()", "hardtanh": "nn.Hardtanh()", "relu6": "nn.ReLU6()", "tanh": "nn.Tanh()",
    "sigmoid": "nn.Sigmoid()", "silu": "nn.SiLU()", "gelu": "nn.GELU()", "gelu_tanh": 'nn.GELU(approximate="tanh")',
    "selu": "nn.SELU()", "softplus": "nn.Softplus()", "identity": "nn.Identity()", "leaky_relu": "nn.LeakyReLU({})",
    "elu": "nn.ELU({})", "abs": "Abs()", "sine": "Sine({})",
}

CLASSES = {
    "Abs": '''
class Abs(nn.Module):
    def forward(self, z):
        return z.abs()
''',
    "Sine": '''
class Sine(nn.Module):
    def __init__(self, omega):
        super().__init__()
        self.omega = omega

    def forward(self, z):
        return torch.sin(self.omega * z)
''',
    "Mixed": '''
class Mixed(nn.Module):
    """A layer whose neurons differ: so many with one activation, then so many with another, and so on."""

    def __init__(self, *pairs):
        super().__init__()
        self.counts = [count for _, count in pairs]
        self.activations = nn.ModuleList(activation for activation, _ in pairs)

    def forward(self, z):
        parts = zip(self.activations, z.split(self.counts, dim=-1))
        return torch.cat([activation(part) for activation, part in parts], dim=-1)
''',
}

OUTPUTS = {
    "classes": "the logits of {} classes: softmax(dim=-1) makes probabilities of them",
    "logit": "one logit: sigmoid makes a probability of it",
    "value": "one number",
    "rgb": "red, green and blue, from 0 to 1",
}

TEXT = '''"""{about}, written by GINN-GL.

`network` takes points (N, {inputs}) and gives {outputs}.
"""

import base64

import torch
from torch import nn
{classes}

network = nn.Sequential(
{layers}
)

WEIGHTS = """
{weights}
"""

# One number after another, float32: layer by layer the weight (out, in) row by row, then the bias.
numbers = torch.frombuffer(bytearray(base64.b64decode(WEIGHTS)), dtype=torch.float32)
nn.utils.vector_to_parameters(numbers.clone(), network.parameters())
'''


def linear_places(network: NetworkSpec) -> range:
    """Where the layers are among the parts of the written module, whose names these are in its state_dict."""
    return range(0, 2 * len(network.shapes), 2)


def module_text(network: NetworkSpec, parameters: np.ndarray, about: str) -> str:
    """The file. parameters: (P,) float32. about: where they come from, in one line."""
    linears = [f"nn.Linear({fan_in}, {out})" for out, fan_in in network.shapes]
    activations = [_module(one) for one in network.activations]
    parts = [linears[0], *(part for pair in zip(activations, linears[1:]) for part in pair)]
    layers = "\n".join(f"    {part}," for part in parts)
    return TEXT.format(
        about=about.replace("\\", "/").replace('"', "'"), inputs=network.inputs,
        outputs=OUTPUTS[network.head.kind].format(network.outputs), layers=layers,
        classes="".join("\n" + text for name, text in CLASSES.items() if f"{name}(" in layers).rstrip("\n"),
        weights=_wrapped(b64encode(np.ascontiguousarray(parameters, "<f4").tobytes()).decode()))


def _wrapped(text: str) -> str:
    return "\n".join(text[start:start + WIDTH] for start in range(0, len(text), WIDTH))


def _module(activation: Activation | Mixed) -> str:
    if isinstance(activation, Activation):
        return MODULES[activation.name].format(repr(activation.parameter))
    return f"Mixed({', '.join(f'({_module(one)}, {count})' for one, count in activation)})"
