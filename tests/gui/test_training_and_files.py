"""What the window starts and takes in: trainings, dropped files."""

import numpy as np
from imgui_bundle import imgui
from PIL import Image

from ginn_gl.store import Run

KEY = imgui.Key


def test_training_beside_the_viewer(at_window):
    def drive(at):
        state = at.state
        state.draft.hidden, state.draft.iterations, state.draft.seed = "8,8", 40_000_000, 3
        at.press(KEY.t)
        assert state.training
        at.wait_until(lambda: state.run.path.name == "bottle-8-8-seed3.ginn" and len(state.run) > 5, 60)
        assert state.following and state.index == len(state.run) - 1
        at.press(KEY.home)
        at.frames(10)
        assert state.index == 0 and not state.following
        at.press(KEY.f)
        assert state.index == len(state.run) - 1
        at.press(KEY.t)
        at.wait_until(lambda: state.trainer is None)

    state = at_window(drive)
    with Run(state.new_runs / "bottle-8-8-seed3.ginn") as run:
        assert run.status.state == "stopped" and run.steps[-1] > 0
    assert [path.name for path in state.new_runs.iterdir()] == ["bottle-8-8-seed3.ginn"]


def test_quitting_stops_the_training(at_window):
    def drive(at):
        at.state.draft.iterations = 40_000_000
        at.press(KEY.t)
        at.wait_until(lambda: at.state.following, 60)

    state = at_window(drive)
    assert not state.training
    with Run(state.run.path) as run:
        assert run.status.state == "stopped"


def test_a_wrong_training_is_said_in_one_line(at_window):
    def drive(at):
        at.state.draft.hidden = "0"
        at.press(KEY.t)
        at.wait_until(lambda: at.state.trainer is None)
        assert at.state.toast.error and "1 to 256" in at.state.toast.text

    at_window(drive)


def test_without_a_file_dialog_the_way_to_open_files_is_said(at_window, monkeypatch):
    monkeypatch.setenv("PATH", "")

    def drive(at):
        at.press(KEY.mod_ctrl + KEY.o)
        assert at.state.toast.error and "drag" in at.state.toast.text

    at_window(drive)


def test_dropped_files(at_window, short_run, tmp_path):
    image, text = tmp_path / "half.png", tmp_path / "notes.ginn"
    Image.fromarray(np.repeat(np.uint8([0, 255]), 50)[None].repeat(60, 0)).save(image)
    text.write_text("not a run")

    def drive(at):
        at.state.dropped.append(image)
        at.frames()
        assert at.state.draft.target == str(image) and at.state.tab == "Train"
        at.state.dropped.append(text)
        at.frames()
        assert at.state.toast.error and "not a run" in at.state.toast.text
        assert at.state.run is not None

    at_window(drive)
    def drive_empty(at):
        at.state.dropped.append(short_run)
        at.frames()
        assert len(np.unique(at.picture().reshape(-1, 3), axis=0)) > 100

    assert at_window(drive_empty, run=None).run.name == "short"
