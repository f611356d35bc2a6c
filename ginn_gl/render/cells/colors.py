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
def paint_activations(out, values, color, brightest):
    """Pre-activations, black up to zero; color: (3,) float32, of the brightest one and all beyond."""
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            share = min(max(values[y, x] / brightest, ZERO), ONE)
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
