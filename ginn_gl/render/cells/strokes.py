"""What is over the field: boundaries in the colours of their layers, and the edge of the unit square; compiled.

Straight pieces of boundaries are looked at one by one, and at each pixel near by its distance is kept if it is the
least so far of its layer: so pieces join without a seam. Then every pixel near any line is painted once.

Distances are squared until the last moment, and kept in blocks of BLOCK columns: one that no line comes near is neither
cleared nor looked at. Positions are as in fill.py. The compiled code is kept by the content of this file alone: of
others, it is built on lanes.py.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...compiled import compiled
from .lanes import FLOATS, LANES, NONE, NUMBER, PIXELS, PLACE, on_lanes

BLOCK = LANES  # columns
U = np.uint64  # of places: one without a sign cannot count from the end, and loops over it need not look
BAND = 32   # rows whose distances are kept at a time, few enough to stay near the processor
FAR = np.float32(1e9)
HALF, ONE, ZERO, BYTE = np.float32(0.5), np.float32(1), np.float32(0), np.float32(255)
OPAQUE = np.int32(-0x1000000)
INSIDE, AT_EDGE, OUTSIDE = np.uint16(0), np.uint16(1), np.uint16(2)  # marks of blocks; each layer has a bit after these
FIRST_LAYER = 2

painted = compiled(fastmath={"contract", "reassoc", "nsz", "arcp"})


class Strokes(NamedTuple):
    """Pieces of boundaries to be drawn.

    pieces: (P, 4) float64, from (x, y) to (x, y). layers: (P,) int64, each one's, from 0; that of a highlighted one
    comes after the last, and then that of contours, where there are any. reach: (layers + 1 or 2,) float64, how far
    from each layer's lines anything is drawn, in pixels.
    """

    pieces: np.ndarray
    layers: np.ndarray
    reach: np.ndarray


class Style(NamedTuple):
    """How lines look, and what is around the picture.

    colors: (layers + 1, 3) float32. shades: (layers,) float32, how much darker it is beside a layer's lines. ground:
    (3,) float32. casing: float32, how bright a highlighted line's edge is. half_width, shaded, highlighted, cased:
    float32, in pixels from a line's middle: where it ends, its shade, a highlighted line, its casing.
    contour: (2, 3) float32, colours of contours and of their edges; contour_half, contour_edge: float32, in pixels,
    where they end. dimmed: float32, what is left of the field beyond the unit square. beyond: are lines drawn there?
    edges: (4,) float64, the unit square's left, top, right and bottom, in pixels from the picture's middle.
    """

    colors: np.ndarray
    shades: np.ndarray
    ground: np.ndarray
    casing: np.float32
    half_width: np.float32
    shaded: np.float32
    highlighted: np.float32
    cased: np.float32
    contour: np.ndarray
    contour_half: np.float32
    contour_edge: np.float32
    dimmed: np.float32
    beyond: bool
    edges: np.ndarray


@painted
def stroke(out, middle_x, top, strokes, style, measured):
    """Draw lines over the field, and the ground around it. out: (rows, columns) int32, red in the lowest byte.

    measured: squared distances to other lines, (layers + 1 or 2, rows, columns) float32; (0, 0, 0) if there are none.
    All in one, since a call would hand over all arrays, and take as long as the work.
    """
    rows, columns = out.shape
    blocks = (columns + BLOCK - 1) // BLOCK
    marks = np.empty((BAND, blocks), np.uint16)
    squared = np.empty((len(strokes.reach), BAND, blocks * BLOCK), np.float32)
    inside_x = _inside(blocks * BLOCK, -middle_x, style.edges[0], style.edges[2])
    inside_y = _inside(rows, top, style.edges[1], style.edges[3])
    ground, layers = _packed(style.ground[0], style.ground[1], style.ground[2]), len(style.shades)
    work, painted = np.empty(4 * BLOCK, np.float32), np.empty(BLOCK, np.int32)
    flat, in_row, in_layer = squared.reshape(squared.size), U(blocks * BLOCK), U(BAND * blocks * BLOCK)
    for band in range(0, rows, BAND):
        count = min(BAND, rows - band)
        _mark_edges(marks, count, inside_x, inside_y[band:])
        _measure(flat, marks, count, columns, middle_x, top + band, strokes)
        _take(squared, marks, count, columns, measured[:, band:band + count], strokes)
        for y in range(U(count)):
            row, inside = out[U(band) + y], inside_y[U(band) + y]
            for block in range(U(blocks)):
                mark, start = marks[y, block], block * U(BLOCK)
                if mark == 0:
                    continue
                width, near = U(min(BLOCK, columns - np.int64(start))), y * in_row + start
                if mark & OUTSIDE and style.dimmed == 0 and not (style.beyond and mark >> FIRST_LAYER):
                    for i in range(width):
                        row[start + i] = ground
                    continue
                for i in range(width):
                    painted[i] = row[start + i]
                _open(work, painted, inside_x, start, inside, np.float32(style.beyond), style.dimmed,
                      style.ground[0], style.ground[1], style.ground[2])
                for layer in range(layers):
                    if mark >> (FIRST_LAYER + layer) & 1:
                        color = style.colors[layer]
                        _lay(work, flat, near + U(layer) * in_layer, style.half_width, color[0], color[1], color[2],
                             style.shaded, style.shades[layer], ZERO, ZERO, ZERO)
                if mark >> (FIRST_LAYER + layers) & 1:
                    color, casing = style.colors[layers], style.casing
                    _lay(work, flat, near + U(layers) * in_layer, style.highlighted, color[0], color[1], color[2],
                         style.cased, ONE, casing, casing, casing)
                if mark >> (FIRST_LAYER + layers + 1) & 1:
                    color, edge = style.contour[0], style.contour[1]
                    _lay(work, flat, near + U(layers + 1) * in_layer, style.contour_half, color[0], color[1], color[2],
                         style.contour_edge, ONE, edge[0], edge[1], edge[2])
                _close(painted, work)
                for i in range(width):
                    row[start + i] = painted[i]


@painted
def cover(out, middle_x, top, strokes, style, measured):
    """How much of each pixel lines cover, 0 to 1. out: (rows, columns) float32. measured: as above."""
    rows, columns = out.shape
    blocks = (columns + BLOCK - 1) // BLOCK
    marks = np.empty((BAND, blocks), np.uint16)
    squared = np.empty((len(strokes.reach), BAND, blocks * BLOCK), np.float32)
    inside_x = _inside(blocks * BLOCK, -middle_x, style.edges[0], style.edges[2])
    inside_y = _inside(rows, top, style.edges[1], style.edges[3])
    layers = len(style.shades)
    for band in range(0, rows, BAND):
        count = min(BAND, rows - band)
        _mark_edges(marks, count, inside_x, inside_y[band:])
        _measure(squared.reshape(squared.size), marks, count, columns, middle_x, top + band, strokes)
        _take(squared, marks, count, columns, measured[:, band:band + count], strokes)
        for y in range(count):
            for x in range(columns):
                most = ZERO
                for layer in range(len(strokes.reach)):
                    if marks[y, x // BLOCK] >> (FIRST_LAYER + layer) & 1:
                        half_width = style.half_width if layer < layers else style.highlighted
                        if layer > layers:
                            half_width = style.contour_half
                        most = max(most, covered(np.sqrt(squared[layer, y, x]), half_width))
                out[band + y, x] = most * (ONE if style.beyond else inside_y[band + y] * inside_x[x])


@painted
def mix_regions(numbers, beyond, shares, middle_x, top, pieces, keys):
    """Where a boundary goes through a pixel, by how much the pattern's number is another on its other side, and how
    much of the pixel lies there.

    numbers: (rows, columns) float32 of patterns. beyond, shares: of the same shape, float32, written. keys: (P,)
    float32, what each piece's neuron adds to the number.
    """
    rows, columns = numbers.shape
    for y in range(rows):
        for x in range(columns):
            shares[y, x] = ZERO
    for k in range(len(pieces)):
        x0, y0, x1, y1 = pieces[k]
        first, last = max(0, _after(min(y0, y1) - 0.5 - top)), min(rows, _after(max(y0, y1) + 0.5 - top))
        if first >= last:
            continue
        length = max(np.hypot(x1 - x0, y1 - y0), 1e-9)
        along_x, along_y = (x1 - x0) / length, (y1 - y0) / length
        for y in range(first, last):
            start, end = _columns(top + y + 0.5, x0, y0, along_x, along_y, length, 0.5, middle_x, columns)
            for x in range(start, end):
                away_x, away_y = x + 0.5 - middle_x - x0, top + y + 0.5 - y0
                along, across = along_x * away_x + along_y * away_y, along_x * away_y - along_y * away_x
                past = max(-along, along - length, 0.0)
                share = np.float32(0.5 - np.sqrt(across * across + past * past))
                if share > shares[y, x]:
                    shares[y, x] = share
                    beyond[y, x] = -keys[k] if across > 0 else keys[k]


@on_lanes(FLOATS, PLACE, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER)
def _keep_nearer(lanes, squared, place, least, along, across, step_along, step_across, length):
    """Squared distances to a piece of a line, where they are less than those there. least: that these are: 0, or FAR if
    none is there. along, across: where the first pixel is, from the piece's start, along it and across.
    """
    here, aside = along + step_along * lanes, across + step_across * lanes
    past = (-here).at_least(here - length).at_least(0)
    squared.store(place, (aside * aside + past * past).at_most(squared.load(place).at_least(least)))


@on_lanes(FLOATS, PIXELS, FLOATS, PLACE, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER)
def _open(lanes, work, painted, inside_x, start, inside_y, beyond, dimmed, red, green, blue):
    """Take a block's field apart; over the ground, in these colours, where it is not, or only dimmed."""
    inside = inside_x.load(start) * inside_y
    shown, color = dimmed + (1.0 - dimmed) * inside, painted.load(NONE)
    for channel, ground in enumerate((red, green, blue)):
        work.store(NONE, ground + (color.byte(8 * channel) * (1 / 255) - ground) * shown, channel * LANES)
    work.store(NONE, inside.at_least(beyond), 3 * LANES)


