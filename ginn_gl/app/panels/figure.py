"""The Record panel's part for figures."""

from __future__ import annotations

from imgui_bundle import ImVec2, imgui

from ..capture import figures
from ..forms.figure import FORMATS, NARROWEST, SHAPES, WIDEST
from ..state import State
from .widgets import choice, row


def draw(state: State) -> None:
    """The form, and the button that writes what it says."""
    form = state.forms.figure
    row("Format")
    names = {name: suffix for suffix, name in FORMATS.items()}
    form.suffix = names[choice("##figure format", FORMATS[form.suffix], names) or FORMATS[form.suffix]]
    imgui.set_item_tooltip("In SVG and PDF, lines stay lines, sharp at any size")
    row("Shape")
    form.shape = choice("##figure shape", form.shape, SHAPES) or form.shape
    row("Width")
    form.width = min(WIDEST, max(NARROWEST, imgui.input_int("##figure width", form.width, 100, 1000)[1]))
    imgui.set_item_tooltip(f"In pixels, {NARROWEST} to {WIDEST:,}. Lines grow with it.")
    form.caption = imgui.checkbox("Step and loss##figure", form.caption)[1]
    imgui.begin_disabled(not form.has_lines)
    imgui.same_line()
    form.legend = imgui.checkbox("Legend##figure", form.legend)[1]
    imgui.set_item_tooltip("Which layer has which colour")
    imgui.same_line()
    form.dashes = imgui.checkbox("Dashes##figure", form.dashes)[1]
    imgui.set_item_tooltip("Each layer has dashes of its own, for those who do not tell the colours apart")
    imgui.end_disabled()
    if imgui.button("Save figure", ImVec2(-1, 0)):
        figures.save_figure(state)
    imgui.set_item_tooltip("What the picture shows, as the training left it")
