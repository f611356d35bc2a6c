"""Small controls that several panels share."""

from __future__ import annotations

from imgui_bundle import ImVec2, imgui

from .. import keys
from ..state import State

Spot = tuple[ImVec2, ImVec2]
"""Corner and size of a picture on screen."""


def action_button(state: State, label: str, name: str, size: ImVec2 | None = None) -> None:
    """A button that runs a named action; its tooltip says what it does and with which key."""
    if imgui.button(f"{label}##{name}", size or ImVec2(0, 0)):
        keys.BY_NAME[name].run(state)
    imgui.set_item_tooltip(keys.tooltip(name))


def labelled(label: str, width: float = -1.0) -> None:
    """A label above the next control, which takes the given width (-1: all there is)."""
    imgui.text_disabled(label)
    imgui.set_next_item_width(width)
