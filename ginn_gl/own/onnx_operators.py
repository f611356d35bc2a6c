"""What each ONNX operator does with values that depend on the network's inputs, in torch.

Arguments are tensors, or arrays where they are constants of whole numbers or of one number. What an operator is not
found to do here, it is refused for by its name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
import torch
import torch.nn.functional as F

from ..activations import SELU_ALPHA, SELU_SCALE
from ..errors import GinnError
from .functions import bent

Argument = Any
"""torch.Tensor | np.ndarray | None: which of them, an operator says by how it takes it."""


@dataclass(frozen=True)
class Setting:
    """How an operator is called. attributes: as they are in the file; version: of the operators it is written in."""

    attributes: dict[str, Any]
    version: int

    def get(self, name: str, usual: Any = None) -> Any:
        return self.attributes.get(name, usual)


Operator = Callable[..., torch.Tensor | tuple[torch.Tensor, ...]]


def refuse(why: str) -> NoReturn:
    """Raises GinnError."""
    raise GinnError(why)


def operand(argument: Argument) -> Any:
    """A tensor as it is, and a constant of one number as that."""
    return float(argument.reshape(())) if isinstance(argument, np.ndarray) else argument


def whole(argument: Argument) -> list[int]:
    """A constant of whole numbers. Raises GinnError where it depends on the inputs."""
    if not isinstance(argument, np.ndarray):
        raise GinnError("a shape or an index that depends on the inputs' values")
    return [int(number) for number in argument.reshape(-1)]


def _gemm(s: Setting, a: Argument, b: Argument, c: Argument = None) -> torch.Tensor:
    a, b = (one.mT if s.get(name, 0) else one for one, name in ((a, "transA"), (b, "transB")))
    product = a @ b
    if (alpha := s.get("alpha", 1.0)) != 1:
        product = alpha * product
    return product if c is None else product + s.get("beta", 1.0) * operand(c)


def _batch_normalization(s: Setting, x: torch.Tensor, scale: Any, shift: Any, mean: Any, var: Any) -> torch.Tensor:
    if s.get("training_mode", 0) or (s.version < 7 and not s.get("is_test", 0)):
        refuse("BatchNormalization is in training mode: export the model in eval mode")
    scale, shift, mean, var = (torch.as_tensor(one, dtype=torch.float64) for one in (scale, shift, mean, var))
    slope = scale / torch.sqrt(var + s.get("epsilon", 1e-5))
    shape = (-1, *[1] * (x.ndim - 2))
    return x * slope.reshape(shape) + (shift - mean * slope).reshape(shape)


def _dropout(s: Setting, x: torch.Tensor, _: Argument = None, training: Argument = None) -> torch.Tensor:
    if (training is not None and bool(operand(training))) or (s.version < 7 and not s.get("is_test", 0)):
        refuse("Dropout is in training mode: export the model in eval mode")
    return x


def _flatten(s: Setting, x: torch.Tensor) -> torch.Tensor:
    if s.get("axis", 1) % x.ndim != 1:
        refuse("Flatten with an axis other than 1")
    return x.reshape(len(x), -1)


def _reshape(s: Setting, x: torch.Tensor, shape: Argument = None) -> torch.Tensor:
    wanted = whole(shape) if shape is not None else list(s.get("shape"))
    if not s.get("allowzero", 0):
        wanted = [x.shape[place] if side == 0 else side for place, side in enumerate(wanted)]
    return x.reshape(wanted)


def _axes(s: Setting, axes: Argument) -> list[int] | None:
    """As an argument, which they are from some version on, or an attribute."""
    found = s.get("axes") if axes is None else whole(axes)
    return None if found is None else list(found)


def _squeeze(s: Setting, x: torch.Tensor, axes: Argument = None) -> torch.Tensor:
    found = _axes(s, axes)
    return x.squeeze() if found is None else x.squeeze(tuple(found))


def _unsqueeze(s: Setting, x: torch.Tensor, axes: Argument = None) -> torch.Tensor:
    found = _axes(s, axes) or []
    rank = x.ndim + len(found)
    for axis in sorted(axis % rank for axis in found):
        x = x.unsqueeze(axis)
    return x


def _split(s: Setting, x: torch.Tensor, sizes: Argument = None) -> tuple[torch.Tensor, ...]:
    axis = s.get("axis", 0)
    stated = whole(sizes) if sizes is not None else s.get("split")
    if stated is not None:
        return x.split(list(stated), dim=axis)
    parts = s.get("num_outputs") or s.get("outputs in all")
    return x.split(-(-x.shape[axis] // parts), dim=axis)


def _slice(s: Setting, x: torch.Tensor, *bounds: Argument) -> torch.Tensor:
    given = [None if one is None else whole(one) for one in bounds]
    starts, ends, axes, steps = [*given, *[None] * (4 - len(given))] if given else (
        s.get("starts"), s.get("ends"), s.get("axes"), None)
    for start, end, axis, step in zip(starts, ends, axes or range(len(starts)), steps or [1] * len(starts)):
        places = range(x.shape[axis])[start:end:step]
        x = x.index_select(axis, torch.tensor(list(places), dtype=torch.int64))
    return x


def _gather(s: Setting, x: torch.Tensor, indices: Argument) -> torch.Tensor:
    axis, wanted = s.get("axis", 0) % x.ndim, np.asarray(indices)
    found = x.index_select(axis, torch.tensor([place % x.shape[axis] for place in whole(indices)]))
    return found.reshape(*x.shape[:axis], *wanted.shape, *x.shape[axis + 1:])


def _reduce(how: Callable[..., torch.Tensor]) -> Operator:
    def reduced(s: Setting, x: torch.Tensor, axes: Argument = None) -> torch.Tensor:
        found = _axes(s, axes)
        if not found and s.get("noop_with_empty_axes", 0):
            return x
        return how(x, dim=tuple(found or range(x.ndim)), keepdim=bool(s.get("keepdims", 1)))
    return reduced


def _cast(s: Setting, x: torch.Tensor, *_: Argument) -> torch.Tensor:
    if s.get("to", 1) not in (1, 10, 11, 16):  # kinds of floats
        refuse("Cast to another kind of number rounds")
    return x


def _clip(s: Setting, x: torch.Tensor, low: Argument = None, high: Argument = None) -> torch.Tensor:
    low = s.get("min") if low is None else operand(low)
    high = s.get("max") if high is None else operand(high)
    low, high = (None if bound is None or abs(bound) > 3e38 else bound for bound in (low, high))
    return x if (low, high) == (None, None) else torch.clamp(x, low, high)


def _softmax(how: Callable[..., torch.Tensor]) -> Operator:
    def softmax(s: Setting, x: torch.Tensor) -> torch.Tensor:
        return how(x, dim=s.get("axis", -1 if s.version >= 13 else 1))
    return softmax


def _selu(s: Setting, x: torch.Tensor) -> torch.Tensor:
    alpha, gamma = s.get("alpha", SELU_ALPHA), s.get("gamma", SELU_SCALE)
    if abs(alpha - SELU_ALPHA) + abs(gamma - SELU_SCALE) < 1e-6:  # as they are in float32
        return F.selu(x)
    return gamma * F.elu(x, alpha)


def _gelu(s: Setting, x: torch.Tensor) -> torch.Tensor:
    return F.gelu(x, approximate=s.get("approximate", "none"))


def _swish(s: Setting, x: torch.Tensor) -> torch.Tensor:
    alpha = s.get("alpha", 1.0)
    return F.silu(alpha * x) / alpha


def _hard_sigmoid(s: Setting, x: torch.Tensor) -> torch.Tensor:
    return torch.clamp(s.get("alpha", 0.2) * x + s.get("beta", 0.5), 0.0, 1.0)


def _pow(_: Setting, x: Argument, exponent: Argument) -> torch.Tensor:
    return torch.pow(operand(x), operand(exponent))


def _p_relu(_: Setting, x: torch.Tensor, slope: Argument) -> torch.Tensor:
    return bent(x, slope.reshape(-1))


def _conv(s: Setting, x: torch.Tensor, weight: torch.Tensor, bias: Argument = None) -> torch.Tensor:
    if s.get("auto_pad", "NOTSET") != "NOTSET":
        refuse("Conv with auto_pad")
    rank = x.ndim - 2
    pads = s.get("pads", [0] * 2 * rank)
    around = [side for place in reversed(range(rank)) for side in (pads[place], pads[place + rank])]
    convolve = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}[rank]
    bias = torch.as_tensor(bias, dtype=torch.float64).reshape(-1) if isinstance(bias, np.ndarray) else bias
    return convolve(F.pad(x, around), weight, bias, tuple(s.get("strides", [1] * rank)), 0,
                    tuple(s.get("dilations", [1] * rank)), s.get("group", 1))


def _larger(how: Callable[..., torch.Tensor]) -> Operator:
    def larger(_: Setting, *arguments: Argument) -> torch.Tensor:
        first, *others = (torch.as_tensor(operand(one), dtype=torch.float64) for one in arguments)
        for other in others:
            first = how(first, other)
        return first
    return larger


def _sum(_: Setting, *arguments: Argument) -> Any:
    first, *others = map(operand, arguments)
    for other in others:
        first = first + other
    return first


def _plain(function: Callable[..., torch.Tensor]) -> Operator:
    """An operator of tensors and numbers that has no attributes."""
    return lambda _, *arguments: function(*map(operand, arguments))


OPERATORS: dict[str, Operator] = {
    "Add": _plain(lambda a, b: a + b), "Sub": _plain(lambda a, b: a - b), "Mul": _plain(lambda a, b: a * b),
    "Div": _plain(lambda a, b: a / b), "Neg": _plain(torch.neg), "Sum": _sum, "Identity": lambda _, x: x,
    "MatMul": _plain(torch.matmul), "Gemm": _gemm, "Conv": _conv,
    "Einsum": lambda s, *arguments: torch.einsum(s.get("equation"), *arguments),
    "BatchNormalization": _batch_normalization, "Dropout": _dropout, "Cast": _cast, "CastLike": lambda _, x, like: x,
    "Flatten": _flatten,
    "Reshape": _reshape, "Squeeze": _squeeze, "Unsqueeze": _unsqueeze, "Split": _split, "Slice": _slice,
    "Transpose": lambda s, x: x.permute(*(s.get("perm") or reversed(range(x.ndim)))),
    "Concat": lambda s, *parts: torch.cat(parts, dim=s.get("axis", 1)), "Gather": _gather,
    "Expand": lambda _, x, shape: x.expand(torch.broadcast_shapes(x.shape, tuple(whole(shape)))),
    "ReduceMean": _reduce(torch.mean), "ReduceSum": _reduce(torch.sum),
    "Relu": _plain(torch.relu), "LeakyRelu": lambda s, x: F.leaky_relu(x, s.get("alpha", 0.01)), "PRelu": _p_relu,
    "Tanh": _plain(torch.tanh), "Sigmoid": _plain(torch.sigmoid), "HardSigmoid": _hard_sigmoid,
    "Softmax": _softmax(F.softmax), "LogSoftmax": _softmax(F.log_softmax), "Gelu": _gelu, "Swish": _swish,
    "Elu": lambda s, x: F.elu(x, s.get("alpha", 1.0)), "Celu": lambda s, x: F.celu(x, s.get("alpha", 1.0)),
    "Selu": _selu, "Softplus": _plain(F.softplus), "Sin": _plain(torch.sin), "Cos": _plain(torch.cos),
    "Abs": _plain(torch.abs), "Clip": _clip, "Max": _larger(torch.maximum), "Min": _larger(torch.minimum),
    "Erf": _plain(torch.erf), "Exp": _plain(torch.exp), "Log": _plain(torch.log), "Pow": _pow,
    "Greater": _plain(lambda a, b: a > b), "GreaterOrEqual": _plain(lambda a, b: a >= b),
    "Less": _plain(lambda a, b: a < b), "LessOrEqual": _plain(lambda a, b: a <= b), "Where": _plain(torch.where),
    "Sqrt": _plain(torch.sqrt), "Reciprocal": _plain(torch.reciprocal),
}
