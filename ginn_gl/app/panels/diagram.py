"""The network as a diagram: layers as columns, neurons as thumbnails of what they do, weights as lines.

It is the place where neurons are picked: a click opens one, pointing marks its boundary in the picture.
"""

from __future__ import annotations

import moderngl
import numpy as np
from imgui_bundle import ImVec2, ImVec4, imgui
from imgui_bundle import icons_fontawesome_4 as icons

from ...config import INPUTS, Neuron
from ...render import layer_color
from ...render.thumbnails import Thumbnails
from .. import theme
from ..actions import changing, looking
from ..state import State
from ..state.picture import Picture
from . import diagram_lines
from .diagram_plan import GAP, INPUT_NAMES, ON_PLANE, Placed, Plan, place, square
from .view import said_by

HEAD = 3.6      # height above the nodes, in font sizes
LEGEND = 1.6    # below them
DIMMED = 0.4    # brightness of a thumbnail whose boundary is hidden


class Nodes:
    """The thumbnails of the run that is shown, brought up to date when its parameters change."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._thumbnails: Thumbnails | None = None
        self._network = self._parameters = None
        self.lines = diagram_lines.Lines(np.zeros(0), np.zeros(0))

    def of(self, picture: Picture) -> Thumbnails:
        """Of the network on the plane of a picture."""
        if self._network != picture.network:
            if self._thumbnails:
                self._thumbnails.release()
            self._network = picture.network
            self._thumbnails = Thumbnails(self._context, self._network)
            self._parameters = None
        assert self._thumbnails is not None
        if self._parameters is not picture.on_plane:
            self._parameters = picture.on_plane
            self._thumbnails.update(self._parameters.astype(np.float32, copy=False))
            self.lines = diagram_lines.lines_of(picture.network, self._parameters)
        return self._thumbnails


def draw(state: State, nodes: Nodes, height: float) -> Neuron | None:
    """Fill so much of the panel's height; the neuron under the mouse, if any."""
    em = imgui.get_font_size()
    thumbnails = nodes.of(state.shown.picture)
    width, corner = imgui.get_content_region_avail().x, imgui.get_cursor_screen_pos()
    head, legend = HEAD * em, LEGEND * em
    placed = place(state.shown.run.network, (corner.x, corner.y + head), width,
                   max(8 * em, height - head - legend - 0.4 * em), 2.2 * em)
    _draw_heads(state, placed.plan, corner, width)
    hovered = _hovered(placed)
    diagram_lines.draw(state, nodes.lines, placed, hovered)
    _draw_thumbnails(state, placed, thumbnails)
    _draw_ends(state, placed)
    for neuron, (low, high) in placed.squares.items():
        _draw_node(state, neuron, low, high, thumbnails)
    diagram_lines.draw_legend(state, ImVec2(corner.x, placed.bottom + 0.5 * em), width)
    imgui.set_cursor_screen_pos(corner)
    imgui.dummy(ImVec2(width, placed.bottom + legend - corner.y))
    return hovered


def _hovered(placed: Placed) -> Neuron | None:
    """Found before anything is drawn, because lines, which depend on it, lie below nodes."""
    if not imgui.is_window_hovered():
        return None
    mouse, edge = imgui.get_mouse_pos(), GAP / 2
    return next((neuron for neuron, (low, high) in placed.squares.items()
                 if low.x - edge <= mouse.x < high.x + edge and low.y - edge <= mouse.y < high.y + edge), None)


def _draw_heads(state: State, plan: Plan, corner: ImVec2, width: float) -> None:
    middles = [float(column[:, 0].mean()) for column in plan.columns]
    room = min(np.diff(middles[1:-1]), default=width)
    for layer, middle in enumerate(middles[1:-1], 1):
        _draw_head(state, layer, ImVec2(corner.x + middle, corner.y), room)


