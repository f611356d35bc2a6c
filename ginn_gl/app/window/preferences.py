"""Settings, and where one was, from one time to the next; hello_imgui keeps them beside the window's place."""

from __future__ import annotations

import json
from dataclasses import asdict

from imgui_bundle import hello_imgui

from ...render.past import TRAILS
from ..state.place import Place
from ..state.settings import FRAME_RATES, TEXT_SIZES, VIDEO_FORMATS, VIDEO_FRAME_RATES, Settings

CHOICES = {
    "light": (False, True),
    "text_size": TEXT_SIZES,
    "log_step": (False, True),
    "log_loss": (False, True),
    "smooth": (False, True),
    "frame_rate": FRAME_RATES,
    "outline_region": (False, True),
    "show_vertices": (False, True),
    "video_format": tuple(VIDEO_FORMATS),
    "video_size": None,  # as typed
    "video_fps": VIDEO_FRAME_RATES,
    "trails": tuple(TRAILS),
    "match_neurons": (False, True),
    "seen": (False, True),
}
"""The values that each setting can have."""
LONGEST_TEXT = 100


def load(settings: Settings) -> None:
    """Take them up; those that are none, in a file that was damaged or is of another version, stay as they are."""
    try:
        saved = dict(json.loads(hello_imgui.load_user_pref("viewer") or "{}"))
    except (ValueError, TypeError, RecursionError):
        return
    for name, choices in CHOICES.items():
        value = saved.get(name)
        if choices is None and isinstance(value, str):
            setattr(settings, name, value[:LONGEST_TEXT])
        elif choices is not None and value in choices:
            setattr(settings, name, choices[choices.index(value)])  # of the right type too


def save(settings: Settings) -> None:
    hello_imgui.save_user_pref("viewer", json.dumps(asdict(settings)))


def load_place() -> Place | None:
    """Where one was when the window was closed last; None where that was not kept, or not as it should."""
    try:
        saved = dict(json.loads(hello_imgui.load_user_pref("place") or "{}"))
        return Place(str(saved["run"]), int(saved["step"]), str(saved["view"]), str(saved["tab"]))
    except (KeyError, ValueError, TypeError, OverflowError, RecursionError):
        return None


def save_place(place: Place | None) -> None:
    if place:
        hello_imgui.save_user_pref("place", json.dumps(asdict(place)))
