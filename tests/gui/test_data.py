"""Data in the window: what is trained on, its points over the picture, and the loss over what is held out."""

import subprocess
import sys

import numpy as np
import pytest
from imgui_bundle import imgui
from PIL import Image

from ginn_gl.app.points import MOST, places_on, points_on, said_of
from ginn_gl.data import make
from ginn_gl.plane import Plane
from ginn_gl.render import point_to_pixel
from ginn_gl.store import Run

KEY = imgui.Key


@pytest.fixture(scope="module")
def spiral_run(tmp_path_factory):
    path = tmp_path_factory.mktemp("data") / "spiral.ginn"
    subprocess.run([sys.executable, "-m", "ginn_gl", "train", "--data=spiral", "--hidden=8,8", "--activation=tanh",
                    "--iterations=300", "--checkpoints=40", "--validation=0.3", "--device=cpu", f"--out={path}"],
                   check=True, capture_output=True)
    return path


def choose(at, combo: str, item: str) -> None:
    at.context.set_ref("//Panels")
    at.context.item_click(f"**/##{combo}")
    at.context.item_click(f"//$FOCUSED/{item}")
    at.context.set_ref("//Panels")
    at.frames()


def test_places_and_what_is_drawn_of_many_points():
    data = make("gauss", points=5_001)
    points = points_on(data, Plane.of_window(data.window), 0.25)
    assert len(points.numbers) <= MOST and points.held_out.mean() == pytest.approx(0.25, abs=0.05)
    left, top, right, bottom = data.window
    expected = (data.points[points.numbers] - (left, top)) / (right - left, bottom - top)
    assert points.places == pytest.approx(expected)
    askew = Plane((1.0, 2.0, 3.0), (0.0, 4.0, 1.0), (2.0, 0.0, 0.0))
    uv = np.array([[0.25, -1.5], [0.5, 0.75]])
    assert places_on(askew, askew.points(uv)) == pytest.approx(uv)


def test_points_over_the_picture_tell_what_they_are(at_window, spiral_run):
    def drive(at):
        state = at.state
        without = with_points = None
        for _ in range(2):
            with_points, without = without, at.picture()
            at.press(KEY.d)
        assert (with_points != without).any() and state.show_points
        number, data = 200, state.run.dataset
        left, top, width, height = at.picture_place()
        place = places_on(Plane.of_window(state.run.window), data.points[[number]])
        x, y = point_to_pixel(state.view, (width, height), 1.0, place.T)
        at.move_mouse(left + float(x[0]), top + float(y[0]))
        assert at.context.item_info("//##Tooltip_00") is not None
        said = said_of(state.pictures()[0], data, number, True).splitlines()
        assert said[0].startswith("Point 200, held out: ") and said[1] == "is class 2"
        assert said[2].startswith("said to be class ")

    at_window(drive, spiral_run)


def test_a_training_on_points_from_the_form(at_window, tmp_path):
    """Points made here; then a table that is dropped on the window, and one that is none."""
    table, wrong = tmp_path / "flowers.csv", tmp_path / "wrong.csv"
    rows = (f"{k % 7},{k % 5},{'rose' if k % 2 else 'lily'}\n" for k in range(50))
    table.write_text("length,width,kind\n" + "".join(rows))
    wrong.write_text("1,2,3\n1,x,3\n")

    def drive(at):
        state = at.state
        state.tab, state.tab_requested = "Train", True
        at.frames()
        at.context.set_ref("//Panels")
        choose(at, "target", "moons")
        at.frames()
        assert state.draft.data == "moons" and len(state.preview.data.points) == 500
        before = state.preview.data.points
        at.context.item_input_value("**/##noise", 0.3)
        at.frames()
        assert state.draft.noise == pytest.approx(0.3) and (state.preview.data.points != before).any()
        choose(at, "activation", "sine")
        state.draft.validation, state.draft.l2 = 0.2, 0.001
        state.draft.hidden, state.draft.iterations = "6", 30
        at.press(KEY.t)
        at.wait_until(lambda: state.run.path.name == "moons-6-seed0.ginn", 120)
        at.wait_until(lambda: state.trainer is None, 120)
        run = state.run
        assert str(run.network) == "2-6-2 sine:1.0" and run.training.validation == 0.2 and run.training.l2 == 0.001
        assert np.isfinite(run.held_out).all() and len(run.held_out) == len(run)
        state.dropped.append(table)
        at.frames(1)
        at.wait_until(lambda: not state.preview.computing)
        assert state.draft.data == str(table) and state.preview.data.classes == ("lily", "rose")
        assert "T starts it" in state.toast.text
        state.dropped.append(wrong)
        at.frames(1)
        at.wait_until(lambda: not state.preview.computing)
        assert state.toast.error and "line 2, column 2: 'x' is not a number" in state.toast.text
        assert state.draft.data == str(table), "the one before is kept"
        at.press(KEY.t)
        at.wait_until(lambda: state.run.path.name == "flowers-6-seed0.ginn", 120)
        at.wait_until(lambda: state.trainer is None, 120)
        assert state.run.dataset.classes == ("lily", "rose")

    at_window(drive)


def test_an_image_in_its_colours(at_window, tmp_path):
    image = tmp_path / "bands.png"
    Image.fromarray(np.repeat(np.uint8([[255, 0, 0], [0, 0, 255]]), 30, 0)[None].repeat(40, 0)).save(image)

    def drive(at):
        state = at.state
        state.dropped.append(image)
        at.frames(1)
        at.wait_until(lambda: not state.preview.computing)
        at.context.set_ref("//Panels")
        choose(at, "colouring", "colours")
        state.draft.hidden, state.draft.iterations = "4", 10
        at.press(KEY.t)
        at.wait_until(lambda: state.run.path.name == "bands-4-seed0.ginn", 120)
        at.wait_until(lambda: state.trainer is None, 120)
        assert state.run.network.head.kind == "rgb" and state.run.dataset.image.shape == (133, 200, 3)
        assert state.run.dataset.image[0, 0].tolist() == [255, 0, 0]
        at.type("2")
        shown = at.picture()
        height, width = shown.shape[:2]
        assert shown[height // 2, width // 4, 0] > 250 and shown[height // 2, width // 4, 2] < 5
        assert shown[height // 2, 3 * width // 4, 2] > 250

    at_window(drive)


def test_a_run_keeps_its_points(spiral_run):
    with Run(spiral_run) as run:
        made = make("spiral")
        assert (run.dataset.points == made.points).all() and (run.dataset.labels == made.labels).all()
        assert run.window == made.window and run.target is None and run.lesson is run.dataset
        assert run.held_out == pytest.approx(run.scalars()["validation loss"][1])
