"""What is drawn under the boundaries, how wide they are, and how the window looks."""

from __future__ import annotations

from dataclasses import replace

from imgui_bundle import ImVec2, imgui

from ...config import FIELDS, parse_class, parse_neuron
from ...render.ground import ground_of, why_not
from ...render.words import PROBABILITY, said_by
from .. import actions, keys
from ..shown import LINE_WIDTHS
from ..state import State
from . import data_points, region, vertices
from .status import digits_at
from .widgets import action_button, labelled

FRAME_RATES = (15, 30, 60, 120, 144)
MEANINGS = {
    "probability": PROBABILITY,
    "target": "The image it learns",
    "error": "Probability less target: where it is too white or too black",
    "regions": "Linear regions: in each the same neurons are on, and while they are, its colour stays",
}


def draw(state: State) -> None:
    """The panel."""
    imgui.text_disabled("Field")
    for field in FIELDS:
        _draw_field(state, field)
    _draw_class_choice(state)
    _draw_activation_choice(state)
    imgui.dummy(ImVec2(0, 4))
    labelled("Boundary width")
    changed, width = imgui.slider_float("##line width", state.view.line_width, *LINE_WIDTHS, "%.1f pixels")
    if changed:
        state.view = replace(state.view, line_width=width)
    changed, beyond = imgui.checkbox("Draw beyond the square", state.view.beyond)
    imgui.set_item_tooltip("The plane goes on there" if state.run and state.run.plane else
                           "What the network says where it was never trained")
    if changed:
        state.view = replace(state.view, beyond=beyond)
    if state.run and (state.run.network.has_classes or state.run.network.head.kind == "value"):
        between = "Between classes" if state.run.network.has_classes else "Lines of equal value"
        changed, contours = imgui.checkbox(f"{between}###contours", state.view.contours)
        imgui.set_item_tooltip("Where one class ends and another begins" if state.run.network.has_classes
                               else "Nine of them, at even distances in the range of values")
        if changed:
            state.view = replace(state.view, contours=contours)
    data_points.draw_switch(state)
    vertices.draw_switch(state)
    region.draw_facts(state)
    imgui.dummy(ImVec2(0, 4))
    (x, y), digits = state.view.center, digits_at(state.view.zoom)
    imgui.text_disabled(f"Zoom {state.view.zoom:,.4g}  ·  centre {x:.{digits}f}, {y:.{digits}f}")
    half = ImVec2((imgui.get_content_region_avail().x - imgui.get_style().item_spacing.x) / 2, 0)
    action_button(state, "Reset view", "reset", half)
    imgui.same_line()
    action_button(state, "Full screen", "full screen", half)
    imgui.dummy(ImVec2(0, 4))
    labelled("During playback")
    if imgui.begin_combo("##frame rate", f"hold {state.frame_rate} frames per second"):
        for rate in FRAME_RATES:
            if imgui.selectable(f"hold {rate} frames per second", rate == state.frame_rate)[0]:
                state.frame_rate = rate
        imgui.end_combo()
    imgui.set_item_tooltip("Where the picture takes longer, it is drawn coarsely until it is still")
    took = f", {1000 * state.picture_seconds:.1f} ms" if state.picture_seconds else ""
    imgui.text_disabled(f"Picture at {state.picture_scale:.0%}{took}")
    imgui.dummy(ImVec2(0, 4))
    state.light = imgui.checkbox("Light theme", state.light)[1]


def _draw_field(state: State, field: str) -> None:
    """One of those that have a key; one that this run has not is grey, and its tooltip says why."""
    run = state.run
    missing = why_not(field, run.network, ground_of(run)) if run else ""
    name, meaning = field.capitalize(), MEANINGS[field]
    if run and field == "probability":
        name, meaning = said_by(run.network)
    imgui.begin_disabled(bool(missing))
    if imgui.radio_button(name, state.view.field == field):
        actions.show_field(state, field)
    imgui.end_disabled()
    if imgui.is_item_hovered(imgui.HoveredFlags_.for_tooltip | imgui.HoveredFlags_.allow_when_disabled):
        imgui.set_tooltip(missing or f"{meaning} ({keys.BY_NAME[f'field {field}'].shown})")


def _draw_class_choice(state: State) -> None:
    if state.run is None or not state.run.network.has_classes:
        return
    if imgui.radio_button("Confidence", state.view.field == "confidence"):
        actions.show_field(state, "confidence")
    imgui.set_item_tooltip("The probability of the likeliest class")
    shown = parse_class(state.view.field)
    if imgui.radio_button("Probability of class", shown is not None) and shown is None:
        actions.show_field(state, "class:1")
    imgui.set_item_tooltip("Of one class alone: black is none, white is certain")
    imgui.same_line()
    imgui.set_next_item_width(-1)
    if imgui.begin_combo("##class", str(shown) if shown else ""):
        for number in range(1, state.run.network.outputs + 1):
            if imgui.selectable(str(number), number == shown)[0]:
                actions.show_field(state, f"class:{number}")
        imgui.end_combo()


def _draw_activation_choice(state: State) -> None:
    if state.run is None:
        return
    neuron = parse_neuron(state.view.field)
    if imgui.radio_button("Activation of neuron", neuron is not None) and neuron is None:
        actions.show_field(state, "1:1")
    imgui.set_item_tooltip("One neuron's value after its activation")
    imgui.same_line()
    imgui.set_next_item_width(-1)
    if imgui.begin_combo("##activation", state.view.field if neuron else ""):
        for layer, number in state.run.network.neurons:
            name = f"{layer}:{number}"
            if imgui.selectable(name, name == state.view.field)[0]:
                actions.show_field(state, name)
        imgui.end_combo()
