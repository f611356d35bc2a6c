"""What a figure fit to print is made of: boundaries as exact lines, over the field as an image."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..config import LINES_ALONE, Neuron, View
from ..geometry import partition
from ..render import layer_color, pixel_to_point, point_to_pixel, render
from ..render.look import shade_width
from ..render.palette import Color, shade
from ..render.pictures import ENLARGED
from ..store import Run
from ..store.texts import printable
from . import notes
from .notes import Note

IMAGE_SIDE = 1500  # pixels of the field's image, the longer of its sides
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
class Figure:
    """Everything in units of pixels, from the top left corner; size is (width, height).

    title: of printable characters. field: (H, W, 3) uint8, fills the whole figure at whatever resolution it has; None
    where lines stand alone. clip: lines are seen only inside of it. layers: first to last, each over the one before.
    notes: over all else.
    """

    title: str
    size: tuple[int, int]
    field: np.ndarray | None
    clip: Rectangle
    line_width: float
    layers: list[Layer]
    notes: list[Note]


def figure_of(run: Run, step: int | None = None, size: tuple[int, int] | None = None, view: View | None = None,
              caption: bool = False, legend: bool = False, dashed: bool = False) -> Figure:
    """The picture that `render` draws for the same arguments, in parts. A highlighted boundary is as any other.

    caption: write step and loss into it. legend: and the colours of the layers whose boundaries are drawn.
    dashed: each layer after the first has dashes of its own, so that layers are told apart without colours.
    Raises GinnError for a step outside the run, or a field the network has not.
    """
    run.require_of_paper("a figure")
    size = size or (ENLARGED * run.target.width, ENLARGED * run.target.height)
    view = view or View(neurons=frozenset(run.network.neurons))
    index = -1 if step is None else run.index_of(step)
    enlarged = IMAGE_SIDE / max(size)
    image_size = max(1, round(enlarged * size[0])), max(1, round(enlarged * size[1]))
    clip = _shown(view, size, run.target.aspect)
    layers = _layers(run, run.parameters(index), view, size, clip, dashed)
    return Figure(
        title=printable(f"{run.name}, step {run.steps[index]:,}"),
        size=size,
        field=None if view.field == LINES_ALONE else render(run, step, image_size, replace(view, neurons=frozenset())),
        clip=clip,
        line_width=view.line_width,
        layers=layers,
        notes=_notes(run, index, size, layers, caption, legend),
    )


def _notes(run: Run, index: int, size: tuple[int, int], layers: list[Layer], caption: bool,
           legend: bool) -> list[Note]:
    found = []
    if caption:
        found.append(notes.step_and_loss(int(run.steps[index]), float(run.losses[index]), size))
    looks = {f"layer {layer.number}": (layer.color, layer.dashes) for layer in layers if layer.lines}
    if legend and looks:
        found.append(notes.legend(looks, size))
    return found


def _shown(view: View, size: tuple[int, int], aspect: float) -> Rectangle:
    """Where boundaries are drawn: in the unit square, or all over."""
    if view.beyond:
        return 0.0, 0.0, float(size[0]), float(size[1])
    left, top = point_to_pixel(view, size, aspect, (0.0, 0.0))
    right, bottom = point_to_pixel(view, size, aspect, (1.0, 1.0))
    return max(left, 0.0), max(top, 0.0), min(right, float(size[0])), min(bottom, float(size[1]))


def _layers(run: Run, parameters: np.ndarray, view: View, size: tuple[int, int], clip: Rectangle,
            dashed: bool) -> list[Layer]:
    left, top, right, bottom = clip
    if left >= right or top >= bottom:
        return []
    aspect, bleed = run.target.aspect, view.line_width + BLEED
    corners = [(left - bleed, top - bleed), (right + bleed, bottom + bleed)]
    first, last = (pixel_to_point(view, size, aspect, corner) for corner in corners)
    boundaries = partition(run.network, parameters, (*first, *last)).boundaries
    return [Layer(
        number=number,
        color=layer_color(number),
        shade=shade(number),
        shade_width=view.line_width + 2 * shade_width(view.line_width),
        lines={neuron: [_in_pixels(piece, view, size, aspect) for piece in pieces]
               for neuron, pieces in boundaries.items() if pieces and neuron in view.neurons and neuron[0] == number},
        dashes=tuple(part * max(view.line_width, 1.0) for part in DASHES[number - 1]) if dashed else (),
    ) for number in range(1, len(run.network.hidden) + 1)]


def _in_pixels(points: np.ndarray, view: View, size: tuple[int, int], aspect: float) -> np.ndarray:
    return np.stack(point_to_pixel(view, size, aspect, points.T), axis=1)
