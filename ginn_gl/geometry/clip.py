"""A window of the plane clipped into a network's cells, one neuron after another, depth first; compiled.

In a cell of the layers before, each of a layer's neurons is an affine map of the plane, and its boundary one straight
line. So a cell is a convex polygon that the layer's lines cut into parts; each part in turn is a cell for the layer
after, with maps of its own. Those of a part differ from those of its sibling by the neurons that are on in one only,
and where these are few, the one's maps follow from the other's.

A neuron here bends at zero and nowhere else, with a slope below and one above; units.py makes such neurons of others.

A pre-activation counts as zero up to a tolerance: an affine map that is zero but for rounding is zero, and a line along
an edge or through a corner cuts nothing off.

`clip` makes the tables and `_cut` fills them, as far as there is room: so where time is spent, nobody makes an array,
assigns one or slices one, and numba need not count who uses it.
"""

# Arguments of compiled functions have whatever type numba finds them to have; docstrings say what is meant.
# pyright: basic

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..compiled import compiled

BY_X, BY_Y, CONSTANT = 0, 1, 2  # rows of maps: of (x, y, 1)
FRESH = 4  # times as many inputs as have changed must pass something on, or maps are added up anew
NEVER = 1e300  # the tolerance of what is never taken to be above zero

ENOUGH, IN_PARTS, IN_WAITING, IN_FOUND, IN_LINES = range(5)  # where there is too little room to go on
CORNERS, CELLS, PIECES, EDGES, WAITING = range(5)            # what is counted: rows of tables that are filled
U = np.uint64  # of places: one without a sign cannot count from the end, and loops over it become vectors

FAST = {"nnan", "nsz", "contract"}
clipped = compiled(fastmath=FAST)
borrowing = compiled(fastmath=FAST, borrows=True)


class Layers(NamedTuple):
    """A network, as `clip` is given it."""

    weights: np.ndarray
    biases: np.ndarray
    widths: np.ndarray
    places: np.ndarray
    below: np.ndarray
    above: np.ndarray
    output: np.ndarray
    offset: np.ndarray
    tolerances: np.ndarray


class Cells(NamedTuple):
    """Cells yet to be cut, or parts of the one that is.

    corners: (C, 2). at: (K, 3) int64, of each cell the layer that is next, where its corners start and how many it has.
    on: (K, N) uint8, its neurons that are on, of the layers before.
    """

    corners: np.ndarray
    at: np.ndarray
    on: np.ndarray


class Found(NamedTuple):
    """Cells that no layer cuts any more; see `clip`."""

    corners: np.ndarray
    ends: np.ndarray
    affine: np.ndarray
    numbers: np.ndarray
    patterns: np.ndarray


class Lines(NamedTuple):
    """Of neurons that are wanted, pieces of boundaries, and edges that may be some; see `clip`."""

    pieces: np.ndarray
    owners: np.ndarray
    edges: np.ndarray
    edge_owners: np.ndarray


