"""Curves along which functions are zero, of which one only knows what they are at points: found on a grid.

Each square of the grid is two triangles. Where a function changes its sign along a side, it is zero in between, at a
place that is then looked for; a triangle with two such sides has a straight piece of the curve between them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .chains import chained

ROUNDS = 8  # of looking for a zero; each makes it many times as exact

Function = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Of points (M, 2), and of which of the functions, (M,) int each, or (M, 2): values (M,)."""


@dataclass(frozen=True, eq=False)
class Grid:
    """x: (columns,), y: (rows,), where its lines are."""

    x: np.ndarray
    y: np.ndarray

    @cached_property
    def points(self) -> np.ndarray:
        """(rows * columns, 2), row by row."""
        return np.stack(np.meshgrid(self.x, self.y), axis=-1).reshape(-1, 2)

    @cached_property
    def sides(self) -> np.ndarray:
        """(S, 2) int: of every side of a triangle the points where it starts and ends."""
        numbers = np.arange(len(self.points)).reshape(len(self.y), len(self.x))
        along, down = (numbers[:, :-1], numbers[:, 1:]), (numbers[:-1], numbers[1:])
        across = numbers[:-1, :-1], numbers[1:, 1:]
        return np.concatenate([np.stack([start.ravel(), end.ravel()], axis=1) for start, end in (along, down, across)])

    @cached_property
    def triangles(self) -> np.ndarray:
        """(T, 3) int: of every triangle its sides."""
        rows, columns = len(self.y) - 1, len(self.x) - 1
        along = np.arange((rows + 1) * columns).reshape(rows + 1, columns)
        down = along.size + np.arange(rows * (columns + 1)).reshape(rows, columns + 1)
        across = along.size + down.size + np.arange(rows * columns).reshape(rows, columns)
        upper, lower = (along[:-1], down[:, 1:], across), (down[:, :-1], along[1:], across)
        return np.concatenate([np.stack([side.ravel() for side in three], axis=1) for three in (upper, lower)])


def zeros(grid: Grid, values: np.ndarray, function: Function, which: int = 0) -> list[np.ndarray]:
    """Lines (K, 2) along which a function is zero. values: (rows * columns,) of it at the grid's points."""
    above = values > 0
    sides = np.flatnonzero(above[grid.sides[:, 0]] != above[grid.sides[:, 1]])
    start, end = grid.sides[sides].T
    chosen = np.full(len(sides), which)
    nodes = _between(grid.points[start], grid.points[end], values[start], values[end],
                     lambda points: function(points, chosen))
    return chained(*_pieces(grid, sides, nodes))


def ties(grid: Grid, values: np.ndarray, function: Function) -> list[np.ndarray]:
    """Lines (K, 2) where one of several functions is no longer the largest. values: (rows * columns, k) of all.

    function: of points, and of pairs (M, 2): by how much the first one is above the second.
    """
    best = values.argmax(axis=1)
    sides = np.flatnonzero(best[grid.sides[:, 0]] != best[grid.sides[:, 1]])
    start, end = grid.sides[sides].T
    pairs = np.stack([best[start], best[end]], axis=1)
    at_start, at_end = (values[at, pairs[:, 0]] - values[at, pairs[:, 1]] for at in (start, end))
    nodes = _between(grid.points[start], grid.points[end], at_start, at_end, lambda points: function(points, pairs))
    return chained(*_pieces(grid, sides, nodes))


def _between(start: np.ndarray, end: np.ndarray, at_start: np.ndarray, at_end: np.ndarray,
             function: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Points (M, 2) between starts and ends where a function, of which the signs there differ, is zero."""
    low, high = np.zeros(len(start)), np.ones(len(start))
    part, at_low, at_high = low, at_start, at_end
    for _ in range(ROUNDS):  # regula falsi; the end that stays counts half (Dowell and Jarratt 1971, "Illinois")
        part = low + (high - low) * at_low / (at_low - at_high)
        here = function(start + part[:, None] * (end - start))
        is_low = (here > 0) == (at_low > 0)
        at_high = np.where(is_low, at_high / 2, here)
        at_low = np.where(is_low, here, at_low / 2)
        low, high = np.where(is_low, part, low), np.where(is_low, high, part)
    return start + part[:, None] * (end - start)


def _pieces(grid: Grid, sides: np.ndarray, nodes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Nodes, and pairs of them, by the sides on which they lie. Where all three sides of a triangle have one, three
    pieces meet in its middle."""
    number = np.full(len(grid.sides), -1)
    number[sides] = np.arange(len(sides))
    three = number[grid.triangles]
    count = (three >= 0).sum(axis=1)
    two = np.sort(three[count == 2], axis=1)[:, 1:]
    all_three = three[count == 3]
    middles = nodes[all_three].mean(axis=1)
    spokes = [np.stack([all_three[:, k], len(nodes) + np.arange(len(middles))], axis=1) for k in range(3)]
    return np.concatenate([nodes, middles]), np.concatenate([two, *spokes])
