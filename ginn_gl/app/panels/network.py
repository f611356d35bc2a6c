"""Which run is shown, and every neuron as a button in its layer's colour."""

from __future__ import annotations

from dataclasses import replace

from imgui_bundle import ImVec2, ImVec4, imgui

from ...config import Neuron
from ...errors import GinnError
from ...render import layer_color
from .. import actions, theme
from ..state import State
from .widgets import action_button, labelled

COLUMNS = 8


def draw(state: State) -> None:
    """The panel; sets view.highlighted to the neuron whose button is under the mouse."""
    draw_run_choice(state)
    if state.run is None:
        return
    imgui.spacing()
    width = (imgui.get_content_region_avail().x - imgui.get_style().item_spacing.x) / 2
    action_button(state, "Show all", "all", ImVec2(width, 0))
    imgui.same_line()
    action_button(state, "Hide all", "none", ImVec2(width, 0))
    hovered = None
    for layer, count in enumerate(state.run.network.hidden, 1):
        hovered = _draw_layer(state, layer, count) or hovered
    if hovered != state.view.highlighted:
        state.view = replace(state.view, highlighted=hovered)


def draw_run_choice(state: State) -> None:
    """A list of all runs there are; choosing one shows it."""
    labelled("Run")
    if imgui.begin_combo("##run", state.run.path.stem if state.run else "none"):
        for path in state.library.paths():
            shown = state.run is not None and path == state.run.path.resolve()
            if imgui.selectable(f"{path.stem}##{path}", shown)[0] and not shown:
                try:
                    state.open(path)
                except GinnError as error:
                    state.complain(error)
        imgui.end_combo()
    imgui.set_item_tooltip("The bundled runs, those in ./runs, and what you opened")
    if state.run:
        training = state.run.training
        batch = "full batch" if training.batch_size is None else f"batches of {training.batch_size}"
        imgui.text_disabled(f"{state.run.network} · seed {training.seed} · {batch}")


def _draw_layer(state: State, layer: int, count: int) -> Neuron | None:
    """One layer's heading and buttons; the hovered neuron, if any."""
    neurons = frozenset((layer, i) for i in range(1, count + 1))
    shown = len(neurons & state.view.neurons)
    red, green, blue = layer_color(layer)
    em = imgui.get_font_size()
    imgui.dummy(ImVec2(0, 0.3 * em))
    corner = imgui.get_cursor_screen_pos()
    imgui.get_window_draw_list().add_circle_filled(
        ImVec2(corner.x + 0.4 * em, corner.y + 0.7 * em), 0.33 * em, imgui.get_color_u32(ImVec4(red, green, blue, 1)))
    imgui.push_style_var(imgui.StyleVar_.frame_padding, ImVec2(0, 0.2 * em))
    imgui.set_cursor_pos_x(imgui.get_cursor_pos_x() + 1.2 * em)
    imgui.align_text_to_frame_padding()
    imgui.text(f"Layer {layer}")
    imgui.same_line()
    imgui.text_disabled(f"{shown} of {count}")
    _draw_layer_buttons(state, layer, neurons, shown)
    imgui.pop_style_var()
    hovered = None
    spacing = 0.25 * em
    side = (imgui.get_content_region_avail().x - spacing * (COLUMNS - 1)) / COLUMNS
    imgui.push_style_var(imgui.StyleVar_.item_spacing, ImVec2(spacing, spacing))
    imgui.push_style_var(imgui.StyleVar_.frame_padding, ImVec2(0, 0))
    for number in range(1, count + 1):
        if _draw_neuron(state, (layer, number), ImVec2(side, 1.7 * em)):
            hovered = (layer, number)
        if number % COLUMNS and number < count:
            imgui.same_line()
    imgui.pop_style_var(2)
    return hovered


def _draw_layer_buttons(state: State, layer: int, neurons: frozenset, shown: int) -> None:
    em = imgui.get_font_size()
    size = ImVec2(2.9 * em, 1.4 * em)
    imgui.same_line(imgui.get_window_width() - 2 * size.x - 0.25 * em)
    if imgui.button(f"Only##layer {layer}", size):
        actions.select_layer_alone(state, layer)
    imgui.set_item_tooltip("Show this layer alone ([ and ] go through the layers)")
    imgui.same_line(0, 0.25 * em)
    if imgui.button(f"{'Hide' if shown else 'Show'}###show layer {layer}", size):
        actions.toggle_neurons(state, neurons, show=not shown)
    imgui.set_item_tooltip("Hide this layer's boundaries" if shown else "Show this layer's boundaries")


def _draw_neuron(state: State, neuron: Neuron, size: ImVec2) -> bool:
    """One button, filled in the layer's colour while its boundary is shown; whether it is hovered."""
    layer, number = neuron
    chosen = neuron in state.view.neurons
    red, green, blue = layer_color(layer)
    dark_text = 0.3 * red + 0.6 * green + 0.1 * blue > 0.45
    text = ImVec4(0.05, 0.05, 0.05, 1) if dark_text else ImVec4(1, 1, 1, 1)
    fill = ImVec4(red, green, blue, 1) if chosen else theme.colour("control", state.light)
    imgui.push_style_color(imgui.Col_.button, fill)
    imgui.push_style_color(imgui.Col_.button_hovered, ImVec4(red, green, blue, 0.75 if chosen else 0.45))
    imgui.push_style_color(imgui.Col_.button_active, ImVec4(red, green, blue, 0.6))
    imgui.push_style_color(imgui.Col_.text, text if chosen else theme.colour("faint", state.light))
    if imgui.button(f"{number}##neuron {layer}:{number}", size):
        actions.toggle_neurons(state, frozenset({neuron}), show=not chosen)
    imgui.pop_style_color(4)
    hovered = imgui.is_item_hovered()
    if hovered:
        imgui.set_tooltip(f"Neuron {layer}:{number} - click to {'hide' if chosen else 'show'} its boundary")
    if state.cursor and state.cursor.nearest == neuron:
        imgui.get_window_draw_list().add_rect(imgui.get_item_rect_min(), imgui.get_item_rect_max(),
                                              imgui.get_color_u32(imgui.Col_.text), rounding=4, thickness=2)
    return hovered