@clipped
def clip(first, weights, biases, widths, places, below, above, output, offset, tolerances, box, wanted, keys,
         with_patterns, most):
    """The cells of a window.

    first: (3, width) maps of the first layer's neurons from (x, y, 1). weights: of the hidden layers after it, one
    after the other, each (in, out); biases: of the same. widths: (L,) of the hidden layers. places: (4, L + 1) int64,
    for each layer where its weights, biases and neurons start, and the width of the widest. below, above: (N,) slopes
    of activations where a neuron is off and where it is on, 0 and 1 for ReLU. output: (outputs, width of the last
    layer); offset: (outputs,), its bias. tolerances: (N,), up to where each neuron's pre-activation counts as zero;
    one that does not bend, and so never switches, has NEVER. box: (4,) left, top, right, bottom.
    wanted: (N,) uint8, the neurons whose boundaries are to be found. keys: (N,) int64, or none: see `numbers`.
    most: cells after which it gives up.

    Returns corners (C, 2) float64 of all cells; ends (R,) int64, where each one's corners end; affine (R, outputs, 3);
    numbers (R,) int64, the sum of the keys of neurons that are on; patterns (R, N) uint8, (0, N) unless asked for;
    pieces (P, 4), straight pieces of boundaries from (x, y) to (x, y), on at the right as the screen shows it;
    owners (P,) int64, of each the neuron; edges (E, 4) and edge_owners (E,), the same for edges of cells where a
    neuron is zero and on at their right, which are boundaries if it is off at the left; counts (L,) of cells, layer by
    layer; and whether that is all.
    """
    layers, neurons, widest = len(widths), len(below), places[3, 0]
    network = Layers(weights, biases, widths, places, below, above, output, offset, tolerances)
    maps, held = np.zeros((layers + 1, 3, widest)), np.zeros((layers + 1, widest), np.uint8)
    follows = np.zeros(layers + 1, np.bool_)  # are the layer's maps those of a sibling?
    for j in range(widths[0]):
        for row in range(3):
            maps[0, row, j] = first[row, j]
    waiting, parts = _cells(4096, 1024, neurons), _cells(4096, 256, neurons)
    found = Found(np.empty((4096, 2)), np.empty((1024, 1), np.int64), np.empty((1024, 3 * len(offset))),
                  np.empty((1024, 1), np.int64), np.empty((1024 if with_patterns else 1, neurons), np.uint8))
    lines = Lines(np.empty((1024, 4)), np.empty((1024, 1), np.int64), np.empty((8, 4)), np.empty((8, 1), np.int64))
    for v in range(4):
        waiting.corners[v, 0], waiting.corners[v, 1] = box[2 if v in (1, 2) else 0], box[3 if v > 1 else 1]
    waiting.at[0, 0], waiting.at[0, 1], waiting.at[0, 2] = 0, 0, 4
    counts, used, work = np.zeros(layers, np.int64), np.zeros(5, np.int64), np.empty((4, neurons + 8))
    used[WAITING] = 1
    while True:
        room = _cut(network, maps, held, follows, waiting, parts, found, lines, wanted, keys, with_patterns, most,
                    counts, used, work)
        if room == IN_PARTS:
            parts = Cells(grown(parts.corners), grown(parts.at), grown(parts.on))
        elif room == IN_WAITING:
            waiting = Cells(grown(waiting.corners), grown(waiting.at), grown(waiting.on))
        elif room == IN_FOUND:
            patterns = grown(found.patterns) if with_patterns else found.patterns
            found = Found(grown(found.corners), grown(found.ends), grown(found.affine), grown(found.numbers), patterns)
        elif room == IN_LINES:
            lines = Lines(grown(lines.pieces), grown(lines.owners), grown(lines.edges), grown(lines.edge_owners))
        else:
            break
    cells, pieces, edges = used[CELLS], used[PIECES], used[EDGES]
    return (found.corners[:used[CORNERS]], found.ends[:cells, 0], found.affine[:cells], found.numbers[:cells, 0],
            found.patterns[:cells if with_patterns else 0], lines.pieces[:pieces], lines.owners[:pieces, 0],
            lines.edges[:edges], lines.edge_owners[:edges, 0], counts, used[WAITING] == 0)


@clipped
def _cells(corners, count, neurons):
    """A table of so many cells."""
    return Cells(np.empty((corners, 2)), np.empty((count, 3), np.int64), np.zeros((count, neurons), np.uint8))


@clipped
def grown(table):
    """A copy of the table with room for twice as many rows."""
    larger = np.empty((2 * len(table), table.shape[1]), table.dtype)
    for i in range(len(table)):
        for k in range(table.shape[1]):
            larger[i, k] = table[i, k]
    return larger


