"""The network as a diagram: layers as columns, neurons as thumbnails of what they do, weights as lines.

It is the place where neurons are picked: click shows or hides a boundary, pointing marks it in the picture.
"""

from __future__ import annotations

from collections.abc import Iterator

import moderngl
import numpy as np
from imgui_bundle import ImVec2, ImVec4, imgui
from imgui_bundle import icons_fontawesome_4 as icons

from ...config import Neuron
from ...network import unpack
from ...render import Thumbnails, layer_color
from .. import actions, theme
from ..state import State
from .diagram_plan import GAP, INPUT_NAMES, Plan, plan

MOST_LINES = 200  # weights drawn at once, the largest
FEW_LINES = 120   # the same where they pass between the nodes of broad layers
HEAD = 3.6        # height above the nodes, in font sizes
DIMMED = 0.4      # brightness of a thumbnail whose boundary is hidden


class Nodes:
    """The thumbnails of the run that is shown, brought up to date when its parameters change."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._thumbnails: Thumbnails | None = None
        self._network = self._parameters = None

    def of(self, state: State) -> Thumbnails:
        if self._network != state.run.network:
            if self._thumbnails:
                self._thumbnails.release()
            self._thumbnails, self._network = Thumbnails(self._context, state.run.network), state.run.network
            self._parameters = None
        if self._parameters is not state.parameters:
            self._parameters = state.parameters
            self._thumbnails.update(self._parameters)
        return self._thumbnails


def draw(state: State, nodes: Nodes) -> Neuron | None:
    """Fill what is left of the panel; the neuron under the mouse, if any."""
    em = imgui.get_font_size()
    thumbnails = nodes.of(state)
    area = imgui.get_content_region_avail()
    corner = imgui.get_cursor_screen_pos()
    head = HEAD * em
    shape = plan(state.run.network, area.x, max(8 * em, area.y - head - 0.4 * em), 2.2 * em)
    places = [column + (corner.x, corner.y + head) for column in shape.columns]
    middles = [float(column[:, 0].mean()) for column in places]
    room = min(np.diff(middles[1:-1]), default=area.x)
    for layer, middle in enumerate(middles[1:-1], 1):
        _draw_head(state, layer, ImVec2(middle, corner.y), room)
    hovered = _hovered(state, shape, places)
    _draw_weights(state, places, hovered)
    _draw_thumbnails(state, shape, places, thumbnails)
    _draw_ends(state, places)
    for neuron, place in _neurons(places):
        _draw_node(state, neuron, place, shape.side, thumbnails)
    imgui.set_cursor_screen_pos(corner)
    imgui.dummy(ImVec2(area.x, float(max(column[:, 1].max() for column in places)) - corner.y + 0.5 * shape.side))
    return hovered


def _neurons(places: list[np.ndarray]) -> Iterator[tuple[Neuron, np.ndarray]]:
    for layer, column in enumerate(places[1:-1], 1):
        for number, place in enumerate(column, 1):
            yield (layer, number), place


def _hovered(state: State, shape: Plan, places: list[np.ndarray]) -> Neuron | None:
    """Found before anything is drawn, because lines, which depend on it, lie below nodes."""
    if not imgui.is_window_hovered():
        return None
    mouse = np.array([imgui.get_mouse_pos().x, imgui.get_mouse_pos().y])
    reach = (shape.side + GAP) / 2
    return next((neuron for neuron, place in _neurons(places) if np.abs(place - mouse).max() < reach), None)


def _draw_head(state: State, layer: int, top: ImVec2, room: float) -> None:
    """A layer's colour and number, and below them: show or hide it, and show it alone."""
    em = imgui.get_font_size()
    neurons = frozenset(neuron for neuron in state.run.network.neurons if neuron[0] == layer)
    shown = neurons & state.view.neurons
    label = f"Layer {layer}" if room > 4.5 * em else str(layer)
    width = imgui.calc_text_size(label).x + 0.9 * em
    painter = imgui.get_window_draw_list()
    painter.add_circle_filled(ImVec2(top.x - width / 2 + 0.3 * em, top.y + 0.55 * em), 0.3 * em,
                              imgui.get_color_u32(ImVec4(*layer_color(layer), 1)))
    painter.add_text(ImVec2(top.x - width / 2 + 0.9 * em, top.y), imgui.get_color_u32(imgui.Col_.text), label)
    size = ImVec2(min(1.75 * em, room / 2 - 1), 1.5 * em)
    imgui.push_style_var(imgui.StyleVar_.frame_padding, ImVec2(0, 0))
    imgui.push_style_color(imgui.Col_.text, theme.colour("text" if shown else "faint", state.light))
    imgui.set_cursor_screen_pos(ImVec2(top.x - size.x - 1, top.y + 1.35 * em))
    if imgui.button(f"{icons.ICON_FA_EYE if shown else icons.ICON_FA_EYE_SLASH}###show layer {layer}", size):
        actions.toggle_neurons(state, neurons, show=not shown)
    imgui.pop_style_color()
    imgui.set_item_tooltip(f"{len(shown)} of {len(neurons)} boundaries of layer {layer} are shown: "
                           f"{'hide' if shown else 'show'} all")
    imgui.set_cursor_screen_pos(ImVec2(top.x + 1, top.y + 1.35 * em))
    if imgui.button(f"{icons.ICON_FA_BULLSEYE}###only layer {layer}", size):
        actions.select_layer_alone(state, layer)
    imgui.set_item_tooltip(f"Show layer {layer} alone ([ and ] go through the layers)")
    imgui.pop_style_var()


