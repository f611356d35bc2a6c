"""What the user chose last time; hello_imgui keeps it beside the window's place."""

from __future__ import annotations

import json

from imgui_bundle import hello_imgui

from . import captures
from .panels import record, view
from .state import State

CHOICES = {
    "light": (False, True),
    "log_step": (False, True),
    "log_loss": (False, True),
    "smooth": (False, True),
    "frame_rate": view.FRAME_RATES,
    "outline_region": (False, True),
    "show_vertices": (False, True),
    "record_format": tuple(captures.SUFFIXES),
    "record_size": None,  # as typed
    "record_fps": record.FRAME_RATES,
}
"""Of the state, what lasts, and the values it can have."""
LONGEST_TEXT = 100


def load(state: State) -> None:
    """Take them up; those that are none, in a file that was damaged or is of another version, stay as they are."""
    try:
        saved = dict(json.loads(hello_imgui.load_user_pref("viewer") or "{}"))
    except (ValueError, TypeError, RecursionError):
        return
    for name, choices in CHOICES.items():
        value = saved.get(name)
        if choices is None and isinstance(value, str):
            setattr(state, name, value[:LONGEST_TEXT])
        elif choices is not None and value in choices:
            setattr(state, name, choices[choices.index(value)])  # of the right type too


def save(state: State) -> None:
    hello_imgui.save_user_pref("viewer", json.dumps({name: getattr(state, name) for name in CHOICES}))
