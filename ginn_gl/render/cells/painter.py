"""Pictures painted on the processor from a network's cells: the same for any structure, and in any thread.

The view is clipped into the cells that it shows, and strips of rows are painted from these, by several threads where
the picture is large. Loads numba.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import numpy as np

from ...config import NetworkSpec, View, check_field, parse_neuron
from ...geometry.clipper import NO_KEYS, Box, Clipped, Clipper, Frame, difference_of_logits, preactivation
from ...target import Target
from ..look import (
    CASING_WIDTH,
    HIGHLIGHTED,
    brightest,
    drawn_neurons,
    has_field_beyond,
    pattern_keys,
    seen_width,
    shade_width,
)
from ..mapping import pixel_to_point, pixels_per_unit, point_to_pixel
from ..palette import (
    CASING,
    DIMMED,
    NO_ERROR,
    TOO_BLACK,
    TOO_WHITE,
    background,
    highlight_color,
    layer_color,
    pack,
    region_colors,
    shade,
)
from ..parts import Part
from . import colors, fill, strokes

MOST_THREADS = 8
STRIP = 64            # rows that are painted at once, at least
LARGE = 300_000       # pixels of a picture, from which on several threads are worth their while
STRIPS = 4            # for each thread, so that none waits long for another
FAR = 1e7             # pixels; edges that are farther away are nowhere near
UNLIMITED = np.float32(np.inf)
ALL = 2**62           # cells

Size = tuple[int, int]


class Painter:
    """One network with a target. Thread-safe only in that several painters may work at the same time.

    threads: that paint at once; by default as many as this process may use cores, up to 8.
    """

    def __init__(self, network: NetworkSpec, target: Target, threads: int | None = None) -> None:
        network.require_of_paper("a picture")
        self._network, self._target = network, target
        self._threads = threads or min(MOST_THREADS, usable_cores())
        self._places = {neuron: place for place, neuron in enumerate(network.neurons)}
        self._layers = np.array([layer - 1 for layer, _ in network.neurons])
        self.set_parameters(np.zeros(network.parameter_count, np.float32))

    def set_parameters(self, parameters: np.ndarray) -> None:
        """Show these from now on. parameters: (P,) float32."""
        self._parameters = parameters
        self._clipper = Clipper(self._network, parameters, difference_of_logits(self._network, parameters))

    def paint(self, view: View, size: Size, out: np.ndarray | None = None, part: Part | None = None,
              most: int = ALL) -> np.ndarray:
        """The picture as (height, width) int32, red in the lowest byte, opaque. size: (width, height).

        out: to paint into. part: of the picture, if no more is wanted. most: cells that it may have.
        Raises GinnError for a field the network has not, and TooManyCells.
        """
        scene = self._scene(view, size, part or Part.whole(size), most)
        out = np.empty((scene.part.height, scene.part.width), np.int32) if out is None else out
        style = self._style(view, scene)
        self._in_strips(out.shape, lambda rows: self._paint(out[rows], rows.start, scene, style))
        return out

    def read(self, view: View, size: Size) -> np.ndarray:
        """The picture as (height, width, 3) uint8."""
        return np.ascontiguousarray(as_bytes(self.paint(view, size))[:, :, :3])

    def values(self, view: View, size: Size) -> np.ndarray:
        """(height, width, 2) float32: the field's value, everywhere in the picture, and how much boundaries cover of a
        pixel, 0 to 1."""
        scene = self._scene(view, size, Part.whole(size), everywhere=True)
        style = self._style(view, scene)
        values = np.empty((size[1], size[0], 2), np.float32)

        def write(rows: slice) -> None:
            there = values[rows]
            there[:, :, 0] = self._values(np.empty(there.shape[:2], np.float32), rows.start, scene)
            covers = np.empty(there.shape[:2], np.float32)
            strokes.cover(covers, scene.middle_x, scene.top(rows.start), scene.strokes, style)
            there[:, :, 1] = covers

        self._in_strips((size[1], size[0]), write)
        return values

    def _scene(self, view: View, size: Size, part: Part, most: int = ALL, everywhere: bool = False) -> Scene:
        """All that is to be painted. everywhere: beyond the unit square too, whatever the view says."""
        check_field(view.field, self._network)
        aspect = self._target.aspect
        across, down = pixels_per_unit(view, size, aspect)
        frame = Frame(*view.center, 1 / across, 1 / down)
        edges = tuple(min(max(place - length / 2, -FAR), FAR) for corner in ((0, 0), (1, 1))
                      for place, length in zip(point_to_pixel(view, size, aspect, corner), size))
        box = _box(size, part, edges, seen_width(view) + 1, everywhere or view.beyond)
        if box is None:
            return Scene(view, size, part, edges, _NO_POLYGONS, _NO_STROKES, _NO_PIECES, _NO_FLOATS, NO_KEYS)
        drawn = drawn_neurons(view)
        by_regions = view.field == "regions"
        wanted = np.zeros(len(self._places), np.uint8)
        for neuron in self._places if by_regions else drawn:
            wanted[self._places[neuron]] = 1
        keys = pattern_keys(self._network) if by_regions else NO_KEYS
        clipped = self._clipper.clip(frame, box, wanted, keys, most=most)
        if not clipped.is_whole:
            raise TooManyCells
        polygons = self._polygons(view.field, frame, box, clipped)
        steps = keys[clipped.units].astype(np.float32) if by_regions else _NO_FLOATS
        known = np.unique(clipped.numbers) if by_regions else NO_KEYS
        return Scene(view, size, part, edges, polygons, self._strokes(view, clipped), clipped.pieces, steps, known)

    def _polygons(self, field: str, frame: Frame, box: Box, clipped: Clipped) -> fill.Polygons:
        """What the field is painted from."""
        if neuron := parse_neuron(field):
            below, parameters, output = preactivation(self._network, self._parameters, *neuron)
            if below is None:
                weight, bias = output
                affine = np.array([[weight[0, 0] * frame.by_u, weight[0, 1] * frame.by_v,
                                    bias[0] + weight[0] @ (frame.x, frame.y)]])
                corners = np.array([(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])], np.float64)
                return _polygons(corners, np.array([0, 4]), affine)
            nobody = np.zeros(len(below.neurons), np.uint8)
            clipped = Clipper(below, parameters, output).clip(frame, box, nobody)
        affine = clipped.affine[:, 0]
        if field == "regions":
            affine = np.zeros(affine.shape)
            affine[:, 2] = clipped.numbers
        return _polygons(clipped.corners, clipped.starts, affine)

    def _strokes(self, view: View, clipped: Clipped) -> strokes.Strokes:
        """What lines are painted from; a highlighted neuron's are there twice, in its layer and on top."""
        depth = len(self._network.hidden)
        half_width = view.line_width / 2
        reach = np.full(depth + 1, half_width + shade_width(view.line_width) + 0.5)
        reach[depth] = HIGHLIGHTED * half_width + CASING_WIDTH + 0.5
        pieces, layers = clipped.pieces, self._layers[clipped.owners]
        if view.field == "regions":
            drawn = np.zeros(len(self._places), np.bool_)
            for neuron in drawn_neurons(view):
                drawn[self._places[neuron]] = True
            chosen = drawn[clipped.owners]
            pieces, layers, owners = pieces[chosen], layers[chosen], clipped.owners[chosen]
        else:
            owners = clipped.owners
        if view.highlighted:
            marked = owners == self._places[view.highlighted]
            pieces = np.concatenate([pieces, pieces[marked]])
            layers = np.concatenate([layers, np.full(marked.sum(), depth)])
        return strokes.Strokes(pieces, layers, reach)

    def _style(self, view: View, scene: Scene) -> strokes.Style:
        half_width = np.float32(view.line_width / 2)
        tints, shades, ground = _colours(len(self._network.hidden))
        if view.highlighted:
            tints = tints.copy()
            tints[-1] = highlight_color(view.highlighted[0])
        highlighted = np.float32(HIGHLIGHTED) * half_width
        return strokes.Style(tints, shades, ground, np.float32(CASING), half_width,
                             half_width + np.float32(shade_width(view.line_width)), highlighted,
                             highlighted + np.float32(CASING_WIDTH),
                             np.float32(DIMMED if has_field_beyond(view) else 0), view.beyond, np.array(scene.edges))

    def _paint(self, out: np.ndarray, first_row: int, scene: Scene, style: strokes.Style) -> None:
        """A strip of the part."""
        field, middle_x, top = scene.view.field, scene.middle_x, scene.top(first_row)
        if field == "probability":
            fill.fill_gray(out, middle_x, top, scene.polygons)
        elif field == "target":
            colors.paint_target(out, self._target.pixels, *self._texels(scene, first_row, len(out)))
        else:
            values = np.empty(out.shape, np.float32)
            if field == "error":
                fill.fill_values(values, middle_x, top, scene.polygons, np.float32(fill.SURER))
                fill.to_probabilities(values)
                colors.paint_errors(out, values, self._target.pixels, *self._texels(scene, first_row, len(out)),
                                    *_error_colours())
            elif field == "regions":
                fill.fill_values(values, middle_x, top, scene.polygons, UNLIMITED)
                beyond, shares = np.empty(out.shape, np.float32), np.empty(out.shape, np.float32)
                strokes.mix_regions(values, beyond, shares, middle_x, top, scene.pieces, scene.steps)
                colors.paint_regions(out, values, beyond, shares, scene.numbers.astype(np.float32),
                                     pack(region_colors(scene.numbers)))
            else:
                fill.fill_values(values, middle_x, top, scene.polygons, UNLIMITED)
                colour = np.array(layer_color(parse_neuron(field)[0]), np.float32)
                most = np.float32(brightest(field, self._network, self._parameters))
                colors.paint_activations(out, values, colour, most)
        strokes.stroke(out, middle_x, top, scene.strokes, style)

    def _values(self, values: np.ndarray, first_row: int, scene: Scene) -> np.ndarray:
        """The field's value in a strip, (rows, columns) float32, written to `values`."""
        field = scene.view.field
        if field in ("target", "error"):
            lines, columns = self._texels(scene, first_row, len(values))
            wanted = self._target.pixels[np.ix_(lines, columns)].astype(np.float32)
            if field == "target":
                return wanted
        by_logit = field in ("probability", "error")
        fill.fill_values(values, scene.middle_x, scene.top(first_row), scene.polygons,
                         np.float32(fill.SURER) if by_logit else UNLIMITED)
        if by_logit:
            fill.to_probabilities(values)
        if field == "error":
            return values - wanted
        return values if field in ("probability", "regions") else np.maximum(values, 0)

    def _texels(self, scene: Scene, first_row: int, rows: int) -> tuple[np.ndarray, np.ndarray]:
        """Where each row of a strip, and each column, looks up the target: (rows,) and (columns,) int32."""
        target, part = self._target, scene.part
        x, y = pixel_to_point(scene.view, scene.size, target.aspect,
                              (part.left + np.arange(part.width) + 0.5, part.top + first_row + np.arange(rows) + 0.5))
        return (np.clip(np.floor(y * target.height), 0, target.height - 1).astype(np.int32),
                np.clip(np.floor(x * target.width), 0, target.width - 1).astype(np.int32))

    def _in_strips(self, shape: tuple[int, int], work: Callable[[slice], None]) -> None:
        height, width = shape
        threads = self._threads if height * width >= LARGE else 1
        strip = max(STRIP, -(-height // (STRIPS * threads))) if threads > 1 else height
        in_threads([slice(top, min(height, top + strip)) for top in range(0, height, strip)], work, threads)


@dataclass(frozen=True, eq=False)
class Scene:
    """What a picture is painted from, in pixels from its middle.

    edges: of the unit square: left, top, right, bottom. With regions, pieces and steps: of all boundaries, and what
    each one's neuron adds to the pattern's number; numbers: (K,) int64 of all patterns, rising.
    """

    view: View
    size: Size
    part: Part
    edges: Box
    polygons: fill.Polygons
    strokes: strokes.Strokes
    pieces: np.ndarray
    steps: np.ndarray
    numbers: np.ndarray

    @property
    def middle_x(self) -> float:
        """Of the picture, in columns from the part's first."""
        return self.size[0] / 2 - self.part.left

    def top(self, row: int) -> float:
        """Of a row of the part."""
        return self.part.top + row - self.size[1] / 2


class TooManyCells(Exception):
    """There are more in what is to be painted than it may have."""


def as_bytes(picture: np.ndarray) -> np.ndarray:
    """A packed (H, W) picture as (H, W, 4) uint8 of red, green, blue and 255: the same memory."""
    return picture.astype("<i4", copy=False).view(np.uint8).reshape(*picture.shape, 4)


def usable_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_threads(parts: list, work: Callable, threads: int) -> None:
    """Work on all parts, in this thread and as many others as make up `threads`; each takes the next one left."""
    left = iter(parts)
    others = [_pool().submit(_take_all, left, work) for _ in range(min(threads, len(parts)) - 1)]
    try:
        _take_all(left, work)
    finally:
        for other in others:
            other.result()


def _take_all(left: Iterator, work: Callable) -> None:
    for part in left:  # a list's iterator hands each out once, to whichever thread asks first
        work(part)


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(MOST_THREADS, thread_name_prefix="painter")


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_pool.cache_clear)  # threads stay behind


def _box(size: Size, part: Part, edges: Box, margin: float, everywhere: bool) -> Box | None:
    """What is to be clipped, in pixels from the picture's middle: of what is seen, and as far around it as lines reach
    in. None if there is nothing to be seen."""
    left, top = part.left - size[0] / 2, part.top - size[1] / 2
    right, bottom = left + part.width, top + part.height
    if not everywhere:
        left, top = max(left, edges[0] - 1), max(top, edges[1] - 1)
        right, bottom = min(right, edges[2] + 1), min(bottom, edges[3] + 1)
        if left >= right or top >= bottom:
            return None
    return left - margin, top - margin, right + margin, bottom + margin


def _polygons(corners: np.ndarray, starts: np.ndarray, affine: np.ndarray) -> fill.Polygons:
    return fill.Polygons(corners, starts, np.ascontiguousarray(affine), *fill.extents(corners, starts))


@cache
def _colours(depth: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of layers, and one more for a highlighted line; their shades; what is around."""
    tints = [layer_color(layer) for layer in range(1, depth + 1)]
    return (np.array([*tints, (0, 0, 0)], np.float32),
            np.array([shade(layer) for layer in range(1, depth + 1)], np.float32), np.array(background(), np.float32))


@cache
def _error_colours() -> tuple[np.ndarray, ...]:
    return tuple(np.array(color, np.float32) for color in (NO_ERROR, TOO_WHITE, TOO_BLACK))


_NO_FLOATS = np.zeros(0, np.float32)
_NO_PIECES = np.zeros((0, 4))
_NO_STROKES = strokes.Strokes(_NO_PIECES, np.zeros(0, np.int64), np.zeros(1))
_NO_POLYGONS = fill.Polygons(np.zeros((0, 2)), np.zeros(1, np.int64), np.zeros((0, 3)), np.zeros(0), np.zeros(0))
