"""What a module computes, as a straight line of operators: run again, it gives the layers of the present parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import Any

import torch

from ..activations import Activation

INPUTS = 0
"""The number of the inputs among the blocks of values that everything is affine in; 1 is the first activation's."""


class Slot(int):
    """In the arguments of an operator: a tensor that an earlier step leaves under this number."""


Values = dict[Slot, torch.Tensor]


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
    """An operator, with arguments in which tensors are slots or constants, and the slots of its results.

    writes: whether it changes one of its arguments.
    """

    operator: Callable
    arguments: tuple
    options: dict
    results: tuple[Slot | None, ...]
    writes: bool = False

    def run(self, values: Values) -> None:
        found = self.operator(*[filled(one, values) for one in self.arguments],
                              **{name: filled(one, values) for name, one in self.options.items()})
        for slot, tensor in zip(self.results, found if isinstance(found, tuple | list) else (found,)):
            if slot is not None:
                values[slot] = tensor

    @property
    def takes(self) -> set[Slot]:
        return set(_slots((self.arguments, *self.options.values())))


@dataclass(frozen=True)
class Activate:
    """An activation, which ends a stage: of what is in slot `before`, into `after`, where the next ones begin.

    shape: (samples, ...). block: its number among the blocks of values. blocks: those that `before` is affine in.
    """

    before: Slot
    after: Slot
    shape: tuple[int, ...]
    activation: Activation
    block: int
    blocks: frozenset[int]

    @property
    def width(self) -> int:
        return prod(self.shape[1:])


@dataclass(frozen=True)
class Affine:
    """A stage before its activation: the sum of weights[block] (out, in) @ the block's values, and bias (out,).

    float64, on the processor.
    """

    weights: dict[int, torch.Tensor]
    bias: torch.Tensor


@dataclass(frozen=True)
class Program:
    """The steps from a batch of inputs to a batch of outputs. All is float64, and batches are of one size.

    first, last: the slots of inputs (samples, inputs) and outputs (samples, ...). blocks: those that the outputs are
    affine in. sources: of slots that hold a module's own tensors. device: where it runs.
    ending: 'softmax', 'log_softmax' or 'sigmoid' where one follows the outputs, and '' where none does.
    """

    samples: int
    inputs: int
    steps: tuple[Call | Activate, ...]
    sources: dict[Slot, Source]
    first: Slot
    last: Slot
    blocks: frozenset[int]
    ending: str
    device: torch.device

    @property
    def stages(self) -> list[Activate]:
        return [step for step in self.steps if isinstance(step, Activate)]

    def pruned(self) -> Program:
        """Without what leads nowhere."""
        wanted, kept = {self.last}, list[Call | Activate]()
        for step in reversed(self.steps):
            if isinstance(step, Activate):
                if step.after in wanted:
                    kept.append(step)
                    wanted.add(step.before)
            elif step.writes or not wanted.isdisjoint(one for one in step.results if one is not None):
                kept.append(step)
                wanted |= step.takes
        sources = {slot: source for slot, source in self.sources.items() if slot in wanted}
        return replace(self, steps=tuple(reversed(kept)), sources=sources)

    def without_sigmoid(self) -> Program:
        """Up to the sigmoid that its outputs are."""
        last = self.stages[-1]
        return replace(self, last=last.before, blocks=last.blocks, ending="sigmoid").pruned()

    @torch.no_grad()
    def affine(self) -> list[Affine]:
        """What is affine before each activation, in their order, and before the outputs, of the present parameters.

        Of a batch of zeros and unit vectors, zeros give the bias and unit vectors the weight's columns.
        """
        places, probes = self._probing
        values = {slot: _wide(source.tensor(), self.device) for slot, source in self.sources.items()}
        values[self.first] = self._own(probes[INPUTS])
        found = []
        for step in self.steps:
            if isinstance(step, Call):
                step.run(values)
            else:
                found.append(_affine(values[step.before], step.blocks, places))
                values[step.after] = self._own(probes[step.block])
        return [*found, _affine(values[self.last], self.blocks, places)]

    def places(self) -> dict[int, range]:
        """Rows of the probing batch in which each block has its unit vectors, after the row of zeros.

        Blocks that come together anywhere have rows of their own; in a plain chain all have the same.
        """
        widths = {INPUTS: self.inputs} | {step.block: step.width for step in self.stages}
        together = [step.blocks for step in self.stages] + [self.blocks]
        found: dict[int, range] = {}
        for block, width in widths.items():
            taken = sorted((found[other] for blocks in together if block in blocks for other in blocks
                            if other in found), key=lambda rows: rows.start)
            start = 1
            for rows in taken:
                if start + width <= rows.start:
                    break
                start = max(start, rows.stop)
            found[block] = range(start, start + width)
        return found

    @cached_property
    def _probing(self) -> tuple[dict[int, range], dict[int, torch.Tensor]]:
        """Where each block has its unit vectors, and the batches with them."""
        places = self.places()
        shapes = {INPUTS: (self.samples, self.inputs)} | {step.block: step.shape for step in self.stages}
        return places, {block: self._probe(places[block], shape) for block, shape in shapes.items()}

    def _own(self, probe: torch.Tensor) -> torch.Tensor:
        """A probe that a step may write to."""
        return probe.clone() if self._writes else probe

    @cached_property
    def _writes(self) -> bool:
        """Whether any step changes what it is given."""
        return any(isinstance(step, Call) and step.writes for step in self.steps)

    def _probe(self, place: range, shape: tuple[int, ...]) -> torch.Tensor:
        """Zeros, but for a block's unit vectors in their rows."""
        probe = torch.zeros(self.samples, prod(shape[1:]), dtype=torch.float64, device=self.device)
        probe[place.start:place.stop].fill_diagonal_(1)
        return probe.reshape(shape)

    def plain(self) -> list[tuple[Source, Source | None]] | None:
        """Weights and biases where every layer is a torch.nn.Linear and nothing else; None otherwise."""
        found, calls, entering, block = [], list[Call](), self.first, INPUTS
        end = Activate(self.last, self.last, (), Activation("identity"), -1, self.blocks)
        for step in [*self.steps, end]:
            if isinstance(step, Call):
                calls.append(step)
                continue
            linear = _linear(calls, entering, step.before, self.sources)
            if linear is None or step.blocks != {block}:
                return None
            found.append(linear)
            calls, entering, block = [], step.after, step.block
        return found


def filled(argument: Any, values: Values) -> Any:
    """An argument with tensors in place of slots."""
    if isinstance(argument, Slot):
        return values[argument]
    if isinstance(argument, list | tuple):
        return [filled(one, values) for one in argument]
    return argument


def _slots(argument: Any) -> Iterable[Slot]:
    if isinstance(argument, Slot):
        yield argument
    elif isinstance(argument, list | tuple):
        for one in argument:
            yield from _slots(one)


def _affine(outputs: torch.Tensor, blocks: frozenset[int], places: dict[int, range]) -> Affine:
    rows = outputs.reshape(len(outputs), -1)
    bias = rows[0]
    weights = {block: (rows[places[block].start:places[block].stop] - bias).T.contiguous().cpu() for block in blocks}
    return Affine(weights, bias.cpu())


def _wide(tensor: torch.Tensor, device: torch.device) -> torch.Tensor:
    """In float64, and never the module's own, which a step might write to. A module may move while it is trained."""
    return tensor.to(device, torch.float64 if tensor.is_floating_point() else tensor.dtype, copy=True)


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
