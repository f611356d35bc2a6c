"""Stills of what is on screen: where they go, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from imgui_bundle import imgui

from ...errors import GinnError
from ...paths import capture_name, free
from ..state import State


def take_still(kind: str) -> Callable[[State], None]:
    def act(state: State) -> None:
        state.asked.still = kind if state.shown.run else None
    return act


def keep_still(state: State, pixels: np.ndarray) -> None:
    """Do what was asked for with a still, (H, W, 3) uint8: save it, or put it on the clipboard."""
    kind, state.asked.still = state.asked.still, None
    try:
        if kind == "clipboard":
            _copy(pixels)
            state.messages.say("The picture is on the clipboard")
        else:
            _save(state, pixels, "-window" if kind == "window" else "")
    except GinnError as error:
        state.messages.complain(error)


def say_saved(state: State, path: Path, more: str = "") -> None:
    """A toast with a button for the folder."""
    shown = path.resolve()
    state.messages.say(f"Saved {shown.parent if '%' in shown.name else shown}{more}", shown.parent)


def open_folder(folder: Path) -> None:
    """In the system's file manager."""
    imgui.get_platform_io().platform_open_in_shell_fn(imgui.get_current_context(), str(folder))


def _save(state: State, pixels: np.ndarray, what: str) -> None:
    from ...record import save_png  # with its encoders, which the first frame need not wait for

    path = free(state.captures / capture_name(names(state), f"step{state.shown.step}", f"{changed(state)}{what}.png"))
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


def changed(state: State) -> str:
    """What a file's name says of changes by hand in what it shows."""
    return "-changed" if state.shown.what_if.edits else ""


def names(state: State) -> str:
    """Of what is on screen, such as 'bottle-good-1-and-bottle-bad'."""
    run, others = state.shown.run, state.shown.beside.others
    if len(others) > 1:
        return f"{run.path.stem}-and-{len(others)}-others"
    return "-and-".join([run.path.stem, *(f"step{other.step}" if other.stays else other.run.path.stem
                                          for other in others)])
