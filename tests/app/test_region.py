"""The region around a point against the exact partition, which finds all regions by other means."""

import numpy as np
import pytest

from ginn_gl.app.state.region import region_around
from ginn_gl.config import NetworkSpec
from ginn_gl.geometry import cells, partition
from ginn_gl.network import initialise


@pytest.mark.parametrize("hidden", [(3,), (16, 16, 16), (5, 7, 9, 4)])
def test_regions_are_those_of_the_partition(hidden):
    network = NetworkSpec(hidden)
    parameters = 2 * initialise(network, 5)
    window = (-0.5, 0.1, 1.2, 0.9)
    exact = partition(network, parameters, window)
    points = np.random.default_rng(1).uniform(window[:2], window[2:], (100, 2))
    for point, index in zip(points, exact.region_at(points)):
        found = region_around(parameters, network, point, window)
        assert found.area == pytest.approx(exact.areas[index], abs=1e-12)
        assert (np.concatenate(found.on) == exact.patterns[index]).all()
        assert found.affine[0] == pytest.approx(exact.affine[index, 1] - exact.affine[index, 0], abs=1e-9)


@pytest.mark.parametrize("activations, head", [("hardtanh", "classes:3"), ("abs,relu6", "value"),
                                               ("leaky_relu", "rgb")])
def test_regions_of_other_networks_are_those_of_their_cells(activations, head):
    network = NetworkSpec.parse("7,6", activations, head)
    parameters, window = 3.0 * initialise(network, 5), (-0.5, 0.1, 1.2, 0.9)
    exact = cells(network, parameters, window)
    for polygon, area, affine in list(zip(exact.polygons, exact.areas, exact.affine))[::5]:
        found = region_around(parameters, network, tuple(polygon.mean(axis=0)), window)
        assert found.area == pytest.approx(area, abs=1e-9)
        assert found.affine == pytest.approx(affine, abs=1e-7)


def test_there_is_none_outside_the_window():
    network = NetworkSpec((3,))
    assert region_around(initialise(network, 0), network, (2.0, 0.5), (0, 0, 1, 1)) is None
