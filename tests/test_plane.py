"""Planes among many inputs: through points, along features and components, seen from above, turned and shifted."""

from itertools import pairwise

import numpy as np
import pytest

from ginn_gl import GinnError, Plane
from ginn_gl.data.planes import directions_out_of, first_plane, plane_named
from ginn_gl.record.turning import plane_between

MIDDLE = [(0.5, 0.5)]


@pytest.fixture
def points() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(40, 12))


def area(plane: Plane) -> float:
    """Of the unit square as it lies in space."""
    return float(np.sqrt(np.linalg.det(plane.vectors[1:] @ plane.vectors[1:].T)))


def test_three_points_are_its_corners(points):
    a, b, c = points[:3]
    plane = Plane.through(a, b, c)
    assert plane.points([(0, 0), (1, 0), (0, 1), (1, 1)]) == pytest.approx(np.array([a, b, c, b + c - a]), abs=1e-14)
    assert Plane.through(a.reshape(3, 4), b.reshape(3, 4), c.reshape(3, 4)) == plane


def test_points_are_seen_from_straight_above(points):
    plane = Plane.through(*points[:3])
    places, distances = plane.project(points)
    assert places[:3] == pytest.approx(np.array([(0, 0), (1, 0), (0, 1)]), abs=1e-13)
    assert distances[:3] == pytest.approx(0, abs=1e-13)
    out = points - plane.points(places)
    assert out @ plane.vectors[1:].T == pytest.approx(0, abs=1e-12)
    assert distances == pytest.approx(np.linalg.norm(out, axis=1))


def test_two_features_vary_and_the_others_stay(points):
    plane = Plane.features(7, 2, points[0], window=(-1, -2, 3, 4))
    wanted = np.tile(points[0], (2, 1))
    wanted[:, 7], wanted[:, 2] = (-1, 3), (-2, 1)
    assert plane.points([(0, 0), (1, 0.5)]) == pytest.approx(wanted)


@pytest.mark.parametrize("many", [False, True])
def test_principal_components_are_those_of_the_covariance(many):
    generator = np.random.default_rng(1)
    points = generator.normal(size=(300, 200) if many else (30, 5)) * np.linspace(3, 1, 200 if many else 5) ** 3
    plane = Plane.pca(points)
    _, vectors = np.linalg.eigh(np.cov(points.T))
    found = plane.vectors[1:] / np.linalg.norm(plane.vectors[1:], axis=1, keepdims=True)
    assert np.abs(found @ vectors[:, :-3:-1]) == pytest.approx(np.eye(2), abs=1e-5)
    places, _ = plane.project(points)
    assert places.min() == pytest.approx(1 / 12) and places.max() == pytest.approx(11 / 12)


def test_random_planes_are_square_and_each_seeds_own(points):
    plane = Plane.random(3, 12, points)
    assert plane == Plane.random(3, 12, points) != Plane.random(4, 12, points)
    sides = plane.vectors[1:] @ plane.vectors[1:].T
    assert sides == pytest.approx(sides[0, 0] * np.eye(2), abs=1e-9)
    places, _ = plane.project(points)
    assert places.min() > 0 and places.max() < 1
    assert Plane.random(0, 7).points(MIDDLE) == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize("make, why", [
    (lambda p: Plane.through(p[0], p[1], 3 * p[1] - 2 * p[0]), "not on one line"),
    (lambda p: Plane.through(p[0], p[1], p[0]), "not on one line"),
    (lambda p: Plane.through(p[0], p[1], p[2, :5]), "as many numbers each, not of 12, 12, 5"),
    (lambda p: Plane.through(p[0], p[1], np.full(12, np.nan)), "finite"),
    (lambda p: Plane.through(p[0], p[1], np.full(12, np.inf)), "finite"),
    (lambda p: Plane.features(1, 12, p[0]), "features are 0 to 11, not 12"),
    (lambda p: Plane.features(1, 1, p[0]), "twice"),
    (lambda p: Plane.pca(np.outer(np.arange(4), p[0])), "not on one line"),
    (lambda p: Plane.pca(p[0]), r"an array of \(N, inputs\), not \(12,\)"),
    (lambda p: Plane.random(0, 3, p), "points of 12 inputs, and a plane of 3"),
    (lambda p: Plane.of_vectors(p[:2]), r"an array of \(3, inputs\), not \(2, 12\)"),
    (lambda p: Plane((0.0, 0.0), (1.0, 0.0), (0.0, 1.0, 0.0)), "one length, 2 or more, not 2, 3"),
    (lambda p: Plane.through(*p[:3]).turned(9, p[1] - p[0]), "does not lead out of the plane"),
    (lambda p: Plane.through(*p[:3]).turned(9, p[1, :3]), "a direction is of 12 numbers"),
    (lambda p: plane_named("through:0,1,40", p, 12), "points are 0 to 39, not 40"),
    (lambda p: plane_named("through:0,1", p, 12), "a plane is through:3,17,42"),
    (lambda p: plane_named("pca", None, 12), "keeps none"),
    (lambda p: plane_named("nowhere.npy", p, 12), "nowhere.npy: cannot be read")])
