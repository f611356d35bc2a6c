"""What a figure fit to print is made of: boundaries and contours as exact lines, over the field as an image."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..config import LINES_ALONE, NetworkSpec, Neuron, View, line_width_for
from ..geometry import Lines, Window, lines, partition
from ..geometry.lines import NO_LEVELS
from ..network import network_on, parameters_on
from ..render import layer_color, pixel_to_point, point_to_pixel, render
from ..render.difference import difference
from ..render.ground import ground_of
from ..render.look import contour_widths, has_contours, levels, shade_width
from ..render.mapping import pixels_per_unit
from ..render.palette import (
    CONTOUR,
    CONTOUR_EDGE,
    LEVEL,
    NO_ERROR,
    TOO_BLACK,
    TOO_WHITE,
    Color,
    class_colors,
    shade,
    value_scale,
)
from ..render.pictures import ENLARGED
from ..render.points import placed, points_of
from ..store import Run
from ..store.texts import printable
from . import notes
from .notes import Look, Note

IMAGE_SIDE = 1500  # pixels of the field's image, the longer of its sides, unless others are asked for
GRID = 1.2         # pixels between the points at which lines are looked for, where they are not known exactly
MOST_CLASSES = 10  # that a legend names
BLEED = 2.0        # pixels by which lines go on beyond what is shown, so that no end of one is seen

# Of each layer's lines, in line widths or pixels, whichever are wider: on, off, on, off and so on. The first is solid.
DASHES = ((), (6, 3), (1.5, 2), (10, 3, 1.5, 3), (16, 5), (10, 3, 1.5, 3, 1.5, 3), (3, 6), (16, 3, 5, 3))

Rectangle = tuple[float, float, float, float]
"""(left, top, right, bottom) in pixels of the figure."""


@dataclass(frozen=True)
class Layer:
    """The boundaries of one layer.

    number: from 1. shade: how much darker, of 1, the field is beside them, to shade_width pixels in all.
    lines: of each neuron drawn, pieces of (K, 2) pixel positions; a closed piece ends where it starts.
    dashes: how many pixels of a line are drawn, left out, drawn and so on; all of it where there are none.
    """

    number: int
    color: Color
    shade: float
    shade_width: float
    lines: dict[Neuron, list[np.ndarray]]
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True)
class Contours:
    """Where one class ends and another begins, or lines of equal value.

    lines: (K, 2) pixel positions each, as those of layers. width, edge_width: in pixels, of a line, and of its edges'
    outer sides below it.
    """

    lines: list[np.ndarray]
    color: Color
    width: float
    edge_color: Color
    edge_width: float


@dataclass(frozen=True)
class Marks:
    """Points of the data, each over those before.

    middles: (N, 2) pixel positions. inks: (N, 6), as those of render's Points. radius, edge: in pixels, of their
    insides, and how wide the edges around these are.
    """

    middles: np.ndarray
    inks: np.ndarray
    radius: float
    edge: float


@dataclass(frozen=True)
class Figure:
    """Everything in units of pixels, from the top left corner; size is (width, height).

    title: of printable characters. field: (H, W, 3) uint8, fills the whole figure at whatever resolution it has; None
    where lines stand alone. clip: lines are seen only inside of it. layers: first to last, each over the one before.
    contours, marks: over these; None where there are none. notes: over all else.
    """

    title: str
    size: tuple[int, int]
    field: np.ndarray | None
    clip: Rectangle
    line_width: float
    layers: list[Layer]
    contours: Contours | None
    marks: Marks | None
    notes: list[Note]


def figure_of(run: Run, step: int | None = None, size: tuple[int, int] | None = None, view: View | None = None,
              caption: bool = False, legend: bool = False, dashed: bool = False,
              image_side: int = IMAGE_SIDE) -> Figure:
    """The picture that `render` draws for the same arguments, in parts. A highlighted boundary is as any other.

    caption: write step and loss into it. legend: and the colours of the layers whose boundaries are drawn.
    dashed: each layer after the first has dashes of its own, so that layers are told apart without colours.
    image_side: pixels of the field's image, the longer of its sides.
    Raises GinnError for a step outside the run, or a field the network has not.
    """
    ground = ground_of(run)
    size = size or (ENLARGED * ground.size[0], ENLARGED * ground.size[1])
    view = view or View(neurons=frozenset(run.network.neurons), line_width=line_width_for(size))
    index = -1 if step is None else run.index_of(step)
    enlarged = image_side / max(size)
    image_size = max(1, round(enlarged * size[0])), max(1, round(enlarged * size[1]))
    plain = replace(view, neurons=frozenset(), contours=False, points=False)
    clip = _shown(view, size, ground.aspect)
    found = _lines(run, run.parameters(index), view, size, clip)
    layers, contours = _layers(run.network, found, view, dashed), _contours(run.network, found, view)
    return Figure(
        title=printable(f"{run.name}, step {run.steps[index]:,}"),
        size=size,
        field=None if view.field == LINES_ALONE else render(run, step, image_size, plain),
        clip=clip,
        line_width=view.line_width,
        layers=layers,
        contours=contours,
        marks=_marks(run, view, size, ground.aspect),
        notes=_notes(run, index, size, layers, view, caption, legend),
    )


def difference_of(run: Run, index: int, other: Run, other_index: int, size: tuple[int, int], view: View,
                  image_side: int = IMAGE_SIDE) -> Figure:
    """One checkpoint less another, at their positions, with a legend; else as `figure_of`.

    Raises GinnError where they have no difference.
    """
    enlarged = image_side / max(size)
    image_size = max(1, round(enlarged * size[0])), max(1, round(enlarged * size[1]))
    colours = {"more": Look(TOO_WHITE, is_field=True), "same": Look(NO_ERROR, is_field=True),
               "less": Look(TOO_BLACK, is_field=True)}
    return Figure(
        title=printable(f"{run.name} less {other.name}, step {run.steps[index]:,}"),
        size=size,
        field=difference(run, index, other, other_index, image_size, view),
        clip=_shown(view, size, ground_of(run).aspect),
        line_width=view.line_width,
        layers=[],
        contours=None,
        marks=None,
        notes=[notes.legend(colours, size)],
    )


def diamond(x: float, y: float, reach: float) -> np.ndarray:
    """The corners of a closed one around a place, (5, 2): its sides are `reach` from there."""
    return (x, y) + 2**0.5 * reach * np.array([(0, -1), (1, 0), (0, 1), (-1, 0), (0, -1)])


def _marks(run: Run, view: View, size: tuple[int, int], aspect: float) -> Marks | None:
    points = points_of(run, view) if view.points and view.field != LINES_ALONE else None
    if points is None:
        return None
    there = placed(points, view, size, aspect)
    return Marks(there.middles, points.inks[there.which], there.radius, there.edge)


def _notes(run: Run, index: int, size: tuple[int, int], layers: list[Layer], view: View, caption: bool,
           legend: bool) -> list[Note]:
    found = []
    if caption:
        found.append(notes.step_and_loss(int(run.steps[index]), float(run.losses[index]), size))
    looks = {f"layer {layer.number}": Look(layer.color, layer.dashes) for layer in layers if layer.lines}
    looks |= _meanings(run.network, view)
    if legend and looks:
        found.append(notes.legend(looks, size))
    return found


def _meanings(network: NetworkSpec, view: View) -> dict[str, Look]:
    """What the field's colours mean, where that is not plain to see."""
    if view.field not in ("probability", "target"):
        return {}
    if network.has_classes:
        tints = class_colors(network.outputs)[:MOST_CLASSES].tolist()
        return {f"class {number}": Look((red, green, blue), is_field=True)
                for number, (red, green, blue) in enumerate(tints, 1)}
    if network.head.kind == "value":
        ends, scale = (network.head.low, network.head.high), value_scale()
        return {f"value {end:.4g}": Look(tuple(scale[place].tolist()), is_field=True)
                for end, place in zip(ends, (0, -1))}
    return {}


