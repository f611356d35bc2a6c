"""The renderer's lines against the exact ones, drawn by a vector rasteriser four times as fine."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import resvg_py
from PIL import Image

from ginn_gl.config import Neuron, View
from ginn_gl.record.figure import Figure, figure_of
from ginn_gl.record.svg import save_svg
from ginn_gl.render import Renderer
from ginn_gl.store import Run

RUNS = sorted(Path(__file__).parents[2].glob("runs/bottle-*.ginn"))
SIZE = (300, 300)
FINER = 4
NEAR = 3  # pixels

VIEWS = [{}, {"line_width": 4.0}, {"zoom": 5.0, "center": (0.3, 0.63), "line_width": 4.0}]


def exact_coverage(figure: Figure, neuron: Neuron, path: Path) -> np.ndarray:
    """How much of each pixel a neuron's lines cover, (H, W), 0 to 1."""
    lines = [replace(layer, color=(1.0, 1.0, 1.0), shade=0.0,
                     lines={neuron: layer.lines[neuron]} if neuron in layer.lines else {}) for layer in figure.layers]
    save_svg(path, replace(figure, field=np.zeros((1, 1, 3), np.uint8), layers=lines))
    drawn = Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_path=str(path), zoom=FINER))).convert("L")
    width, height = figure.size
    return np.asarray(drawn).reshape(height, FINER, width, FINER).mean(axis=(1, 3)) / 255


def near_lines(covered: np.ndarray) -> np.ndarray:
    """Which pixels of (H, W) are within three of one that a line covers."""
    padded = np.pad(covered > 0.01, NEAR)
    return np.lib.stride_tricks.sliding_window_view(padded, (2 * NEAR + 1, 2 * NEAR + 1)).any(axis=(2, 3))


def check(drawn: np.ndarray, exact: np.ndarray) -> None:
    difference = np.abs(drawn - exact)
    assert difference.max() < 0.5, f"off at row, column {np.argwhere(difference >= 0.5)[:3].tolist()}"
    if (near := near_lines(exact)).any():
        assert difference[near].mean() < 0.02


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.stem)
@pytest.mark.parametrize("changes", VIEWS, ids=str)
def test_lines_cover_what_they_should(context, tmp_path, path, changes):
    """Each neuron's alone; and all together, where of several lines the one that covers most counts."""
    with Run(path) as run:
        view = View(neurons=frozenset(run.network.neurons), beyond=True, **changes)
        figure = figure_of(run, None, SIZE, view)
        renderer = Renderer(context, run.network, run.target)
        renderer.set_parameters(run.parameters(-1))
    together = np.zeros(SIZE[::-1])
    for neuron in run.network.neurons:
        exact = exact_coverage(figure, neuron, tmp_path / "lines.svg")
        check(renderer.values(replace(view, neurons=frozenset({neuron})), SIZE)[..., 1], exact)
        together = np.maximum(together, exact)
    check(renderer.values(view, SIZE)[..., 1], together)
    renderer.release()
