"""Videos of what is on screen and of whole trainings: how they begin and end, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from ...errors import GinnError
from ...paths import LARGEST_GIF, capture_name, free
from ..processes.video import VideoMaking
from ..state import State
from ..state.screen import Size
from ..state.settings import VIDEO_FORMATS
from .recording import Recording
from .stills import changed, names, say_saved

USUAL_RATES = {"GIF": 10}
"""Frames a second where a format is chosen; 30 for the others."""

SHORTEST, LONGEST = 16, 7680  # pixels of a video's sides


def record(of_window: bool) -> Callable[[State], None]:
    def act(state: State) -> None:
        if state.work.recording:
            stop_recording(state)
        elif state.shown.run:
            start_recording(state, of_window)
    return act


def start_recording(state: State, of_window: bool) -> None:
    """Begin a video of the picture or the window, as the settings say."""
    from ...record import encoder_for

    what = f"{changed(state)}{'-window' if of_window else ''}"
    path = video_path(state, names(state), f"step{state.shown.step}", what)
    by_hand = ", changed by hand," if changed(state) else ""
    about = f"{names(state)}{by_hand} in the viewer, from step {state.shown.step:,}"
    try:
        size = state.screen.window_size if of_window else chosen_size(state)
        fps = min(state.settings.video_fps, encoder_for(path).MAX_FPS)
        state.work.recording = Recording(path, size, fps, about, of_window)
    except GinnError as error:
        state.messages.complain(error)


def stop_recording(state: State) -> None:
    """Take no more frames; what has been taken is still to be encoded."""
    state.work.recording.stopped = True


def watch(state: State) -> None:
    """Say how a video has ended, once it has."""
    if state.work.recording and state.work.recording.ended:
        _after_recording(state, state.work.recording)
    if state.work.video and not state.work.video.running:
        _after_sweep(state, state.work.video)


def end(state: State) -> None:
    """The viewer ends: leave whole files behind."""
    if state.work.video:
        state.work.video.stop()
    if state.work.recording:
        state.work.recording.finish()
        state.work.recording.wait()
    if state.work.video:
        state.work.video.wait()
        state.work.video.close()


def start_sweep(state: State) -> None:
    """Begin a video of the training, as the form says."""
    from ...record import encoder_for

    draft, run = state.forms.video, state.shown.run
    assert run is not None
    first, last = draft.steps(run)
    try:
        path = video_path(state, names(state), f"steps{first}-{last}")
        fps = min(state.settings.video_fps, encoder_for(path).MAX_FPS)
        folder = TemporaryDirectory(prefix="ginn-gl-")
        arguments = draft.arguments(run, state.shown.view, path, chosen_size(state), fps, Path(folder.name),
                                    state.settings.trails, state.shown.onion, state.shown.beside)
        state.work.video = VideoMaking(arguments, path, folder)
        if changed(state):
            state.messages.say("The video shows the training as it was, without your changes")
        elif state.shown.beside.has_own_time:
            state.messages.say("In the video all runs go along with the first one")
    except GinnError as error:
        state.messages.complain(error)


def choose_format(state: State, name: str) -> None:
    """Of videos, with as many frames a second as is usual in it."""
    if name != state.settings.video_format:
        state.settings.video_format, state.settings.video_fps = name, USUAL_RATES.get(name, 30)


def usual_size(state: State) -> Size:
    """(width, height) of videos of the picture where none is typed: as on screen, or smaller in a GIF."""
    width, height = state.screen.picture_size
    scale = min(1.0, LARGEST_GIF / max(width, height, 1)) if state.settings.video_format == "GIF" else 1.0
    return round(scale * width), round(scale * height)


def chosen_size(state: State) -> Size:
    """(width, height) of videos of the picture. Raises GinnError where what was typed is none."""
    typed = state.settings.video_size
    if not typed:
        return usual_size(state)
    found = re.fullmatch(r"(\d{1,5}) ?[x×] ?(\d{1,5})", typed.strip())
    size = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(SHORTEST <= side <= LONGEST for side in size):
        raise GinnError(f"'{typed}' is no size such as 1920x1080, of {SHORTEST} to {LONGEST:,} pixels")
    return size


def video_path(state: State, of: str, shown: str, what: str = "") -> Path:
    """A new file name in the format of the settings. of: the runs; shown: the step or steps."""
    suffix = VIDEO_FORMATS[state.settings.video_format]
    name = capture_name(of, shown, what)
    if suffix == ".png":
        return free(state.captures / name) / "%05d.png"
    return free(state.captures / f"{name}{suffix}")


def _after_recording(state: State, recording: Recording) -> None:
    state.work.recording = None
    if recording.error:
        state.messages.complain(recording.error)
    else:
        dropped = f", {recording.dropped:,} of {recording.places:,} frames dropped" if recording.dropped else ""
        say_saved(state, recording.path, dropped)


def _after_sweep(state: State, sweeping: VideoMaking) -> None:
    state.work.video = None
    if sweeping.failure:
        state.messages.complain(sweeping.failure)
    else:
        say_saved(state, sweeping.path, f", stopped early: {sweeping.done:,} frames" if sweeping.stopped else "")
    sweeping.close()
