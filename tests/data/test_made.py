"""Data made here: TensorFlow Playground's by its rules, and moons, the same for the same seed."""

import numpy as np
import pytest

from ginn_gl.data import MADE, held_out, make
from ginn_gl.errors import GinnError


@pytest.mark.parametrize("name", MADE)
def test_a_seed_decides_the_data(name):
    one, again, other = make(name, seed=3), make(name, seed=3), make(name, noise=0.25, seed=4)
    assert (one.points == again.points).all() and (one.labels == again.labels).all()
    assert (one.points[:100] != other.points[:100]).any()
    left, top, right, bottom = one.window
    assert (one.points > (left, top)).all() and (one.points < (right, bottom)).all()
    assert len(make(name, points=7).points) == 7


@pytest.mark.parametrize("name, rule", [
    ("circle", lambda x, y: np.hypot(x, y) < 2.5),
    ("xor", lambda x, y: x * y >= 0),
    ("gauss", lambda x, y: x + y > 0),
    ("spiral", lambda x, y: np.cos(np.arctan2(x, y) - 1.75 * np.hypot(x, y) / 5 * 2 * np.pi) > 0),
])
def test_without_noise_labels_follow_a_rule(name, rule):
    data = make(name)
    agree = rule(*data.points.astype(float).T) == (data.labels == 1)
    agree |= np.hypot(*data.points.T) < 1e-3  # the two spirals begin in one point
    assert agree.mean() > (0.99 if name == "gauss" else 0.9999)
    assert abs(data.labels.mean() - 0.5) < 0.1


def test_noise_moves_what_playground_moves():
    """Points of a spiral, of a gauss the spread, of the others where the label is looked up."""
    plain, noisy = make("spiral"), make("spiral", noise=0.5)
    moved = np.abs(noisy.points - plain.points)
    assert 0.4 < moved.max() <= 0.5
    spread = make("gauss", noise=0.5, points=20_000)
    assert spread.points[spread.labels == 1].std(axis=0) == pytest.approx([2, 2], rel=0.03)
    circle = make("circle", noise=0.3)
    assert ((np.hypot(*circle.points.T) < 2.5) != (circle.labels == 1)).mean() > 0.05


def test_values_are_playgrounds():
    plane, hills = make("reg-plane"), make("reg-gauss")
    assert plane.labels[:, 0] == pytest.approx(plane.points.sum(axis=1) / 10, abs=1e-6)
    nearest = hills.points[np.abs(hills.labels[:, 0]).argmax()]
    assert min(np.hypot(*(nearest - middle)) for middle in [(x, y) for x in (-4, 0, 4) for y in (2.5, -2.5)]) < 0.5
    assert np.abs(hills.labels).max() <= 1 and (hills.labels == 0).mean() > 0.3


@pytest.mark.parametrize("options, complaint", [
    ({"points": 1}, "points are 2 to 100,000"), ({"noise": 0.6}, "noise is 0 to 0.5"), ({"noise": -1}, "noise is"),
    ({"seed": -1}, "a seed of data")])
def test_what_is_out_of_range(options, complaint):
    with pytest.raises(GinnError, match=complaint):
        make("spiral", **options)


def test_who_is_held_out_does_not_change():
    assert np.flatnonzero(held_out(10, 0.3)).tolist() == [0, 2, 9]
    assert held_out(500, 0.2).sum() == 100 and not held_out(500, 0).any()
    assert held_out(3, 0.001).sum() == 1 and held_out(2, 0.9).sum() == 1
