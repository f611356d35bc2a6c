"""Networks as people write them: those that are read, and those that are refused, with what is said of them."""

import torch
import torch.nn.functional as F
import torch.nn.utils.prune
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
        self.net = nn.Sequential(Linear(2, 8), nn.Tanh(), Linear(8, 1))

    def forward(self, x, t):
        return self.net(torch.cat([x, t], dim=1))


class Block(nn.Module):
    """A residual block."""

    def __init__(self, width: int, act=F.relu) -> None:
        super().__init__()
        self.linear, self.act = Linear(width, width), act

    def forward(self, x):
        return x + self.act(self.linear(x))


def plain() -> nn.Module:
    return nn.Sequential(Linear(2, 16), nn.ReLU(), Linear(16, 16), nn.ReLU(), Linear(16, 2))


def written(function, hidden: int = 8, **numbers: list[float]) -> nn.Module:
    return Written(function, Linear(2, hidden), Linear(hidden, 2), **numbers)


def with_act(act: nn.Module) -> nn.Module:
    return nn.Sequential(Linear(2, 8), act, Linear(8, 8), act, Linear(8, 1))


def starting_at_nothing() -> nn.Module:
    """Biases that are zero, gains that are one, and a last layer that is all zero at first."""
    module = Written(lambda m, x: m.parts[1](F.relu(m.gain * (m.parts[0](x) + m.bias))), Linear(2, 8), Linear(8, 2))
    module.bias, module.gain = nn.Parameter(torch.zeros(8)), nn.Parameter(torch.ones(8))
    for one in (*module.parts[1].parameters(), module.parts[0].bias):
        nn.init.zeros_(one)
    return module


def pruned() -> nn.Module:
    module = plain()
    torch.nn.utils.prune.l1_unstructured(module[2], "weight", amount=0.5)
    return module


def with_hooks() -> nn.Module:
    module = plain()
    module[0].register_forward_hook(lambda module, inputs, output: output * 2)
    return module


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
    "Tanh": lambda: with_act(nn.Tanh()),
    "Sigmoid": lambda: with_act(nn.Sigmoid()),
    "SiLU": lambda: with_act(nn.SiLU()),
    "GELU": lambda: with_act(nn.GELU()),
    "GELU by tanh": lambda: with_act(nn.GELU(approximate="tanh")),
    "ELU": lambda: with_act(nn.ELU(0.5)),
    "SELU": lambda: with_act(nn.SELU()),
    "CELU": lambda: with_act(nn.CELU(0.7)),
    "Softplus": lambda: with_act(nn.Softplus(beta=2.0)),
    "LogSigmoid": lambda: with_act(nn.LogSigmoid()),
    "LeakyReLU": lambda: with_act(nn.LeakyReLU(0.2)),
    "RReLU": lambda: with_act(nn.RReLU()),
    "PReLU": lambda: nn.Sequential(Linear(2, 8), nn.PReLU(), Linear(8, 8), nn.PReLU(8), Linear(8, 2)),
    "ReLU6": lambda: with_act(nn.ReLU6()),
    "Hardtanh": lambda: with_act(nn.Hardtanh(-0.5, 0.25)),
    "Hardsigmoid": lambda: with_act(nn.Hardsigmoid()),
    "Tanhshrink": lambda: with_act(nn.Tanhshrink()),
    "clamped": lambda: written(lambda m, x: m.parts[1](m.parts[0](x).clamp(-0.1, 0.3)).clamp(max=0.5)),
    "abs": lambda: written(lambda m, x: m.parts[1](m.parts[0](x).abs())),
    "maximum": lambda: written(lambda m, x: m.parts[1](torch.maximum(m.parts[0](x), torch.tensor(0.0)))),
    "maxout": lambda: written(lambda m, x: m.parts[1](torch.maximum(m.parts[0](x), -m.parts[0](x.flip(1))))),
    "SIREN": lambda: written(lambda m, x: m.parts[1](torch.sin(30 * m.parts[0](x)))),
    "Fourier features": lambda: Written(
        lambda m, x: m.parts[1](m.parts[0](torch.cat([(x @ m.bands).sin(), (x @ m.bands).cos()], 1)).relu()),
        Linear(6, 8), Linear(8, 1), bands=[[1.0, 2.0, -3.0], [4.0, 1.0, 2.0]]),
    "positions beside their sines": lambda: Written(
        lambda m, x: m.parts[1](m.parts[0](torch.cat([x, (3 * x).sin(), (3 * x).cos()], 1)).relu()),
        Linear(6, 8), Linear(8, 3)),
    "residual": lambda: nn.Sequential(Linear(2, 16), nn.ReLU(), Block(16), Block(16), Linear(16, 2)),
    "residual of tanh": lambda: nn.Sequential(Linear(2, 8), nn.Tanh(), Block(8, torch.tanh), Linear(8, 2)),
    "a skip": lambda: written(lambda m, x: x + m.parts[1](m.parts[0](x).relu())),
    "inputs once more": lambda: Written(
        lambda m, x: m.parts[2](m.parts[1](torch.cat([m.parts[0](x).relu(), x], 1)).relu()),
        Linear(2, 8), Linear(10, 8), Linear(8, 2)),
    "dense": lambda: Written(
        lambda m, x: m.parts[2](torch.cat([x, a := m.parts[0](x).relu(), m.parts[1](torch.cat([x, a], 1)).relu()], 1)),
        Linear(2, 8), Linear(10, 8), Linear(18, 2)),
    "branches": lambda: Written(lambda m, x: m.parts[1](torch.cat([m.parts[0](x).relu(), (-x).tanh()], 1)),
                                Linear(2, 8), Linear(10, 2)),
    "ends in sigmoid": lambda: nn.Sequential(with_act(nn.ReLU()), nn.Sigmoid(), nn.Flatten(0)),
    "ends in tanh": lambda: nn.Sequential(with_act(nn.ReLU()), nn.Tanh()),
    "a linear model": lambda: Linear(2, 3),
    "an output that is not used": lambda: Written(
        lambda m, x: (m.parts[2](torch.exp(x)), m.parts[1](m.parts[0](x).relu()))[1],
        Linear(2, 8), Linear(8, 2), Linear(2, 2)),
    "starting at nothing": starting_at_nothing,
    "pruned": pruned,
    "forward hooks": with_hooks,
    "nine outputs": lambda: nn.Sequential(Linear(2, 8), nn.ReLU(), Linear(8, 9)),
    "wide": lambda: nn.Sequential(Linear(2, 120), nn.ReLU(), Linear(120, 101), nn.ReLU(), Linear(101, 2)),
}