def test_what_is_no_plane_is_refused_in_a_line(points, make, why):
    with pytest.raises(GinnError, match=why) as caught:
        make(points)
    assert "\n" not in str(caught.value)


def test_it_turns_as_a_stiff_sheet_about_a_place(points):
    plane = Plane.through(*points[:3])
    quarter = plane.turned(90, points[3], about=(0.2, 0.7))
    assert quarter.points([(0.2, 0.7)]) == pytest.approx(plane.points([(0.2, 0.7)]))
    assert quarter.vectors[1:] @ quarter.vectors[1:].T == pytest.approx(plane.vectors[1:] @ plane.vectors[1:].T)
    across = quarter.vectors[1] / np.linalg.norm(quarter.vectors[1])
    assert across == pytest.approx(plane.outwards(points[3]))
    assert plane.turned(360, points[3]).vectors == pytest.approx(plane.vectors)
    assert plane.turned(-90, points[3], side="down").vectors[2] @ points[3] < 0
    by = points[5]
    assert plane.shifted(by).points([(0.3, 0.4)]) == pytest.approx(plane.points([(0.3, 0.4)]) + by)


@pytest.mark.parametrize("end", [Plane.random(1, 12), lambda p: Plane.through(*p[[1, 0, 2]]),
                                 lambda p: Plane.through(*p[[2, 0, 1]]), lambda p: Plane.through(*p[[0, 1, 3]]),
                                 lambda p: Plane.through(*p[:3]).turned(180, p[5]), lambda p: Plane.through(*p[:3])])
def test_on_the_way_to_another_plane_it_moves_evenly_and_is_never_pressed_flat(points, end):
    start = Plane.through(*points[:3])
    end = end if isinstance(end, Plane) else end(points)
    way = [plane_between(start, end, part) for part in np.linspace(0, 1, 21)]
    assert way[0].vectors == pytest.approx(start.vectors) and way[-1].vectors == pytest.approx(end.vectors)
    least = min(area(start), area(end))
    assert min(map(area, way)) >= 0.8 * least
    middles = np.concatenate([plane.points(MIDDLE) for plane in way])
    assert np.diff(middles, n=2, axis=0) == pytest.approx(0, abs=1e-12)
    moved = [np.linalg.norm(after.vectors[1:] - before.vectors[1:]) for before, after in pairwise(way)]
    assert max(moved) <= 2.5 * min(moved) + 1e-9


def test_directions_out_of_a_plane_are_straight_and_where_the_points_are_spread(points):
    plane = Plane.through(*points[:3])
    spread = points + 50 * np.outer(np.linspace(-1, 1, 40), points[7])
    out = directions_out_of(plane, spread, 2)
    assert out @ plane.vectors[1:].T == pytest.approx(0, abs=1e-9)
    assert out @ out.T == pytest.approx(np.eye(2), abs=1e-9)
    assert abs(out[0] @ plane.outwards(points[7])) > 0.999
    on_it = plane.points(np.random.default_rng(2).random((30, 2)))
    assert directions_out_of(plane, on_it, 10) @ plane.vectors[1:].T == pytest.approx(0, abs=1e-9)


def test_the_first_plane_is_a_sensible_one(points):
    labels = np.arange(40) % 4
    plane = first_plane(points, labels.astype(np.int32), 12, (0, 0, 1, 1))
    corners = plane.points([(0, 0), (1, 0), (0, 1)])
    for label, corner in enumerate(corners):
        own = points[labels == label]
        nearest = own[np.linalg.norm(own - own.mean(axis=0), axis=1).argmin()]
        assert corner == pytest.approx(nearest)
    assert first_plane(points, (labels % 2).astype(np.int32), 12, (0, 0, 1, 1)) == Plane.pca(points)
    assert first_plane(None, None, 5, (-1, -2, 3, 4)) == Plane.features(0, 1, np.zeros(5), (-1, -2, 3, 4))
    assert first_plane(np.ones((9, 5)), None, 5, (0, 0, 1, 1)) == Plane.features(0, 1, np.zeros(5))
