"""Points over pictures: where they are, in which colours, and how they are drawn."""

from dataclasses import replace

import numpy as np
import pytest

from ginn_gl.config import View
from ginn_gl.data import Dataset, make
from ginn_gl.heads import TWO_CLASSES, Head
from ginn_gl.plane import Plane
from ginn_gl.render.palette import class_colors, value_scale
from ginn_gl.render.pixels import points as on_gpu
from ginn_gl.render.pixels.points import PointsDrawing
from ginn_gl.render.points import MOST, Points, draw_points, placed, points_on

ASIDE = 0.25


def four() -> Points:
    """A black and a white disc, a diamond that is seen half, and a point outside of the square."""
    return Points(places=np.array([[0.25, 0.25], [0.75, 0.25], [0.5, 0.75], [1.2, 0.5]]),
                  colours=np.array([[0, 0, 0], [1, 1, 1], [1, 0, 0], [1, 1, 1]], float),
                  opacities=np.array([1.0, 1.0, 0.5, 1.0]), held_out=np.array([False, False, True, False]),
                  numbers=np.arange(4))


def test_points_lie_at_their_inputs_places_and_many_are_thinned():
    data = make("gauss", points=2 * MOST + 1)
    points = points_on(data, Plane.of_window(data.window), TWO_CLASSES, ASIDE)
    assert len(points.numbers) <= MOST and points.held_out.mean() == pytest.approx(ASIDE, abs=0.02)
    left, top, right, bottom = data.window
    expected = (data.points[points.numbers] - (left, top)) / (right - left, bottom - top)
    assert points.places == pytest.approx(expected)


def test_points_beside_a_plane_are_seen_from_above_and_fade_with_their_distance():
    askew = Plane((1.0, 2.0, 3.0), (0.0, 4.0, 1.0), (2.0, 0.0, 0.0))
    uv, out = np.array([[0.25, -1.5], [0.5, 0.75], [0.1, 0.1], [0.4, 0.6]]), askew.outwards(np.array([0, 0, 1.0]))
    beside = askew.points(uv) + np.outer([0, 0.5, 2, -100], out)
    points = points_on(Dataset.of_arrays("", beside, np.arange(4) % 2), askew, TWO_CLASSES)
    assert points.numbers.tolist() == [0, 1, 2] and points.places == pytest.approx(uv[:3])
    assert points.opacities[0] == 1 and 1 > points.opacities[1] > points.opacities[2] > 0.5


def test_colours_are_those_of_the_field():
    square, two = Plane.of_window((0, 0, 1, 1)), np.zeros((2, 2))

    def colours(labels: np.ndarray, head: Head) -> list:
        return points_on(Dataset.of_arrays("", two, labels), square, head).colours.tolist()

    assert colours(np.array([0, 1]), TWO_CLASSES) == [[0, 0, 0], [1, 1, 1]]
    assert colours(np.array([0, 1]), Head("classes", 3)) == class_colors(3)[:2].tolist()
    assert colours(np.array([-1.0, 1.0]), Head("value", low=-1, high=3)) == value_scale()[[0, 512]].tolist()
    assert colours(np.array([[0.25, 0.5, 1.0], [2.0, 0.0, -1.0]]), Head("rgb")) == [[0.25, 0.5, 1], [1, 0, 0]]


@pytest.mark.parametrize("times", [1, 2])
def test_both_ways_draw_the_same_discs_and_diamonds(context, monkeypatch, times):
    """On the processor, for files, and on the GPU, for the window: over grey, pixel for pixel."""
    size, points, view = (600, 400), four(), View()
    painted = np.full((*size[::-1], 3), 128, np.uint8)
    draw_points(painted, points, view, aspect=1.5)
    target = context.simple_framebuffer(size)
    drawing = PointsDrawing(context)
    monkeypatch.setattr(on_gpu, "MANY", 2)
    for _ in range(times):  # the second time from a sheet, as many points are
        target.clear(128 / 255, 128 / 255, 128 / 255)
        drawing.draw(points, view, 1.5, target, (0, 0, *size))
    drawn = np.frombuffer(target.read(), np.uint8).reshape(*size[::-1], 3)[::-1]
    drawn, painted = drawn.astype(int), painted.astype(int)
    assert np.abs(drawn - painted).max() <= 1
    assert drawn[100, 150].tolist() == [0] * 3 and drawn[100, 450].tolist() == [255] * 3
    assert drawn[300, 300] == pytest.approx([191, 64, 64], abs=1), "half of its red is seen"
    there = placed(points, view, size, 1.5)
    rim = there.radius + there.edge / 2
    assert painted[100, round(150 + rim)].min() > 150 and painted[100, round(450 + rim)].max() < 100, "edges are seen"
    assert len(there.which) == 3 and len(placed(points, replace(view, beyond=True, zoom=0.5), size, 1.5).which) == 4
    drawing.release()
