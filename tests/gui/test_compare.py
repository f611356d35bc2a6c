"""Runs side by side, in the window."""

import sqlite3
from contextlib import closing

import numpy as np
import pytest
from imgui_bundle import imgui
from PIL import Image

from ginn_gl.config import NetworkSpec, TrainingSpec, View
from ginn_gl.network import initialise
from ginn_gl.render import render
from ginn_gl.store import Run, RunWriter
from ginn_gl.target import Target

from ..record.decoding import decode
from .test_training_and_files import start_endless_training

KEY = imgui.Key
GAP = 10
LABEL = 60  # pixels from the top within which a picture's label is


@pytest.fixture
def wide_run(tmp_path):
    """Of another network, on a target twice as wide as high, with a checkpoint every 400 steps to 2,000."""
    path = tmp_path / "wide.ginn"
    network, pixels = NetworkSpec((20, 12)), np.zeros((20, 40), np.uint8)
    pixels[5:15, 10:30] = 1
    start, drift = initialise(network, 1), initialise(network, 2)
    with RunWriter.create(path, network, TrainingSpec(iterations=2000, checkpoints=6), Target("box", pixels)) as writer:
        for step in range(0, 2001, 400):
            writer.append(step, 0.7 - step / 4000, 1e-3, start + np.float32(step / 2000) * drift)
        writer.set_status("finished")
    return path


def compare(at, path):
    """Choose a run beside the shown one, in the panel."""
    at.state.library.add(path)
    at.frames()
    choose(at, path.stem)


def choose(at, name: str) -> None:
    """An item of the list of runs to show beside."""
    at.context.set_ref("//Panels")
    panel = at.context.item_info("**/Show all##all").window.name  # a list has no name that it is found by
    at.context.set_ref("//" + panel.replace("/", "\\/"))
    at.context.item_click("##beside")
    at.click(f"###{name}", "##Combo_00")


