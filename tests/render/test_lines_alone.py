"""Boundaries alone: they are as over a field, and all else is white."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ginn_gl.config import View
from ginn_gl.render import render
from ginn_gl.render.cells import Painter
from ginn_gl.store import Run

TRAINED = Path(__file__).parents[2] / "runs" / "bottle-good-1.ginn"


@pytest.mark.parametrize("size, changes", [
    ((160, 160), {"zoom": 2.0}), ((240, 160), {}), ((160, 161), {"zoom": 0.7, "line_width": 4.0}),
    ((160, 160), {"zoom": 0.5, "beyond": True, "line_width": 3.0})])
def test_lines_alone_are_those_over_a_field(size, changes):
    with Run(TRAINED) as run:
        view = View(neurons=frozenset(run.network.neurons), **changes)
        alone = render(run, None, size, replace(view, field="none")).astype(int)
        over_field = render(run, None, size, view).astype(int)
        painter = Painter(run.network, run.target)
        painter.set_parameters(run.parameters(-1))
        cover = painter.values(view, size)[:, :, 1]
        wide = painter.values(replace(view, line_width=view.line_width + 2), size)[:, :, 1]  # with its darker edges
    assert (alone[wide == 0] == 255).all() and (wide == 0).mean() > 0.2
    assert np.abs(alone - over_field)[cover == 1].max() <= 3 and (cover == 1).sum() > 100
    assert alone[cover > 0.5].min(axis=1).max() < 255
