"""The renderer's lines against the exact ones: by distance, and as a vector rasteriser draws them."""

import io
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import resvg_py
from PIL import Image

from ginn_gl.config import Neuron, View
from ginn_gl.record.figure import Figure, figure_of
from ginn_gl.record.svg import save_svg
from ginn_gl.render import painter_of
from ginn_gl.store import Run

RUNS = sorted(Path(__file__).parents[2].glob("runs/bottle-*.ginn"))
SIZE = (300, 300)
FINER = 4  # times as fine are the rasteriser's pixels
NEAR = 3   # pixels from a line, over which differences are averaged
VIEWS = ({}, {"line_width": 4.0}, {"zoom": 5.0, "center": (0.3, 0.63)})


def covered_by_distance(pieces: list[np.ndarray], width: float) -> np.ndarray:
    """How much of each pixel polylines of (K, 2) positions cover, (H, W): by the distance of its middle."""
    nearest = np.full(SIZE[::-1], np.inf)
    for start, end in ((a, b) for piece in pieces for a, b in pairwise(piece)):
        low, high = (np.clip(corner, 0, SIZE).astype(int) for corner in (  # as far as it can cover anything
            np.minimum(start, end) - width / 2 - 1, np.maximum(start, end) + width / 2 + 2))
        rows, columns = np.mgrid[low[1]:high[1], low[0]:high[0]] + 0.5
        along, (x, y) = end - start, (columns - start[0], rows - start[1])
        share = np.clip((x * along[0] + y * along[1]) / max(along @ along, 1e-30), 0, 1)
        around = nearest[low[1]:high[1], low[0]:high[0]]
        np.minimum(around, np.hypot(x - share * along[0], y - share * along[1]), out=around)
    return np.clip(width / 2 + 0.5 - nearest, 0, min(1, width))


def covered_by_rasteriser(figure: Figure, neuron: Neuron, path: Path) -> np.ndarray:
    """The same of one neuron's lines, drawn and counted."""
    lines = [replace(layer, color=(1.0, 1.0, 1.0), shade=0.0,
                     lines={neuron: layer.lines[neuron]} if neuron in layer.lines else {}) for layer in figure.layers]
    save_svg(path, replace(figure, field=np.zeros((1, 1, 3), np.uint8), layers=lines))
    drawn = Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_path=str(path), zoom=FINER))).convert("L")
    width, height = figure.size
    return np.asarray(drawn).reshape(height, FINER, width, FINER).mean(axis=(1, 3)) / 255


def check(drawn: np.ndarray, exact: np.ndarray, most: float) -> None:
    """most: by which any pixel may differ."""
    difference = np.abs(drawn - exact)
    assert difference.max() < most, f"off at row, column {np.argwhere(difference >= most)[:3].tolist()}"
    padded = np.pad(exact > 0.01, NEAR)
    near = np.lib.stride_tricks.sliding_window_view(padded, (2 * NEAR + 1, 2 * NEAR + 1)).any(axis=(2, 3))
    assert not near.any() or difference[near].mean() < 0.02


def drawn_and_figure(path: Path, view: View):
    """A function that draws the coverage of some neurons' lines at the last step, and the exact lines of all."""
    with Run(path) as run:
        painter = painter_of(run)
        painter.set_parameters(run.parameters(-1))
        figure = figure_of(run, None, SIZE, view)
    return (lambda neurons: painter.values(replace(view, neurons=frozenset(neurons)), SIZE)[..., 1]), figure


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.stem)
@pytest.mark.parametrize("changes", VIEWS, ids=str)
def test_lines_cover_what_they_should(path, changes):
    """Each neuron's alone; and all together, where of several lines the one that covers most counts."""
    with Run(path) as run:
        view = View(neurons=frozenset(run.network.neurons), beyond=True, **changes)
    draw, figure = drawn_and_figure(path, view)
    lines = {neuron: pieces for layer in figure.layers for neuron, pieces in layer.lines.items()}
    together = np.zeros(SIZE[::-1])
    for neuron in sorted(view.neurons):
        exact = covered_by_distance(lines.get(neuron, []), view.line_width)
        check(draw({neuron}), exact, 0.01)
        together = np.maximum(together, exact)
    check(draw(view.neurons), together, 0.01)


@pytest.mark.parametrize("neuron", [(1, 7), (2, 1), (2, 6), (3, 3), (3, 6), (3, 9)], ids=str)
def test_lines_are_those_of_a_vector_rasteriser(tmp_path, neuron):
    draw, figure = drawn_and_figure(RUNS[2], View(neurons=frozenset({neuron}), beyond=True))
    exact = covered_by_rasteriser(figure, neuron, tmp_path / "lines.svg")
    assert exact.max() > 0.9
    check(draw({neuron}), exact, 0.5)
