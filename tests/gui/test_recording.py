"""Stills, the clipboard, recordings and sweeps, made in the real window and read again."""

import os
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest
from imgui_bundle import imgui
from PIL import Image

from ginn_gl.app.capture import recording, videos
from ginn_gl.config import View
from ginn_gl.record import Recorder, Sweep
from ginn_gl.record.sweep import frames
from ginn_gl.render import render
from ginn_gl.render.mapping import worth_keeping
from ginn_gl.store import Run

from ..record.decoding import decode
from .conftest import SIZE

KEY = imgui.Key
PASTE = "import copykitten, sys; pixels, w, h = copykitten.paste_image(); sys.stdout.buffer.write(bytes(pixels))"


def saved(state, suffix: str):
    (path,) = state.captures.glob(f"short-step*{suffix}")
    assert str(path.resolve()) in state.messages.toast.text and state.messages.toast.folder == path.parent.resolve()
    return path


def difference(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.abs(a.astype(int) - b).mean())


def record(at, key, seconds: float = 1.0) -> recording.Recording:
    """Press a key, let the run play for a while, press it again, and wait for the file."""
    at.press(key)
    under_way = at.state.work.recording
    at.wait_until(lambda: under_way.seconds >= seconds)
    at.press(key)
    at.wait_until(lambda: at.state.work.recording is None)
    return under_way


def test_the_window_is_saved_as_it_is(at_window):
    def drive(at):
        at.picture()
        at.press(KEY.mod_shift + KEY.s)
        at.frames()
        path = saved(at.state, "-window.png")
        at.state.messages.toast = None
        shown = at.window_pixels()
        same = (np.asarray(Image.open(path)) == shown).all(axis=2)
        same[-50:] = True  # the line that tells frame times
        assert same.mean() > 0.999 and shown[-50:].any()

    at_window(drive)


def test_the_picture_is_copied(at_window):
    def drive(at):
        shown = at.picture()
        at.press(KEY.mod_ctrl + KEY.c)
        at.frames()
        assert not at.state.messages.toast.error
        pasted = subprocess.run([sys.executable, "-c", PASTE], capture_output=True, check=True).stdout
        left, top, width, height = worth_keeping(at.state.shown.view, shown.shape[1::-1], 1.0)
        assert (np.frombuffer(pasted, np.uint8).reshape(height, width, 4)[:, :, :3]
                == shown[top:top + height, left:left + width]).all()

    at_window(drive)


def test_without_a_clipboard_it_is_said(at_window, monkeypatch):
    import copykitten

    def refuse(*_):
        raise copykitten.CopykittenError("no clipboard")

    monkeypatch.setattr(copykitten, "copy_image", refuse)

    def drive(at):
        at.press(KEY.mod_ctrl + KEY.c)
        at.frames()
        assert at.state.messages.toast.error and "S saves it as a file" in at.state.messages.toast.text

    at_window(drive)


@pytest.mark.parametrize("chosen, size", [("", None), ("160x120", (160, 120))])
def test_a_recording_of_the_picture_while_the_run_plays(at_window, chosen, size):
    """As many frames as it claims, each one of the pictures shown, in order, and none blank."""
    films, reached = [], []

    def drive(at):
        state = at.state
        state.settings.video_size, state.settings.video_fps = chosen, 20
        state.settings.frame_rate = 1  # so that no picture is drawn coarsely
        at.press(KEY.n)
        at.press(KEY.home)
        at.press(KEY.space)
        made = record(at, KEY.r)
        reached.append(state.shown.index)  # before the key, which starts anew where the run has ended
        at.press(KEY.space)
        path = saved(state, ".mp4")
        about, decoded = decode(path)
        assert made.size == (size or state.screen.picture_size)
        assert about["size"] == tuple(side + side % 2 for side in made.size)
        assert len(decoded) == made.places - made.dropped > 3
        assert f"frames dropped: {made.dropped:>8}".encode() in path.read_bytes()
        assert about["duration"] == pytest.approx(made.seconds, abs=1.01 / 20)
        films.append([small(frame[:made.size[1], :made.size[0]]) for frame in decoded])

    state = at_window(drive)
    (film,) = films
    assert all(frame.std() > 1 for frame in film)
    height, width = film[0].shape[:2]
    with Run(state.shown.run.path) as run:
        pictures = [render(run, step, (width, height), View()) for step in run.steps[:reached[0] + 1]]
    likest = [int(np.argmin([difference(frame, picture) for picture in pictures])) for frame in film]
    # Pictures that differ less than the codec loses may be taken for each other.
    assert max(np.maximum.accumulate(likest) - likest) <= 8 and len(set(likest)) > 2
    assert max(difference(frame, pictures[k]) for frame, k in zip(film, likest)) < 3