@borrowing
def _cut(network, maps, held, follows, waiting, parts, found, lines, wanted, keys, with_patterns, most, counts, used,
         work):
    """Cut what is waiting, until nothing is, or there are `most` cells, or too little room for what comes of the next
    one; says in which table. All that a cell leaves behind counts once it is done: so it can be begun anew.

    maps: (L + 1, 3, widest) of neurons, layer by layer. held, follows: see _enter. counts: (L,), and used: (5,) int64,
    are added to. work: (4, N + 8).
    """
    low, high, factors, heights = work[0], work[1], work[2], work[3]
    while used[WAITING] and used[CELLS] < most:
        cell = used[WAITING] - 1
        depth, at, n = waiting.at[cell, 0], waiting.at[cell, 1], waiting.at[cell, 2]
        width, neuron = network.widths[depth], network.places[2, depth]
        if depth:
            _enter(network, maps, depth, waiting.on, cell, held, follows)
        follows[depth + 1] = False  # its parts have another parent
        _extremes(low, high, maps, depth, width, waiting.corners, at, n)
        if n > len(parts.corners):
            return IN_PARTS
        for v in range(n):
            parts.corners[v, 0], parts.corners[v, 1] = waiting.corners[at + v, 0], waiting.corners[at + v, 1]
        for j in range(neuron):
            parts.on[0, j] = waiting.on[cell, j]
        for j in range(width):
            parts.on[0, neuron + j] = high[j] > network.tolerances[neuron + j]
        parts.at[0, 1], parts.at[0, 2], corners, count = 0, n, n, 1
        pieces, edges = used[PIECES], used[EDGES]
        for j in range(width):
            tolerance = network.tolerances[neuron + j]
            if not (low[j] <= tolerance and high[j] > tolerance):
                continue
            by_x, by_y, constant = maps[depth, BY_X, j], maps[depth, BY_Y, j], maps[depth, CONSTANT, j]
            if wanted[neuron + j] and (pieces + 1 > len(lines.pieces) or edges + n > len(lines.edges)):
                return IN_LINES
            if low[j] >= -tolerance:
                if wanted[neuron + j]:
                    edges = _edges(lines, edges, neuron + j, waiting.corners, at, n, by_x, by_y, constant, tolerance)
                continue
            if wanted[neuron + j]:
                pieces += _chord(lines, pieces, neuron + j, waiting.corners, at, n, by_x, by_y, constant, tolerance)
            corners, count = _divide(parts, corners, count, neuron + j, neuron + width, by_x, by_y, constant, tolerance,
                                     heights)
            if not corners:
                return IN_PARTS
        if depth + 1 < len(counts):
            if at + corners > len(waiting.corners) or cell + count > len(waiting.at):
                return IN_WAITING
            _put_off(waiting, cell, at, parts, count, depth + 1, neuron + width)
            used[WAITING] = cell + count
        else:
            if used[CORNERS] + corners > len(found.corners) or used[CELLS] + count > len(found.ends):
                return IN_FOUND
            _keep(found, used, parts, count, network, maps, keys, with_patterns, factors)
            used[WAITING] = cell
        counts[depth] += count
        used[PIECES], used[EDGES] = pieces, edges
    return ENOUGH


@borrowing
def _divide(parts, corners, count, neuron, neurons, by_x, by_y, constant, tolerance, heights):
    """Cut the first so many parts by a neuron's line. neurons: of which it is told whether they are on.

    Returns how many corners and parts there are then; no corner where there is too little room.
    """
    for p in range(count):
        start, m = parts.at[p, 1], parts.at[p, 2]
        lowest, highest = 1e300, -1e300
        for v in range(m):
            height = by_x * parts.corners[start + v, 0] + by_y * parts.corners[start + v, 1] + constant
            heights[v] = height
            lowest, highest = min(lowest, height), max(highest, height)
        parts.on[p, neuron] = highest > tolerance
        if lowest < -tolerance and highest > tolerance:
            if corners + 2 * m + 4 > len(parts.corners) or count + 1 > len(parts.at):
                return 0, count
            for k in range(neurons):
                parts.on[count, k] = parts.on[p, k]
            parts.on[count, neuron] = 0
            end = _half(parts.corners, start, m, heights, -1.0, tolerance, corners)
            parts.at[count, 1], parts.at[count, 2] = corners, end - corners
            corners = _half(parts.corners, start, m, heights, 1.0, tolerance, end)
            parts.at[p, 1], parts.at[p, 2] = end, corners - end
            count += 1
    return corners, count


