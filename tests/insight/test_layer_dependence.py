"""Kinks where they were built to be, and outlines whose corners are known."""

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec
from ginn_gl.insight.history import History
from ginn_gl.insight.layer_dependence import layer_dependence
from ginn_gl.insight.outline import corners, distances, edges
from ginn_gl.network import initialise, unpack
from ginn_gl.target import Target, load_target

from .conftest import layer_of, line, output


def picture(height, width, white) -> np.ndarray:
    y, x = np.mgrid[0:height, 0:width]
    return white((x + 0.5) / width, (y + 0.5) / height)


def is_near(found, expected, within):
    """Every point has one of the others near it, and they are as many."""
    assert len(found) == len(expected)
    assert distances(np.array(expected), found).max() <= within


def test_corners_of_the_bottle():
    """As target.bottle defines it: cap, neck, shoulders, body, and three diamonds around (0.5, 0.631)."""
    half = [(0.07, 0.03), (0.07, 0.115), (0.052, 0.115), (0.052, 0.19), (0.23, 0.29), (0.23, 0.97)]
    outside = [(0.5 + side * across, y) for side in (-1, 1) for across, y in half]
    diamonds = [(0.5 + x * size, 0.631 + y * size) for size in (0.206, 0.182, 0.163)
                for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1))]
    is_near(corners(load_target().pixels > 0), outside + diamonds, within=0.008)


def test_corners_of_simple_pictures():
    is_near(corners(picture(40, 60, lambda x, y: (x > 0.5) & (y > 0.25))), [(0.5, 0.25)], within=1e-9)
    is_near(corners(picture(200, 200, lambda x, y: (x < 0.5) ^ (y < 0.5))), [(0.5, 0.5)] * 2, within=1e-9)
    assert len(corners(picture(200, 200, lambda x, y: y > 0.3 + 0.3 * x))) == 0
    assert len(corners(np.zeros((5, 5), bool))) == 0


def test_edges_lie_between_black_and_white():
    found = edges(picture(4, 4, lambda x, y: (x > 0.5) & (y > 0.5)))
    assert sorted(map(tuple, found)) == [(0.5, 0.625), (0.5, 0.875), (0.625, 0.5), (0.875, 0.5)]
    assert distances(np.array([[0.5, 0.5], [0.0, 0.625]]), found) == pytest.approx([0.125, 0.5])
    assert np.isinf(distances(np.zeros((1, 2)), found[:0])).all()


def test_planted_kinks_at_a_corner(run_of):
    """Four boundaries of layer 2 are level, and bend on 1:1 at (0.5, 0.25), each at an angle of its own."""
    first = layer_of(line(0, 0.5, 0.5), (np.array([0.0, 1.0]), 0.0))
    bending = layer_of(*((np.array([slope, 1.0]), -0.25) for slope in (-0.4, -0.2, 0.2, 0.4)))
    apart = layer_of(*((np.array([slope, 1.0]), -0.75) for slope in (-0.4, -0.2, 0.2, 0.4)))
    target = Target("quarter", picture(40, 40, lambda x, y: (x > 0.5) & (y > 0.25)).astype(np.uint8))
    found = layer_dependence(History(run_of([[first, layer, output(4)] for layer in (apart, bending)], target)))
    tracks = {track.name: track.values for track in found.tracks}
    assert tracks["layer 2 on layer 1"].tolist() == [4, 4]
    assert tracks["bends to corner"] == pytest.approx([0.5, 0], abs=1e-6)
    assert tracks["chance to corner"][1] > 0.2
    (finding,) = found.findings
    assert finding.neurons == ((1, 1), (2, 1), (2, 2), (2, 3), (2, 4))
    assert finding.value == 4 and finding.area == pytest.approx((0.46, 0.21, 0.54, 0.29))


def test_random_networks_bend_anywhere(run_of):
    """Their kinks are about as near to the target's corners as other points along their boundaries."""
    network = NetworkSpec()
    found = layer_dependence(History(run_of([unpack(initialise(network, seed), network) for seed in range(30)])))
    tracks = {track.name: track.values for track in found.tracks}
    ratio = np.nanmean(tracks["bends to corner"]) / np.nanmean(tracks["chance to corner"])
    assert 0.8 < ratio < 1.1
    assert found.findings == []
