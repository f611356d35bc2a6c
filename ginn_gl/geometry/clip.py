"""A window of the plane clipped into a network's cells, one neuron after another, depth first; compiled.

In a cell of the layers before, each of a layer's neurons is an affine map of the plane, and its boundary one straight
line. So a cell is a convex polygon that the layer's lines cut into parts; each part in turn is a cell for the layer
after, with maps of its own. Those of a part differ from those of its sibling by the neurons that are on in one only,
and where these are few, the one's maps follow from the other's.

A neuron here bends at zero and nowhere else, with a slope below and one above; units.py makes such neurons of others.

A pre-activation counts as zero up to a tolerance: an affine map that is zero but for rounding is zero, and a line along
an edge or through a corner cuts nothing off.

Loops are written out where slices would say it shorter: they compile several times faster. Whether a table must grow
is asked before the call: to hand over arrays and take them back costs a tenth of all the time.
"""

# Arguments of compiled functions have whatever type numba finds them to have; docstrings say what is meant.
# pyright: basic

from __future__ import annotations

import numpy as np

from ..compiled import compiled

BY_X, BY_Y, CONSTANT = 0, 1, 2  # rows of maps: of (x, y, 1)
SAMPLES = 3  # points across a box, and down, at which terms are looked at
FRESH = 4  # times as many inputs as have changed must pass something on, or maps are added up anew
NEVER = 1e300  # the tolerance of what is never taken to be above zero