def _draw_head(state: State, layer: int, top: ImVec2, room: float) -> None:
    """A layer's colour and number, and below them: show or hide it, and show it alone."""
    em = imgui.get_font_size()
    neurons = frozenset(neuron for neuron in state.shown.run.network.neurons if neuron[0] == layer)
    shown = neurons & state.shown.view.neurons
    label = f"Layer {layer}" if room > 4.5 * em else str(layer)
    width = imgui.calc_text_size(label).x + 0.9 * em
    painter = imgui.get_window_draw_list()
    painter.add_circle_filled(ImVec2(top.x - width / 2 + 0.3 * em, top.y + 0.55 * em), 0.3 * em,
                              imgui.get_color_u32(ImVec4(*layer_color(layer), 1)))
    painter.add_text(ImVec2(top.x - width / 2 + 0.9 * em, top.y), imgui.get_color_u32(imgui.Col_.text), label)
    size = ImVec2(min(1.75 * em, room / 2 - 1), 1.5 * em)
    imgui.push_style_var(imgui.StyleVar_.frame_padding, ImVec2(0, 0))
    imgui.push_style_color(imgui.Col_.text, theme.colour("text" if shown else "faint", state.settings.light))
    imgui.set_cursor_screen_pos(ImVec2(top.x - size.x - 1, top.y + 1.35 * em))
    if imgui.button(f"{icons.ICON_FA_EYE if shown else icons.ICON_FA_EYE_SLASH}###show layer {layer}", size):
        looking.toggle_neurons(state, neurons, show=not shown)
    imgui.pop_style_color()
    imgui.set_item_tooltip(f"{len(shown)} of {len(neurons)} boundaries of layer {layer} are shown: "
                           f"{'hide' if shown else 'show'} all")
    imgui.set_cursor_screen_pos(ImVec2(top.x + 1, top.y + 1.35 * em))
    if imgui.button(f"{icons.ICON_FA_BULLSEYE}###only layer {layer}", size):
        looking.select_layer_alone(state, layer)
    imgui.set_item_tooltip(f"Show layer {layer} alone ([ and ] go through the layers)")
    imgui.pop_style_var()


def _draw_thumbnails(state: State, placed: Placed, thumbnails: Thumbnails) -> None:
    """All at once: each change of the texture takes a software renderer as long as drawing many of them.

    Those of neurons whose boundaries are hidden are dim.
    """
    painter = imgui.get_window_draw_list()
    for neuron, (low, high) in (*placed.squares.items(), (None, square(placed.output, _output_side()))):
        strength = 1.0 if neuron is None or neuron in state.shown.view.neurons else DIMMED
        red, green, blue = thumbnails.color(neuron)
        texture = imgui.ImTextureRef(thumbnails.texture_of(neuron).glo)
        painter.add_image(texture, low, high, *_corners(thumbnails, neuron),
                          imgui.get_color_u32(ImVec4(strength * red, strength * green, strength * blue, 1)))


def _corners(thumbnails: Thumbnails, neuron: Neuron | None) -> tuple[ImVec2, ImVec2]:
    upper_left, lower_right = thumbnails.corners(neuron)
    return ImVec2(*upper_left), ImVec2(*lower_right)


def _output_side() -> float:
    return 2.0 * imgui.get_font_size()


def _draw_ends(state: State, placed: Placed) -> None:
    """The inputs by name, and what comes out: the probability of white."""
    em, painter = imgui.get_font_size(), imgui.get_window_draw_list()
    names = INPUT_NAMES if state.shown.run.network.inputs == INPUTS else ON_PLANE
    for name, middle in zip(names, placed.middles):
        painter.add_circle_filled(middle, 0.75 * em, imgui.get_color_u32(theme.colour("control", state.settings.light)))
        imgui.set_cursor_screen_pos(ImVec2(middle.x - 0.75 * em, middle.y - 0.75 * em))
        imgui.invisible_button(f"input {name}", ImVec2(1.5 * em, 1.5 * em))
        imgui.set_item_tooltip(_input_in_words(state, name))
        size = imgui.calc_text_size(name)
        painter.add_text(ImVec2(middle.x - size.x / 2, middle.y - size.y / 2),
                         imgui.get_color_u32(imgui.Col_.text), name)
    low, high = square(placed.output, _output_side())
    imgui.set_cursor_screen_pos(low)
    if imgui.invisible_button("output", ImVec2(high.x - low.x, high.y - low.y)):
        looking.show_field(state, "probability")
    imgui.set_item_tooltip(f"The network's output: {said_by(state.shown.run.network)[1]}")
    painter.add_rect(low, high, imgui.get_color_u32(imgui.Col_.text_disabled))


