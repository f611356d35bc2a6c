"""Where a network says the same: between two classes, and along lines of equal value; in each cell, exactly; compiled.

In a cell the outputs are affine. One class wins where its logit is above all others', which is a convex part of the
cell; its edges towards the other classes that win there are the decision boundary.
"""

# Arguments of compiled functions have whatever type numba finds them to have; docstrings say what is meant.
# pyright: basic

from __future__ import annotations

import numpy as np

from ..compiled import compiled

clipped = compiled(fastmath={"nnan", "nsz", "contract"})


@clipped
def between_classes(corners, starts, affine):
    """Pieces of decision boundaries in cells corners[starts[r]:starts[r + 1]] whose logits are affine (R, k, 3).

    Returns pieces (S, 4) from (x, y) to (x, y), and (S, 2) int64 of the two classes that meet there, the smaller first.
    """
    k = affine.shape[1]
    pieces, classes, found = np.empty((256, 4)), np.empty((256, 2), np.int64), 0
    most = 0
    for r in range(len(starts) - 1):
        most = max(most, starts[r + 1] - starts[r])
    values, alive = np.empty((most, k)), np.empty(k, np.int64)
    room = most + k + 1
    here_x, here_y, beside = np.empty(room), np.empty(room), np.empty(room, np.int64)
    next_x, next_y, next_beside, heights = np.empty(room), np.empty(room), np.empty(room, np.int64), np.empty(room)
    for r in range(len(starts) - 1):
        at, n = starts[r], starts[r + 1] - starts[r]
        first, several = 0, False
        for v in range(n):
            x, y, best = corners[at + v, 0], corners[at + v, 1], 0
            for i in range(k):
                values[v, i] = affine[r, i, 0] * x + affine[r, i, 1] * y + affine[r, i, 2]
                if values[v, i] > values[v, best]:
                    best = i
            first = best if v == 0 else first
            several |= best != first
        if not several:
            continue  # and convex: who wins at all corners wins all over
        count = 0
        for i in range(k):
            beaten = False
            for j in range(k):
                if j != i and not beaten:
                    beaten = True
                    for v in range(n):
                        if values[v, j] <= values[v, i]:
                            beaten = False
                            break
            if not beaten:
                alive[count] = i
                count += 1
        for p in range(count):
            i, m = alive[p], n
            for v in range(n):
                here_x[v], here_y[v], beside[v] = corners[at + v, 0], corners[at + v, 1], -1
            for q in range(count):
                j = alive[q]
                if j == i or m == 0:
                    continue
                by_x, by_y = affine[r, i, 0] - affine[r, j, 0], affine[r, i, 1] - affine[r, j, 1]
                constant, lowest = affine[r, i, 2] - affine[r, j, 2], 0.0
                for v in range(m):
                    heights[v] = by_x * here_x[v] + by_y * here_y[v] + constant
                    lowest = min(lowest, heights[v])
                if lowest >= 0.0:
                    continue
                end = 0  # each side keeps whom it is a boundary to; a new one follows where the class is left
                for v in range(m):
                    w = v + 1 if v + 1 < m else 0
                    if heights[v] > 0.0:
                        next_x[end], next_y[end], next_beside[end] = here_x[v], here_y[v], beside[v]
                        end += 1
                    if (heights[v] > 0.0) != (heights[w] > 0.0):
                        t = heights[v] / (heights[v] - heights[w])
                        next_x[end] = here_x[v] + t * (here_x[w] - here_x[v])
                        next_y[end] = here_y[v] + t * (here_y[w] - here_y[v])
                        next_beside[end] = j if heights[v] > 0.0 else beside[v]
                        end += 1
                for v in range(end):
                    here_x[v], here_y[v], beside[v] = next_x[v], next_y[v], next_beside[v]
                m = end
            for v in range(m):
                if beside[v] > i and m > 2:
                    w = v + 1 if v + 1 < m else 0
                    if found == len(pieces):
                        pieces, classes = _with_room(pieces), _with_room(classes)
                    pieces[found, 0], pieces[found, 1] = here_x[v], here_y[v]
                    pieces[found, 2], pieces[found, 3] = here_x[w], here_y[w]
                    classes[found, 0], classes[found, 1] = i, beside[v]
                    found += 1
    return pieces[:found], classes[:found]


@clipped
def of_levels(corners, starts, affine, levels):
    """Pieces (S, 4) of the lines where the first output, affine (R, k, 3), has one of the rising levels (M,)."""
    pieces, found = np.empty((256, 4)), 0
    for r in range(len(starts) - 1):
        at, n = starts[r], starts[r + 1] - starts[r]
        by_x, by_y, constant = affine[r, 0, 0], affine[r, 0, 1], affine[r, 0, 2]
        low, high = 1e300, -1e300
        for v in range(at, at + n):
            value = by_x * corners[v, 0] + by_y * corners[v, 1] + constant
            low, high = min(low, value), max(high, value)
        for level in levels:
            if not low <= level < high:
                continue
            ends, last = 0, at + n - 1
            before = by_x * corners[last, 0] + by_y * corners[last, 1] + constant - level
            if found == len(pieces):
                pieces = _with_room(pieces)
            for v in range(at, at + n):
                here = by_x * corners[v, 0] + by_y * corners[v, 1] + constant - level
                if (here > 0.0) != (before > 0.0) and ends < 2:
                    t = before / (before - here)
                    pieces[found, 2 * ends] = corners[last, 0] + t * (corners[v, 0] - corners[last, 0])
                    pieces[found, 2 * ends + 1] = corners[last, 1] + t * (corners[v, 1] - corners[last, 1])
                    ends += 1
                last, before = v, here
            found += ends == 2
    return pieces[:found]


@clipped
def _with_room(table):
    """A copy with twice as many rows."""
    larger = np.empty((2 * len(table), table.shape[1]), table.dtype)
    for row in range(len(table)):
        for column in range(table.shape[1]):  # a slice would take numba four seconds more to compile
            larger[row, column] = table[row, column]
    return larger
