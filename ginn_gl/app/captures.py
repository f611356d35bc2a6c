"""Stills and videos of what is on screen: where they go, how they begin and end, and what is said of it."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from imgui_bundle import imgui

from ..errors import GinnError
from ..paths import LARGEST_GIF, capture_name, free
from ..store import Run
from .recording import Recording, Size
from .state import State
from .sweeping import Sweeping

SUFFIXES = {"MP4": ".mp4", "WebM": ".webm", "GIF": ".gif", "PNG frames": ".png"}
"""Of the formats to choose from; the frames go into a folder of their own."""

USUAL_RATES = {"GIF": 10}
"""Frames a second where a format is chosen; 30 for the others."""

SHORTEST, LONGEST = 16, 7680  # pixels of a video's sides


def keep_still(state: State, pixels: np.ndarray) -> None:
    """Do what was asked for with a still, (H, W, 3) uint8: save it, or put it on the clipboard."""
    kind, state.still_wanted = state.still_wanted, None
    try:
        if kind == "clipboard":
            _copy(pixels)
            state.say("The picture is on the clipboard")
        else:
            _save(state, pixels, "-window" if kind == "window" else "")
    except GinnError as error:
        state.complain(error)


def _save(state: State, pixels: np.ndarray, what: str) -> None:
    from ..record import save_png  # with its encoders, which the first frame need not wait for

    path = free(state.captures / capture_name(_names(state), f"step{state.step}", f"{what}.png"))
    save_png(path, pixels)
    say_saved(state, path)


def _copy(pixels: np.ndarray) -> None:
    import copykitten

    height, width = pixels.shape[:2]
    opaque = np.dstack([pixels, np.full((height, width), 255, np.uint8)])
    try:
        copykitten.copy_image(opaque.tobytes(), width, height)
    except copykitten.CopykittenError as error:
        raise GinnError(f"This system's clipboard takes no picture ({error}): S saves it as a file") from None


def start_recording(state: State, of_window: bool) -> None:
    """Begin a video of the picture or the window, as the settings say."""
    from ..record import encoder_for

    path = video_path(state, _names(state), f"step{state.step}", "-window" if of_window else "")
    about = f"{_names(state)} in the viewer, from step {state.step:,}"
    try:
        size = state.window_size if of_window else chosen_size(state)
        fps = min(state.record_fps, encoder_for(path).MAX_FPS)
        state.recording = Recording(path, size, fps, about, of_window)
    except GinnError as error:
        state.complain(error)


def stop_recording(state: State) -> None:
    """Take no more frames; what has been taken is still to be encoded."""
    state.recording.stopped = True


def watch(state: State) -> None:
    """Say how a video has ended, once it has."""
    if state.recording and state.recording.ended:
        _after_recording(state, state.recording)
    if state.sweeping and not state.sweeping.running:
        _after_sweep(state, state.sweeping)


def end(state: State) -> None:
    """The viewer ends: leave whole files behind."""
    if state.sweeping:
        state.sweeping.stop()
    if state.recording:
        state.recording.finish()
        state.recording.wait()
    if state.sweeping:
        state.sweeping.wait()
        state.sweeping.close()


def _after_recording(state: State, recording: Recording) -> None:
    state.recording = None
    if recording.error:
        state.complain(recording.error)
    else:
        dropped = f", {recording.dropped:,} of {recording.places:,} frames dropped" if recording.dropped else ""
        say_saved(state, recording.path, dropped)


def _after_sweep(state: State, sweeping: Sweeping) -> None:
    state.sweeping = None
    if sweeping.failure:
        state.complain(sweeping.failure)
    else:
        say_saved(state, sweeping.path, f", stopped early: {sweeping.done:,} frames" if sweeping.stopped else "")
    sweeping.close()


def say_saved(state: State, path: Path, more: str = "") -> None:
    """A toast with a button for the folder."""
    shown = path.resolve()
    state.say(f"Saved {shown.parent if '%' in shown.name else shown}{more}", shown.parent)


def open_folder(folder: Path) -> None:
    """In the system's file manager."""
    imgui.get_platform_io().platform_open_in_shell_fn(imgui.get_current_context(), str(folder))


def start_sweep(state: State) -> None:
    """Begin a video of the training, as the form says."""
    from ..record import encoder_for

    draft, run = state.sweep_draft, state.run
    assert run is not None
    first, last = draft.steps(run)
    try:
        path = video_path(state, run.path.stem, f"steps{first}-{last}")
        fps = min(state.record_fps, encoder_for(path).MAX_FPS)
        folder = TemporaryDirectory(prefix="ginn-gl-")
        arguments = draft.arguments(run, state.view, path, chosen_size(state), fps, Path(folder.name))
        state.sweeping = Sweeping(arguments, path, folder)
    except GinnError as error:
        state.complain(error)


def save_web_page(state: State) -> None:
    """Write the shown run as one web page; a thread does it, and a message says where."""
    path = free(state.captures / f"{state.run.path.stem}.html")
    state.say(f"Writing {path.name} ...")
    threading.Thread(target=_write_page, args=(state, state.run.path, path), name="web page").start()


def _write_page(state: State, run_path: Path, path: Path) -> None:
    from ..web import save_page

    try:
        with Run(run_path) as run:  # this thread's own
            save_page([run], path)
    except Exception as error:  # noqa: BLE001 - of whatever kind: nobody else would hear of it
        state.complain(str(error))
    else:
        say_saved(state, path)


def choose_format(state: State, name: str) -> None:
    """Of videos, with as many frames a second as is usual in it."""
    if name != state.record_format:
        state.record_format, state.record_fps = name, USUAL_RATES.get(name, 30)


def usual_size(state: State) -> Size:
    """(width, height) of videos of the picture where none is typed: as on screen, or smaller in a GIF."""
    width, height = state.picture_size
    scale = min(1.0, LARGEST_GIF / max(width, height, 1)) if state.record_format == "GIF" else 1.0
    return round(scale * width), round(scale * height)


def chosen_size(state: State) -> Size:
    """(width, height) of videos of the picture. Raises GinnError where what was typed is none."""
    if not state.record_size:
        return usual_size(state)
    found = re.fullmatch(r"(\d{1,5}) ?[x×] ?(\d{1,5})", state.record_size.strip())
    size = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(SHORTEST <= side <= LONGEST for side in size):
        raise GinnError(f"'{state.record_size}' is no size such as 1920x1080, of {SHORTEST} to {LONGEST:,} pixels")
    return size


def _names(state: State) -> str:
    """Of what is on screen, such as 'bottle-good-1-and-bottle-bad'."""
    runs = [state.run, *([state.compared.run] if state.compared else [])]
    return "-and-".join(run.path.stem for run in runs)


def video_path(state: State, names: str, shown: str, what: str = "") -> Path:
    """A new file name in the format of the settings. names: of the runs; shown: the step or steps."""
    suffix = SUFFIXES[state.record_format]
    name = capture_name(names, shown, what)
    if suffix == ".png":
        return free(state.captures / name) / "%05d.png"
    return free(state.captures / f"{name}{suffix}")