@on_lanes(FLOATS, FLOATS, PLACE, *(NUMBER,) * 9)
def _lay(lanes, work, squared, place, half_width, red, green, blue, edge_half, strength, edge_red, edge_green,
         edge_blue):
    """Draw a line over an opened block, and below it one that is wider. strength: of that, 0 to 1."""
    away, visible = squared.load(place).root(), work.load(NONE, 3 * LANES)
    cover = _covered(away, half_width) * visible
    edge = _covered(away, edge_half) * visible * strength * (1.0 - cover)
    left = 1.0 - cover - edge
    for channel, (line, below) in enumerate(((red, edge_red), (green, edge_green), (blue, edge_blue))):
        work.store(NONE, work.load(NONE, channel * LANES) * left + line * cover + below * edge, channel * LANES)


@on_lanes(PIXELS, FLOATS)
def _close(lanes, painted, work):
    """Put it together again."""
    red, green, blue = ((work.load(NONE, channel * LANES) * 255.0).as_byte(8 * channel) for channel in range(3))
    painted.store(NONE, red | green | blue | OPAQUE)


def _covered(away, half_width):
    """As `covered`, in lanes."""
    return (half_width + 0.5 - away).at_least(0).at_most(1).at_most(half_width * 2)


@painted
def covered(away, half_width):
    """Of a pixel, by a line so far away. One thinner than a pixel never covers it all."""
    return min(max(half_width + HALF - away, ZERO), ONE, np.float32(2) * half_width)