def test_the_run_is_saved_as_a_web_page(at_window):
    def drive(at):
        at.click("Record")
        at.click("Save web page")
        path = at.state.captures / f"{at.state.shown.run.path.stem}.html"
        at.wait_until(lambda: at.state.messages.toast and at.state.messages.toast.folder)
        assert path.read_text(encoding="utf-8").lower().startswith("<!doctype html>")

    at_window(drive)


def small(frame: np.ndarray) -> np.ndarray:
    """A frame of about 160 pixels' width."""
    times = max(1, frame.shape[1] // 160)
    return np.asarray(Image.fromarray(frame).reduce(times))


def test_a_recording_of_the_window(at_window):
    def drive(at):
        at.state.settings.video_format = "PNG frames"
        at.click("View")
        at.press(KEY.home)
        at.press(KEY.space)
        made = record(at, KEY.mod_shift + KEY.r)
        (folder,) = at.state.captures.iterdir()
        assert at.state.messages.toast.folder == folder.resolve()
        pictures = [np.asarray(Image.open(path)).astype(int) for path in sorted(folder.iterdir())]
        assert len(pictures) == made.places and {picture.shape for picture in pictures} == {(*SIZE[::-1], 3)}
        at.state.messages.toast = None
        now = at.window_pixels()
        for picture in pictures:
            assert np.abs(picture[:, -330:] - now[:, -330:])[40:390].mean() < 4  # the panel, the right way up
        assert any(((picture[:60, 120:430] - (237, 41, 41)) ** 2).sum(axis=2).min() < 100 for picture in pictures)

    at_window(drive)


def test_a_window_of_another_size_ends_its_recording(at_window):
    def drive(at):
        at.press(KEY.mod_shift + KEY.r)
        at.wait_until(lambda: at.state.work.recording.places > 2)
        at.press(KEY.f11)
        at.wait_until(lambda: at.state.work.recording is None)
        about, _ = decode(saved(at.state, "-window.mp4"))
        assert about["size"] == SIZE

    at_window(drive)


def test_frames_that_the_encoder_has_no_time_for_are_dropped_and_counted(at_window, monkeypatch):
    monkeypatch.setattr(recording, "MOST_BYTES", 0)
    add = Recorder.add

    def slowly(*arguments):
        time.sleep(0.3)
        return add(*arguments)

    monkeypatch.setattr(Recorder, "add", slowly)

    def drive(at):
        at.state.settings.video_fps, at.state.settings.video_format, at.state.settings.video_size = 60, "WebM", "64x64"
        at.press(KEY.home)
        at.press(KEY.space)
        made = record(at, KEY.r, seconds=2.0)
        path = saved(at.state, ".webm")
        said = at.state.messages.toast.text
        assert made.dropped > 60 and f"{made.dropped:,} of {made.places:,} frames dropped" in said
        assert len(decode(path)[1]) == made.places - made.dropped
        assert f"frames dropped: {made.dropped:>8}".encode() in path.read_bytes()

    at_window(drive)


def test_what_goes_wrong_in_a_recording_is_said(at_window):
    def drive(at):
        at.state.settings.video_size = "as large as can be"
        at.press(KEY.r)
        assert at.state.work.recording is None and "no size such as 1920x1080" in at.state.messages.toast.text
        at.state.settings.video_size = ""
        at.state.captures.touch()
        at.press(KEY.r)
        at.wait_until(lambda: at.state.work.recording is None)
        assert at.state.messages.toast.error and "cannot be written" in at.state.messages.toast.text

    at_window(drive)


def test_closing_the_window_leaves_a_whole_recording(at_window):
    def drive(at):
        at.press(KEY.r)
        at.wait_until(lambda: at.state.work.recording.places > 5)

    state = at_window(drive)
    (path,) = state.captures.iterdir()
    assert len(decode(path)[1]) >= 1


def test_the_training_as_a_video(at_window):
    def drive(at):
        state, draft = at.state, at.state.forms.video
        state.asked.tab, state.asked.tab_requested = "Record", True
        state.settings.video_format, state.settings.video_size, state.settings.video_fps = "PNG frames", "96x80", 10
        draft.seconds, draft.pace, draft.caption = 0.5, "log", True
        at.frames()
        at.click("###view start")
        state.shown.view = View(field="error", neurons=frozenset({(1, 2), (2, 3)}), center=(0.1 + 0.2, 1 / 3), zoom=7.7,
                          line_width=2.5, beyond=True)
        at.click("Make the video")
        at.wait_until(lambda: state.work.video is None, 120)
        assert not state.messages.toast.error, state.messages.toast.text

    state = at_window(drive)
    (folder,) = state.captures.iterdir()
    found = [np.asarray(Image.open(path)) for path in sorted(folder.iterdir())]
    end = state.shown.view
    sweep = Sweep(replace(end, center=(0.5, 0.5), zoom=1.0), (96, 80), seconds=0.5, fps=10, pace="log",
                  to_center=end.center, to_zoom=end.zoom, caption=True)
    with Run(state.shown.run.path) as run:
        for frame, expected in zip(found, frames(run, sweep), strict=True):
            assert (frame == expected).all()


def test_a_sweep_is_cancelled(at_window):
    def drive(at):
        at.state.settings.video_size, at.state.forms.video.seconds = "64x64", 3600.0
        at.state.forms.video.pace = "step"
        at.state.asked.tab, at.state.asked.tab_requested = "Record", True
        at.frames()
        at.click("Make the video")
        at.wait_until(lambda: at.state.work.video.done > 3)
        assert at.state.work.video.total == 108_000 and at.state.work.video.seconds_left > 1
        at.click("Cancel")
        at.wait_until(lambda: at.state.work.video is None)
        (path,) = at.state.captures.iterdir()
        assert "stopped early" in at.state.messages.toast.text and len(decode(path)[1]) > 3

    at_window(drive)


@pytest.mark.skipif(sys.platform != "linux", reason="another program opens folders there")
def test_the_toast_opens_the_folder(at_window, monkeypatch, tmp_path):
    opener = tmp_path / "xdg-open"
    opener.write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path / "opened"}\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    def drive(at):
        at.press(KEY.s)
        at.frames()
        at.click("Open folder", "Picture")
        at.wait_until(lambda: (tmp_path / "opened").exists() and (tmp_path / "opened").read_text())
        assert (tmp_path / "opened").read_text() == str(at.state.captures.resolve())

    at_window(drive)


def test_settings_last(at_window, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))

    def choose(at):
        settings = at.state.settings
        settings.video_format, settings.video_size, settings.video_fps = "WebM", "1920x1080", 60

    at_window(choose, settings=True)
    settings = at_window(lambda at: at.frames(), settings=True).settings
    assert (settings.video_format, settings.video_size, settings.video_fps) == ("WebM", "1920x1080", 60)


def test_a_gif_is_small_unless_asked_otherwise(at_window):
    def drive(at):
        state = at.state
        at.click("Record")
        videos.choose_format(state, "GIF")
        at.frames()
        assert (state.settings.video_format, state.settings.video_fps) == ("GIF", 10)
        at.press(KEY.home)
        at.press(KEY.space)
        record(at, KEY.r)
        with Image.open(saved(state, ".gif")) as gif:
            assert max(gif.size) == 400 and gif.size == pytest.approx(np.array(state.screen.picture_size) * gif.width
                                                                       / state.screen.picture_size[0], abs=1)

    at_window(drive)
