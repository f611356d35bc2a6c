"""The network as a diagram: layers as columns, neurons as thumbnails of what they do, weights as lines.

It is the place where neurons are picked: click shows or hides a boundary, pointing marks it in the picture.
"""

from __future__ import annotations

from functools import cache

import moderngl
import numpy as np
from imgui_bundle import ImVec2, ImVec4, imgui
from imgui_bundle import icons_fontawesome_4 as icons

from ...config import INPUTS, NetworkSpec, Neuron
from ...network import unpack
from ...render import layer_color
from ...render.thumbnails import Thumbnails
from .. import theme
from ..actions import looking
from ..state import State
from ..state.picture import Picture
from .diagram_plan import GAP, INPUT_NAMES, ON_PLANE, Placed, Plan, connections, place, square
from .view import said_by

MOST_LINES = 200  # weights drawn at once, the largest
FEW_LINES = 120   # the same where they pass between the nodes of broad layers
SHADES = 10       # of their colours
EMPHASIS = 0.625  # exponent by which those of a neuron pointed at are stronger
HEAD = 3.6        # height above the nodes, in font sizes
DIMMED = 0.4      # brightness of a thumbnail whose boundary is hidden


class Nodes:
    """The thumbnails of the run that is shown, brought up to date when its parameters change."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._thumbnails: Thumbnails | None = None
        self._network = self._parameters = None
        self.strengths = np.zeros(0)  # of the same network, as _strengths has them

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
            self.strengths = _strengths(picture.network, self._parameters)
        return self._thumbnails


def draw(state: State, nodes: Nodes) -> Neuron | None:
    """Fill what is left of the panel; the neuron under the mouse, if any."""
    em = imgui.get_font_size()
    thumbnails = nodes.of(state.shown.picture)
    area, corner, head = imgui.get_content_region_avail(), imgui.get_cursor_screen_pos(), HEAD * em
    placed = place(state.shown.run.network, (corner.x, corner.y + head), area.x, max(8 * em, area.y - head - 0.4 * em),
                   2.2 * em)
    _draw_heads(state, placed.plan, corner, area.x)
    hovered = _hovered(placed)
    _draw_weights(state, nodes.strengths, placed, hovered)
    _draw_thumbnails(state, placed, thumbnails)
    _draw_ends(state, placed)
    for neuron, (low, high) in placed.squares.items():
        _draw_node(state, neuron, low, high, thumbnails)
    imgui.set_cursor_screen_pos(corner)
    imgui.dummy(ImVec2(area.x, placed.bottom - corner.y))
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


def _draw_weights(state: State, strengths: np.ndarray, placed: Placed, hovered: Neuron | None) -> None:
    """The largest weights, thick as they are large, light where positive and dark where negative.

    While a neuron is pointed at, only those that lead to it and away from it.
    """
    network = state.shown.run.network
    come_from, to = connections(network)
    lines = np.arange(len(to))
    if hovered:
        node = INPUTS + network.neurons.index(hovered)
        lines = np.flatnonzero((come_from == node) | (to == node))
    most = FEW_LINES if placed.plan.is_broad else MOST_LINES
    sizes = np.abs(strengths[lines])
    if len(lines) > most:
        lines = lines[np.argpartition(sizes, -most)[-most:]]
    lines = lines[np.argsort(np.abs(strengths[lines]), kind="stable")]
    sizes = np.abs(strengths[lines])
    shades = np.minimum(SHADES - 1, SHADES * sizes ** (1.0 if hovered is None else EMPHASIS)).astype(int)
    colours = _weight_colours(state.settings.light)[(strengths[lines] > 0).astype(int), shades]
    add_line, middles = imgui.get_window_draw_list().add_line, placed.middles
    for start, end, colour, thickness in zip(come_from[lines].tolist(), to[lines].tolist(), colours.tolist(),
                                             (0.6 + 2.2 * sizes).tolist()):
        add_line(middles[start], middles[end], colour, thickness)


def _strengths(network: NetworkSpec, parameters: np.ndarray) -> np.ndarray:
    """Of weights, as connections has them, against the largest of their layer: -1 to 1."""
    weights = [weight for weight, _ in unpack(parameters, network)]
    if len(weights[-1]) == 2:
        weights[-1] = weights[-1][1:] - weights[-1][:1]
    elif len(weights[-1]) > 1:
        weights[-1] = weights[-1][np.abs(weights[-1]).argmax(axis=0), np.arange(weights[-1].shape[1])][None]
    return np.concatenate([(weight / max(1e-6, float(np.abs(weight).max()))).ravel() for weight in weights])


@cache
def _weight_colours(light: bool) -> np.ndarray:
    """(2, SHADES), of negative and positive weights, fainter the smaller they are."""
    return np.array([[imgui.get_color_u32(theme.weight_colour(positive, light, 0.1 + 0.9 * i / SHADES))
                      for i in range(SHADES)] for positive in (False, True)])


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
        size = imgui.calc_text_size(name)
        painter.add_text(ImVec2(middle.x - size.x / 2, middle.y - size.y / 2),
                         imgui.get_color_u32(imgui.Col_.text), name)
    low, high = square(placed.output, _output_side())
    imgui.set_cursor_screen_pos(low)
    if imgui.invisible_button("output", ImVec2(high.x - low.x, high.y - low.y)):
        looking.show_field(state, "probability")
    imgui.set_item_tooltip(f"The network's output: {said_by(state.shown.run.network)[1]}")
    painter.add_rect(low, high, imgui.get_color_u32(imgui.Col_.text_disabled))


def _draw_node(state: State, neuron: Neuron, low: ImVec2, high: ImVec2, thumbnails: Thumbnails) -> None:
    """What a thumbnail is picked by, and its frame, in its layer's colour while its boundary is shown."""
    layer, number = neuron
    chosen, side = neuron in state.shown.view.neurons, high.x - low.x
    imgui.set_cursor_screen_pos(low)
    if imgui.invisible_button(f"neuron {layer}:{number}", ImVec2(side, side)):
        looking.toggle_neurons(state, frozenset({neuron}), show=not chosen)
    if imgui.is_item_clicked(imgui.MouseButton_.right):
        looking.show_field(state, f"{layer}:{number}")
    at = state.pointer.cursor
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
    imgui.begin_tooltip()
    imgui.image_with_bg(imgui.ImTextureRef(thumbnails.texture.glo), ImVec2(8 * em, 8 * em),
                        *_corners(thumbnails, neuron), tint_col=ImVec4(*thumbnails.color(neuron), 1))
    imgui.same_line()
    imgui.begin_group()
    imgui.text(f"Neuron {neuron[0]}:{neuron[1]}")
    imgui.text_disabled(f"on in {thumbnails.shares[neuron]:.0%} of the square")
    imgui.text_disabled(f"click: {'hide' if chosen else 'show'} its boundary")
    imgui.text_disabled("right click: its activation\nas the picture")
    imgui.end_group()
    imgui.end_tooltip()
