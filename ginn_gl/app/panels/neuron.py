"""One neuron, looked at closely: where it is on, its line or what it is in a region, its bias and weights to drag."""

from __future__ import annotations

import numpy as np
from imgui_bundle import ImVec2, ImVec4, imgui
from imgui_bundle import icons_fontawesome_4 as icons

from ...config import INPUTS, Neuron
from ...edits import BIAS, Place, parameter_at
from ...network import evaluate, unpack
from ...render import layer_color
from ...render.look import activation_of
from .. import theme
from ..actions import changing, looking
from ..state import State
from .over_picture.region import affine_in_words, of_inputs
from .widgets import action_button

NAMES = 3.4    # width of a source's name, in font sizes
VALUES = 3.6   # of a number after it
MOST = 1.5     # times the largest weight that the neuron has learnt, that sliders reach to
LEAST = 0.5    # that they reach to
STEPS = (1, 2, 5)


def draw(state: State, neuron: Neuron, share: float) -> None:
    """The panel. share: of the square, where the neuron is on."""
    _draw_head(state, neuron, share)
    _draw_where(state, neuron, share)
    _draw_buttons(state, neuron)
    imgui.spacing()
    _draw_map(state, neuron, share)
    imgui.spacing()
    _draw_parameters(state, neuron)


def _draw_head(state: State, neuron: Neuron, share: float) -> None:
    """Its name, and on the right buttons for its line, its activation as the picture, and to go back."""
    em, frame = imgui.get_font_size(), imgui.get_frame_height()
    corner, room = imgui.get_cursor_screen_pos(), imgui.get_content_region_avail().x
    imgui.get_window_draw_list().add_circle_filled(
        ImVec2(corner.x + 0.4 * em, corner.y + frame / 2), 0.38 * em,
        imgui.get_color_u32(ImVec4(*layer_color(neuron[0]), 1)))
    imgui.set_cursor_pos_x(imgui.get_cursor_pos_x() + 1.2 * em)
    imgui.align_text_to_frame_padding()
    imgui.text(f"Neuron {neuron[0]}:{neuron[1]}")
    imgui.same_line()
    network = state.shown.run.network
    imgui.text_disabled(f"layer {neuron[0]}, {activation_of(network, neuron)}")
    spacing = imgui.get_style().item_spacing.x
    imgui.same_line(room - 3 * 1.3 * frame - 2 * spacing)
    size = ImVec2(1.3 * frame, frame)
    has_line = neuron in state.shown.view.neurons
    if imgui.button(f"{icons.ICON_FA_EYE if has_line else icons.ICON_FA_EYE_SLASH}###line of the neuron", size):
        looking.toggle_line(state, neuron, share)
    imgui.set_item_tooltip(f"{'Hide' if has_line else 'Show'} its line")
    imgui.same_line()
    if imgui.button(f"{icons.ICON_FA_IMAGE}###activation of the neuron", size):
        field = f"{neuron[0]}:{neuron[1]}"
        looking.show_field(state, "probability" if state.shown.view.field == field else field)
    imgui.set_item_tooltip("What it says, as the picture; again for what the network says")
    imgui.same_line()
    if imgui.button(f"{icons.ICON_FA_TIMES}###close the neuron", size):
        changing.deselect(state)
    imgui.set_item_tooltip("Back to the network (Escape)")


def _draw_where(state: State, neuron: Neuron, share: float) -> None:
    """Where it is on; where nothing of it is to be seen, why."""
    square = "square" if state.shown.run.network.inputs == INPUTS else "plane's square"
    if neuron in state.shown.what_if.edits.off:
        imgui.text_wrapped("Switched off by you: it says nothing, and has no line.")
    elif share in (0.0, 1.0):
        on = "on" if share else "off"
        is_relu = activation_of(state.shown.run.network, neuron).name == "relu"
        why = "" if not is_relu else (": it passes on all that it gets" if share else ": it has no say there")
        imgui.text_wrapped(f"It is {on} everywhere in the {square}{why}. No line is drawn, since it never switches.")
    else:
        imgui.text_wrapped(f"On in {share:.0%} of the {square}; its line is where it switches.")


def _draw_buttons(state: State, neuron: Neuron) -> None:
    edits, third = state.shown.what_if.edits, _width(3)
    off = neuron in edits.off
    _toggle(state, "Switch on" if off else "Switch off", "switch", third, off)
    imgui.same_line()
    _toggle(state, "Flip back" if neuron in edits.flipped else "Flip", "flip", third, neuron in edits.flipped)
    imgui.same_line()
    imgui.begin_disabled(neuron not in edits.neurons())
    if imgui.button("As learnt##neuron", third):
        changing.put_neuron_back(state, neuron)
    imgui.end_disabled()
    imgui.set_item_tooltip("Everything in this neuron as it was learnt")
    imgui.begin_disabled(not state.shown.what_if.can_undo)
    action_button(state, f"{icons.ICON_FA_UNDO}  Undo", "undo", third)
    imgui.end_disabled()
    imgui.same_line()
    imgui.begin_disabled(not state.shown.what_if.can_redo)
    action_button(state, f"{icons.ICON_FA_SHARE}  Redo", "redo", third)
    imgui.end_disabled()
    imgui.same_line()
    imgui.begin_disabled(not edits)
    action_button(state, "Reset all", "as learnt", third)
    imgui.end_disabled()


def _toggle(state: State, label: str, name: str, size: ImVec2, is_on: bool) -> None:
    """A button that runs an action; in the accent's colour while what it does is done."""
    if is_on:
        imgui.push_style_color(imgui.Col_.button, theme.colour("accent", state.settings.light, 0.5))
    action_button(state, label, name, size)
    if is_on:
        imgui.pop_style_color()


