"""Data in the window: what is trained on, its points over the picture, and the loss over what is held out."""

import subprocess
import sys

import numpy as np
import pytest
from imgui_bundle import imgui
from PIL import Image

from ginn_gl.app.actions import learning
from ginn_gl.app.capture.camera import FilmCrew
from ginn_gl.app.forms.training import COLOURINGS
from ginn_gl.app.panels.over_picture.point_facts import said_of
from ginn_gl.data import make
from ginn_gl.network import forward
from ginn_gl.render import render
from ginn_gl.render.mapping import worth_keeping
from ginn_gl.render.points import placed, points_of
from ginn_gl.store import Run

KEY = imgui.Key


@pytest.fixture(scope="module")
def spiral_run(tmp_path_factory):
    path = tmp_path_factory.mktemp("data") / "spiral.ginn"
    subprocess.run([sys.executable, "-m", "ginn_gl", "train", "--data=spiral", "--hidden=8,8", "--activation=tanh",
                    "--iterations=300", "--checkpoints=40", "--validation=0.3", "--device=cpu", f"--out={path}"],
                   check=True, capture_output=True)
    return path


def test_points_over_the_picture_are_those_of_files_and_tell_what_they_are(at_window, spiral_run):
    """The window draws them on the GPU, files on the processor; the mouse finds one, and its tooltip says all of it."""
    def drive(at):
        state = at.state
        shown = at.picture()
        at.press(KEY.d)
        assert not state.shown.view.points
        without = at.picture()
        at.press(KEY.d)
        height, width = shown.shape[:2]
        drawn = np.asarray(render(state.shown.run, size=(width, height), view=state.shown.view), int)
        changed = np.abs(shown - without).max(axis=2) > 40
        assert 5_000 < changed.sum() < changed.size / 3
        filmed = FilmCrew().frame(state.shown.pictures(), (width, height))[:, :, :3].astype(int)
        at.press(KEY.s)
        at.wait_until(lambda: list(state.captures.glob("*.png")))
        still = np.asarray(Image.open(next(state.captures.glob("*.png"))), int)
        left, top, side, _ = worth_keeping(state.shown.view, (width, height), 1.0)
        square = slice(top, top + side), slice(left, left + side)
        assert np.abs(still - drawn[square])[changed[square]].mean() < 2
        for one in (shown, filmed):
            assert np.abs(one - drawn)[changed].mean() < 2, "window, stills, videos and files have the same points"
        points, number = points_of(state.shown.run, state.shown.view), 200
        there = placed(points, state.shown.view, (width, height), 1.0)
        x, y = there.middles[there.which.tolist().index(number)].tolist()
        left, top, _, _ = at.picture_place()
        at.move_mouse(left + x, top + y)
        assert imgui.internal.find_window_by_name("##Tooltip_00").was_active
        data, is_held_out = state.shown.run.dataset, bool(points.held_out[number])
        logits = forward(state.shown.parameters, state.shown.run.network, data.points[[number]])[-1][0]
        share = 1 / (1 + np.exp(-abs(logits[1] - logits[0])))
        best = "1 (white)" if logits[1] > logits[0] else "0 (black)"
        assert said_of(state.shown.pictures()[0], data, number, is_held_out).splitlines() == [
            f"Point 200 at {data.points[number, 0]:.4g}, {data.points[number, 1]:.4g}",
            "label  1 (white)" if data.labels[number] else "label  0 (black)",
            f"predicted  {best}, {share:.1%}",
            "held out for validation" if is_held_out else "learnt"]

    at_window(drive, spiral_run)


