"""Where the nodes of the network's diagram lie."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from ...config import NetworkSpec

INPUT_NAMES = ("x", "y")
GAP = 3.0  # between nodes of one layer
LARGEST, SMALL = 44.0, 15.0  # sides of nodes; from SMALL on a layer takes several columns
SPARSE = 0.5  # of a side is at least between layers, for the lines


@dataclass(frozen=True)
class Plan:
    """Where nodes lie, from the diagram's upper left corner. columns: per layer, (n, 2) middles, inputs first."""

    side: float
    columns: tuple[np.ndarray, ...]


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
    return Plan(side, (*columns, _column(1, width - end / 2, 0, tall)))


def _fits(network: NetworkSpec, side: float, width: float, height: float) -> bool:
    stacks = [_stacks(count, side, height) for count in network.hidden]
    apart = (len(stacks) + 1) * SPARSE * side
    small_enough = max(stacks) == 1 or side <= SMALL
    return side == 1 or small_enough and sum(stacks) * (side + GAP) + apart <= width


def _stacks(count: int, side: float, height: float) -> int:
    return -(-count // max(1, int(height / (side + GAP))))


def _column(count: int, x: float, spacing: float, tall: float) -> np.ndarray:
    return np.array([(x, tall / 2 + (i - (count - 1) / 2) * spacing) for i in range(count)])
