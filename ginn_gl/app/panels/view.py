"""What is drawn under the boundaries, how wide they are, and how the window looks."""

from __future__ import annotations

from dataclasses import replace

from imgui_bundle import ImVec2, imgui
from imgui_bundle import icons_fontawesome_4 as icons

from ...config import FIELDS, parse_class, parse_neuron
from ...render.ground import ground_of, why_not
from ...render.words import PROBABILITY, said_by
from .. import keys
from ..actions import looking
from ..state import State
from ..state.picture import LINE_WIDTHS
from ..state.settings import FRAME_RATES
from . import past
from .over_picture import data_points, region, vertices
from .status import digits_at
from .widgets import action_button, row

LABELS = 8.0  # width of those beside controls, in font sizes

MEANINGS = {
    "probability": PROBABILITY,
    "target": "The image it learns",
    "error": "Probability less target: where it is too white or too black",
    "regions": "Linear regions: each colour is one set of active neurons, at every step",
}


def draw(state: State) -> None:
    """The panel."""
    imgui.text_disabled("Show")
    for field in FIELDS:
        _draw_field(state, field)
    _draw_class_choice(state)
    _draw_activation_choice(state)
    imgui.dummy(ImVec2(0, 4))
    row("Boundary width", labels=LABELS)
    changed, width = imgui.slider_float("##line width", state.shown.view.line_width, *LINE_WIDTHS, "%.1f pixels")
    if changed:
        state.shown.view = replace(state.shown.view, line_width=width)
    changed, beyond = imgui.checkbox("Draw beyond the square", state.shown.view.beyond)
    imgui.set_item_tooltip("The plane goes on there" if state.shown.run and state.shown.run.plane else
                           "What the network says where it was never trained")
    if changed:
        state.shown.view = replace(state.shown.view, beyond=beyond)
    if state.shown.run and (state.shown.run.network.has_classes or state.shown.run.network.head.kind == "value"):
        between = "Between classes" if state.shown.run.network.has_classes else "Lines of equal value"
        changed, contours = imgui.checkbox(f"{between}###contours", state.shown.view.contours)
        imgui.set_item_tooltip("Where one class ends and another begins" if state.shown.run.network.has_classes
                               else "Nine of them, at even distances in the range of values")
        if changed:
            state.shown.view = replace(state.shown.view, contours=contours)
    _draw_layers_switch(state)
    data_points.draw_switch(state)
    vertices.draw_switch(state)
    region.draw_facts(state)
    past.draw(state)
    imgui.dummy(ImVec2(0, 4))
    (x, y), digits = state.shown.view.center, digits_at(state.shown.view.zoom)
    imgui.text_disabled(f"Zoom {state.shown.view.zoom:,.4g}  ·  centre {x:.{digits}f}, {y:.{digits}f}")
    half = ImVec2((imgui.get_content_region_avail().x - imgui.get_style().item_spacing.x) / 2, 0)
    action_button(state, "Reset view", "reset", half)
    imgui.same_line()
    action_button(state, "Lecture mode", "lecture", half)
    imgui.dummy(ImVec2(0, 4))
    row("During playback", labels=LABELS)
    if imgui.begin_combo("##frame rate", f"hold {state.settings.frame_rate} frames/s"):
        for rate in FRAME_RATES:
            if imgui.selectable(f"hold {rate} frames/s", rate == state.settings.frame_rate)[0]:
                state.settings.frame_rate = rate
        imgui.end_combo()
    imgui.set_item_tooltip("Where the picture takes longer, it is drawn coarsely until it is still")
    took = f", {1000 * state.screen.picture_seconds:.1f} ms" if state.screen.picture_seconds else ""
    imgui.text_disabled(f"Picture at {state.screen.picture_scale:.0%}{took}")
    imgui.dummy(ImVec2(0, 4))
    state.settings.light = imgui.checkbox("Light theme", state.settings.light)[1]
    imgui.same_line()
    _draw_text_size(state)


def _draw_layers_switch(state: State) -> None:
    beside = state.shown.beside
    beside.layers = imgui.checkbox("Layers in columns", beside.layers)[1]
    imgui.set_item_tooltip("A picture for each layer with its lines alone, and one with all")


def _draw_text_size(state: State) -> None:
    em = imgui.get_font_size()
    imgui.set_cursor_pos_x(max(imgui.get_cursor_pos_x(), imgui.get_window_width() - 11.2 * em))
    imgui.align_text_to_frame_padding()
    imgui.text_disabled("Text")
    imgui.same_line()
    action_button(state, icons.ICON_FA_MINUS, "smaller text", ImVec2(2 * em, 0))
    imgui.same_line(0, 0.3 * em)
    action_button(state, f"{state.settings.text_size:.0%}", "usual text", ImVec2(3.4 * em, 0))
    imgui.same_line(0, 0.3 * em)
    action_button(state, icons.ICON_FA_PLUS, "larger text", ImVec2(2 * em, 0))


def _draw_field(state: State, field: str) -> None:
    """One of those that have a key; one that this run has not is grey, and its tooltip says why."""
    run = state.shown.run
    missing = why_not(field, run.network, ground_of(run)) if run else ""
    name, meaning = field.capitalize(), MEANINGS[field]
    if run and field == "probability":
        name, meaning = said_by(run.network)
    imgui.begin_disabled(bool(missing))
    if imgui.radio_button(name, state.shown.view.field == field):
        looking.show_field(state, field)
    imgui.end_disabled()
    if imgui.is_item_hovered(imgui.HoveredFlags_.for_tooltip | imgui.HoveredFlags_.allow_when_disabled):
        imgui.set_tooltip(missing or f"{meaning} ({keys.BY_NAME[f'field {field}'].shown})")


def _draw_class_choice(state: State) -> None:
    if state.shown.run is None or not state.shown.run.network.has_classes:
        return
    if imgui.radio_button("Confidence", state.shown.view.field == "confidence"):
        looking.show_field(state, "confidence")
    imgui.set_item_tooltip("The probability of the likeliest class")
    shown = parse_class(state.shown.view.field)
    if imgui.radio_button("Probability of class", shown is not None) and shown is None:
        looking.show_field(state, "class:1")
    imgui.set_item_tooltip("Of one class alone: black is none, white is certain")
    imgui.same_line()
    imgui.set_next_item_width(-1)
    if imgui.begin_combo("##class", str(shown) if shown else ""):
        for number in range(1, state.shown.run.network.outputs + 1):
            if imgui.selectable(str(number), number == shown)[0]:
                looking.show_field(state, f"class:{number}")
        imgui.end_combo()


def _draw_activation_choice(state: State) -> None:
    if state.shown.run is None:
        return
    neuron = parse_neuron(state.shown.view.field)
    if imgui.radio_button("Activation of neuron", neuron is not None) and neuron is None:
        looking.show_field(state, "1:1")
    imgui.set_item_tooltip("One neuron's value after its activation")
    imgui.same_line()
    imgui.set_next_item_width(-1)
    if imgui.begin_combo("##activation", state.shown.view.field if neuron else ""):
        for layer, number in state.shown.run.network.neurons:
            name = f"{layer}:{number}"
            if imgui.selectable(name, name == state.shown.view.field)[0]:
                looking.show_field(state, name)
        imgui.end_combo()
