"""Values of fields as colours; compiled. What shaders/field.glsl says in GLSL.

Pictures are (rows, columns) int32, red in the lowest byte. The compiled code is kept by the date of this file alone.
"""

from __future__ import annotations

import numpy as np

from ...compiled import compiled

HALF, ONE, ZERO, BYTE = np.float32(0.5), np.float32(1), np.float32(0), np.float32(255)
OPAQUE = np.int32(-0x1000000)
DARKEST, LIGHTEST, PALEST, FULLEST = 0.36, 0.56, 0.05, 0.09  # of regions

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
def paint_regions(out, numbers, beyond, shares):
    """Patterns' numbers; where a share of a pixel is not 0, it lies in the region whose number is so much beyond."""
    number, color, other, other_color = -ONE, np.int32(0), -ONE, np.int32(0)
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            if numbers[y, x] != number:
                number = numbers[y, x]
                color = _region_color(np.int64(number))
            share = shares[y, x]
            if share <= 0:
                out[y, x] = color
                continue
            if number + beyond[y, x] != other:
                other = number + beyond[y, x]
                other_color = _region_color(np.int64(other))
            out[y, x] = _mixed(color, other_color, share)


@painted
def _region_color(number):
    """By OKLCH, in which equal steps look equal."""
    mixed = np.uint64(number) * np.uint64(2654435769) & np.uint64(0xFFFFFFFF)
    mixed = (mixed ^ mixed >> np.uint64(15)) * np.uint64(2246822519) & np.uint64(0xFFFFFFFF)
    mixed ^= mixed >> np.uint64(13)
    lightness = DARKEST + (LIGHTEST - DARKEST) * float(mixed & np.uint64(255)) / 255
    chroma = PALEST + (FULLEST - PALEST) * float(mixed >> np.uint64(8) & np.uint64(255)) / 255
    hue = 2 * np.pi * float(number % 256) / 256
    a, b = chroma * np.cos(hue), chroma * np.sin(hue)
    long = (lightness + 0.39634 * a + 0.21580 * b) ** 3
    middle = (lightness - 0.10556 * a - 0.06385 * b) ** 3
    short = (lightness - 0.08948 * a - 1.29149 * b) ** 3
    return _packed(_curve(4.07674 * long - 3.30771 * middle + 0.23097 * short),
                   _curve(-1.26844 * long + 2.60976 * middle - 0.34132 * short),
                   _curve(-0.00420 * long - 0.70342 * middle + 1.70761 * short))


@painted
def _curve(linear):
    """sRGB's, of linear light."""
    return np.float32(min(1.055 * max(linear, 0.003) ** (1 / 2.4) - 0.055, 1.0))


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
