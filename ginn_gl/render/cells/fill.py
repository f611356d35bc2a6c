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
SURE = 6.3            # logits, from which on a probability is 0 or 1 in 8 bits
SURER = 17.0          # and in 32 bits
HALF, ONE = np.float32(0.5), np.float32(1)
OPAQUE = np.int32(-0x1000000)

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
        by_x, by_y, constant = polygons.affine[cell]
        slope = np.float32(by_x)
        for y in range(first, last):
            start, end = _span(left[y], right[y], middle_x, columns)
            if start >= end:
                continue
            row = out[y]
            at_middle = constant + by_y * (top + y + 0.5) - by_x * (middle_x - 0.5)  # of the picture's first column
            at_start, at_end = at_middle + by_x * start, at_middle + by_x * (end - 1)
            doubtful_from, doubtful_to = _doubtful(at_start, at_end, by_x, start, end, SURE)
            before = np.int32(-1) if at_start > 0 else OPAQUE
            after = np.int32(-1) if at_end > 0 else OPAQUE
            for x in range(start, doubtful_from):
                row[x] = before
            logit = np.float32(at_middle + by_x * doubtful_from)
            for x in range(doubtful_from, doubtful_to):
                level = sigmoid(logit + slope * np.float32(x - doubtful_from)) * np.float32(255) + HALF
                row[x] = np.int32(level) * np.int32(0x10101) | OPAQUE
            for x in range(doubtful_to, end):
                row[x] = after


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
        by_x, by_y, constant = polygons.affine[cell]
        slope = np.float32(by_x)
        for y in range(first, last):
            start, end = _span(left[y], right[y], middle_x, columns)
            if start >= end:
                continue
            row = out[y]
            at_middle = constant + by_y * (top + y + 0.5) - by_x * (middle_x - 0.5)
            at_start, at_end = at_middle + by_x * start, at_middle + by_x * (end - 1)
            doubtful_from, doubtful_to = _doubtful(at_start, at_end, by_x, start, end, limit)
            for x in range(start, doubtful_from):
                row[x] = limit if at_start > 0 else -limit
            value = np.float32(at_middle + by_x * doubtful_from)
            for x in range(doubtful_from, doubtful_to):
                row[x] = value + slope * np.float32(x - doubtful_from)
            for x in range(doubtful_to, end):
                row[x] = limit if at_end > 0 else -limit


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
def _span(left, right, middle_x, columns):
    """The first and after the last column whose middles lie between two sides."""
    if not left <= right:
        return 0, 0
    start = np.int64(np.ceil(min(max(left - HAIR + middle_x - 0.5, 0.0), float(columns))))
    end = np.int64(np.ceil(min(max(right + HAIR + middle_x - 0.5, 0.0), float(columns))))
    return start, end


@painted
def _doubtful(at_start, at_end, slope, start, end, limit):
    """The columns of a span, from its first on and up to its last, where a value is within a limit either way."""
    if abs(at_start) <= limit and abs(at_end) <= limit:
        return start, end
    if min(at_start, at_end) > limit or max(at_start, at_end) < -limit:
        return end, end
    here, there = start + (-limit - at_start) / slope, start + (limit - at_start) / slope
    doubtful_from = start + np.int64(np.ceil(min(max(min(here, there) - start, 0.0), float(end - start))))
    doubtful_to = start + np.int64(np.ceil(min(max(max(here, there) - start, 0.0), float(end - start))))
    return doubtful_from, max(doubtful_from, doubtful_to)
