"""What a module computes, as a straight line of operators: run again, it gives the layers of the present parameters."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import torch

Layer = tuple[torch.Tensor, torch.Tensor]
"""weight (out, in) and bias (out,), float64 on the processor."""


class Slot(int):
    """In the arguments of an operator: a tensor that an earlier step leaves under this number."""


@dataclass(frozen=True)
class Source:
    """Where a parameter, a buffer or any other tensor of a module is found: under a name in its table.

    It is looked up anew each time, since modules exchange their tensors.
    """

    table: dict
    name: str

    def tensor(self) -> torch.Tensor:
        return self.table[self.name].detach()


@dataclass(frozen=True)
class Call:
    """An operator, with arguments in which tensors are slots or constants, and the slots of its results."""

    operator: torch._ops.OpOverload
    arguments: tuple
    options: dict
    results: tuple[Slot | None, ...]

    def run(self, values: dict[int, torch.Tensor]) -> None:
        found = self.operator(*[filled(one, values) for one in self.arguments],
                              **{name: filled(one, values) for name, one in self.options.items()})
        results = zip(self.results, found if isinstance(found, tuple | list) else (found,))
        values |= {slot: tensor for slot, tensor in results if slot is not None}


@dataclass(frozen=True)
class Relu:
    """A ReLU: where a layer ends, in slot `before`, and the next one begins, in `after`. shape: (samples, ...)."""

    before: Slot
    after: Slot
    shape: tuple[int, ...]


@dataclass(frozen=True)
class Program:
    """The steps from a batch of inputs to a batch of outputs. All is float64, and batches are of one size.

    first, last: the slots of inputs (samples, inputs) and outputs (samples, ...). sources: of slots that hold a
    module's own tensors. softmax: the operator that follows the last layer, '_softmax' or '_log_softmax', or ''.
    device: where it runs.
    """

    samples: int
    inputs: int
    steps: tuple[Call | Relu, ...]
    sources: dict[Slot, Source]
    first: Slot
    last: Slot
    softmax: str
    device: torch.device

    @torch.no_grad()
    def layers(self) -> list[Layer]:
        """The layers, with ReLU between them, of the parameters that the module has now.

        Between two ReLUs all is affine: zeros give the bias, unit vectors the columns of the weight.
        """
        values = {slot: _wide(source.tensor()) for slot, source in self.sources.items()}
        fan_in, found = self.inputs, []
        values[self.first] = self._probe(fan_in)
        for step in self.steps:
            if isinstance(step, Call):
                step.run(values)
            else:
                found.append(_layer(values[step.before], fan_in))
                fan_in = prod(step.shape[1:])
                values[step.after] = self._probe(fan_in).reshape(step.shape)
        return [*found, _layer(values[self.last], fan_in)]

    @property
    def widest(self) -> int:
        """How many values a layer takes in at most."""
        return max([self.inputs, *(prod(step.shape[1:]) for step in self.steps if isinstance(step, Relu))])

    def _probe(self, fan_in: int) -> torch.Tensor:
        """Zeros, the unit vectors, and zeros up to the size of a batch: (samples, fan_in)."""
        probe = torch.zeros(self.samples, fan_in, dtype=torch.float64, device=self.device)
        probe[1:1 + fan_in].fill_diagonal_(1)
        return probe

    def plain(self) -> list[tuple[Source, Source | None]] | None:
        """Weights and biases where every layer is a torch.nn.Linear and nothing else; None otherwise."""
        found, ahead, entering = [], list(self.steps), self.first
        while True:
            end = next((place for place, step in enumerate(ahead) if isinstance(step, Relu)), len(ahead))
            leaving = ahead[end].before if end < len(ahead) else self.last
            linear = _linear(ahead[:end], entering, leaving, self.sources)
            if linear is None:
                return None
            found.append(linear)
            if end == len(ahead):
                return found
            entering, ahead = ahead[end].after, ahead[end + 1:]


def filled(argument: object, values: dict[int, torch.Tensor]) -> object:
    """An argument with tensors in place of slots."""
    if isinstance(argument, Slot):
        return values[argument]
    if isinstance(argument, list | tuple):
        return [filled(one, values) for one in argument]
    return argument


def _layer(outputs: torch.Tensor, fan_in: int) -> Layer:
    rows = outputs[:1 + fan_in].reshape(1 + fan_in, -1)
    return (rows[1:] - rows[0]).T.contiguous().cpu(), rows[0].cpu()


def _wide(tensor: torch.Tensor) -> torch.Tensor:
    """In float64, and never the module's own, which a step might write to."""
    return tensor.to(torch.float64, copy=True) if tensor.is_floating_point() else tensor.clone()


def _linear(calls: list[Call], entering: Slot, leaving: Slot,
            sources: dict[Slot, Source]) -> tuple[Source, Source | None] | None:
    """Weight and bias of steps that are torch.nn.functional.linear; None where they are not."""
    if [call.operator for call in calls[:1]] != [torch.ops.aten.t.default] or len(calls) != 2:
        return None
    (turned,), (weight,) = calls[0].results, calls[0].arguments
    product = calls[1]
    if weight not in sources or product.results != (leaving,) or product.options:
        return None
    if product.operator == torch.ops.aten.mm.default and product.arguments == (entering, turned):
        return sources[weight], None
    bias = product.arguments[0]
    if product.operator == torch.ops.aten.addmm.default and product.arguments[1:] == (entering, turned):
        return (sources[weight], sources[bias]) if isinstance(bias, Slot) and bias in sources else None
    return None
