"""The network in the shader against the network in float64."""

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, View
from ginn_gl.store import Run

from .reference import RUNS, folded_network, pixel_middles, pixel_points, probability

SIZE = (150, 110)


def assert_probability_is_right(renderer, network, parameters, view, within=1e-4):
    drawn = renderer(network, parameters).values(view, SIZE)[..., 0].ravel()
    points = pixel_points(view, SIZE, 1.0, pixel_middles(SIZE))
    assert np.abs(drawn - probability(parameters, network, points)).max() < within


@pytest.mark.parametrize("hidden", [(16, 16, 16), (7,), (2, 5), (8,) * 8, (70, 90)], ids=str)
@pytest.mark.parametrize("zoom", [1.0, 30.0])
def test_probability_of_random_networks(renderer, hidden, zoom):
    network = NetworkSpec(hidden)
    view = View(zoom=zoom, center=(0.4, 0.6), beyond=True)
    assert_probability_is_right(renderer, network, folded_network(network, 1), view)


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.stem)
def test_probability_of_bundled_runs(renderer, path):
    # The full batch ends with logits of 6,000, where float32 itself, in numpy too, is off by 2e-4.
    at_the_end = 4e-4 if "full-batch" in path.stem else 1e-4
    with Run(path) as run:
        for index, within in ((0, 1e-4), (len(run) // 2, 1e-4), (-1, at_the_end)):
            assert_probability_is_right(renderer, run.network, run.parameters(index), View(), within)
