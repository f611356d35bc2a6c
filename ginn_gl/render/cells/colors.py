"""Values of fields as colours; compiled. What shaders/field.glsl says in GLSL.

Pictures are (rows, columns) int32, red in the lowest byte. The compiled code is kept by the date of this file alone.
"""

from __future__ import annotations

import numpy as np

from ...compiled import compiled

HALF, ONE, ZERO, BYTE = np.float32(0.5), np.float32(1), np.float32(0), np.float32(255)
OPAQUE = np.int32(-0x1000000)

painted = compiled(fastmath={"contract", "reassoc", "nsz", "arcp"})


@painted
def paint_target(out, texels, lines, columns):
    """texels: (H, W) uint8 of 0 and 1. lines, columns: int32, where each row and column of the picture looks one up."""
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = np.int32(-1) if texels[lines[y], columns[x]] else OPAQUE


@painted
def paint_errors(out, probabilities, texels, lines, columns, none, too_white, too_black):
    """Probability less target; none, too_white, too_black: (3,) float32 colours of an error of 0, 1 and -1."""
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            error = probabilities[y, x] - np.float32(texels[lines[y], columns[x]])
            share, white = abs(error), error > 0
            red = none[0] + ((too_white[0] if white else too_black[0]) - none[0]) * share
            green = none[1] + ((too_white[1] if white else too_black[1]) - none[1]) * share
            blue = none[2] + ((too_white[2] if white else too_black[2]) - none[2]) * share
            out[y, x] = _packed(red, green, blue)


@painted
def paint_activations(out, values, color, low, high):
    """Activations, black up to a low one; color: (3,) float32, of a high one and all beyond."""
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            share = min(max((values[y, x] - low) / (high - low), ZERO), ONE)
            out[y, x] = _packed(color[0] * share, color[1] * share, color[2] * share)


@painted
def paint_regions(out, numbers, beyond, shares, known, known_colors):
    """Patterns' numbers; where a share of a pixel is not 0, it lies in the region whose number is so much beyond.

    known: (K,) float32, all regions' numbers, rising; known_colors: (K,) int32.
    """
    number, place, other, other_place = -ONE, 0, -ONE, 0
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            if numbers[y, x] != number:
                number = numbers[y, x]
                place = _place_of(number, known)
            color = known_colors[place]
            if shares[y, x] > 0:
                if number + beyond[y, x] != other:
                    other = number + beyond[y, x]
                    other_place = _place_of(other, known)
                if known[other_place] == other:  # else several boundaries meet in this pixel
                    color = _mixed(color, known_colors[other_place], shares[y, x])
            out[y, x] = color


@painted
def _place_of(number, known):
    """Where it is among rising numbers, or would be."""
    low, high = 0, len(known) - 1
    while low < high:
        middle = (low + high) // 2
        if known[middle] < number:
            low = middle + 1
        else:
            high = middle
    return low


@painted
def _mixed(here, there, share):
    """Two packed colours, a share of the second."""
    color = OPAQUE
    for shift in (0, 8, 16):
        a, b = np.float32(here >> shift & 255), np.float32(there >> shift & 255)
        color |= np.int32(a + (b - a) * share + HALF) << np.int32(shift)
    return color


@painted
def _packed(red, green, blue):
    """A colour of three parts, 0 to 1, as 32 bits."""
    return (np.int32(red * BYTE + HALF) | np.int32(green * BYTE + HALF) << np.int32(8)
            | np.int32(blue * BYTE + HALF) << np.int32(16) | OPAQUE)


@painted
def paint_gray(out, shares):
    """Shares of 0, black, to 1, white."""
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            share = min(max(shares[y, x], ZERO), ONE)
            out[y, x] = _packed(share, share, share)


@painted
def paint_signed(out, errors, none, above, below):
    """Errors from -1 to 1; none, above, below: (3,) float32 colours of 0, 1 and -1."""
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            share, is_above = min(abs(errors[y, x]), ONE), errors[y, x] > 0
            red = none[0] + ((above[0] if is_above else below[0]) - none[0]) * share
            green = none[1] + ((above[1] if is_above else below[1]) - none[1]) * share
            blue = none[2] + ((above[2] if is_above else below[2]) - none[2]) * share
            out[y, x] = _packed(red, green, blue)


@painted
def paint_by_table(out, values, low, high, table):
    """Values from low to high by a table of packed colours, (N,) int32. What is no number is as low: where nothing is
    seen, there may be anything."""
    scale, last = np.float32(len(table)) / (high - low), np.float32(len(table) - 1)
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            place = (values[y, x] - low) * scale
            out[y, x] = table[np.int32(min(place, last))] if place > ZERO else table[0]


@painted
def paint_colors(out, planes):
    """Red, green and blue, (3, rows, columns) float32, cut off at 0 and 1."""
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = _packed(min(max(planes[0, y, x], ZERO), ONE), min(max(planes[1, y, x], ZERO), ONE),
                                min(max(planes[2, y, x], ZERO), ONE))


@painted
def paint_classes(out, logits, tints, unsure, faintest):
    """The colour of the class whose logit is largest, as strong as its probability.

    logits: (k, rows, columns) float32. tints: (k, 3) float32; unsure: (3,) float32, where all are as likely; of a class
    that only just wins, no less than `faintest` of its colour.
    """
    count = logits.shape[0]
    none = ONE / np.float32(count)
    top, total = np.empty(out.shape[1], np.float32), np.empty(out.shape[1], np.float32)
    best = np.empty(out.shape[1], np.int32)
    for y in range(out.shape[0]):
        _largest(top, total, best, logits, y)
        for x in range(out.shape[1]):
            share = faintest + (ONE - faintest) * (ONE / total[x] - none) / (ONE - none)
            tint = tints[best[x]]
            out[y, x] = _packed(unsure[0] + (tint[0] - unsure[0]) * share, unsure[1] + (tint[1] - unsure[1]) * share,
                                unsure[2] + (tint[2] - unsure[2]) * share)


@painted
def class_probabilities(out, logits, which):
    """The probability of a class, counted from 0; of the likeliest if it is -1; if it is -2, the likeliest's number,
    counted from 1. out: (rows, columns) float32."""
    top, total = np.empty(out.shape[1], np.float32), np.empty(out.shape[1], np.float32)
    best = np.empty(out.shape[1], np.int32)
    for y in range(out.shape[0]):
        _largest(top, total, best, logits, y)
        for x in range(out.shape[1]):
            if which == -2:
                out[y, x] = np.float32(best[x] + 1)
            else:
                out[y, x] = (ONE if which == -1 else _exp(logits[which, y, x] - top[x])) / total[x]


@painted
def _largest(top, total, best, logits, y):
    """Of a row, the largest logits, whose they are, and the sum of all exponentials against theirs."""
    for x in range(len(top)):
        top[x], best[x], total[x] = logits[0, y, x], 0, ZERO
    for k in range(1, logits.shape[0]):
        row = logits[k, y]
        for x in range(len(top)):
            best[x] = k if row[x] > top[x] else best[x]
            top[x] = max(top[x], row[x])
    for k in range(logits.shape[0]):
        row = logits[k, y]
        for x in range(len(top)):
            total[x] += _exp(row[x] - top[x])


@painted
def _exp(x):
    """Of -20 to 0, to 3e-6 of itself: a polynomial of a 64th, squared six times."""
    t = max(x, np.float32(-20)) * np.float32(1 / 64)
    e = ONE + t * (ONE + t * (HALF + t * (np.float32(1 / 6) + t * np.float32(1 / 24))))
    e *= e
    e *= e
    e *= e
    e *= e
    e *= e
    return e * e
