"""The window with a network of many inputs: points picked from a list, the plane turned and shifted, and its video."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from imgui_bundle import imgui

from ginn_gl import NetworkSpec, Plane, TrainingSpec
from ginn_gl.data import Dataset
from ginn_gl.network import initialise
from ginn_gl.render import render
from ginn_gl.store import Run, RunWriter
from ginn_gl.store.bookmarks import bookmarks


@pytest.fixture(scope="module")
def images_run(tmp_path_factory) -> Path:
    """64-24-16-4, not trained but drifting, beside 60 images of 8 x 8 in four classes."""
    path, network = tmp_path_factory.mktemp("runs") / "images.ginn", NetworkSpec.parse("24,16", "relu", "classes:4", 64)
    generator = np.random.default_rng(0)
    labels = (np.arange(60) % 4).astype(np.int32)
    points = (generator.random((60, 64)) / 4 + generator.random((4, 64))[labels]).astype(np.float32)
    data = Dataset.of_arrays("images", points, labels)
    with RunWriter.create(path, network, TrainingSpec(iterations=100), data) as run:
        for step in (0, 50, 100):
            run.append(step, 1.5 - step / 100, 1e-3, (2 + step / 50) * initialise(network, 1))
        run.set_status("finished")
    return path


def test_three_points_are_picked_the_plane_is_turned_and_put_back(at_window, images_run):
    def drive(at):
        state = at.state
        with Run(images_run) as run:
            points = run.points
        assert state.shown.view.plane is None and at.picture().std() > 10
        at.click("tabs/Plane")
        first = state.forms.plane.corners
        assert [int(state.forms.plane.labels[number]) for number in first] == [0, 1, 2]
        at.click("###corner 1")
        at.context.set_ref("//$FOCUSED")
        at.context.item_click("**/##point 3")
        at.frames()
        assert state.forms.plane.corners == (first[0], 3, first[2])
        picked = Plane.through(points[first[0]], points[3], points[first[2]])
        assert state.shown.view.plane == picked
        left, top, width, height = at.picture_place()
        drawn = at.picture()
        wanted = render(state.shown.run, state.shown.step, (width, height), state.shown.view)
        assert np.abs(drawn - wanted.astype(int)).max() <= 2

        at.move_mouse(left + width / 2, top + height / 2)
        cursor = state.pointer.cursor
        assert np.allclose(cursor.inputs, picked.points([(cursor.x, cursor.y)])[0])
        at.context.mouse_down(imgui.MouseButton_.right)
        at.move_mouse(left + width / 2 + 150, top + height / 2 + 40)
        at.context.mouse_up(imgui.MouseButton_.right)
        at.frames()
        turned = state.shown.view.plane
        assert turned.points([(0.5, 0.5)]) == pytest.approx(picked.points([(0.5, 0.5)]), abs=1e-6)
        assert turned.vectors[1:] @ turned.vectors[1:].T == pytest.approx(picked.vectors[1:] @ picked.vectors[1:].T)
        assert np.abs(turned.vectors - picked.vectors).max() > 0.1
        assert state.shown.view.center == (0.5, 0.5) and state.forms.plane.corners == (first[0], 3, first[2])
        assert np.abs(at.picture() - drawn).mean() > 5

        at.hover("###Shift the plane")
        at.context.mouse_down(0)
        at.context.mouse_move_to_pos(imgui.ImVec2(left + width / 2, top + height / 2))
        at.context.mouse_up(0)
        at.frames()
        assert state.shown.view.plane.vectors[1:] == pytest.approx(turned.vectors[1:])
        assert np.abs(state.shown.view.plane.vectors[0] - turned.vectors[0]).max() > 0.01
        at.state.forms.bookmark_name = "turned"
        at.press(imgui.Key.b)
        kept = state.shown.view.plane
        at.click("Put back")
        state.messages.toast = None  # which lies over the picture
        assert state.shown.view.plane == picked and np.array_equal(at.picture(), drawn)
        (bookmark,) = bookmarks(state.shown.run)
        assert bookmark.view.plane == kept

    at_window(drive, run=images_run)


def test_inputs_components_and_lots(at_window, images_run):
    def drive(at):
        state = at.state
        at.click("tabs/Plane")
        at.click("###plane features")
        i, j = state.forms.plane.features
        places = state.shown.view.plane.vectors
        assert np.flatnonzero(places[1]).tolist() == [i] and np.flatnonzero(places[2]).tolist() == [j]
        other = next(number for number in range(64) if number not in (i, j))
        at.context.set_ref("//Panels")
        at.context.item_input_value(f"**/##input {other}", 0.125)
        at.frames()
        assert state.shown.view.plane.vectors[0, other] == 0.125
        at.click("###plane pca")
        assert state.shown.view.plane == Plane.pca(state.shown.run.points)
        at.click("###plane random")
        at.click("Another")
        assert state.shown.view.plane == Plane.random(1, 64, state.shown.run.points)
        at.click("###plane points")
        at.click("Any three")
        planes = state.forms.plane
        assert len({int(planes.labels[number]) for number in planes.corners}) == 3
        assert state.shown.view.plane == Plane.through(*state.shown.run.points[list(planes.corners)])

    at_window(drive, run=images_run)


def test_a_run_of_two_inputs_has_no_such_tab(at_window, images_run):
    def drive(at):
        state = at.state
        state.asked.tab, state.asked.tab_requested = "Plane", True
        at.frames(4)
        assert state.asked.tab != "Plane"
        at.state.library.files.append(images_run)
        at.state.shown.open(images_run)
        at.click("tabs/Plane")
        assert state.asked.tab == "Plane"

    at_window(drive)
