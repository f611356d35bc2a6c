"""What is drawn under the boundaries, how wide they are, and how the window looks."""

from __future__ import annotations

from dataclasses import replace

from imgui_bundle import ImVec2, imgui

from ...config import FIELDS, parse_neuron
from .. import actions
from ..state import State
from .widgets import action_button, labelled

MEANINGS = {
    "probability": "The network's probability of white at every point",
    "target": "The image it learns",
    "error": "Probability less target: where it is too white or too black",
}


def draw(state: State) -> None:
    """The panel."""
    imgui.text_disabled("Field")
    for field in FIELDS:
        if imgui.radio_button(field.capitalize(), state.view.field == field):
            actions.show_field(state, field)
        key = actions.BY_NAME[f"field {field}"].shown
        imgui.set_item_tooltip(f"{MEANINGS[field]} ({key})")
    _draw_activation_choice(state)
    imgui.dummy(ImVec2(0, 4))
    labelled("Boundary width")
    changed, width = imgui.slider_float("##line width", state.view.line_width, 0.5, 8.0, "%.1f pixels")
    if changed:
        state.view = replace(state.view, line_width=width)
    changed, beyond = imgui.checkbox("Draw beyond the square", state.view.beyond)
    imgui.set_item_tooltip("What the network says where it was never trained")
    if changed:
        state.view = replace(state.view, beyond=beyond)
    imgui.dummy(ImVec2(0, 4))
    imgui.text_disabled(f"Zoom {state.view.zoom:.3g}  ·  centre {state.view.center[0]:.4f}, {state.view.center[1]:.4f}")
    action_button(state, "Reset zoom and position", "reset", ImVec2(-1, 0))
    action_button(state, "Full screen", "full screen", ImVec2(-1, 0))
    imgui.dummy(ImVec2(0, 4))
    state.light = imgui.checkbox("Light theme", state.light)[1]


def _draw_activation_choice(state: State) -> None:
    if state.run is None:
        return
    neuron = parse_neuron(state.view.field)
    if imgui.radio_button("Activation of neuron", neuron is not None) and neuron is None:
        actions.show_field(state, "1:1")
    imgui.set_item_tooltip("One neuron's value after its ReLU")
    imgui.same_line()
    imgui.set_next_item_width(-1)
    if imgui.begin_combo("##activation", state.view.field if neuron else ""):
        for layer, number in state.run.network.neurons:
            name = f"{layer}:{number}"
            if imgui.selectable(name, name == state.view.field)[0]:
                actions.show_field(state, name)
        imgui.end_combo()
