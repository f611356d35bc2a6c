"""Networks as people write them: those that are read, and those that are refused, with what is said of them."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn import Linear
from torch.nn.utils import parametrizations, spectral_norm, weight_norm


class Written(nn.Module):
    """A `forward` written by hand: function(parts, inputs...). numbers become buffers."""

    def __init__(self, function, *parts: nn.Module, **numbers: list[float]) -> None:
        super().__init__()
        self.function = function
        self.parts = nn.ModuleList(parts)
        for name, values in numbers.items():
            self.register_buffer(name, torch.tensor(values))

    def forward(self, x):
        return self.function(self, x)


class OfTwo(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.net = nn.Sequential(Linear(2, 8), nn.ReLU(), Linear(8, 2))

    def forward(self, x, t):
        return self.net(torch.cat([x, t], dim=1))


def plain() -> nn.Module:
    return nn.Sequential(Linear(2, 16), nn.ReLU(), Linear(16, 16), nn.ReLU(), Linear(16, 2))


def written(function, hidden: int = 8, **numbers: list[float]) -> nn.Module:
    return Written(function, Linear(2, hidden), Linear(hidden, 2), **numbers)


def normalised_batches() -> nn.Module:
    """With statistics as after some training."""
    module = nn.Sequential(Linear(2, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.5), Linear(16, 2))
    for _ in range(3):
        module(torch.randn(32, 2) + 1)
    return module


def compiled_in_place() -> nn.Module:
    module = plain()
    module.compile()
    return module


READ = {
    "Sequential": plain,
    "ModuleList": lambda: Written(lambda m, x: m.parts[2](m.parts[1](x).relu()),
                                  nn.Identity(), Linear(2, 8), Linear(8, 2)),
    "functional": lambda: written(lambda m, x: m.parts[1](F.relu(m.parts[0](x)))),
    "in place": lambda: nn.Sequential(Linear(2, 8), nn.ReLU(inplace=True), Linear(8, 2)),
    "clamp": lambda: written(lambda m, x: m.parts[1](m.parts[0](x).clamp(min=0))),
    "without bias": lambda: nn.Sequential(Linear(2, 8, bias=False), nn.ReLU(), Linear(8, 2, bias=False)),
    "BatchNorm and Dropout": normalised_batches,
    "Flatten and Identity": lambda: nn.Sequential(nn.Flatten(), nn.Identity(), Linear(2, 8), nn.ReLU(), Linear(8, 2)),
    "weight_norm": lambda: nn.Sequential(parametrizations.weight_norm(Linear(2, 8)), nn.ReLU(), Linear(8, 2)),
    "weight_norm, old": lambda: nn.Sequential(weight_norm(Linear(2, 8)), nn.ReLU(), weight_norm(Linear(8, 2))),
    "spectral_norm": lambda: nn.Sequential(parametrizations.spectral_norm(Linear(2, 8)), nn.ReLU(), Linear(8, 2)),
    "spectral_norm, old": lambda: nn.Sequential(spectral_norm(Linear(2, 8)), nn.ReLU(), Linear(8, 2)),
    "a layer twice": lambda: Written(
        lambda m, x: m.parts[2](m.parts[1](m.parts[1](m.parts[0](x).relu()).relu()).relu()),
        Linear(2, 8), Linear(8, 8), Linear(8, 2)),
    "normalised inputs": lambda: written(lambda m, x: m.parts[1](m.parts[0]((x - m.mean) / m.std).relu()),
                                         mean=[0.5, 0.4], std=[0.3, 0.2]),
    "inputs to -1..1": lambda: written(lambda m, x: m.parts[1](m.parts[0](2 * x - 1).relu())),
    "a tensor made in forward": lambda: written(
        lambda m, x: m.parts[1](m.parts[0](x * torch.tensor([2.0, 1.0])).relu())),
    "einsum": lambda: written(
        lambda m, x: m.parts[1]((torch.einsum("ni,oi->no", x, m.parts[0].weight) + m.parts[0].bias).relu())),
    "inputs exchanged": lambda: written(lambda m, x: m.parts[1](m.parts[0](x.flip(1)).relu())),
    "coordinates apart": lambda: written(
        lambda m, x: m.parts[1](m.parts[0](torch.stack([x[:, 0], x[:, 1]], 1)).relu())),
    "a convolution": lambda: nn.Sequential(nn.Unflatten(1, (1, 2)), nn.Conv1d(1, 4, 2), nn.Flatten(), nn.ReLU(),
                                           Linear(4, 2)),
    "x.float()": lambda: written(lambda m, x: m.parts[1](m.parts[0](x.float()).relu())),
    "two scalars": OfTwo,
    "Softmax": lambda: nn.Sequential(*plain(), nn.Softmax(dim=1)),
    "LogSoftmax": lambda: nn.Sequential(*plain(), nn.LogSoftmax(dim=-1)),
    "bfloat16": lambda: plain().to(torch.bfloat16),
    "double": lambda: plain().double(),
    "compiled": lambda: torch.compile(plain()),
    "compiled in place": compiled_in_place,
    "DataParallel": lambda: nn.DataParallel(plain()),
    "scripted": lambda: torch.jit.script(plain()),
    "traced": lambda: torch.jit.trace(plain(), torch.zeros(3, 2)),
    "wide": lambda: nn.Sequential(Linear(2, 120), nn.ReLU(), Linear(120, 101), nn.ReLU(), Linear(101, 2)),
}

REFUSED = {
    "LayerNorm": (lambda: nn.Sequential(Linear(2, 8), nn.LayerNorm(8), nn.ReLU(), Linear(8, 2)), "native_layer_norm"),
    "attention": (lambda: Written(
        lambda m, x: m.parts[2](m.parts[1](*[m.parts[0](x[:, :, None])] * 3)[0][:, 0]),
        Linear(1, 8), nn.MultiheadAttention(8, 2, batch_first=True), Linear(8, 2)), "multi_head_attention|bmm|softmax"),
    "Tanh": (lambda: nn.Sequential(Linear(2, 8), nn.Tanh(), Linear(8, 2)), "tanh is neither affine nor ReLU"),
    "GELU": (lambda: nn.Sequential(Linear(2, 8), nn.GELU(), Linear(8, 2)), "gelu"),
    "LeakyReLU": (lambda: nn.Sequential(Linear(2, 8), nn.LeakyReLU(), Linear(8, 2)), "leaky_relu"),
    "PReLU": (lambda: nn.Sequential(Linear(2, 8), nn.PReLU(), Linear(8, 2)), "prelu"),
    "MaxPool": (lambda: nn.Sequential(Linear(2, 8), nn.MaxPool1d(2), nn.ReLU(), Linear(4, 2)), "max_pool"),
    "a branch": (lambda: written(lambda m, x: m.parts[1](m.parts[0](x).relu() if x.sum() > 0 else m.parts[0](x))),
                 "sum leads to a number in Python"),
    "where": (lambda: written(lambda m, x: m.parts[1](torch.where(x[:, :1] > 0.5, m.parts[0](x), 0.0))), "gt"),
    "a tuple": (lambda: written(lambda m, x: (m.parts[1](m.parts[0](x).relu()), x)), "returns a tuple"),
    "a skip": (lambda: written(lambda m, x: x + m.parts[1](m.parts[0](x).relu())), "add joins"),
    "branches": (lambda: Written(lambda m, x: m.parts[1](torch.cat([m.parts[0](x).relu(), (-x).relu()], 1)),
                                 Linear(2, 8), Linear(10, 2)), "side by side"),
    "a batch's mean": (lambda: written(lambda m, x: m.parts[1](m.parts[0](x - x.mean(0)).relu())), "mean"),
    "a batch turned round": (lambda: written(lambda m, x: m.parts[1](m.parts[0](x.flip(0)).relu())), "flip mixes"),
    "a product": (lambda: written(lambda m, x: m.parts[1](m.parts[0](x * x).relu())), "mul"),
    "functional dropout": (lambda: written(lambda m, x: m.parts[1](F.dropout(m.parts[0](x).relu()))), "random"),
    "noise": (lambda: written(lambda m, x: m.parts[1](m.parts[0](x + torch.randn(2)).relu())), "randn is random"),
    "softmax inside": (lambda: nn.Sequential(Linear(2, 8), nn.Softmax(1), Linear(8, 2)), "softmax"),
    "no statistics": (lambda: nn.Sequential(Linear(2, 8), nn.BatchNorm1d(8, track_running_stats=False), nn.ReLU(),
                                            Linear(8, 2)), "native_batch_norm"),
    "a parameter as a number": (lambda: written(
        lambda m, x: m.parts[1](m.parts[0](x * m.scale.item()).relu()), scale=2.0), "item"),
    "three inputs": (lambda: Linear(3, 2), "example="),
    "no module": (lambda: F.relu, "not a torch.nn.Module"),
}
