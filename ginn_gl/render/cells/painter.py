"""Pictures painted on the processor: the same for any structure, and in any thread.

The view is clipped into the cells that it shows, and strips of rows are painted from these, by several threads where
the picture is large. Networks that are not piecewise linear have no cells, and are evaluated at every pixel instead.
Loads numba.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

from ...config import NetworkSpec, Neuron, View, check_field, parse_neuron
from ...geometry.clipper import (
    NO_KEYS,
    Box,
    Clipped,
    Clipper,
    Frame,
    difference_of_logits,
    preactivation,
    together,
)
from ...geometry.contours import between_classes, of_levels
from ...geometry.units import units_of
from ...network import network_on, parameters_on, unpack
from ...plane import Plane
from ...target import Target
from ..ground import Ground
from ..look import (
    CASING_WIDTH,
    HIGHLIGHTED,
    contour_widths,
    drawn_neurons,
    has_contours,
    has_field_beyond,
    has_probability,
    levels,
    seen_width,
    shade_width,
    unit_keys,
)
from ..mapping import pixels_per_unit, point_to_pixel
from ..palette import CASING, CONTOUR, CONTOUR_EDGE, DIMMED, LEVEL, background, highlight_color, layer_color, shade
from ..parts import Part
from . import blocks, fill, strokes
from .fields import Difference, Field
from .scene import NO_FLOATS, NO_LINES, NO_PIECES, Scene, Size
from .smooth import Smooth
from .threads import in_threads, threads_for_all

STRIP = 64            # rows that are painted at once, at least
LARGE = 60_000        # pixels of a picture, from which on several threads are worth their while
STRIPS = 4            # for each thread, so that none waits long for another
FAR = 1e7             # pixels; edges that are farther away are nowhere near
UNLIMITED = np.float32(np.inf)
ALL = 2**62           # cells
MANY = 1_500          # cells, from which on several threads clip and paint a view
BANDS, SHIFT = 4, 0.0123  # of a view then, and how far they are shifted: no tidy network has lines along their seams
MOST_WORK = 1e9       # pixels times parameters of a network without cells, for a picture that may not have all
ROWS = 32             # of a strip that are painted at once where pixels have several values


class Painter:
    """One network over a ground, such as its target. Thread-safe only in that several painters may work at a time.

    threads: that paint at once; by default as many as this process may use cores, up to 8. It may be set at any time.
    """

    def __init__(self, network: NetworkSpec, target: Target | Ground, threads: int | None = None) -> None:
        self._ground, self._whole = Ground.of(target), network
        self._network = network = network_on(self._ground.plane, network)
        self.threads = threads or threads_for_all()
        self._last_cells = 0  # that the last view had
        self._places = {neuron: place for place, neuron in enumerate(network.neurons)}
        self._layers = np.array([layer - 1 for layer, _ in network.neurons])
        self._plane: Plane | None = None  # that is looked at; from it on follows what the network is there
        self._clipper: Clipper | None = None
        self._smooth: Smooth | None = None
        self.set_parameters(np.zeros(self._whole.parameter_count, np.float32))

    def set_parameters(self, parameters: np.ndarray) -> None:
        """Show these from now on. parameters: (P,) float32."""
        self._given, self._plane = parameters, None

    def _look_at(self, plane: Plane) -> None:
        """Have the network as it is on a plane, unless it is at hand. Raises GinnError for one among other inputs."""
        if self._plane is plane or self._plane == plane:
            return
        network = network_on(plane, self._whole)
        self._parameters = parameters = parameters_on(plane, self._whole, self._given)
        outputs = unpack(np.asarray(parameters, np.float64), network)[-1]
        if network.head.kind == "classes" and not network.has_classes:
            outputs = difference_of_logits(network, parameters)
        self._clipper = Clipper(network, parameters, outputs) if network.is_piecewise_linear else None
        self._smooth = None if self._clipper else Smooth(network, parameters, outputs)
        self._plane = plane

    def paint(self, view: View, size: Size, out: np.ndarray | None = None, part: Part | None = None,
              most: int = ALL, less: tuple[np.ndarray, float] | None = None) -> np.ndarray:
        """The picture as (height, width) int32, red in the lowest byte, opaque. size: (width, height).

        out: to paint into. part: of the picture, if no more is wanted. most: cells that it may have. less: another
        one's (height, width) float32, which are taken from the field's values, and what the rest is a share of.
        Raises GinnError for a field the network has not, and TooManyCells.
        """
        scene = self._scene(view, size, part or Part.whole(size), most)
        if less:
            scene = replace(scene, field=Difference(scene.field, *less))
        out = np.empty((scene.part.height, scene.part.width), np.int32) if out is None else out
        style = self._style(view, scene)
        self._in_strips(out.shape, lambda rows: self._paint(out[rows], rows.start, scene, style))
        return out

    def read(self, view: View, size: Size) -> np.ndarray:
        """The picture as (height, width, 3) uint8."""
        return np.ascontiguousarray(as_bytes(self.paint(view, size))[:, :, :3])

    def field_values(self, view: View, size: Size, most: int = ALL) -> np.ndarray:
        """(height, width) float32: the field's value, everywhere in the picture. most: as in paint."""
        scene = self._scene(view, size, Part.whole(size), most, everywhere=True)
        values = np.empty((size[1], size[0]), np.float32)

        def write(rows: slice) -> None:
            planes, _ = self._planes(scene, values[rows].shape, rows.start)
            values[rows] = scene.field.values(planes, scene, rows.start)

        self._in_strips(values.shape, write)
        return values

    def values(self, view: View, size: Size) -> np.ndarray:
        """(height, width, 2) float32: the field's value, everywhere in the picture, and how much boundaries cover of a
        pixel, 0 to 1."""
        scene = self._scene(view, size, Part.whole(size), everywhere=True)
        style = self._style(view, scene)
        values = np.empty((size[1], size[0], 2), np.float32)

        def write(rows: slice) -> None:
            there = values[rows]
            planes, measured = self._planes(scene, there.shape[:2], rows.start)
            there[:, :, 0] = scene.field.values(planes, scene, rows.start)
            covers = np.empty(there.shape[:2], np.float32)
            strokes.cover(covers, scene.middle_x, scene.top(rows.start), scene.strokes, style, measured)
            there[:, :, 1] = covers

        self._in_strips((size[1], size[0]), write)
        return values

    def _scene(self, view: View, size: Size, part: Part, most: int = ALL, everywhere: bool = False) -> Scene:
        """All that is to be painted. everywhere: beyond the unit square too, whatever the view says."""
        check_field(view.field, self._network)
        self._ground.require(view.field, self._network)
        self._look_at(self._ground.plane_in(view))
        aspect = self._ground.aspect
        across, down = pixels_per_unit(view, size, aspect)
        frame = Frame(*view.center, 1 / across, 1 / down)
        edges = tuple(min(max(place - length / 2, -FAR), FAR) for corner in ((0, 0), (1, 1))
                      for place, length in zip(point_to_pixel(view, size, aspect, corner), size))
        field = Field(view.field, self._network, self._parameters, self._ground)
        scene = Scene(view, size, part, edges, frame, field)
        box = _box(size, part, edges, seen_width(view) + 1, everywhere or view.beyond)
        if box is None:
            return scene
        if self._clipper is None:
            return self._evaluated(scene, box, most)
        return self._clipped(self._clipper, scene, box, most)

    def _clipped(self, clipper: Clipper, scene: Scene, box: Box, most: int) -> Scene:
        """A scene of cells."""
        view, by_regions = scene.view, scene.view.field == "regions"
        wanted = np.zeros(len(self._places), np.uint8)
        for neuron in self._places if by_regions else drawn_neurons(view):
            wanted[self._places[neuron]] = 1
        keys = unit_keys(units_of(self._network).neurons, self._network) if by_regions else NO_KEYS
        clipped = self._clip(clipper, scene.frame, box, wanted, keys, most)
        lines = self._strokes(view, clipped)
        if neuron := parse_neuron(view.field):
            return replace(scene, strokes=lines, **self._neuron(neuron, scene.frame, box))
        affine = clipped.affine[:, 0]
        if by_regions:
            affine = np.zeros(affine.shape)
            affine[:, 2] = clipped.numbers
        return replace(
            scene, strokes=lines, polygons=_polygons(clipped.corners, clipped.starts, affine),
            affine=affine[:, None] if by_regions else clipped.affine, pieces=clipped.pieces,
            steps=keys[clipped.units].astype(np.float32) if by_regions else NO_FLOATS,
            numbers=np.unique(clipped.numbers) if by_regions else NO_KEYS)

    def _evaluated(self, scene: Scene, box: Box, most: int) -> Scene:
        """A scene of a network without cells."""
        view, (width, height) = scene.view, scene.part.size
        if most < ALL and width * height * self._network.parameter_count > MOST_WORK:
            raise TooManyCells
        assert self._smooth is not None  # since it has no cells
        depth = len(self._network.hidden)
        chosen = {neuron: [neuron[0] - 1] if neuron != view.highlighted else [neuron[0] - 1, depth]
                  for neuron in drawn_neurons(view)}
        lines = strokes.Strokes(NO_PIECES, np.zeros(0, np.int64), self._reach(view))
        scene = replace(scene, box=box, strokes=lines, smooth=self._smooth, lines=self._smooth.lines(chosen))
        if neuron := parse_neuron(view.field):
            return replace(scene, **self._neuron(neuron, scene.frame, box))
        return replace(scene, source=self._smooth)

    def _clip(self, clipper: Clipper, frame: Frame, box: Box, wanted: np.ndarray, keys: np.ndarray,
              most: int) -> Clipped:
        """The cells of a box; by several threads where there were many in the last one. Raises TooManyCells.

        Only where there is a limit, so in a hurry: it rounds otherwise, and files are to be the same everywhere.
        """
        shared = most < ALL and self.threads > 1 and self._last_cells >= MANY
        boxes = _bands(box) if shared else [box]
        found: dict[Box, Clipped] = {}

        def clip(band: Box) -> None:
            found[band] = clipper.clip(frame, band, wanted, keys, most=most)

        in_threads(boxes, clip, self.threads)
        clipped = together([found[band] for band in boxes]) if shared else found[box]
        self._last_cells = len(clipped.affine)
        if not clipped.is_whole or self._last_cells > most:
            raise TooManyCells
        return clipped

    def _neuron(self, neuron: Neuron, frame: Frame, box: Box) -> dict[str, Any]:
        """What a neuron's activation is painted from: parts of a scene."""
        below, parameters, (weight, bias) = preactivation(self._network, self._parameters, *neuron)
        if below is None:
            affine = np.array([[weight[0, 0] * frame.by_u, weight[0, 1] * frame.by_v,
                                bias[0] + weight[0] @ (frame.x, frame.y)]])
            corners = np.array([(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])], np.float64)
            return {"polygons": _polygons(corners, np.array([0, 4]), affine), "affine": affine[:, None]}
        if not below.is_piecewise_linear:
            return {"source": Smooth(below, parameters, (weight, bias))}
        nobody = np.zeros(len(below.neurons), np.uint8)
        clipped = Clipper(below, parameters, (weight, bias)).clip(frame, box, nobody)
        return {"polygons": _polygons(clipped.corners, clipped.starts, clipped.affine[:, 0]), "affine": clipped.affine}

    def _reach(self, view: View) -> np.ndarray:
        """Of each layer's lines, of a highlighted one, and where there are any of contours, in pixels."""
        half_width = view.line_width / 2
        reach = [half_width + shade_width(view.line_width) + 0.5] * len(self._network.hidden)
        reach.append(HIGHLIGHTED * half_width + CASING_WIDTH + 0.5)
        if has_contours(view, self._network):
            reach.append(max(contour_widths(view, self._network)) + 0.5)
        return np.array(reach)

    def _strokes(self, view: View, clipped: Clipped) -> strokes.Strokes:
        """What lines are painted from; a highlighted neuron's are there twice, in its layer and on top."""
        depth = len(self._network.hidden)
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
        if has_contours(view, self._network):
            where = (between_classes(clipped.corners, clipped.starts, clipped.affine)[0] if self._network.has_classes
                     else of_levels(clipped.corners, clipped.starts, clipped.affine, levels(self._network)))
            pieces = np.concatenate([pieces, where])
            layers = np.concatenate([layers, np.full(len(where), depth + 1)])
        return strokes.Strokes(pieces, layers, self._reach(view))

    def _style(self, view: View, scene: Scene) -> strokes.Style:
        half_width = np.float32(view.line_width / 2)
        tints, shades, ground = _colours(len(self._network.hidden))
        if view.highlighted:
            tints = tints.copy()
            tints[-1] = highlight_color(view.highlighted[0])
        highlighted = np.float32(HIGHLIGHTED) * half_width
        core, edge = contour_widths(view, self._network)
        return strokes.Style(tints, shades, ground, np.float32(CASING), half_width,
                             half_width + np.float32(shade_width(view.line_width)), highlighted,
                             highlighted + np.float32(CASING_WIDTH), _contour_colours(self._network.has_classes),
                             np.float32(core), np.float32(edge),
                             np.float32(DIMMED if has_field_beyond(view) else 0), view.beyond, np.array(scene.edges))

    def _paint(self, out: np.ndarray, first_row: int, scene: Scene, style: strokes.Style) -> None:
        """A strip of the part."""
        middle_x, field = scene.middle_x, scene.view.field
        if isinstance(scene.field, Field) and scene.source is None and field == "probability" and has_probability(
                self._network):
            fill.fill_gray(out, middle_x, scene.top(first_row), scene.polygons)  # without values in between
            strokes.stroke(out, middle_x, scene.top(first_row), scene.strokes, style, _NOT_MEASURED)
            return
        rows = len(out) if scene.is_simple else ROWS
        for start in range(0, len(out), rows):
            part, row = out[start:start + rows], first_row + start
            planes, measured = self._planes(scene, part.shape, row)
            scene.field.paint(part, planes, scene, row)
            strokes.stroke(part, middle_x, scene.top(row), scene.strokes, style, measured)

    def _planes(self, scene: Scene, shape: tuple[int, int], first_row: int) -> tuple[np.ndarray, np.ndarray]:
        """Of a strip, what the field is made of, (k, rows, columns) float32; and squared distances to lines that are
        known at every pixel, as strokes.stroke takes them."""
        middle_x, top = scene.middle_x, scene.top(first_row)
        measured, planes = _NOT_MEASURED, None
        if scene.smooth:
            reach = scene.strokes.reach
            measured = np.empty((len(reach), *shape), np.float32)
            outputs = _evaluate(scene.smooth, measured, scene, first_row, scene.lines)
            if len(reach) > len(self._network.hidden) + 1:
                if self._network.has_classes:
                    blocks.measure_between_classes(measured[-1], outputs, np.float32(reach[-1]))
                else:
                    blocks.measure_levels(measured[-1], outputs[0], levels(self._network), np.float32(reach[-1]))
            planes = outputs[:, :shape[0], :shape[1]]
        if scene.source is not None and scene.source is not scene.smooth:
            planes = _evaluate(scene.source, np.empty((0, *shape), np.float32), scene, first_row, NO_LINES)
            planes = planes[:, :shape[0], :shape[1]]
        if scene.source is None:
            planes = np.empty((scene.affine.shape[1], *shape), np.float32)
            if scene.is_simple:
                fill.fill_values(planes[0], middle_x, top, scene.polygons, scene.field.limit)
            else:
                fill.fill_outputs(planes, middle_x, top, scene.polygons, scene.affine)
        assert planes is not None  # either the cells or an evaluation gave them
        return np.ascontiguousarray(planes), measured

    def _in_strips(self, shape: tuple[int, int], work: Callable[[slice], None]) -> None:
        height, width = shape
        threads = self.threads if height * width >= LARGE or self._last_cells >= MANY else 1
        strip = max(STRIP, -(-height // (STRIPS * threads))) if threads > 1 else height
        in_threads([slice(top, min(height, top + strip)) for top in range(0, height, strip)], work, threads)


class TooManyCells(Exception):
    """There are more in what is to be painted than it may have."""


def as_bytes(picture: np.ndarray) -> np.ndarray:
    """A packed (H, W) picture as (H, W, 4) uint8 of red, green, blue and 255: the same memory."""
    return picture.astype("<i4", copy=False).view(np.uint8).reshape(*picture.shape, 4)


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


def _bands(box: Box) -> list[Box]:
    """A box in parts that lie one below the other; first those in the middle, where most cells are."""
    left, top, right, bottom = box
    edges = [top, *(top + (k / BANDS + SHIFT) * (bottom - top) for k in range(1, BANDS)), bottom]
    bands = [(left, above, right, below) for above, below in pairwise(edges)]
    return sorted(bands, key=lambda band: abs(band[1] + band[3] - top - bottom))


def _polygons(corners: np.ndarray, starts: np.ndarray, affine: np.ndarray) -> fill.Polygons:
    return fill.Polygons(corners, starts, np.ascontiguousarray(affine), *fill.extents(corners, starts))


@cache
def _colours(depth: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of layers, and one more for a highlighted line; their shades; what is around."""
    tints = [layer_color(layer) for layer in range(1, depth + 1)]
    return (np.array([*tints, (0, 0, 0)], np.float32),
            np.array([shade(layer) for layer in range(1, depth + 1)], np.float32), np.array(background(), np.float32))


@cache
def _contour_colours(of_classes: bool) -> np.ndarray:
    return np.array([CONTOUR, CONTOUR_EDGE] if of_classes else [LEVEL, LEVEL], np.float32)


def _evaluate(network: Smooth, squared: np.ndarray, scene: Scene, first_row: int, lines: np.ndarray) -> np.ndarray:
    """Outputs, and with squared distances to lines, in a strip and one pixel beyond: (k, rows + 1, columns + 1).

    Where nothing is seen of them, there is no telling what they are.
    """
    rows, columns = squared.shape[1:]
    left, top, right, bottom = scene.box
    first, last = _within(left + scene.middle_x, right + scene.middle_x, columns)
    upper, lower = _within(top - scene.top(first_row), bottom - scene.top(first_row), rows)
    outputs = np.zeros((network.outputs, rows + 1, columns + 1), np.float32)
    squared[:] = blocks.FAR
    if first < last and upper < lower:
        network.evaluate(outputs[:, upper:lower + 1, first:last + 1], squared[:, upper:lower, first:last], scene.frame,
                         scene.middle_x - first, scene.top(first_row) + upper, lines,
                         scene.strokes.reach.astype(np.float32))
    return outputs


def _within(start: float, end: float, count: int) -> tuple[int, int]:
    """The first and after the last of so many pixels that lie between two positions."""
    return int(min(max(np.floor(start), 0), count)), int(min(max(np.ceil(end), 0), count))


_NOT_MEASURED = np.zeros((0, 0, 0), np.float32)