def _width(count: int) -> ImVec2:
    """Of so many buttons side by side."""
    spacing = imgui.get_style().item_spacing.x
    return ImVec2((imgui.get_content_region_avail().x + spacing) / count - spacing, 0)


def _draw_map(state: State, neuron: Neuron, share: float) -> None:
    """Of the first layer its line; of a deeper one what it is in the region under the mouse."""
    picture, at = state.shown.picture, state.pointer.cursor
    names, layer = ("uv" if state.shown.run.plane else "xy"), neuron[0]
    if layer == 1:
        outside = ", outside the square" if share in (0.0, 1.0) else ""
        imgui.text_disabled(f"Its line{outside}" if picture.network.is_piecewise_linear else f"Where it is 0{outside}")
        imgui.text(f"{affine_in_words(_affine_at(state, neuron, (0.5, 0.5)), names)} = 0")
        return
    smooth = not all(activation.pieces for before in range(1, layer) for activation, _ in picture.network.runs(before))
    imgui.text_disabled("Near the mouse, about" if smooth else "In the region under the mouse, it gets")
    if at is None:
        imgui.text("Point at the picture")
    else:
        imgui.text(affine_in_words(_affine_at(state, neuron, (at.x, at.y)), names))
    imgui.set_item_tooltip("What comes to it, before its activation: where that is 0, it switches")


def _affine_at(state: State, neuron: Neuron, place: tuple[float, float]) -> np.ndarray:
    """The neuron's pre-activation near a place, as factors of x, of y and of 1, (3,)."""
    picture, (layer, number) = state.shown.picture, neuron
    at = evaluate(np.asarray(picture.on_plane, np.float64), picture.network, np.array([place]))
    slope = at.gradients[layer - 1][0, number - 1]
    affine = np.array([*slope, at.preactivations[layer - 1][0, number - 1] - slope @ place])
    return affine if state.shown.run.plane else of_inputs(affine[None], state.shown.run.window)[0]


def _draw_parameters(state: State, neuron: Neuron) -> None:
    """Sliders: the bias, then weights, the largest that were learnt first."""
    layer, number = neuron
    network, learnt = state.shown.run.network, state.shown.learnt
    weight, bias = unpack(learnt, network)[layer - 1]
    imgui.text_disabled("Bias, and weights of its inputs, the largest first" if layer > 1 else "Bias, and weights")
    imgui.begin_disabled(neuron in state.shown.what_if.edits.off)
    sizes = np.abs(weight[number - 1])
    reach = _reach(float(sizes.max()))
    _draw_slider(state, (layer, number, BIAS), "bias", _reach(max(float(sizes.max()), abs(float(bias[number - 1])))))
    order = np.argsort(-sizes, kind="stable") + 1
    clipper = imgui.ListClipper()
    clipper.begin(len(order), imgui.get_frame_height_with_spacing())
    while clipper.step():
        for source in order[clipper.display_start:clipper.display_end].tolist():
            imgui.begin_disabled((layer - 1, source) in state.shown.what_if.edits.off)
            _draw_slider(state, (layer, number, source), _name(state, layer, source), reach)
            imgui.end_disabled()
    imgui.end_disabled()


def _name(state: State, layer: int, source: int) -> str:
    if layer > 1:
        return f"{layer - 1}:{source}"
    return "xy"[source - 1] if state.shown.run.network.inputs == INPUTS else f"input {source}"


def _draw_slider(state: State, place: Place, name: str, reach: float) -> None:
    """One parameter; a button takes it back where it is changed."""
    em, frame, style = imgui.get_font_size(), imgui.get_frame_height(), imgui.get_style()
    changed = any(one == place for one, _ in state.shown.what_if.edits.values)
    text = "bias" if place[2] == BIAS else f"{place[2]}"
    imgui.align_text_to_frame_padding()
    imgui.text_colored(theme.colour("accent" if changed else "faint", state.settings.light), name)
    value = parameter_at(state.shown.run.network, state.shown.parameters, place)
    said = f"{value:.3f}"
    imgui.same_line((NAMES + VALUES) * em - imgui.calc_text_size(said).x)
    imgui.text(said)
    imgui.same_line((NAMES + VALUES + 0.8) * em)
    imgui.set_next_item_width(-(frame + style.item_spacing.x))
    label = f"##{place[0]}:{place[1]}:{text}"
    moved, wanted = imgui.slider_float(label, value, -reach, reach, " ", imgui.SliderFlags_.no_round_to_format)
    _mark_zero()
    if moved and np.isfinite(wanted):
        changing.put(state, {place: wanted}, drag=label)
    if imgui.is_item_deactivated():
        changing.let_go(state)
    imgui.set_item_tooltip("Drag; Ctrl+click to type a number")
    imgui.same_line()
    if not changed:
        imgui.dummy(ImVec2(frame, frame))
        return
    if imgui.button(f"{icons.ICON_FA_UNDO}###as learnt {text}", ImVec2(frame, frame)):
        changing.put_back(state, place)
    imgui.set_item_tooltip(f"As learnt: {parameter_at(state.shown.run.network, state.shown.learnt, place):.4g}")


def _mark_zero() -> None:
    """In the middle of the slider above."""
    low, high = imgui.get_item_rect_min(), imgui.get_item_rect_max()
    middle, colour = (low.x + high.x) / 2, imgui.get_color_u32(imgui.Col_.text, 0.35)
    imgui.get_window_draw_list().add_line(ImVec2(middle, high.y - 4), ImVec2(middle, high.y), colour)


def _reach(largest: float) -> float:
    """A round number, some way beyond the largest."""
    wanted = max(LEAST, MOST * largest)
    power = 10.0 ** np.floor(np.log10(wanted))
    return next(float(step * power) for step in (*STEPS, 10) if step * power >= wanted)