REFUSED = {
    "LayerNorm": (lambda: nn.Sequential(Linear(2, 8), nn.LayerNorm(8), nn.ReLU(), Linear(8, 2)), "native_layer_norm"),
    "RMSNorm": (lambda: nn.Sequential(Linear(2, 8), nn.RMSNorm(8), nn.ReLU(), Linear(8, 2)), "rms_norm|pow"),
    "GroupNorm": (lambda: nn.Sequential(Linear(2, 8), nn.GroupNorm(2, 8), nn.ReLU(), Linear(8, 2)),
                  "native_group_norm"),
    "attention": (lambda: Written(
        lambda m, x: m.parts[2](m.parts[1](*[m.parts[0](x[:, :, None])] * 3)[0][:, 0]),
        Linear(1, 8), nn.MultiheadAttention(8, 2, batch_first=True), Linear(8, 2)), "multi_head_attention|bmm|softmax"),
    "LSTM": (lambda: Written(lambda m, x: m.parts[1](m.parts[0](x[:, None])[0][:, 0]),
                             nn.LSTM(2, 8, batch_first=True), Linear(8, 2)), "add_ writes"),
    "MaxPool": (lambda: nn.Sequential(Linear(2, 8), nn.MaxPool1d(2), nn.ReLU(), Linear(4, 2)), "max_pool"),
    "Mish": (lambda: with_act(nn.Mish()), "mish is neither affine nor a known activation"),
    "Hardswish": (lambda: with_act(nn.Hardswish()), "hardswish"),
    "GLU": (lambda: nn.Sequential(Linear(2, 8), nn.GLU(), Linear(4, 2)), "glu"),
    "a branch": (lambda: written(lambda m, x: m.parts[1](m.parts[0](x).relu() if x.sum() > 0 else m.parts[0](x))),
                 "sum leads to a number in Python"),
    "where": (lambda: written(lambda m, x: m.parts[1](torch.where(x[:, :1] > 0.5, m.parts[0](x), 0.0))), "gt"),
    "a tuple": (lambda: written(lambda m, x: (m.parts[1](m.parts[0](x).relu()), x)), "returns a tuple"),
    "a dict": (lambda: written(lambda m, x: {"logits": m.parts[1](m.parts[0](x).relu())}), "returns a dict"),
    "a batch's mean": (lambda: written(lambda m, x: m.parts[1](m.parts[0](x - x.mean(0)).relu())), "mean"),
    "a batch turned round": (lambda: written(lambda m, x: m.parts[1](m.parts[0](x.flip(0)).relu())), "flip mixes"),
    "a product": (lambda: written(lambda m, x: m.parts[1](m.parts[0](x * x).relu())), "mul"),
    "a gate": (lambda: written(lambda m, x: m.parts[1](m.parts[0](x) * m.parts[0](x).sigmoid())), "mul"),
    "a distance": (lambda: Written(lambda m, x: m.parts[1](m.parts[0](x).norm(dim=1, keepdim=True)),
                                   Linear(2, 8), Linear(1, 2)), "norm"),
    "functional dropout": (lambda: written(lambda m, x: m.parts[1](F.dropout(m.parts[0](x).relu()))), "random"),
    "noise": (lambda: written(lambda m, x: m.parts[1](m.parts[0](x + torch.randn(2)).relu())), "randn is random"),
    "softmax inside": (lambda: nn.Sequential(Linear(2, 8), nn.Softmax(1), Linear(8, 2)), "softmax"),
    "no statistics": (lambda: nn.Sequential(Linear(2, 8), nn.BatchNorm1d(8, track_running_stats=False), nn.ReLU(),
                                            Linear(8, 2)), "native_batch_norm"),
    "a parameter as a number": (lambda: written(
        lambda m, x: m.parts[1](m.parts[0](x * m.scale.item()).relu()), scale=2.0), "item"),
    "a constant": (lambda: written(lambda m, x: m.parts[1](torch.ones(len(x), 8))), "does not come from its input"),
    "three inputs": (lambda: Linear(3, 2), "example="),
    "no module": (lambda: F.relu, "not a torch.nn.Module"),
}