def halves(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    half = (picture.shape[1] - GAP) // 2
    return picture[:, :half], picture[:, -half:]


def rendered(path, step: int, shape, **view) -> np.ndarray:
    """What `ginn-gl render` draws."""
    with Run(path) as run:
        return render(run, step, (shape[1], shape[0]), View(neurons=frozenset(run.network.neurons), **view))


def assert_same(a: np.ndarray, b: np.ndarray) -> None:
    assert a.shape == b.shape
    assert (np.abs(a.astype(int) - b).max(axis=2) > 24).mean() < 2e-4


def test_both_halves_are_what_the_renderer_draws(at_window, wide_run):
    def drive(at):
        state = at.state
        compare(at, wide_run)
        at.click("##step", "Timeline")
        at.context.key_chars_replace_enter("1000")
        at.wait_until(lambda: state.shown.loss is not None)
        assert state.shown.step == 1000 and state.shown.beside.others[0].step == 800
        at.move_mouse(130, 150)
        at.context.mouse_wheel_y(2)
        at.frames()
        left_zoom = state.shown.view.zoom
        at.move_mouse(400, 290)
        at.context.mouse_wheel_y(2)
        at.frames()
        assert state.pointer.cursor.place == 1 and state.shown.view.zoom > left_zoom > 1
        at.press(KEY.home)
        at.press(KEY.mod_shift + KEY.right_arrow)
        shown = at.picture()
        at.press(KEY.s)
        at.frames()
        (saved,) = state.captures.glob("short-and-wide-step*.png")
        saved = np.asarray(Image.open(saved)).astype(int)
        assert saved.shape == shown.shape and (saved[:, :, 0] > 0).any()
        showing = state.shown
        steps = showing.step, showing.beside.others[0].step
        for path, step, half, on_screen in zip((showing.run.path, wide_run), steps, halves(saved), halves(shown)):
            assert_same(half, rendered(path, step, half.shape, center=showing.view.center, zoom=showing.view.zoom))
            below = slice(LABEL, -LABEL)  # of the label, and above the message and the scale
            assert_same(on_screen[below], half[below])
            assert (np.abs(on_screen - half).max(axis=2) > 24)[:LABEL].sum() > 100, "the label"

    at_window(drive)


def test_the_first_run_leads_and_the_second_goes_along(at_window, wide_run):
    def drive(at):
        state = at.state
        compare(at, wide_run)
        assert state.shown.beside.others[0].step == 2000
        at.press(KEY.home)
        at.frames()
        assert state.shown.step == state.shown.beside.others[0].step == 0
        before = halves(at.picture())
        at.press(KEY.space)
        at.wait_until(lambda: state.shown.beside.others[0].step >= 800)
        at.press(KEY.space)
        at.frames()
        assert state.shown.beside.others[0].step <= state.shown.step < state.shown.beside.others[0].step + 400
        assert all((np.abs(a - b).max(axis=2) > 24).mean() > 0.02 for a, b in zip(before, halves(at.picture())))
        first = state.shown.run.path
        state.asked.dropped.append(wide_run)
        at.wait_until(lambda: state.shown.run.path == wide_run)
        assert state.shown.beside.others[0].is_of(first), "opened as the first, it changes places"
        at.press(KEY.c)
        assert not state.shown.beside.others
        at.press(KEY.c)
        assert state.shown.beside.others[0].is_of(first)
        choose(at, "none")
        assert not state.shown.beside.others

    at_window(drive)


def test_smooth_playback_mixes_both(at_window, wide_run):
    def drive(at):
        state = at.state
        compare(at, wide_run)
        at.press(KEY.home)
        at.click("smooth", "Timeline")
        state.playback.speed = 30
        at.press(KEY.space)
        at.wait_until(lambda: state.shown.mixture > 0 and state.shown.step > 900)
        before, after = state.shown.run.steps[state.shown.index:state.shown.index + 2]
        position = before + state.shown.mixture * (after - before)
        assert state.shown.beside.others[0].step == 800 and 800 < position < 1200
        with Run(wide_run) as run:  # this thread's own
            here, there = run.parameters(2), run.parameters(3)
        between = here + (position - 800) / 400 * (there - here)
        assert state.shown.beside.others[0].parameters == pytest.approx(between, abs=1e-5)

    at_window(drive)


def test_a_training_run_grows_and_ends_beside_another(at_window, short_run):
    def drive(at):
        state = at.state
        start_endless_training(at)
        live = state.shown.run.path
        state.library.add(short_run)
        at.frames()
        at.press(KEY.c)
        assert state.shown.beside.others[0].is_of(short_run) and state.shown.following
        state.asked.dropped.append(short_run)
        at.wait_until(lambda: state.shown.beside.others[0].is_of(live))
        count = len(state.shown.beside.others[0].run)
        at.wait_until(lambda: len(state.shown.beside.others[0].run) > count)
        at.press(KEY.t)
        at.wait_until(lambda: state.work.trainer is None)
        assert state.shown.beside.others[0].is_of(live)
        with Run(live) as run:
            assert run.status.state == "stopped"
        assert not state.messages.toast.error and not live.with_name(f"{live.name}-wal").exists()

    at_window(drive)


def test_both_are_recorded(at_window, wide_run):
    def drive(at):
        state = at.state
        compare(at, wide_run)
        state.settings.video_fps, state.settings.frame_rate = 10, 1  # so that no picture is drawn coarsely
        at.frames()
        shown = at.picture()
        at.press(KEY.r)
        under_way = state.work.recording
        at.wait_until(lambda: under_way.seconds >= 0.5)
        at.press(KEY.r)
        at.wait_until(lambda: state.work.recording is None)
        (path,) = state.captures.glob("short-and-wide-step*.mp4")
        last = decode(path)[1][-1][:shown.shape[0], :shown.shape[1]].astype(int)
        for made, half in zip(halves(last), halves(shown)):
            assert np.abs(made - half)[LABEL:-LABEL].mean() < 8

    at_window(drive)


def test_a_run_that_cannot_be_shown_beside_is_said_to_be_so(at_window, wide_run):
    def drive(at):
        state = at.state
        with closing(sqlite3.connect(wide_run)) as damaged, damaged:
            damaged.execute("UPDATE checkpoint SET parameters = zeroblob(8) WHERE step = 800")
        compare(at, wide_run)
        at.press(KEY.home)
        at.frames()
        assert state.messages.toast is None and state.shown.beside.others[0].step == 0
        at.press(KEY.space)
        at.wait_until(lambda: state.messages.toast is not None)
        assert state.messages.toast.error and "checkpoint of step 800" in state.messages.toast.text
        at.wait_until(lambda: state.shown.beside.others[0].step == 1200)
        choose(at, "none")
        wide_run.unlink()
        at.press(KEY.c)
        toast = state.messages.toast
        assert not state.shown.beside.others and toast.error and "wide.ginn: no such file" in toast.text

    at_window(drive)