FAST = {"nnan", "nsz", "contract"}
clipped = compiled(fastmath=FAST)
TABLES = [f"{kind}[:, ::1]({kind}[:, ::1], i8, i8)" for kind in ("f8", "i8", "u1")]


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
    layers = len(widths)
    weights_at, biases_at, neurons_at = places[0], places[1], places[2]
    neurons, widest = neurons_at[layers], places[3, 0]
    maps, held = np.zeros((layers + 1, 3, widest)), np.zeros((layers + 1, widest), np.uint8)
    follows = np.zeros(layers + 1, np.bool_)  # are the layer's maps those of a sibling?
    for j in range(widths[0]):
        for row in range(3):
            maps[0, row, j] = first[row, j]

    corners, ends = np.empty((4096, 2)), np.empty((1024, 1), np.int64)
    affine, numbers = np.empty((1024, 3 * len(offset))), np.empty((1024, 1), np.int64)
    patterns = np.empty((1024 if with_patterns else 1, neurons), np.uint8)
    pieces, owners = np.empty((1024, 4)), np.empty((1024, 1), np.int64)
    edges, edge_owners = np.empty((8, 4)), np.empty((8, 1), np.int64)
    counts = np.zeros(layers, np.int64)
    corner_count = cells = piece_count = edge_count = 0

    # Cells yet to be cut: the layer that is next, where corners start and how many there are; and neurons that are on.
    kept, entries, states = np.empty((4096, 2)), np.empty((1024, 3), np.int64), np.empty((1024, neurons), np.uint8)
    for v in range(4):
        kept[v, 0], kept[v, 1] = box[2 if v in (1, 2) else 0], box[3 if v > 1 else 1]
    entries[0, 0], entries[0, 1], entries[0, 2] = 0, 0, 4
    for j in range(neurons):
        states[0, j] = 0
    waiting = 1
    # Of the cell that is cut: its parts' corners, where each starts and how many it has; and neurons that are on.
    part, parts_at, on = np.empty((4096, 2)), np.empty((256, 2), np.int64), np.empty((256, neurons), np.uint8)
    low, high, factors, heights = np.empty(widest), np.empty(widest), np.empty(widest), np.empty(neurons + 8)

    while waiting and cells < most:
        waiting -= 1
        depth, at, n = entries[waiting, 0], entries[waiting, 1], entries[waiting, 2]
        width, neuron = widths[depth], neurons_at[depth]
        if depth:
            source = neurons_at[depth - 1]
            _enter(maps[depth], maps[depth - 1], width, states[waiting, source:neuron], held[depth], follows[depth],
                   weights[weights_at[depth]:], biases[biases_at[depth]:], below[source:], above[source:])
            follows[depth] = True
        follows[depth + 1] = False  # its parts have another parent
        _extremes(low, high, maps[depth], width, kept, at, n)
        if 0 + n > len(part):
            part = grown(part, 0, n)
        for v in range(n):
            part[v, 0], part[v, 1] = kept[at + v, 0], kept[at + v, 1]
        parts_at[0, 0], parts_at[0, 1], used, parts = 0, n, n, 1
        for j in range(neuron):
            on[0, j] = states[waiting, j]
        for j in range(width):
            on[0, neuron + j] = high[j] > tolerances[neuron + j]
        for j in range(width):
            tolerance = tolerances[neuron + j]
            if not (low[j] <= tolerance and high[j] > tolerance):
                continue
            by_x, by_y, constant = maps[depth, BY_X, j], maps[depth, BY_Y, j], maps[depth, CONSTANT, j]
            if low[j] >= -tolerance:
                if wanted[neuron + j]:
                    if edge_count + n > len(edges):
                        edges = grown(edges, edge_count, n)
                    if edge_count + n > len(edge_owners):
                        edge_owners = grown(edge_owners, edge_count, n)
                    found = _edges(edges, edge_count, kept, at, n, by_x, by_y, constant, tolerance)
                    for k in range(edge_count, found):
                        edge_owners[k, 0] = neuron + j
                    edge_count = found
                continue
            if wanted[neuron + j]:
                if piece_count + 1 > len(pieces):
                    pieces = grown(pieces, piece_count, 1)
                if piece_count + 1 > len(owners):
                    owners = grown(owners, piece_count, 1)
                if _chord(pieces, piece_count, kept, at, n, by_x, by_y, constant, tolerance):
                    owners[piece_count, 0] = neuron + j
                    piece_count += 1
            for p in range(parts):
                start, m = parts_at[p, 0], parts_at[p, 1]
                lowest, highest = 1e300, -1e300
                for v in range(m):
                    height = by_x * part[start + v, 0] + by_y * part[start + v, 1] + constant
                    heights[v] = height
                    lowest, highest = min(lowest, height), max(highest, height)
                on[p, neuron + j] = highest > tolerance
                if lowest < -tolerance and highest > tolerance:
                    if used + 2 * m + 4 > len(part):
                        part = grown(part, used, 2 * m + 4)
                    if parts + 1 > len(parts_at):
                        parts_at = grown(parts_at, parts, 1)
                    if parts + 1 > len(on):
                        on = grown(on, parts, 1)
                    for k in range(neuron + width):
                        on[parts, k] = on[p, k]
                    on[parts, neuron + j] = 0
                    end = _half(part, start, m, heights, -1.0, tolerance, used)
                    parts_at[parts, 0], parts_at[parts, 1] = used, end - used
                    used = _half(part, start, m, heights, 1.0, tolerance, end)
                    parts_at[p, 0], parts_at[p, 1] = end, used - end
                    parts += 1
        counts[depth] += parts
        if depth + 1 < layers:
            if at + used > len(kept):
                kept = grown(kept, at, used)
            if waiting + parts > len(entries):
                entries = grown(entries, waiting, parts)
            if waiting + parts > len(states):
                states = grown(states, waiting, parts)
            for p in range(parts):
                start, m = parts_at[p, 0], parts_at[p, 1]
                for v in range(m):
                    kept[at + v, 0], kept[at + v, 1] = part[start + v, 0], part[start + v, 1]
                entries[waiting, 0], entries[waiting, 1], entries[waiting, 2] = depth + 1, at, m
                for j in range(neuron + width):
                    states[waiting, j] = on[p, j]
                at += m
                waiting += 1
            continue
        if corner_count + used > len(corners):
            corners = grown(corners, corner_count, used)
        if cells + parts > len(ends):
            ends = grown(ends, cells, parts)
        if cells + parts > len(numbers):
            numbers = grown(numbers, cells, parts)
        if cells + parts > len(affine):
            affine = grown(affine, cells, parts)
        if with_patterns and cells + parts > len(patterns):
            patterns = grown(patterns, cells, parts)
        for p in range(parts):
            for j in range(width):
                factors[j] = above[neuron + j] if on[p, neuron + j] else below[neuron + j]
            _leave(affine[cells], maps[depth], width, factors, output, offset)
            start, m = parts_at[p, 0], parts_at[p, 1]
            for v in range(m):
                corners[corner_count + v, 0], corners[corner_count + v, 1] = part[start + v, 0], part[start + v, 1]
            corner_count += m
            number = 0
            for j in range(len(keys)):
                number += keys[j] * on[p, j]
            if with_patterns:
                for j in range(neurons):
                    patterns[cells, j] = on[p, j]
            ends[cells, 0], numbers[cells, 0] = corner_count, number
            cells += 1
    return (corners[:corner_count], ends[:cells, 0], affine[:cells], numbers[:cells, 0],
            patterns[:cells if with_patterns else 0], pieces[:piece_count], owners[:piece_count, 0],
            edges[:edge_count], edge_owners[:edge_count, 0], counts, waiting == 0)