def test_a_training_on_points_from_the_form(at_window, tmp_path):
    """Points made here; then a table that is dropped on the window, and one that is none."""
    table, wrong = tmp_path / "flowers.csv", tmp_path / "wrong.csv"
    rows = (f"{k % 7},{k % 5},{'rose' if k % 2 else 'lily'}\n" for k in range(50))
    table.write_text("length,width,kind\n" + "".join(rows))
    wrong.write_text("1,2,3\n1,x,3\n")

    def drive(at):
        state = at.state
        state.asked.tab, state.asked.tab_requested = "Train", True
        at.frames()
        at.choose("##target", "moons")
        before = state.work.preview.picture(state.forms.training)
        at.put("##noise", 0.3)
        at.put("##points", 300)
        preview, form = state.work.preview, state.forms.training
        assert len(preview.data.points) == 300 and (preview.picture(form) != before).any()
        at.choose("##activations", "sine")
        at.put("##hidden", "6,x")
        assert "not '6,x'" in learning.problems(state)["hidden"]
        at.press(KEY.t)
        assert state.work.trainer is None and state.messages.toast.error, "a form with a mistake trains nothing"
        at.put("##hidden", "6")
        at.click("More settings")
        at.put("##validation", 20)
        at.put("##l2", 0.001)
        at.choose("##head", "one logit (sigmoid)")
        state.forms.training.iterations = 30
        at.press(KEY.t)
        at.wait_until(lambda: state.shown.run.path.name == "moons-6-seed0.ginn", 120)
        at.wait_until(lambda: state.work.trainer is None, 120)
        run = state.shown.run
        assert str(run.network) == "2-6-1 sine:1.0 logit" and run.training.validation == 0.2
        assert run.training.l2 == pytest.approx(0.001) and len(run.dataset.points) == 300
        assert len(run.held_out) == len(run) and state.shown.held_out == run.held_out[state.shown.index]
        state.asked.dropped.append(table)
        at.frames(1)
        at.wait_until(lambda: not state.work.preview.computing)
        assert state.forms.training.data == str(table) and state.work.preview.data.classes == ("lily", "rose")
        assert "T starts it" in state.messages.toast.text
        state.asked.dropped.append(wrong)
        at.frames(1)
        at.wait_until(lambda: not state.work.preview.computing)
        assert state.messages.toast.error and "line 2, column 2: 'x' is not a number" in state.messages.toast.text
        assert state.forms.training.data == str(table), "the one before is kept"

    at_window(drive)


def test_a_path_that_is_typed(at_window, tmp_path):
    """It is read as soon as there is such a file; until then, and where that is no data, the form says so."""
    good, wrong = tmp_path / "good.npz", tmp_path / "wrong.csv"
    np.savez(good, X=np.random.default_rng(0).uniform(-1, 1, (60, 2)), y=np.arange(60) % 3)
    wrong.write_text("1,2\n")

    def drive(at):
        state = at.state
        state.asked.tab, state.asked.tab_requested = "Train", True
        at.frames()
        at.choose("##target", "a file ...")
        assert "data" in learning.problems(state)
        at.put("##path", str(tmp_path / "none.csv"))
        assert learning.problems(state)["data"] == "no file of that name yet"
        at.put("##path", str(wrong))
        at.wait_until(lambda: not state.work.preview.computing)
        assert "line 1 has 2 columns" in learning.problems(state)["data"]
        at.put("##path", str(good))
        at.wait_until(lambda: not state.work.preview.computing)
        assert not learning.problems(state) and state.work.preview.natural(state.forms.training).classes == 3
        assert f"--data={good}" in state.forms.training.arguments(tmp_path / "good.ginn")
        at.choose("##target", "built-in bottle")
        arguments = state.forms.training.arguments(tmp_path / "bottle.ginn")
        assert not any(option.startswith("--data") for option in arguments)

    at_window(drive)


def test_an_image_as_it_can_be_learnt(at_window, tmp_path):
    """Split in two, by its shades, or in its colours: as the preview shows it, and the command line says."""
    image = tmp_path / "bands.png"
    Image.fromarray(np.repeat(np.uint8([[255, 0, 0], [0, 0, 255]]), 30, 0)[None].repeat(40, 0)).save(image)

    def drive(at):
        state = at.state
        state.asked.dropped.append(image)
        at.frames(1)
        at.wait_until(lambda: not state.work.preview.computing)
        learnt = {}
        for colouring in COLOURINGS:
            at.choose("##colouring", colouring)
            shown = state.work.preview.picture(state.forms.training)
            heads = [option for option in state.forms.training.arguments(image) if option.startswith("--head")]
            learnt[colouring] = shown[0, 0].tolist(), shown[-1, -1].tolist(), heads
        assert learnt == {"black and white": (1, 0, []), "grey": ([76], [29], ["--head=value"]),
                          "colours": ([255, 0, 0], [0, 0, 255], ["--head=rgb"])}

    at_window(drive)


def test_a_run_keeps_its_points(spiral_run):
    with Run(spiral_run) as run:
        made = make("spiral")
        assert (run.dataset.points == made.points).all() and (run.dataset.labels == made.labels).all()
        assert run.window == made.window and run.target is None and run.lesson is run.dataset
        assert run.held_out == pytest.approx(run.scalars()["validation loss"][1])