@borrowing
def _put_off(waiting, cell, at, parts, count, depth, neurons):
    """Have so many parts wait, from a cell's place on, whose corners started at `at`, to be cut by a layer."""
    for p in range(count):
        start, m = parts.at[p, 1], parts.at[p, 2]
        for v in range(m):
            waiting.corners[at + v, 0], waiting.corners[at + v, 1] = (parts.corners[start + v, 0],
                                                                      parts.corners[start + v, 1])
        waiting.at[cell + p, 0], waiting.at[cell + p, 1], waiting.at[cell + p, 2] = depth, at, m
        for j in range(neurons):
            waiting.on[cell + p, j] = parts.on[p, j]
        at += m


@borrowing
def _keep(found, used, parts, count, network, maps, keys, with_patterns, factors):
    """Have so many parts among the cells that are found."""
    corner, cell, depth = used[CORNERS], used[CELLS], len(network.widths) - 1
    width, neuron = network.widths[depth], network.places[2, depth]
    for p in range(count):
        for j in range(width):
            factors[j] = network.above[neuron + j] if parts.on[p, neuron + j] else network.below[neuron + j]
        _leave(found.affine, cell, maps, depth, width, factors, network.output, network.offset)
        start, m = parts.at[p, 1], parts.at[p, 2]
        for v in range(m):
            found.corners[corner + v, 0], found.corners[corner + v, 1] = (parts.corners[start + v, 0],
                                                                          parts.corners[start + v, 1])
        corner += m
        number = 0
        for j in range(len(keys)):
            number += keys[j] * parts.on[p, j]
        if with_patterns:
            for j in range(neuron + width):
                found.patterns[cell, j] = parts.on[p, j]
        found.ends[cell, 0], found.numbers[cell, 0] = corner, number
        cell += 1
    used[CORNERS], used[CELLS] = corner, cell


@borrowing
def _enter(network, maps, depth, states, cell, held, follows):
    """Make a layer's maps, maps[depth], those that follow from the maps below and from states[cell] there.

    held: (L + 1, widest), the states of the layer below that each layer's maps are made for, if it `follows` from
    those: (L + 1,).
    """
    width, source, count = network.widths[depth], U(network.places[2, depth - 1]), U(network.widths[depth - 1])
    weight_at, bias_at = U(network.places[0, depth]), U(network.places[1, depth])
    differing, passing = 0, 0
    for i in range(count):
        state = states[cell, source + i]
        differing += state != held[depth, i]
        passing += (network.above[source + i] if state else network.below[source + i]) != 0.0
    fresh = not follows[depth] or FRESH * differing >= passing
    if fresh:
        for j in range(U(width)):
            maps[depth, BY_X, j], maps[depth, BY_Y, j] = 0.0, 0.0
            maps[depth, CONSTANT, j] = network.biases[bias_at + j]
    for i in range(count):
        state = states[cell, source + i]
        if fresh:
            factor = network.above[source + i] if state else network.below[source + i]
        elif state == held[depth, i]:
            continue
        else:
            change = network.above[source + i] - network.below[source + i]
            factor = change if state else -change
        held[depth, i] = state
        if factor != 0.0:
            by_x, by_y = factor * maps[depth - 1, BY_X, i], factor * maps[depth - 1, BY_Y, i]
            constant, row = factor * maps[depth - 1, CONSTANT, i], weight_at + i * U(width)
            for j in range(U(width)):
                weight = network.weights[row + j]
                maps[depth, BY_X, j] += weight * by_x
                maps[depth, BY_Y, j] += weight * by_y
                maps[depth, CONSTANT, j] += weight * constant
    follows[depth] = True