def _draw_weights(state: State, places: list[np.ndarray], hovered: Neuron | None) -> None:
    """The largest weights, thick as they are large, light where positive and dark where negative.

    While a neuron is pointed at, only those that lead to it and away from it.
    """
    starts, ends, strengths = _lines(state, places, hovered)
    if not len(strengths):
        return
    broad = any(len(np.unique(column[:, 0])) > 1 for column in places)
    kept = np.argsort(-np.abs(strengths))[:FEW_LINES if broad else MOST_LINES][::-1]
    emphasis = 1.0 if hovered is None else 1.6
    painter = imgui.get_window_draw_list()
    colours = [[imgui.get_color_u32(theme.weight_colour(positive, state.light, 0.1 + 0.09 * i))
                for i in range(10)] for positive in (False, True)]
    for start, end, strength in zip(starts[kept].tolist(), ends[kept].tolist(), strengths[kept].tolist()):
        size = abs(strength)
        colour = colours[strength > 0][min(9, int(10 * size ** (1 / emphasis)))]
        painter.add_line(ImVec2(*start), ImVec2(*end), colour, 0.6 + 2.2 * size)


def _lines(state: State, places: list[np.ndarray], hovered: Neuron | None) -> tuple:
    """Ends of lines, (N, 2) each, and weights against the largest of their layer, (N,) from -1 to 1."""
    weights = [weight for weight, _ in unpack(state.parameters, state.run.network)]
    weights[-1] = weights[-1][1:] - weights[-1][:1]
    found = []
    for layer, weight in enumerate(weights, 1):
        to, come_from = np.indices(weight.shape).reshape(2, -1)
        if hovered:
            its_own = {hovered[0]: to, hovered[0] + 1: come_from}.get(layer, np.full_like(to, -1)) == hovered[1] - 1
            to, come_from = to[its_own], come_from[its_own]
        strengths = weight[to, come_from] / max(1e-6, float(np.abs(weight).max()))
        found.append((places[layer - 1][come_from], places[layer][to], strengths))
    return tuple(np.concatenate(parts) for parts in zip(*found))


def _draw_thumbnails(state: State, shape: Plan, places: list[np.ndarray], thumbnails: Thumbnails) -> None:
    """All at once: each change of the texture takes a software renderer as long as drawing many of them.

    Those of neurons whose boundaries are hidden are dim.
    """
    painter, texture = imgui.get_window_draw_list(), imgui.ImTextureRef(thumbnails.texture.glo)
    output = (None, places[-1][0], _output_side(), True)
    for neuron, place, side, bright in (output, *((neuron, place, shape.side, neuron in state.view.neurons)
                                                  for neuron, place in _neurons(places))):
        (low, high), (upper_left, lower_right) = _square(place, side), thumbnails.corners(neuron)
        color = ImVec4(*((1.0 if bright else DIMMED) * part for part in thumbnails.color(neuron)), 1)
        painter.add_image(texture, low, high, ImVec2(*upper_left), ImVec2(*lower_right), imgui.get_color_u32(color))


