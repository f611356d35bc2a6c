"""Files that are cut, overwritten, replaced, deleted or made to be evil while they are shown: the viewer goes on."""

import json
import os
import shutil
import sqlite3
from contextlib import closing

import pytest
from imgui_bundle import imgui

from ginn_gl.app.actions import bookmarks
from ginn_gl.app.panels.table import names_of
from ginn_gl.store import Run

from .test_window import changes

KEY = imgui.Key


@pytest.fixture
def own_run(short_run, tmp_path):
    """A copy of the short run, to be spoilt."""
    return shutil.copy(short_run, tmp_path / "own.ginn")


def cut(path):
    os.truncate(path, path.stat().st_size // 2)


def overwrite(path):
    path.write_text("Things to do\n" * 100_000)


def replace(path):
    other = path.with_suffix(".other")
    other.write_text("not a run")
    other.replace(path)


SPOILT = {"cut": cut, "emptied": lambda path: os.truncate(path, 0), "overwritten": overwrite, "replaced": replace,
          "deleted": os.remove}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_file_that_is_spoilt_while_it_plays(at_window, own_run, short_run, spoil):
    """Its picture stays, and says what is wrong where no more can be read; all else works."""
    def drive(at):
        state = at.state
        state.playback.choose_speed(480)
        at.press(KEY.home)
        at.press(KEY.space)
        at.frames(3)
        spoil(own_run)
        at.wait_until(lambda: not state.playback.playing)
        shown = at.picture()
        if state.shown.index < len(state.shown.run) - 1:  # not played to its end from what is still open
            toast = state.messages.toast
            assert toast.error and str(own_run) in toast.text and "\n" not in toast.text
        for tab in names_of(state):
            state.asked.tab, state.asked.tab_requested = tab, True
            at.frames()
        at.press(KEY.b)
        at.press(KEY.v), at.press(KEY.v)
        at.press(KEY.c), at.press(KEY.c)
        at.press(KEY.s)
        at.press(KEY.mod_ctrl + KEY.left_arrow)
        at.press(KEY.end)
        at.frames(10)
        assert changes(shown, at.picture()).mean() < 0.5
        state.asked.dropped.append(short_run)
        at.frames(5)
        assert state.shown.run.path == short_run
        at.press(KEY.home)
        at.press(KEY.right_arrow)
        assert state.shown.step == state.shown.run.steps[1]

    at_window(drive, own_run)


def test_the_files_of_trainings_are_spoilt(at_window):
    """One after another: after each, the next can be begun."""
    def drive(at):
        state, left = at.state, set()
        for how, spoil in SPOILT.items():
            at.start_endless_training()
            path = state.shown.run.path
            assert path not in left, how
            spoil(path)
            at.frames(20)
            shown = at.picture()
            if state.work.training:
                at.press(KEY.t)
            at.wait_until(lambda: state.work.trainer is None)
            at.frames(10)
            assert path.stem in state.messages.toast.text, how
            if not state.messages.toast.error:
                Run(path).close()  # its training has mended it
            assert not changes(shown, at.picture()).any() or len(state.shown.run) > 5, how
            if path.exists():
                left.add(path)
        at.start_endless_training()
        at.press(KEY.t)
        at.wait_until(lambda: state.work.trainer is None)

    at_window(drive)


VIEW = {"field": "probability", "neurons": [], "center": [0.5, 0.5], "zoom": 1.0, "line_width": 1.5, "beyond": False}
EVIL_BOOKMARKS = {
    "a zoom next to nothing": ("x", 0, json.dumps(VIEW | {"zoom": 5e-324})),
    "a zoom beyond all": ("x", 0, json.dumps(VIEW | {"zoom": 1e308, "line_width": 1e308})),
    "a centre of 400 digits": ("x", 0, json.dumps(VIEW).replace("[0.5", f"[{'9' * 400}")),
    "a centre far away": ("x", 0, json.dumps(VIEW | {"center": [1e308, -1e308]})),
    "a step that was never": ("x", 2**62, json.dumps(VIEW)),
    "a name that is imgui's": ("%s%n##\0###", 0, json.dumps(VIEW)),
    "no name": ("", 0, json.dumps(VIEW)),
}


def test_evil_bookmarks(at_window, own_run):
    with closing(sqlite3.connect(own_run)) as database, database:
        database.executemany("INSERT INTO bookmark (name, step, view) VALUES (?, ?, ?)", EVIL_BOOKMARKS.values())

    def drive(at):
        at.click("Tour")
        assert at.state.shown.bookmarks
        for bookmark in at.state.shown.bookmarks:
            bookmarks.go_to_bookmark(at.state, bookmark)
            at.move_mouse(250, 250)
            at.press(KEY.o)
            at.press(KEY.v)
            at.frames(10)

    at_window(drive, own_run)


def test_evil_numbers_of_processes(at_window, short_run, tmp_path):
    paths = []
    for place, number in enumerate(("1e999", "-1", "5e300", "null", '"x"', "9" * 30)):
        paths.append(shutil.copy(short_run, tmp_path / f"{place}.ginn"))
        with closing(sqlite3.connect(paths[-1])) as database, database:
            database.execute("UPDATE meta SET value = ? WHERE key = 'status'",
                             (f'{{"state": "training", "reason": "", "pid": {number}}}',))

    def drive(at):
        for path in paths:
            at.state.asked.dropped.append(path)
            at.frames(6)
            assert at.state.shown.run.path == path

    at_window(drive, paths[-1])
