"""One picture of a run, from plain arguments; and the painter of any number of them.

Files are painted from cells on every machine: so they are the same everywhere, need no OpenGL, and can be made in any
thread, and in several processes at once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..config import LINES_ALONE, View, line_width_for
from ..plane import Plane
from ..store import Run
from .ground import ground_of
from .lines_alone import lines_alone
from .points import draw_points, points_of

if TYPE_CHECKING:
    from .cells import Painter
    from .past import PastLines

ENLARGED = 3  # pixels to one of the target's, unless a size is asked for


def render(run: Run, step: int | None = None, size: tuple[int, int] | None = None,
           view: View | None = None, plane: Plane | None = None) -> np.ndarray:
    """A picture of a run at a step (the last by default), (height, width, 3) uint8.

    size: (width, height) in pixels; by default three times the target's. view: by default the probability
    of white with all neurons' boundaries, wider in pictures of more than 800 pixels, and the points of a run that
    learns points. plane: of a network with more than two inputs, instead of the view's.
    Raises GinnError for a step outside the run, a field the network has not, or a plane among other inputs than its.
    """
    size = size or size_of(run)
    view = view_on(plane, view or View(neurons=frozenset(run.network.neurons), line_width=line_width_for(size)))
    index = -1 if step is None else run.index_of(step)
    return picture_of(painter_of(run), run, index, view, size)


def picture_of(painter: Painter, run: Run, index: int, view: View, size: tuple[int, int],
               past: PastLines | None = None) -> np.ndarray:
    """The same, of the checkpoint at a position, by a painter of this run; with lines of other steps, if any."""
    parameters = run.parameters(index)
    if view.field == LINES_ALONE:
        return lines_alone(run.network, parameters, ground_of(run), view, size)
    painter.set_parameters(parameters)
    picture = painter.read(view, size)
    if past:
        past.draw(picture, index, view)
    return with_points(picture, run, view)


def with_points(picture: np.ndarray, run: Run, view: View) -> np.ndarray:
    """A picture, (H, W, 3 or 4) uint8, over which the points of its run are drawn now, where the view is with them."""
    if view.points and (points := points_of(run, view)):
        draw_points(picture, points, view, ground_of(run).aspect)
    return picture


def field_values(run: Run, step: int | None = None, size: tuple[int, int] | None = None,
                 view: View | None = None, plane: Plane | None = None) -> np.ndarray:
    """The field's raw values, (height, width) float32, without boundaries.

    size: by default the target's, so that values lie exactly at the middles of its pixels. Else as `render`.
    """
    size = size or ground_of(run).size
    index = -1 if step is None else run.index_of(step)
    painter = painter_of(run)
    painter.set_parameters(run.parameters(index))
    return painter.values(view_on(plane, view or View()), size)[:, :, 0].copy()


def view_on(plane: Plane | None, view: View) -> View:
    """The view of a plane, or as it is where none is named."""
    return replace(view, plane=plane) if plane else view


def painter_of(run: Run) -> Painter:
    """To paint pictures of a run with, of parameters that are set before. The first one loads numba."""
    ground = ground_of(run)
    from .cells import Painter

    return Painter(run.network, ground)


def size_of(run: Run) -> tuple[int, int]:
    """(width, height) in pixels of pictures of a run, unless another is asked for.

    Raises GinnError for a run that cannot be drawn.
    """
    width, height = ground_of(run).size
    return ENLARGED * width, ENLARGED * height