def _input_in_words(state: State, name: str) -> str:
    if name in ON_PLANE:
        return f"{name}: position on the plane through its {state.shown.run.network.inputs:,} inputs, " + (
            "from left to right" if name == ON_PLANE[0] else "from top to bottom") + ", 0 to 1"
    left, top, right, bottom = state.shown.run.window
    if name == INPUT_NAMES[0]:
        return f"x: position from left to right, {left:g} to {right:g}"
    return f"y: position from top to bottom, {top:g} to {bottom:g}"


def _draw_node(state: State, neuron: Neuron, low: ImVec2, high: ImVec2, thumbnails: Thumbnails) -> None:
    """What a thumbnail is picked by, and its frame, in its layer's colour while its boundary is shown."""
    layer, number = neuron
    selected = neuron == state.shown.selected
    chosen, side = neuron in state.shown.view.neurons, high.x - low.x
    imgui.set_cursor_screen_pos(low)
    if imgui.invisible_button(f"neuron {layer}:{number}", ImVec2(side, side)):
        if imgui.get_io().key_ctrl:
            looking.toggle_line(state, neuron, thumbnails.shares[neuron])
        else:
            changing.select(state, None if selected else neuron)
    if imgui.is_item_clicked(imgui.MouseButton_.right):
        looking.show_field(state, f"{layer}:{number}")
    marked = imgui.is_item_hovered() or neuron in near_mouse(state)
    painter = imgui.get_window_draw_list()
    if chosen or marked:
        colour = imgui.Col_.text if marked else ImVec4(*layer_color(layer), 1)
        painter.add_rect(low, high, imgui.get_color_u32(colour), thickness=2 if marked or side > 12 else 1)
    if selected:
        painter.add_rect(ImVec2(low.x - 2, low.y - 2), ImVec2(high.x + 2, high.y + 2),
                         imgui.get_color_u32(theme.colour("accent", state.settings.light)), thickness=2)
    _mark_changes(state, neuron, low, high)
    if imgui.is_item_hovered():
        _describe(neuron, chosen, thumbnails)


def near_mouse(state: State) -> tuple[Neuron | None, ...]:
    """In the first picture: whose boundary is nearest, or those that meet at the vertex there."""
    at = state.pointer.cursor
    if at is None or at.place:
        return ()
    return state.pointer.vertex or (at.nearest,)


def _mark_changes(state: State, neuron: Neuron, low: ImVec2, high: ImVec2) -> None:
    """A cross where it is off, and a dot in the corner where anything else in it is changed."""
    edits, painter = state.shown.what_if.edits, imgui.get_window_draw_list()
    accent = imgui.get_color_u32(theme.colour("accent", state.settings.light))
    if neuron in edits.off:
        painter.add_line(low, high, accent, 2)
        painter.add_line(ImVec2(low.x, high.y), ImVec2(high.x, low.y), accent, 2)
    elif neuron in edits.neurons():
        painter.add_circle_filled(ImVec2(high.x - 1, low.y + 1), 4, accent)


def _describe(neuron: Neuron, chosen: bool, thumbnails: Thumbnails) -> None:
    """A tooltip below the panel, where it hides neither the picture nor other nodes."""
    em = imgui.get_font_size()
    screen, panel = imgui.get_main_viewport(), imgui.get_window_pos().y + imgui.get_window_height()
    imgui.set_next_window_pos(ImVec2(screen.pos.x + screen.size.x - 0.6 * em, panel + em), pivot=ImVec2(1, 0))
    imgui.begin_tooltip()
    imgui.image_with_bg(imgui.ImTextureRef(thumbnails.texture.glo), ImVec2(8 * em, 8 * em),
                        *_corners(thumbnails, neuron), tint_col=ImVec4(*thumbnails.color(neuron), 1))
    imgui.same_line()
    imgui.begin_group()
    imgui.text(f"Neuron {neuron[0]}:{neuron[1]}")
    imgui.text_disabled(f"on in {thumbnails.shares[neuron]:.0%} of the square")
    imgui.text_disabled(f"click: what it does\nCtrl+click: {'hide' if chosen else 'show'} its line")
    imgui.text_disabled("right click: its activation\nas the picture")
    imgui.end_group()
    imgui.end_tooltip()
