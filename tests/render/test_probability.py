"""What both ways of drawing say of the network, against float64."""

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, View
from ginn_gl.store import Run

from .reference import RUNS, WAYS, folded_network, pixel_middles, pixel_points, probability

SIZE = (163, 164)


def difference(drawing, network, parameters, view):
    """Of probabilities, the largest over all pixels and both ways."""
    points = pixel_points(view, SIZE, 1.0, pixel_middles(SIZE))
    expected = probability(parameters, network, points).reshape(SIZE[::-1])
    drawn = [drawing(way, network, parameters).values(view, SIZE)[..., 0] for way in WAYS]
    return np.abs(np.array(drawn) - expected).max()


def undecided_point(network, parameters):
    """A point of the square at which black and white are equally probable to within rounding."""
    generator = np.random.default_rng(0)
    points = generator.uniform(size=(1000, 2))
    white = probability(parameters, network, points) > 0.5
    inside, outside = points[white][0], points[~white][0]
    for _ in range(60):
        middle = (inside + outside) / 2
        if probability(parameters, network, middle[None])[0] > 0.5:
            inside = middle
        else:
            outside = middle
    return tuple(inside)


@pytest.mark.parametrize("hidden", [(16, 16, 16), (7,), (2, 5), (8,) * 8, (70, 90)], ids=str)
@pytest.mark.parametrize("zoom", [1.0, 30.0])
def test_probability_of_random_networks(drawing, hidden, zoom):
    network = NetworkSpec(hidden)
    view = View(zoom=zoom, center=(0.4, 0.6), beyond=True)
    assert difference(drawing, network, folded_network(network, 1), view) < 1e-4


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.stem)
def test_probability_of_bundled_runs(drawing, path):
    with Run(path) as run:
        for index in (0, len(run) // 2, -1):
            assert difference(drawing, run.network, run.parameters(index), View()) < 1e-4


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.stem)
@pytest.mark.parametrize("zoom", [100.0, 10_000.0, 100_000.0])
def test_probability_deep_inside_an_edge(drawing, path, zoom):
    with Run(path) as run:
        parameters = run.parameters(-1)
        view = View(zoom=zoom, center=undecided_point(run.network, parameters))
        assert difference(drawing, run.network, parameters, view) < 1e-4
