"""One picture of a run, from plain arguments."""

from __future__ import annotations

import numpy as np

from ..config import LINES_ALONE, View
from ..store import Run
from .context import headless_context
from .lines_alone import lines_alone
from .renderer import Renderer

ENLARGED = 3  # pixels to one of the target's, unless a size is asked for


def render(run: Run, step: int | None = None, size: tuple[int, int] | None = None,
           view: View | None = None) -> np.ndarray:
    """A picture of a run at a step (the last by default), (height, width, 3) uint8.

    size: (width, height) in pixels; by default three times the target's. view: by default the probability
    of white with all neurons' boundaries. Raises GinnError for a step outside the run, a field the network
    has not, or where OpenGL 3.3 is missing.
    """
    size = size or (ENLARGED * run.target.width, ENLARGED * run.target.height)
    view = view or View(neurons=frozenset(run.network.neurons))
    index = -1 if step is None else run.index_of(step)
    renderer = Renderer(headless_context(), run.network, run.target)
    try:
        return picture_of(renderer, run, index, view, size)
    finally:
        renderer.release()


def picture_of(renderer: Renderer, run: Run, index: int, view: View, size: tuple[int, int]) -> np.ndarray:
    """The same by a renderer for the run's network and target, of the checkpoint at a position."""
    parameters = run.parameters(index)
    if view.field == LINES_ALONE:
        return lines_alone(renderer, run.network, parameters, view, size, run.target.aspect)
    renderer.set_parameters(parameters)
    return renderer.read(view, size)


def field_values(run: Run, step: int | None = None, size: tuple[int, int] | None = None,
                 view: View | None = None) -> np.ndarray:
    """The field's raw values, (height, width) float32, without boundaries.

    size: by default the target's, so that values lie exactly at the middles of its pixels. Else as `render`.
    """
    size = size or (run.target.width, run.target.height)
    index = -1 if step is None else run.index_of(step)
    renderer = Renderer(headless_context(), run.network, run.target)
    try:
        renderer.set_parameters(run.parameters(index))
        return renderer.values(view or View(), size)[:, :, 0].copy()
    finally:
        renderer.release()
