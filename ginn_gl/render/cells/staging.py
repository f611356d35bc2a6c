"""What a picture is to be painted from: a view of a network, clipped into the cells that it shows.

Networks that are not piecewise linear have no cells, and are evaluated at every pixel instead. Loads numba.
"""

from __future__ import annotations

from dataclasses import replace
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
from ..ground import Ground
from ..look import (
    CASING_WIDTH,
    HIGHLIGHTED,
    contour_widths,
    drawn_neurons,
    has_contours,
    levels,
    seen_width,
    shade_width,
    unit_keys,
)
from ..mapping import pixels_per_unit, point_to_pixel
from ..parts import Part
from . import fill, strokes
from .fields import Field
from .scene import NO_FLOATS, NO_PIECES, Scene, Size
from .smooth import Smooth
from .threads import in_threads

FAR = 1e7             # pixels; edges that are farther away are nowhere near
ALL = 2**62           # cells
MANY = 1_500          # cells, from which on several threads clip and paint a view
BANDS, SHIFT = 4, 0.0123  # of a view then, and how far they are shifted: no tidy network has lines along their seams
MOST_WORK = 1e9       # pixels times parameters of a network without cells, for a picture that may not have all


class TooManyCells(Exception):
    """There are more in what is to be painted than it may have."""


class Stage:
    """One network over a ground, which sets scenes of it.

    network: as it is on the ground's plane.
    """

    def __init__(self, network: NetworkSpec, ground: Ground) -> None:
        self._ground, self._whole = ground, network
        self.network = network = network_on(ground.plane, network)
        self._last_cells = 0  # that the last view had
        self._places = {neuron: place for place, neuron in enumerate(network.neurons)}
        self._layers = np.array([layer - 1 for layer, _ in network.neurons])
        self._plane: Plane | None = None  # that is looked at; from it on follows what the network is there
        self._clipper: Clipper | None = None
        self._smooth: Smooth | None = None
        self.set_parameters(np.zeros(self._whole.parameter_count, np.float32))

    @property
    def has_many(self) -> bool:
        """Had the last scene so many cells that several threads are worth their while?"""
        return self._last_cells >= MANY

    def set_parameters(self, parameters: np.ndarray) -> None:
        """Show these from now on. parameters: (P,) float32."""
        self._given, self._plane = parameters, None

    def scene(self, view: View, size: Size, part: Part, threads: int, most: int = ALL,
              everywhere: bool = False) -> Scene:
        """All that is to be painted of a part of the picture.

        threads: that may clip at once. most: cells that there may be. everywhere: beyond the unit square too, whatever
        the view says. Raises GinnError for a field that the network has not, and TooManyCells.
        """
        check_field(view.field, self.network)
        self._ground.require(view.field, self.network)
        self._look_at(self._ground.plane_in(view))
        aspect = self._ground.aspect
        across, down = pixels_per_unit(view, size, aspect)
        frame = Frame(*view.center, 1 / across, 1 / down)
        edges = tuple(min(max(place - length / 2, -FAR), FAR) for corner in ((0, 0), (1, 1))
                      for place, length in zip(point_to_pixel(view, size, aspect, corner), size))
        field = Field(view.field, self.network, self._parameters, self._ground)
        scene = Scene(view, size, part, edges, frame, field)
        box = _box(size, part, edges, seen_width(view) + 1, everywhere or view.beyond)
        if box is None:
            return scene
        if self._clipper is None:
            return self._evaluated(scene, box, most)
        return self._clipped(self._clipper, scene, box, threads, most)

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

    def _clipped(self, clipper: Clipper, scene: Scene, box: Box, threads: int, most: int) -> Scene:
        """A scene of cells."""
        view, by_regions = scene.view, scene.view.field == "regions"
        wanted = np.zeros(len(self._places), np.uint8)
        for neuron in self._places if by_regions else drawn_neurons(view):
            wanted[self._places[neuron]] = 1
        keys = unit_keys(units_of(self.network).neurons, self.network) if by_regions else NO_KEYS
        clipped = self._clip(clipper, scene.frame, box, wanted, keys, threads, most)
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
        if most < ALL and width * height * self.network.parameter_count > MOST_WORK:
            raise TooManyCells
        assert self._smooth is not None  # since it has no cells
        depth = len(self.network.hidden)
        chosen = {neuron: [neuron[0] - 1] if neuron != view.highlighted else [neuron[0] - 1, depth]
                  for neuron in drawn_neurons(view)}
        lines = strokes.Strokes(NO_PIECES, np.zeros(0, np.int64), self._reach(view))
        scene = replace(scene, box=box, strokes=lines, smooth=self._smooth, lines=self._smooth.lines(chosen))
        if neuron := parse_neuron(view.field):
            return replace(scene, **self._neuron(neuron, scene.frame, box))
        return replace(scene, source=self._smooth)

    def _clip(self, clipper: Clipper, frame: Frame, box: Box, wanted: np.ndarray, keys: np.ndarray,
              threads: int, most: int) -> Clipped:
        """The cells of a box; by several threads where there were many in the last one. Raises TooManyCells.

        Only where there is a limit, so in a hurry: it rounds otherwise, and files are to be the same everywhere.
        """
        shared = most < ALL and threads > 1 and self.has_many
        boxes = _bands(box) if shared else [box]
        found: dict[Box, Clipped] = {}

        def clip(band: Box) -> None:
            found[band] = clipper.clip(frame, band, wanted, keys, most=most)

        in_threads(boxes, clip, threads)
        clipped = together([found[band] for band in boxes]) if shared else found[box]
        self._last_cells = len(clipped.affine)
        if not clipped.is_whole or self._last_cells > most:
            raise TooManyCells
        return clipped

    def _neuron(self, neuron: Neuron, frame: Frame, box: Box) -> dict[str, Any]:
        """What a neuron's activation is painted from: parts of a scene."""
        below, parameters, (weight, bias) = preactivation(self.network, self._parameters, *neuron)
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
        reach = [half_width + shade_width(view.line_width) + 0.5] * len(self.network.hidden)
        reach.append(HIGHLIGHTED * half_width + CASING_WIDTH + 0.5)
        if has_contours(view, self.network):
            reach.append(max(contour_widths(view, self.network)) + 0.5)
        return np.array(reach)

    def _strokes(self, view: View, clipped: Clipped) -> strokes.Strokes:
        """What lines are painted from; a highlighted neuron's are there twice, in its layer and on top."""
        depth = len(self.network.hidden)
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
        if has_contours(view, self.network):
            where = (between_classes(clipped.corners, clipped.starts, clipped.affine)[0] if self.network.has_classes
                     else of_levels(clipped.corners, clipped.starts, clipped.affine, levels(self.network)))
            pieces = np.concatenate([pieces, where])
            layers = np.concatenate([layers, np.full(len(where), depth + 1)])
        return strokes.Strokes(pieces, layers, self._reach(view))


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
