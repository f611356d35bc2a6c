"""The diagram's weights, as lines between its nodes, and what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from imgui_bundle import ImVec2, imgui

from ...config import INPUTS, NetworkSpec, Neuron
from ...network import unpack
from .. import theme
from ..state import State
from .diagram_plan import INPUT_NAMES, ON_PLANE, Placed, connections

MOST_LINES = 200  # weights drawn at once, the largest
FEW_LINES = 120   # the same where they pass between the nodes of broad layers
SHADES = 10       # of their colours
EMPHASIS = 0.625  # exponent by which those of a neuron pointed at are stronger
REACH = 5.0       # pixels from a line within which it is pointed at


@dataclass(frozen=True, eq=False)
class Lines:
    """Weights, as connections has them. values: (L,), as they are. strengths: (L,), against the largest of their layer:
    -1 to 1."""

    values: np.ndarray
    strengths: np.ndarray


def lines_of(network: NetworkSpec, parameters: np.ndarray) -> Lines:
    """Those of a network. The last layer's rows are one, as in connections."""
    weights = [weight for weight, _ in unpack(parameters, network)]
    if len(weights[-1]) == 2:
        weights[-1] = weights[-1][1:] - weights[-1][:1]
    elif len(weights[-1]) > 1:
        weights[-1] = weights[-1][np.abs(weights[-1]).argmax(axis=0), np.arange(weights[-1].shape[1])][None]
    return Lines(np.concatenate([weight.ravel() for weight in weights]),
                 np.concatenate([(weight / max(1e-6, float(np.abs(weight).max()))).ravel() for weight in weights]))


def draw(state: State, lines: Lines, placed: Placed, hovered: Neuron | None) -> None:
    """The largest weights, thick as they are large, light where positive and dark where negative.

    While a neuron is pointed at or picked, only those that lead to it and away from it. The one that is itself pointed
    at says what it is.
    """
    network, strengths = state.shown.run.network, lines.strengths
    come_from, to = connections(network)
    shown = np.arange(len(to))
    neuron = hovered or state.shown.selected
    if neuron:
        node = INPUTS + network.neurons.index(neuron)
        shown = np.flatnonzero((come_from == node) | (to == node))
    most = FEW_LINES if placed.plan.is_broad else MOST_LINES
    sizes = np.abs(strengths[shown])
    if len(shown) > most:
        shown = shown[np.argpartition(sizes, -most)[-most:]]
    shown = shown[np.argsort(np.abs(strengths[shown]), kind="stable")]
    sizes = np.abs(strengths[shown])
    shades = np.minimum(SHADES - 1, SHADES * sizes ** (1.0 if neuron is None else EMPHASIS)).astype(int)
    colours = _colours(state.settings.light)[(strengths[shown] > 0).astype(int), shades]
    add_line, middles = imgui.get_window_draw_list().add_line, placed.middles
    for start, end, colour, thickness in zip(come_from[shown].tolist(), to[shown].tolist(), colours.tolist(),
                                             (0.6 + 2.2 * sizes).tolist()):
        add_line(middles[start], middles[end], colour, thickness)
    if not hovered:
        _tell(state, lines, placed, shown)


def _tell(state: State, lines: Lines, placed: Placed, shown: np.ndarray) -> None:
    """What the line under the mouse is, if there is one."""
    if not imgui.is_window_hovered() or not len(shown) or imgui.is_any_item_active():
        return
    come_from, to = (ends[shown] for ends in connections(state.shown.run.network))
    nodes = _places(placed)
    mouse = imgui.get_mouse_pos()
    start, way = nodes[come_from], nodes[to] - nodes[come_from]
    off = (mouse.x, mouse.y) - start
    share = (off * way).sum(axis=1) / np.maximum(1e-9, (way * way).sum(axis=1))
    distances = np.hypot(*(off - share[:, None] * way).T)
    distances[(share < 0) | (share > 1)] = np.inf
    nearest = int(len(distances) - 1 - distances[::-1].argmin())  # of equals the one on top
    if distances[nearest] > REACH or _is_in_node(nodes, placed.plan.side, (mouse.x, mouse.y)):
        return
    first, last = int(come_from[nearest]), int(to[nearest])
    imgui.get_window_draw_list().add_line(placed.middles[first], placed.middles[last],
                                          imgui.get_color_u32(imgui.Col_.text), 2.5)
    imgui.set_tooltip(f"{name_of_node(state, first)} to {name_of_node(state, last)}: "
                      f"weight {lines.values[shown[nearest]]:.4g}{_more(state, last)}")


def name_of_node(state: State, node: int) -> str:
    """As Placed counts them."""
    network = state.shown.run.network
    if node < INPUTS:
        return (INPUT_NAMES if network.inputs == INPUTS else ON_PLANE)[node]
    neurons = network.neurons
    return "output" if node - INPUTS >= len(neurons) else "{}:{}".format(*neurons[node - INPUTS])


def _more(state: State, last: int) -> str:
    """What is to be known of a weight to the output: one line stands there for several."""
    network = state.shown.run.network
    if last - INPUTS < len(network.neurons) or network.outputs == 1:
        return ""
    return "\n(to white, less that to black)" if network.outputs == 2 else "\n(the largest of those to all outputs)"


def _places(placed: Placed) -> np.ndarray:
    return np.array([(middle.x, middle.y) for middle in placed.middles])


def _is_in_node(nodes: np.ndarray, side: float, mouse: tuple[float, float]) -> bool:
    return bool((np.abs(nodes - mouse).max(axis=1) < side / 2).any())


def draw_legend(state: State, corner: ImVec2, width: float) -> None:
    """What a line's colour and thickness say."""
    em, painter, x = imgui.get_font_size(), imgui.get_window_draw_list(), corner.x
    faint = imgui.get_color_u32(imgui.Col_.text_disabled)
    for name, positive in (("positive weight", True), ("negative", False)):
        colour = imgui.get_color_u32(theme.weight_colour(positive, state.settings.light, 1.0))
        painter.add_line(ImVec2(x, corner.y + 0.5 * em), ImVec2(x + 1.4 * em, corner.y + 0.5 * em), colour, 3)
        painter.add_text(ImVec2(x + 1.9 * em, corner.y), faint, name)
        x += 1.9 * em + imgui.calc_text_size(name).x + 1.2 * em
    if corner.x + width - x > imgui.calc_text_size("thicker: larger").x:
        painter.add_text(ImVec2(x, corner.y), faint, "thicker: larger")


@cache
def _colours(light: bool) -> np.ndarray:
    """(2, SHADES), of negative and positive weights, fainter the smaller they are."""
    return np.array([[imgui.get_color_u32(theme.weight_colour(positive, light, 0.1 + 0.9 * i / SHADES))
                      for i in range(SHADES)] for positive in (False, True)])