@clipped
def largest_terms(first, weights, biases, widths, below, above, box):
    """Of all neurons, (N,), the sum of the magnitudes of what is added up for their pre-activations: the largest at
    some points of a box. Arguments are as above.
    """
    found = np.zeros(widths.sum())
    values, passed = np.empty(widths.max()), np.empty(widths.max())
    for sample in range(SAMPLES * SAMPLES):
        x = box[0] + (box[2] - box[0]) * (sample % SAMPLES) / (SAMPLES - 1)
        y = box[1] + (box[3] - box[1]) * (sample // SAMPLES) / (SAMPLES - 1)
        for j in range(widths[0]):
            by_x, by_y, constant = first[BY_X, j] * x, first[BY_Y, j] * y, first[CONSTANT, j]
            found[j] = max(found[j], abs(by_x) + abs(by_y) + abs(constant))
            passed[j] = _activated(by_x + by_y + constant, below[j], above[j])
        neuron, weight, bias = widths[0], 0, 0
        for layer in range(1, len(widths)):
            for j in range(widths[layer]):
                values[j] = biases[bias + j]
                size = abs(values[j])
                for i in range(widths[layer - 1]):
                    term = weights[weight + i * widths[layer] + j] * passed[i]
                    values[j] += term
                    size += abs(term)
                found[neuron + j] = max(found[neuron + j], size)
            for j in range(widths[layer]):
                passed[j] = _activated(values[j], below[neuron + j], above[neuron + j])
            weight += widths[layer - 1] * widths[layer]
            neuron += widths[layer]
            bias += widths[layer]
    return found


@clipped
def _activated(value, below, above):
    return value * (above if value > 0.0 else below)


@compiled(signatures=TABLES, fastmath=FAST)
def grown(table, used, more):
    """A copy of the table with room for so many more rows, and some to spare."""
    larger = np.empty((2 * (used + more), table.shape[1]), table.dtype)
    for i in range(used):
        for k in range(table.shape[1]):
            larger[i, k] = table[i, k]
    return larger


@clipped
def _enter(maps, source, width, states, held, follows, weights, biases, below, above):
    """Make maps (3, width) those of a layer whose inputs have maps `source` and these states.

    held: the states they are made for now, if it follows from those.
    """
    count, differing, passing = len(states), 0, 0
    for i in range(count):
        differing += states[i] != held[i]
        passing += (above[i] if states[i] else below[i]) != 0.0
    fresh = not follows or FRESH * differing >= passing
    if fresh:
        for j in range(width):
            maps[BY_X, j], maps[BY_Y, j], maps[CONSTANT, j] = 0.0, 0.0, biases[j]
    for i in range(count):
        if fresh:
            factor = above[i] if states[i] else below[i]
        else:
            factor = (above[i] - below[i]) * (float(states[i]) - float(held[i]))
        held[i] = states[i]
        if factor != 0.0:
            by_x, by_y, constant = factor * source[BY_X, i], factor * source[BY_Y, i], factor * source[CONSTANT, i]
            for j in range(width):
                weight = weights[i * width + j]
                maps[BY_X, j] += weight * by_x
                maps[BY_Y, j] += weight * by_y
                maps[CONSTANT, j] += weight * constant


@compiled(fastmath={"nnan", "nsz", "contract", "reassoc"})
def _leave(affine, maps, width, factors, output, offset):
    """The outputs' maps, three numbers each, from those of the last layer and what its neurons pass on of them."""
    for k in range(len(offset)):
        by_x, by_y, constant = 0.0, 0.0, offset[k]
        for j in range(width):
            weight = factors[j] * output[k, j]
            by_x += weight * maps[BY_X, j]
            by_y += weight * maps[BY_Y, j]
            constant += weight * maps[CONSTANT, j]
        affine[3 * k], affine[3 * k + 1], affine[3 * k + 2] = by_x, by_y, constant


@clipped
def _extremes(low, high, maps, width, corners, at, n):
    """Of each neuron the smallest and the largest pre-activation in a cell, at its corners."""
    for j in range(width):
        low[j], high[j] = 1e300, -1e300
    for v in range(at, at + n):
        x, y = corners[v, 0], corners[v, 1]
        for j in range(width):
            value = maps[BY_X, j] * x + maps[BY_Y, j] * y + maps[CONSTANT, j]
            low[j] = min(low[j], value)
            high[j] = max(high[j], value)


@compiled(signatures=["i8(f8[:, ::1], i8, i8, f8[::1], f8, f8, i8)"], fastmath=FAST)
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


@compiled(signatures=["b1(f8[:, ::1], i8, f8[:, ::1], i8, i8, f8, f8, f8, f8)"], fastmath=FAST)
def _chord(pieces, place, corners, at, n, by_x, by_y, constant, tolerance):
    """Put a line's piece within a cell in its place; whether there is one."""
    found, last = 0, at + n - 1
    before = by_x * corners[last, 0] + by_y * corners[last, 1] + constant
    for v in range(at, at + n):
        here = by_x * corners[v, 0] + by_y * corners[v, 1] + constant
        if (here > tolerance) != (before > tolerance):
            if found < 2:
                t, end = before / (before - here), 0 if before > tolerance else 2
                pieces[place, end] = corners[last, 0] + t * (corners[v, 0] - corners[last, 0])
                pieces[place, end + 1] = corners[last, 1] + t * (corners[v, 1] - corners[last, 1])
            found += 1
        last, before = v, here
    return found == 2


@compiled(signatures=["i8(f8[:, ::1], i8, f8[:, ::1], i8, i8, f8, f8, f8, f8)"], fastmath=FAST)
def _edges(edges, count, corners, at, n, by_x, by_y, constant, tolerance):
    """Put edges of a cell where a neuron is zero that is on within at `count`, and say where they end."""
    last = at + n - 1
    before = by_x * corners[last, 0] + by_y * corners[last, 1] + constant
    for v in range(at, at + n):
        here = by_x * corners[v, 0] + by_y * corners[v, 1] + constant
        if before <= tolerance and here <= tolerance:
            edges[count, 0], edges[count, 1] = corners[last, 0], corners[last, 1]
            edges[count, 2], edges[count, 3] = corners[v, 0], corners[v, 1]
            count += 1
        last, before = v, here
    return count