def _shown(view: View, size: tuple[int, int], aspect: float) -> Rectangle:
    """Where boundaries are drawn: in the unit square, or all over."""
    if view.beyond:
        return 0.0, 0.0, float(size[0]), float(size[1])
    left, top = point_to_pixel(view, size, aspect, (0.0, 0.0))
    right, bottom = point_to_pixel(view, size, aspect, (1.0, 1.0))
    return max(left, 0.0), max(top, 0.0), min(right, float(size[0])), min(bottom, float(size[1]))


def _lines(run: Run, parameters: np.ndarray, view: View, size: tuple[int, int], clip: Rectangle) -> Lines:
    """All that is drawn of a network, in pixels."""
    left, top, right, bottom = clip
    if left >= right or top >= bottom:
        return Lines({}, [])
    ground, bleed = ground_of(run), view.line_width + BLEED
    corners = [(left - bleed, top - bleed), (right + bleed, bottom + bleed)]
    first, last = (pixel_to_point(view, size, ground.aspect, corner) for corner in corners)
    plane = ground.plane_in(view)
    network = network_on(plane, run.network)
    found = _lines_of(network, parameters_on(plane, run.network, parameters), (*first, *last), view,
                      GRID / pixels_per_unit(view, size, ground.aspect)[1])

    def in_pixels(pieces: list[np.ndarray]) -> list[np.ndarray]:
        return [np.stack(point_to_pixel(view, size, ground.aspect, points.T), axis=1) for points in pieces]

    return Lines({neuron: in_pixels(pieces) for neuron, pieces in found.boundaries.items()}, in_pixels(found.contours))


def _lines_of(network: NetworkSpec, parameters: np.ndarray, window: Window, view: View, spacing: float) -> Lines:
    if network.is_of_paper:
        boundaries = partition(network, parameters, window).boundaries
        return Lines({neuron: pieces for neuron, pieces in boundaries.items() if pieces and neuron in view.neurons}, [])
    drawn, is_value = has_contours(view, network), network.head.kind == "value"
    return lines(network, parameters, window, spacing, view.neurons,
                 levels=levels(network) if drawn and is_value else NO_LEVELS, classes=drawn and network.has_classes)


def _layers(network: NetworkSpec, found: Lines, view: View, dashed: bool) -> list[Layer]:
    return [Layer(
        number=number,
        color=layer_color(number),
        shade=shade(number),
        shade_width=view.line_width + 2 * shade_width(view.line_width),
        lines={neuron: pieces for neuron, pieces in found.boundaries.items() if neuron[0] == number},
        dashes=tuple(part * max(view.line_width, 1.0) for part in DASHES[number - 1]) if dashed else (),
    ) for number in range(1, len(network.hidden) + 1)]


def _contours(network: NetworkSpec, found: Lines, view: View) -> Contours | None:
    if not found.contours:
        return None
    colors = (CONTOUR, CONTOUR_EDGE) if network.has_classes else (LEVEL, LEVEL)
    if view.field == LINES_ALONE:  # on white
        colors = colors[::-1]
    width, edge_width = contour_widths(view, network)
    return Contours(found.contours, colors[0], 2 * width, colors[1], 2 * edge_width)