def _output_side() -> float:
    return 2.0 * imgui.get_font_size()


def _square(middle: np.ndarray, side: float) -> tuple[ImVec2, ImVec2]:
    """Its upper left and lower right corners, the first on a whole pixel."""
    x, y = round(middle[0] - side / 2), round(middle[1] - side / 2)
    return ImVec2(x, y), ImVec2(x + side, y + side)


def _draw_ends(state: State, places: list[np.ndarray]) -> None:
    """The inputs by name, and what comes out: the probability of white."""
    em, painter = imgui.get_font_size(), imgui.get_window_draw_list()
    for name, (x, y) in zip(INPUT_NAMES, places[0]):
        painter.add_circle_filled(ImVec2(x, y), 0.75 * em, imgui.get_color_u32(theme.colour("control", state.light)))
        size = imgui.calc_text_size(name)
        painter.add_text(ImVec2(x - size.x / 2, y - size.y / 2), imgui.get_color_u32(imgui.Col_.text), name)
    low, high = _square(places[-1][0], _output_side())
    imgui.set_cursor_screen_pos(low)
    if imgui.invisible_button("output", ImVec2(_output_side(), _output_side())):
        actions.show_field(state, "probability")
    imgui.set_item_tooltip("The network's output: probability of white")
    painter.add_rect(low, high, imgui.get_color_u32(imgui.Col_.text_disabled))


def _draw_node(state: State, neuron: Neuron, place: np.ndarray, side: float, thumbnails: Thumbnails) -> None:
    """What a thumbnail is picked by, and its frame, in its layer's colour while its boundary is shown."""
    layer, number = neuron
    chosen = neuron in state.view.neurons
    low, high = _square(place, side)
    imgui.set_cursor_screen_pos(low)
    if imgui.invisible_button(f"neuron {layer}:{number}", ImVec2(side, side)):
        actions.toggle_neurons(state, frozenset({neuron}), show=not chosen)
    if imgui.is_item_clicked(imgui.MouseButton_.right):
        actions.show_field(state, f"{layer}:{number}")
    at = state.cursor
    marked = imgui.is_item_hovered() or (at is not None and at.place == 0 and at.nearest == neuron)
    if chosen or marked:
        colour = imgui.Col_.text if marked else ImVec4(*layer_color(layer), 1)
        imgui.get_window_draw_list().add_rect(low, high, imgui.get_color_u32(colour),
                                              thickness=2 if marked or side > 12 else 1)
    if imgui.is_item_hovered():
        _describe(neuron, chosen, thumbnails)


def _describe(neuron: Neuron, chosen: bool, thumbnails: Thumbnails) -> None:
    """A tooltip below the panel, where it hides neither the picture nor other nodes."""
    em = imgui.get_font_size()
    screen, panel = imgui.get_main_viewport(), imgui.get_window_pos().y + imgui.get_window_height()
    imgui.set_next_window_pos(ImVec2(screen.pos.x + screen.size.x - 0.6 * em, panel + em), pivot=ImVec2(1, 0))
    upper_left, lower_right = thumbnails.corners(neuron)
    imgui.begin_tooltip()
    imgui.image_with_bg(imgui.ImTextureRef(thumbnails.texture.glo), ImVec2(8 * em, 8 * em),
                        ImVec2(*upper_left), ImVec2(*lower_right), tint_col=ImVec4(*thumbnails.color(neuron), 1))
    imgui.same_line()
    imgui.begin_group()
    imgui.text(f"Neuron {neuron[0]}:{neuron[1]}")
    imgui.text_disabled(f"on in {thumbnails.shares[neuron]:.0%} of the square")
    imgui.text_disabled(f"click: {'hide' if chosen else 'show'} its boundary")
    imgui.text_disabled("right click: its activation\nas the picture")
    imgui.end_group()
    imgui.end_tooltip()
