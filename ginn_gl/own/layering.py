"""Stages that may look past the one before them, as a chain of layers that do not.

What a later layer needs is carried along by neurons that leave it as it is. So a residual network of three times 16
neurons is a plain one of 16, 32 and 48.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from ..activations import Activation
from .program import INPUTS, Affine, Program

TWICE_IS_ONCE = {"relu", "relu6", "hardtanh", "abs", "identity"}


@dataclass(frozen=True)
class Part:
    """Neighbouring neurons of a layer: those of a stage, or such as carry the values of a block.

    stage: the position of theirs among the stages; None where they carry. block: whose values these are afterwards.
    """

    block: int
    width: int
    activation: Activation
    stage: int | None


class Layering:
    """Which layers a program is. parts: of each hidden layer, in order.

    A stage is in the first layer that comes after all that it needs.
    """

    def __init__(self, program: Program) -> None:
        self._inputs = program.inputs
        stages = program.stages
        depth = {INPUTS: 0}
        for stage in stages:
            depth[stage.block] = 1 + max((depth[block] for block in stage.blocks), default=0)
        deepest = max(1, *depth.values())
        needed = dict.fromkeys(depth, 0)  # by which layer it has to be there at last
        for blocks, layer in [*((stage.blocks, depth[stage.block]) for stage in stages),
                              (program.blocks, deepest + 1)]:
            needed |= {block: max(needed[block], layer - 1) for block in blocks}
        self.parts: list[list[Part]] = [
            [Part(stage.block, stage.width, stage.activation, place) for place, stage in enumerate(stages)
             if depth[stage.block] == layer] for layer in range(1, deepest + 1)]
        carried = [Part(INPUTS, program.inputs, Activation("identity"), None),
                   *(Part(stage.block, stage.width, _carrier(stage.activation), None) for stage in stages)]
        for part in carried:
            for layer in range(depth[part.block] + 1, needed[part.block] + 1):
                self.parts[layer - 1].append(part)

    @property
    def widths(self) -> tuple[int, ...]:
        """Of the hidden layers."""
        return tuple(sum(part.width for part in parts) for parts in self.parts)

    @property
    def activations(self) -> tuple[tuple[tuple[Activation, int], ...], ...]:
        """Of each hidden layer: activations, each with how many neurons in turn have it."""
        return tuple(tuple((part.activation, part.width) for part in parts) for parts in self.parts)

    @property
    def is_chain(self) -> bool:
        """Whether every layer is one stage."""
        return all(len(parts) == 1 and parts[0].stage is not None for parts in self.parts)

    def layers(self, affine: list[Affine]) -> list[tuple[torch.Tensor, torch.Tensor]]:
        """Weight (out, in) and bias (out,) of each layer, float64, from what is affine in each stage."""
        columns, width, found = {INPUTS: slice(0, self._inputs)}, self._inputs, []
        for parts in self.parts:
            rows = [_rows(part, affine, columns, width) for part in parts]
            found.append((torch.cat([weight for weight, _ in rows]), torch.cat([bias for _, bias in rows])))
            columns, width = {}, 0
            for part in parts:
                columns[part.block] = slice(width, width + part.width)
                width += part.width
        return [*found, _over(affine[-1], columns, width)]


def _carrier(activation: Activation) -> Activation:
    """One that leaves its values as they are; its own where it can be, so that a ReLU network remains one."""
    return activation if activation.name in TWICE_IS_ONCE else Activation("identity")


def _rows(part: Part, affine: list[Affine], columns: dict[int, slice],
          width: int) -> tuple[torch.Tensor, torch.Tensor]:
    if part.stage is not None:
        return _over(affine[part.stage], columns, width)
    weight = torch.zeros(part.width, width, dtype=torch.float64)
    weight[:, columns[part.block]].fill_diagonal_(1)
    return weight, torch.zeros(part.width, dtype=torch.float64)


def _over(affine: Affine, columns: dict[int, slice], width: int) -> tuple[torch.Tensor, torch.Tensor]:
    """As a weight on all values of the layer before."""
    weight = torch.zeros(len(affine.bias), width, dtype=torch.float64)
    for block, part in affine.weights.items():
        weight[:, columns[block]] = part
    return weight, affine.bias
