"""What the window starts and takes in: trainings, dropped files."""

import time
from dataclasses import replace

import numpy as np
import psutil
import pytest
from imgui_bundle import icons_fontawesome_4 as icons
from imgui_bundle import imgui
from imgui_bundle.glfw_utils import glfw, glfw_window_hello_imgui
from PIL import Image

from ginn_gl.app.panels import quitting
from ginn_gl.store import Run

KEY = imgui.Key


def test_training_beside_the_viewer(at_window):
    def drive(at):
        state = at.state
        state.forms.training.hidden, state.forms.training.iterations, state.forms.training.seed = "8,8", 40_000_000, 3
        at.press(KEY.t)
        assert state.work.training
        at.wait_until(lambda: state.shown.run.path.name == "bottle-8-8-seed3.ginn" and len(state.shown.run) > 5, 60)
        assert state.shown.following and state.shown.index == len(state.shown.run) - 1
        at.press(KEY.home)
        at.frames(10)
        assert state.shown.index == 0 and not state.shown.following
        at.press(KEY.f)
        assert state.shown.index == len(state.shown.run) - 1
        at.press(KEY.t)
        at.wait_until(lambda: state.work.trainer is None)

    state = at_window(drive)
    with Run(state.new_runs / "bottle-8-8-seed3.ginn") as run:
        assert run.status.state == "stopped" and run.steps[-1] > 0
    assert [path.name for path in state.new_runs.iterdir()] == ["bottle-8-8-seed3.ginn"]


def test_quitting_stops_the_training(at_window):
    def drive(at):
        at.state.forms.training.iterations = 40_000_000
        at.press(KEY.t)
        at.wait_until(lambda: at.state.shown.following, 60)

    state = at_window(drive)
    assert not state.work.training
    with Run(state.shown.run.path) as run:
        assert run.status.state == "stopped"


def start_endless_training(at):
    """Begin a training that will not end by itself, and wait until it is shown."""
    at.state.forms.training.hidden, at.state.forms.training.iterations = "8,8", 40_000_000
    at.press(KEY.t)
    at.wait_until(lambda: at.state.shown.following and len(at.state.shown.run) > 5, 60)


def test_a_training_is_paused_and_continued(at_window):
    def drive(at):
        start_endless_training(at)
        at.press(KEY.p)
        at.frames(10)
        count = len(at.state.shown.run)
        time.sleep(0.5)
        at.frames(10)
        assert len(at.state.shown.run) == count and at.state.work.training
        at.press(KEY.p)
        at.wait_until(lambda: len(at.state.shown.run) > count)

    at_window(drive)


def test_a_killed_training_says_where_it_stopped_and_is_resumed(at_window):
    def drive(at):
        state = at.state
        start_endless_training(at)
        psutil.Process(state.work.trainer.pid).kill()
        at.wait_until(lambda: state.work.trainer is None)
        stopped_at = int(state.shown.run.steps[-1])
        assert state.messages.toast.error
        assert state.messages.toast.text.startswith(f"Stopped at step {stopped_at:,} of 40,000,000: killed")
        assert state.work.ending == state.messages.toast.text
        at.click("Train")
        at.click("Resume")
        at.wait_until(lambda: state.shown.run.steps[-1] > stopped_at, 60)
        assert state.work.training and state.shown.following and state.work.ending is None

    at_window(drive)


@pytest.mark.parametrize("answer, goes_on", [("Stop it and quit", False), ("Let it go on and quit", True)])
def test_closing_the_window_asks_what_becomes_of_the_training(at_window, answer, goes_on):
    pids = []

    def drive(at):
        start_endless_training(at)
        pids.append(at.state.work.trainer.pid)
        glfw.set_window_should_close(glfw_window_hello_imgui(), True)
        at.frames()
        at.click("Cancel", quitting.TITLE)
        at.frames(10)
        assert at.state.work.training and not at.state.asked.quitting
        glfw.set_window_should_close(glfw_window_hello_imgui(), True)
        at.frames()
        at.click(answer, quitting.TITLE)

    state = at_window(drive, quits=True)
    assert psutil.pid_exists(pids[0]) == goes_on
    if goes_on:
        assert watched_from_another_viewer(at_window, state.shown.run.path) == pids
        end = time.monotonic() + 10  # since it lets go of its file before it ends
        while state.work.trainer.running and time.monotonic() < end:
            time.sleep(0.02)
        assert not state.work.trainer.running
    with Run(state.shown.run.path) as run:
        assert run.status.state == "stopped"


def watched_from_another_viewer(at_window, path):
    """Process ids of the training of a run that a second viewer is opened on; it stops it."""
    found = []

    def drive(at):
        at.wait_until(lambda: at.state.work.trainer is not None)
        found.append(at.state.work.trainer.pid)
        count = len(at.state.shown.run)
        at.wait_until(lambda: len(at.state.shown.run) > count)
        at.press(KEY.t)
        at.wait_until(lambda: at.state.work.trainer is None)

    at_window(drive, run=path)
    return found


