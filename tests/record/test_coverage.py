"""The renderer's lines against the exact ones, drawn by a vector rasteriser four times as fine."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import resvg_py
from PIL import Image

from ginn_gl.config import View
from ginn_gl.record.figure import Figure, figure_of
from ginn_gl.record.svg import save_svg
from ginn_gl.render import Renderer
from ginn_gl.store import Run

RUNS = sorted(Path(__file__).parents[2].glob("runs/bottle-*.ginn"))
SIZE = (300, 300)
FINER = 4


def exact_coverage(figure: Figure, path: Path) -> np.ndarray:
    """How much of each pixel the lines cover, (H, W), 0 to 1."""
    white = [replace(layer, color=(1.0, 1.0, 1.0), shade=0.0) for layer in figure.layers]
    save_svg(path, replace(figure, field=np.zeros((1, 1, 3), np.uint8), layers=white))
    drawn = Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_path=str(path), zoom=FINER))).convert("L")
    width, height = figure.size
    return np.asarray(drawn).reshape(height, FINER, width, FINER).mean(axis=(1, 3)) / 255


def within_three_pixels(covered: np.ndarray) -> np.ndarray:
    near = covered.copy()
    for row, column in np.argwhere(covered):
        near[max(row - 3, 0):row + 4, max(column - 3, 0):column + 4] = True
    return near


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.stem)
@pytest.mark.parametrize("changes", [{}, {"zoom": 5.0, "center": (0.3, 0.63), "line_width": 4.0}], ids=str)
def test_lines_cover_what_they_should(context, tmp_path, path, changes):
    with Run(path) as run:
        view = View(neurons=frozenset(run.network.neurons), beyond=True, **changes)
        exact = exact_coverage(figure_of(run, None, SIZE, view), tmp_path / "lines.svg")
        renderer = Renderer(context, run.network, run.target)
        renderer.set_parameters(run.parameters(-1))
    difference = np.abs(renderer.values(view, SIZE)[..., 1] - exact)
    renderer.release()
    assert difference[within_three_pixels(exact > 0.01)].mean() < 0.02
    assert difference.max() < 0.52  # half, and what the rasteriser rounds