@painted
def _inside(count, first, low, high):
    """How much of each of so many pixels in a row, whose first starts at a position, lies between two others."""
    inside = np.empty(count, np.float32)
    for i in range(count):
        middle = first + i + 0.5
        inside[i] = min(max(min(middle - low, high - middle) + 0.5, 0.0), 1.0)
    return inside


@painted
def _mark_edges(marks, rows, inside_x, inside_y):
    """Mark blocks that lie outside of the unit square, or in part, and no others."""
    for block in range(marks.shape[1]):
        least, most = ONE, ZERO
        for x in range(block * BLOCK, min(len(inside_x), (block + 1) * BLOCK)):
            least, most = min(least, inside_x[x]), max(most, inside_x[x])
        for y in range(rows):
            marks[y, block] = OUTSIDE if most * inside_y[y] == 0 else AT_EDGE if least * inside_y[y] < 1 else INSIDE


@painted
def _measure(squared, marks, rows, columns, middle_x, top, strokes):
    """Squared distances to the nearest line of each layer, (layers + 1, BAND, columns), flat, where it marks blocks."""
    blocks = marks.shape[1]
    for k in range(len(strokes.pieces)):
        layer = strokes.layers[k]
        x0, y0, x1, y1 = strokes.pieces[k]
        reach, bit = strokes.reach[layer], np.uint16(1 << FIRST_LAYER + layer)
        first, last = max(0, _after(min(y0, y1) - reach - top)), min(rows, _after(max(y0, y1) + reach - top))
        if first >= last:
            continue
        length = np.hypot(x1 - x0, y1 - y0)
        along_x, along_y = ((x1 - x0) / length, (y1 - y0) / length) if length > 1e-9 else (1.0, 0.0)
        step_along, step_across, end_along = np.float32(along_x), np.float32(-along_y), np.float32(length)
        for y in range(first, last):
            start, end = _columns(top + y + 0.5, x0, y0, along_x, along_y, length, reach, middle_x, columns)
            if start >= end:
                continue
            for block in range(U(start // BLOCK), U((end - 1) // BLOCK + 1)):
                place = (U(layer * BAND + y) * U(blocks) + block) * U(BLOCK)
                away_x, away_y = np.float64(block * U(BLOCK)) + 0.5 - middle_x - x0, top + y + 0.5 - y0
                along = np.float32(along_x * away_x + along_y * away_y)
                across = np.float32(along_x * away_y - along_y * away_x)
                least = ZERO if marks[U(y), block] & bit else FAR
                marks[U(y), block] |= bit
                _keep_nearer(squared, place, least, along, across, step_along, step_across, end_along)


@painted
def _take(squared, marks, rows, columns, measured, strokes):
    """The same from distances that are known at every pixel, (layers + 1 or 2, rows, columns)."""
    for layer in range(len(measured)):
        most, bit = np.float32(strokes.reach[layer] * strokes.reach[layer]), np.uint16(1 << FIRST_LAYER + layer)
        for y in range(rows):
            for start in range(0, columns, BLOCK):
                end, least = min(columns, start + BLOCK), FAR
                for x in range(start, end):
                    least = min(least, measured[layer, y, x])
                if least < most:
                    marks[y, start // BLOCK] |= bit
                    for x in range(start, end):
                        squared[layer, y, x] = measured[layer, y, x]


@painted
def _after(position):
    """The first row or column whose middle is at a position or after it."""
    return np.int64(np.ceil(min(max(position - 0.5, -1.0), 1e9)))


@painted
def _columns(y, x0, y0, along_x, along_y, length, reach, middle_x, columns):
    """The first and after the last column in a row whose middles may be within reach of a piece."""
    x1 = x0 + along_x * length
    low, high = min(x0, x1) - reach, max(x0, x1) + reach
    away = y - y0
    if abs(along_y) > 1e-9:  # within reach across
        there, room = x0 + along_x * away / along_y, reach / abs(along_y)
        low, high = max(low, there - room), min(high, there + room)
    if abs(along_x) > 1e-9:  # and along
        start, end, room = x0 - along_y * away / along_x, x0 + (length - along_y * away) / along_x, reach / abs(along_x)
        low, high = max(low, min(start, end) - room), min(high, max(start, end) + room)
    if not low <= high:
        return 0, 0
    return max(0, _after(low + middle_x)), min(columns, _after(high + middle_x))


@painted
def _packed(red, green, blue):
    """A colour of three parts, 0 to 1, as 32 bits."""
    return (np.int32(red * BYTE + HALF) | np.int32(green * BYTE + HALF) << np.int32(8)
            | np.int32(blue * BYTE + HALF) << np.int32(16) | OPAQUE)