def test_a_wrong_training_is_said_in_one_line(at_window):
    def drive(at):
        at.state.forms.training.hidden = "0"
        at.press(KEY.t)
        at.wait_until(lambda: at.state.work.trainer is None)
        assert at.state.messages.toast.error and "1 to 1024" in at.state.messages.toast.text

    at_window(drive)


def test_without_a_file_dialog_the_way_to_open_files_is_said(at_window, monkeypatch):
    monkeypatch.setenv("PATH", "")

    def drive(at):
        at.press(KEY.mod_ctrl + KEY.o)
        assert at.state.messages.toast.error and "drag" in at.state.messages.toast.text

    at_window(drive)


def test_a_bookmark_brings_back_step_neurons_and_view(at_window, short_run, tmp_path):
    path = tmp_path / "copy.ginn"
    path.write_bytes(short_run.read_bytes())

    def drive(at):
        state = at.state
        state.shown.seek(50)
        state.shown.view = replace(state.shown.view, neurons=frozenset({(2, 3)}), zoom=4.0, center=(0.25, 0.75))
        step, view = state.shown.step, state.shown.view
        at.press(KEY.b)
        at.press(KEY.backspace)
        at.press(KEY.a)
        at.press(KEY.home)
        at.click("Tour")
        at.click(f"Step {step:,}##1")
        assert (state.shown.step, replace(state.shown.view, highlighted=None)) == (step, view)
        at.click(f"{icons.ICON_FA_TIMES}##remove 1")
        assert state.shown.bookmarks == []

    at_window(drive, path)


def test_a_bookmark_of_a_run_in_training_is_kept_once_in_the_users_folder(at_window):
    def drive(at):
        start_endless_training(at)
        at.press(KEY.f)
        at.press(KEY.b)
        said = at.state.messages.toast.text
        assert said.startswith("Bookmark kept: Step ") and "your own folder" in said
        at.press(KEY.b)
        assert at.state.messages.toast.text.endswith("is among the bookmarks already")
        (mine,) = at.state.shown.bookmarks
        assert mine.key < 0 and mine.step == at.state.shown.step

    at_window(drive)


def test_dropped_files(at_window, short_run, tmp_path):
    image, text = tmp_path / "half.png", tmp_path / "notes.ginn"
    Image.fromarray(np.repeat(np.uint8([0, 255]), 50)[None].repeat(60, 0)).save(image)
    text.write_text("not a run")

    def drive(at):
        at.state.asked.dropped.append(image)
        at.frames()
        assert at.state.forms.training.target == str(image) and at.state.asked.tab == "Train"
        at.state.asked.dropped.append(text)
        at.frames()
        assert at.state.messages.toast.error and "not a run" in at.state.messages.toast.text
        assert at.state.shown.run is not None

    at_window(drive)

    def drive_empty(at):
        at.state.asked.dropped.append(short_run)
        at.frames()
        assert len(np.unique(at.picture().reshape(-1, 3), axis=0)) > 100

    assert at_window(drive_empty, run=None).shown.run.name == "short"


def test_an_image_is_read_beside_and_its_threshold_set_and_seen(at_window, tmp_path):
    """Three bands, of which the one in the middle is black at first."""
    image, wrong = tmp_path / "bands.png", tmp_path / "wrong.png"
    Image.fromarray(np.repeat(np.uint8([0, 60, 255]), 50)[None].repeat(60, 0)).save(image)
    wrong.write_text("no picture")

    def drive(at):
        state = at.state
        state.asked.dropped.append(image)
        at.frames(1)
        assert state.work.preview.computing, "the window has not waited for it"
        at.wait_until(lambda: not state.work.preview.computing)
        assert "T starts it" in state.messages.toast.text
        assert state.work.preview.pixels(state.forms.training.threshold).mean() == pytest.approx(1 / 3, abs=0.01)
        at.context.set_ref("//Panels")
        at.context.item_input_value("**/##threshold", 0.1)
        at.frames()
        assert state.forms.training.threshold == pytest.approx(0.1)
        assert state.work.preview.pixels(state.forms.training.threshold).mean() == pytest.approx(2 / 3, abs=0.01)
        state.asked.dropped.append(wrong)
        at.frames()
        at.wait_until(lambda: not state.work.preview.computing)
        assert state.messages.toast.error and "not an image" in state.messages.toast.text
        assert state.forms.training.target == str(image), "the one before is kept"
        state.forms.training.threshold, state.forms.training.hidden, state.forms.training.iterations = 0.2, "4", 10
        at.press(KEY.t)
        at.wait_until(lambda: state.shown.run.path.name == "bands-4-seed0.ginn")
        assert state.shown.run.target.pixels.mean() == pytest.approx(2 / 3, abs=0.01)
        at.wait_until(lambda: state.work.trainer is None)
        at.click("As found##threshold")
        assert state.forms.training.threshold is None
        at.choose("##target", "built-in bottle")
        assert state.forms.training.target is None and state.work.preview.pixels(None).shape == (200, 200)

    at_window(drive)
