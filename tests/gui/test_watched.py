"""The window beside a PyTorch loop of another program, which it follows, and which it outlives."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from imgui_bundle import imgui

from ginn_gl.app.panels import timeline
from ginn_gl.store import Run

KEY = imgui.Key
LOOP = Path(__file__).parents[1] / "own" / "loop.py"


@pytest.fixture
def loop() -> Iterator[Callable[..., subprocess.Popen]]:
    """Starts one; all are ended with the test."""
    begun: list[subprocess.Popen] = []

    def start(path: Path, steps: int = 1_000_000, how: str = "") -> subprocess.Popen:
        begun.append(subprocess.Popen([sys.executable, LOOP, path, str(steps), how], stdout=subprocess.DEVNULL))
        return begun[-1]

    yield start
    for process in begun:
        process.kill()
        process.wait()


def test_a_loop_that_begins_later_is_shown_and_followed_and_its_kill_is_told(at_window, loop, tmp_path):
    path = tmp_path / "loops" / "mine.ginn"
    path.parent.mkdir()

    def drive(at):
        state = at.state
        state.library.folders.append(path.parent)
        at.frames(30)  # the folder has been looked at
        process = loop(path)
        at.wait_until(lambda: state.shown.run.path.name == "mine.ginn" and len(state.shown.run) > 300, 60)
        assert state.work.training and state.work.trainer.pid == process.pid and not state.work.trainer.ours
        at.wait_until(lambda: state.shown.following and state.shown.index == len(state.shown.run) - 1)
        early = at.picture()
        seen = int(state.shown.run.steps[-1])
        at.wait_until(lambda: state.shown.run.steps[-1] > seen + 300)
        at.press(KEY.t)
        assert state.work.training and "stop it there" in state.messages.toast.text
        at.press(KEY.home)
        assert state.shown.index == 0 and not state.shown.following
        at.press(KEY.f)
        assert state.shown.index == len(state.shown.run) - 1
        assert np.abs(at.picture() - early).mean() > 1
        process.send_signal(signal.SIGKILL)
        at.wait_until(lambda: state.work.trainer is None)
        last = int(state.shown.run.steps[-1])
        assert state.work.ending == f"Watched up to step {last:,}: its process was killed" == state.messages.toast.text
        assert state.shown.run.path == path and state.shown.step == last

    at_window(drive)
    with Run(path) as run:
        assert (run.status.state, run.status.reason) == ("stopped", "its process was killed")
    assert [one.name for one in path.parent.iterdir()] == ["mine.ginn"]


def test_the_slider_stops_at_what_is_kept_and_says_so(at_window, loop, tmp_path):
    path = tmp_path / "mine.ginn"
    assert loop(path, 1500).wait(120) == 0

    def drive(at):
        state = at.state
        place = int(np.flatnonzero(np.diff(state.shown.run.steps) > 1)[-1])
        before, after = map(int, state.shown.run.steps[place:place + 2])
        state.shown.seek_step(before + 1)
        at.frames()
        assert state.shown.step == before and state.shown.between is None
        assert state.messages.toast.text == "This run was watched: only the steps that were kept can be shown"
        at.context.key_press(KEY.mod_ctrl | KEY.right_arrow)
        at.frames()
        assert state.shown.step == after
        assert timeline._whole_run(state)[1] == 1499

    at_window(drive, run=path)


def test_a_loop_that_goes_on_with_the_shown_run_is_followed_again(at_window, loop, tmp_path):
    path = tmp_path / "mine.ginn"
    assert loop(path, 300).wait(120) == 0

    def drive(at):
        state = at.state
        assert state.shown.index == len(state.shown.run) - 1 and not state.work.training and state.work.ending is None
        loop(path, 1500, "on")
        at.wait_until(lambda: state.work.training, 60)
        at.wait_until(lambda: state.shown.run.steps[-1] > 600 and state.shown.index == len(state.shown.run) - 1)
        at.wait_until(lambda: state.work.trainer is None, 60)
        run = state.shown.run
        assert run.steps[-1] == 1799 and run.status.state == "finished" and state.work.ending is None

    at_window(drive, run=path)
