"""Where the nodes of the network's diagram lie, and which of them lines connect."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from imgui_bundle import ImVec2

from ...config import INPUTS, NetworkSpec, Neuron

INPUT_NAMES = ("x", "y")
ON_PLANE = ("u", "v")  # of networks with more inputs
GAP = 3.0  # between nodes of one layer
LARGEST, SMALL = 44.0, 15.0  # sides of nodes; from SMALL on a layer takes several columns
SPARSE = 0.5  # of a side is at least between layers, for the lines


@dataclass(frozen=True)
class Plan:
    """Where nodes lie, from the diagram's upper left corner. columns: per layer, (n, 2) middles, inputs first.

    is_broad: does any layer take several columns of nodes?
    """

    side: float
    columns: tuple[np.ndarray, ...]
    is_broad: bool


@dataclass(frozen=True)
class Placed:
    """A plan on screen.

    middles: of all nodes, inputs first, output last. squares: corners of neurons' nodes, as square has them.
    """

    plan: Plan
    middles: list[ImVec2]
    squares: dict[Neuron, tuple[ImVec2, ImVec2]]

    @property
    def output(self) -> ImVec2:
        return self.middles[-1]

    @property
    def bottom(self) -> float:
        """Of the lowest node."""
        return max(middle.y for middle in self.middles) + self.plan.side / 2


@lru_cache(maxsize=4)
def place(network: NetworkSpec, corner: tuple[float, float], width: float, height: float, end: float) -> Placed:
    """The plan of a network with its upper left corner at a place on screen."""
    drawn = plan(network, width, height, end)
    middles = [ImVec2(*middle) for middle in (np.concatenate(drawn.columns) + corner).tolist()]
    return Placed(drawn, middles, {neuron: square(middle, drawn.side)
                                   for neuron, middle in zip(network.neurons, middles[INPUTS:])})


def square(middle: ImVec2, side: float) -> tuple[ImVec2, ImVec2]:
    """Its upper left and lower right corners, the first on a whole pixel."""
    x, y = round(middle.x - side / 2), round(middle.y - side / 2)
    return ImVec2(x, y), ImVec2(x + side, y + side)


@cache
def connections(network: NetworkSpec) -> tuple[np.ndarray, np.ndarray]:
    """Where the network's weights, layer by layer and row by row, come from and lead to: numbers of nodes, as in
    Placed. The last layer's rows are one: of two, what pushes towards white; of more, for each neuron the largest."""
    found, start = [], 0
    for before, count in zip((INPUTS, *network.hidden), (*network.hidden, 1)):
        to, come_from = np.indices((count, before)).reshape(2, -1)
        found.append((start + come_from, start + before + to))
        start += before
    come_from, to = (np.concatenate(parts) for parts in zip(*found))
    return come_from, to


@cache
def plan(network: NetworkSpec, width: float, height: float, end: float) -> Plan:
    """Nodes as large as fit into width x height. end: width of the input's and of the output's column.

    A layer is one column of nodes, or several beside each other where they would become too small.
    """
    side = next(side for side in np.arange(LARGEST, 0, -1.0) if _fits(network, side, width - 2 * end, height))
    stacks = [_stacks(count, side, height) for count in network.hidden]
    in_stack = [-(-count // number) for count, number in zip(network.hidden, stacks)]
    pitch = side + GAP
    tall = max(in_stack) * pitch
    between = (width - 2 * end - sum(stacks) * pitch) / (len(stacks) + 1)
    columns, left = [_column(len(INPUT_NAMES), end / 2, 4 * pitch, tall)], end + between
    for count, number, rows in zip(network.hidden, stacks, in_stack):
        columns.append(np.array([(left + (i // rows + 0.5) * pitch, tall / 2 + (i % rows - (rows - 1) / 2) * pitch)
                                 for i in range(count)]))
        left += number * pitch + between
    return Plan(side, (*columns, _column(1, width - end / 2, 0, tall)), max(stacks) > 1)


def _fits(network: NetworkSpec, side: float, width: float, height: float) -> bool:
    stacks = [_stacks(count, side, height) for count in network.hidden]
    apart = (len(stacks) + 1) * SPARSE * side
    small_enough = max(stacks) == 1 or side <= SMALL
    return side == 1 or (small_enough and sum(stacks) * (side + GAP) + apart <= width)


def _stacks(count: int, side: float, height: float) -> int:
    return -(-count // max(1, int(height / (side + GAP))))


def _column(count: int, x: float, spacing: float, tall: float) -> np.ndarray:
    return np.array([(x, tall / 2 + (i - (count - 1) / 2) * spacing) for i in range(count)])
