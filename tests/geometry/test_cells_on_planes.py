"""Cells of networks with many inputs on planes: everywhere what the whole network says, however the plane lies."""

import numpy as np
import pytest

from ginn_gl import GinnError, NetworkSpec, Plane
from ginn_gl.geometry import Cells, cells, count_cells
from ginn_gl.network import forward, initialise, parameters_on, unpack

NETWORK = NetworkSpec((32, 24, 16), inputs=20)


@pytest.fixture
def parameters() -> np.ndarray:
    return 3 * initialise(NETWORK, 2)


def inside(found: Cells) -> np.ndarray:
    """The middle of each region, (R, 2)."""
    return np.array([polygon.mean(axis=0) for polygon in found.polygons])


@pytest.mark.parametrize("seed", range(4))
def test_in_each_region_they_are_the_whole_network(parameters, seed):
    plane = Plane.through(*np.random.default_rng(seed).normal(size=(3, 20)))
    found = cells(NETWORK, parameters, (-1, -1, 2, 2), plane)
    assert found.regions > 200 and found.areas.sum() == pytest.approx(9)
    places = inside(found)
    *preactivations, logits = forward(parameters, NETWORK, plane.points(places))
    said = np.einsum("rkc,rc->rk", found.affine, np.column_stack([places, np.ones(len(places))]))
    assert said == pytest.approx(logits, abs=1e-9)
    assert ((np.hstack(preactivations) > 0) == found.patterns).mean() == 1
    ends = forward(parameters, NETWORK, plane.points(found.pieces.reshape(-1, 2)))
    zero = np.hstack(ends[:-1]).reshape(-1, 2, len(NETWORK.neurons))[np.arange(len(found.neurons)), :, found.neurons]
    assert zero == pytest.approx(0, abs=1e-9)
    assert count_cells(NETWORK, parameters, plane)[-1] == cells(NETWORK, parameters, plane=plane).regions


def test_neurons_that_do_not_change_on_the_plane_draw_nothing(parameters):
    """First-layer weights that are zero on it, that cancel but for rounding, and neurons that are zero all over it."""
    weight, bias = unpack(parameters, NETWORK)[0]
    plane = Plane.through(*np.random.default_rng(5).normal(size=(3, 20)).astype(np.float32))
    out = plane.outwards(np.random.default_rng(6).normal(size=20))
    whole = parameters.astype(np.float64)
    weight, bias = unpack(whole, NETWORK)[0]
    weight[0], bias[0] = 0, 1             # no weight at all
    weight[1] = 1e3 * out                 # all of them across the plane: its slopes are rounding alone
    bias[1] = -weight[1] @ plane.vectors[0]  # and it is zero all over it
    weight[2], bias[2] = weight[1], bias[1] + 1
    on_plane = unpack(parameters_on(plane, NETWORK, whole), NETWORK.__class__(NETWORK.hidden))[0]
    assert not on_plane[0][:3].any() and on_plane[1][1] == 0
    found = cells(NETWORK, whole, plane=plane)
    assert not np.isin(found.neurons, (0, 1, 2)).any()
    assert found.patterns[:, 0].all() and not found.patterns[:, 1].any() and found.patterns[:, 2].all()
    weight[[0, 1, 2]], bias[[0, 1, 2]] = 0, (1, 0, 1)
    assert cells(NETWORK, whole, plane=plane).regions == found.regions


def test_equal_neurons_have_one_boundary(parameters):
    plane = Plane.random(3, 20).turned(33, np.random.default_rng(1).normal(size=20))
    weight, bias = unpack(parameters, NETWORK)[0]
    weight[5], bias[5] = weight[4], bias[4]
    alone = parameters.copy()
    unpack(alone, NETWORK)[0][1][5] = 1e6
    first = [cells(NETWORK, given, plane=plane).counts[0] for given in (parameters, alone)]
    assert first[0] == first[1]


def test_the_planes_own_coordinates_are_the_windows(parameters):
    """A part of the plane is the plane through the corners of that part."""
    plane = Plane.through(*np.random.default_rng(7).normal(size=(3, 20)))
    part = Plane.through(*plane.points([(0.25, 0.5), (0.5, 0.5), (0.25, 0.75)]))
    assert (cells(NETWORK, parameters, (0.25, 0.5, 0.5, 0.75), plane).counts
            == cells(NETWORK, parameters, plane=part).counts)


def test_networks_of_many_inputs_ask_for_a_plane(parameters):
    with pytest.raises(GinnError, match="20 inputs: say which plane"):
        cells(NETWORK, parameters)
    with pytest.raises(GinnError, match="has 20 inputs, and the plane lies in a space of 12"):
        cells(NETWORK, parameters, plane=Plane.random(0, 12))