@compiled(fastmath=FAST | {"reassoc"}, borrows=True)
def _leave(affine, cell, maps, depth, width, factors, output, offset):
    """The outputs' maps, three numbers each, from those of the last layer and what its neurons pass on of them."""
    for k in range(len(offset)):
        by_x, by_y, constant = 0.0, 0.0, offset[k]
        for j in range(U(width)):
            weight = factors[j] * output[k, j]
            by_x += weight * maps[depth, BY_X, j]
            by_y += weight * maps[depth, BY_Y, j]
            constant += weight * maps[depth, CONSTANT, j]
        affine[cell, 3 * k], affine[cell, 3 * k + 1], affine[cell, 3 * k + 2] = by_x, by_y, constant


@borrowing
def _extremes(low, high, maps, depth, width, corners, at, n):
    """Of each neuron the smallest and the largest pre-activation in a cell, at its corners."""
    for j in range(U(width)):
        low[j], high[j] = 1e300, -1e300
    for v in range(at, at + n):
        x, y = corners[v, 0], corners[v, 1]
        for j in range(U(width)):
            value = maps[depth, BY_X, j] * x + maps[depth, BY_Y, j] * y + maps[depth, CONSTANT, j]
            low[j] = min(low[j], value)
            high[j] = max(high[j], value)


@borrowing
def _half(part, start, m, heights, sign, tolerance, used):
    """Put the half of a polygon where heights have this sign at `used`, and say where it ends."""
    last = m - 1
    for v in range(m):
        before, here = sign * heights[last], sign * heights[v]
        if (before > tolerance) != (here > tolerance):
            t = before / (before - here)
            part[used, 0] = part[start + last, 0] + t * (part[start + v, 0] - part[start + last, 0])
            part[used, 1] = part[start + last, 1] + t * (part[start + v, 1] - part[start + last, 1])
            used += 1
        if here > tolerance:
            part[used, 0], part[used, 1] = part[start + v, 0], part[start + v, 1]
            used += 1
        last = v
    return used


@borrowing
def _chord(lines, place, neuron, corners, at, n, by_x, by_y, constant, tolerance):
    """Put a line's piece within a cell in its place; whether there is one."""
    found, last = 0, at + n - 1
    before = by_x * corners[last, 0] + by_y * corners[last, 1] + constant
    for v in range(at, at + n):
        here = by_x * corners[v, 0] + by_y * corners[v, 1] + constant
        if (here > tolerance) != (before > tolerance):
            if found < 2:
                t, end = before / (before - here), 0 if before > tolerance else 2
                lines.pieces[place, end] = corners[last, 0] + t * (corners[v, 0] - corners[last, 0])
                lines.pieces[place, end + 1] = corners[last, 1] + t * (corners[v, 1] - corners[last, 1])
            found += 1
        last, before = v, here
    lines.owners[place, 0] = neuron
    return found == 2


@borrowing
def _edges(lines, count, neuron, corners, at, n, by_x, by_y, constant, tolerance):
    """Put edges of a cell where a neuron is zero that is on within at `count`, and say where they end."""
    last = at + n - 1
    before = by_x * corners[last, 0] + by_y * corners[last, 1] + constant
    for v in range(at, at + n):
        here = by_x * corners[v, 0] + by_y * corners[v, 1] + constant
        if before <= tolerance and here <= tolerance:
            lines.edges[count, 0], lines.edges[count, 1] = corners[last, 0], corners[last, 1]
            lines.edges[count, 2], lines.edges[count, 3] = corners[v, 0], corners[v, 1]
            lines.edge_owners[count, 0] = neuron
            count += 1
        last, before = v, here
    return count
