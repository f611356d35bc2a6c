"""What is under the lines: every pixel takes its value from the cell that its middle lies in; compiled.

A cell is a convex polygon, and so in each row of pixels one span. Within it the value is affine in the column. Where
the probability is as good as 0 or 1, which is nearly everywhere in a trained network, spans are filled with black or
white.

Positions are in pixels from the picture's middle, and rows and columns those of the strip that is painted: some rows of
the picture, from `top` on. Spans of neighbouring cells overlap by a hair, so that rounding leaves no pixel out.

The compiled code is kept by the date of this file alone; so it calls none of another file.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...compiled import compiled

HAIR = 1e-6           # pixels
FLAT = 0.1            # logits, by which a span of one shade of gray may rise or fall
SURE = 6.3            # logits, from which on a probability is 0 or 1 in 8 bits
SURER = 17.0          # and in 32 bits
HALF, ONE = np.float32(0.5), np.float32(1)
U = np.uint64         # of places: one without a sign cannot count from the end, and loops over it need not look
OPAQUE = BLACK = np.int32(-0x1000000)
WHITE = np.int32(-1)

painted = compiled(fastmath={"contract", "reassoc", "nsz", "arcp"})


class Polygons(NamedTuple):
    """Cells to be painted.

    corners: (C, 2) float64. starts: (R + 1,) int64, where each one's corners start. affine: (R, 3) float64, its value
    by (x, y, 1). low, high: (R,) float64, its first and last row's y.
    """

    corners: np.ndarray
    starts: np.ndarray
    affine: np.ndarray
    low: np.ndarray
    high: np.ndarray


@painted
def fill_gray(out, middle_x, top, polygons):
    """Paint the probability of white. out: (rows, columns) int32, red in the lowest byte.

    polygons: whose value is the logit of white against black. middle_x: of the picture, in columns; top: y of its
    first row's upper edge.
    """
    rows, columns = out.shape
    left, right = np.empty(rows), np.empty(rows)
    for cell in range(len(polygons.low)):
        first, last = _rows(polygons, cell, top, rows)
        if first >= last:
            continue
        _sides(left, right, polygons, cell, top, first, last)
        by_x, by_y, constant = polygons.affine[cell, 0], polygons.affine[cell, 1], polygons.affine[cell, 2]
        for y in range(first, last):
            row, in_row = out[y], constant + by_y * (top + y + 0.5)
            start, end, from_here, to_here, origin = _span(left[y], right[y], by_x, in_row, middle_x, columns, SURE)
            before = WHITE if origin + by_x * start > 0 else BLACK
            after = WHITE if origin + by_x * (end - 1) > 0 else BLACK
            for x in range(U(start), U(from_here)):
                row[x] = before
            for x in range(U(to_here), U(end)):
                row[x] = after
            if from_here < to_here:
                logit, slope, count = np.float32(origin + by_x * from_here), np.float32(by_x), to_here - from_here
                one = _gray(logit)
                if abs(by_x) * count < FLAT and one == _gray(logit + slope * np.float32(count - 1)):
                    for x in range(U(from_here), U(to_here)):  # as between its ends, in deep zooms
                        row[x] = one
                else:
                    for x in range(U(count)):
                        row[U(from_here) + x] = _gray(logit + slope * np.float32(x))


@painted
def fill_values(out, middle_x, top, polygons, limit):
    """The same with the value itself, up to a limit either way. out: (rows, columns) float32."""
    rows, columns = out.shape
    left, right = np.empty(rows), np.empty(rows)
    for cell in range(len(polygons.low)):
        first, last = _rows(polygons, cell, top, rows)
        if first >= last:
            continue
        _sides(left, right, polygons, cell, top, first, last)
        by_x, by_y, constant = polygons.affine[cell, 0], polygons.affine[cell, 1], polygons.affine[cell, 2]
        for y in range(first, last):
            row, in_row = out[y], constant + by_y * (top + y + 0.5)
            start, end, from_here, to_here, origin = _span(left[y], right[y], by_x, in_row, middle_x, columns, limit)
            before = limit if origin + by_x * start > 0 else -limit
            after = limit if origin + by_x * (end - 1) > 0 else -limit
            for x in range(U(start), U(from_here)):
                row[x] = before
            for x in range(U(to_here), U(end)):
                row[x] = after
            value, slope = np.float32(origin + by_x * from_here), np.float32(by_x)
            for x in range(U(to_here - from_here)):
                row[U(from_here) + x] = value + slope * np.float32(x)


@painted
def to_probabilities(values):
    """Logits (rows, columns) float32, in place."""
    for y in range(values.shape[0]):
        for x in range(values.shape[1]):
            values[y, x] = sigmoid(values[y, x])


@painted
def sigmoid(logit):
    """1 / (1 + exp(-logit)) in float32, to 2e-7, as a rational function: a fit of our own, up to SURER either way."""
    x = min(max(logit, np.float32(-SURER)), np.float32(SURER))
    y = x * x
    above = np.float32(1.376879139947989e-11)
    above = above * y + np.float32(8.250628726424771e-08)
    above = above * y + np.float32(5.5090991445675486e-05)
    above = above * y + np.float32(0.008378881386267583)
    above = above * y + np.float32(0.2499999864203245)
    below = np.float32(3.153761795480391e-09)
    below = below * y + np.float32(5.212024786692907e-06)
    below = below * y + np.float32(0.0016244470901706262)
    below = below * y + np.float32(0.1168488041274189)
    below = below * y + ONE
    return min(max(HALF + x * above / below, np.float32(0)), ONE)


@painted
def extents(corners, starts):
    """The lowest and the highest y of polygons corners[starts[r]:starts[r + 1]], (R,) each."""
    low, high = np.empty(len(starts) - 1), np.empty(len(starts) - 1)
    for r in range(len(low)):
        low[r], high[r] = np.inf, -np.inf
        for corner in range(starts[r], starts[r + 1]):
            low[r], high[r] = min(low[r], corners[corner, 1]), max(high[r], corners[corner, 1])
    return low, high


@painted
def _rows(polygons, cell, top, rows):
    """The first and after the last row of the strip whose middles a cell may reach."""
    first = np.int64(np.ceil(max(polygons.low[cell] - HAIR - top - 0.5, 0.0)))
    last = np.int64(np.ceil(min(max(polygons.high[cell] + HAIR - top - 0.5, 0.0), float(rows))))
    return first, last


@painted
def _sides(left, right, polygons, cell, top, first, last):
    """Where a cell begins and ends in each row, at its middle."""
    for y in range(first, last):
        left[y], right[y] = np.inf, -np.inf
    start, end = polygons.starts[cell], polygons.starts[cell + 1]
    x, y = polygons.corners[end - 1, 0], polygons.corners[end - 1, 1]
    for corner in range(start, end):
        before_x, before_y = x, y
        x, y = polygons.corners[corner, 0], polygons.corners[corner, 1]
        upper_x, upper_y, lower_x, lower_y = (before_x, before_y, x, y) if before_y < y else (x, y, before_x, before_y)
        from_row = max(first, np.int64(np.ceil(min(max(upper_y - HAIR - top - 0.5, -1.0), float(last)))))
        to_row = min(last, np.int64(np.ceil(min(max(lower_y + HAIR - top - 0.5, -1.0), float(last)))))
        if from_row >= to_row:
            continue
        slope = (lower_x - upper_x) / max(lower_y - upper_y, 1e-300)
        least, most = min(upper_x, lower_x), max(upper_x, lower_x)
        for row in range(from_row, to_row):
            there = min(max(upper_x + slope * (top + row + 0.5 - upper_y), least), most)
            left[row], right[row] = min(left[row], there), max(right[row], there)


@painted
def _span(left, right, slope, in_row, middle_x, columns, limit):
    """The first and after the last column whose middles lie between two sides; of these, the first and after the last
    one where the cell's value is within a limit either way; and the value in the picture's first column.

    slope: of the value, by column; in_row: the value in this row, in the picture's middle.
    """
    if not left <= right:
        return 0, 0, 0, 0, 0.0
    start = np.int64(np.ceil(min(max(left - HAIR + middle_x - 0.5, 0.0), float(columns))))
    end = np.int64(np.ceil(min(max(right + HAIR + middle_x - 0.5, 0.0), float(columns))))
    origin = in_row - slope * (middle_x - 0.5)
    at_start, at_end = origin + slope * start, origin + slope * (end - 1)
    if abs(at_start) <= limit and abs(at_end) <= limit:
        return start, end, start, end, origin
    if start >= end or min(at_start, at_end) > limit or max(at_start, at_end) < -limit:
        return start, end, end, end, origin
    here, there = (-limit - at_start) / slope, (limit - at_start) / slope
    from_here = start + np.int64(np.ceil(min(max(min(here, there), 0.0), float(end - start))))
    to_here = start + np.int64(np.ceil(min(max(here, there, 0.0), float(end - start))))
    return start, end, from_here, max(from_here, to_here), origin


@painted
def _gray(logit):
    """A probability as a colour."""
    return np.int32(sigmoid(logit) * np.float32(255) + HALF) * np.int32(0x10101) | OPAQUE


@painted
def fill_outputs(out, middle_x, top, polygons, affine):
    """Several values of each cell at once. out: (k, rows, columns) float32; affine: (R, k, 3) float64 by (x, y, 1).

    polygons: whose own value is not looked at.
    """
    rows, columns = out.shape[1], out.shape[2]
    left, right = np.empty(rows), np.empty(rows)
    for cell in range(len(polygons.low)):
        first, last = _rows(polygons, cell, top, rows)
        if first >= last:
            continue
        _sides(left, right, polygons, cell, top, first, last)
        for y in range(first, last):
            if not left[y] <= right[y]:
                continue
            start = np.int64(np.ceil(min(max(left[y] - HAIR + middle_x - 0.5, 0.0), float(columns))))
            end = np.int64(np.ceil(min(max(right[y] + HAIR + middle_x - 0.5, 0.0), float(columns))))
            for k in range(out.shape[0]):
                slope = affine[cell, k, 0]
                value = np.float32(affine[cell, k, 2] + affine[cell, k, 1] * (top + y + 0.5)
                                   + slope * (start + 0.5 - middle_x))
                step, row = np.float32(slope), out[k, y]
                for x in range(U(end - start)):
                    row[U(start) + x] = value + step * np.float32(x)
