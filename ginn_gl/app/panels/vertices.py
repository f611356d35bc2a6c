"""Vertices: a dot in the picture wherever boundaries meet or bend."""

from __future__ import annotations

import numpy as np
from imgui_bundle import ImVec2, ImVec4, imgui

from ...errors import GinnError
from ...render import pixel_to_point, point_to_pixel
from .. import actions, theme
from ..region import Window
from ..state import State
from ..vertices import Vertices

MOST = 4_000         # dots, beyond which drawing them would take longer than the picture
RADIUS = 2.2         # of a dot
NEAR_PIXELS = 10.0   # a vertex farther than this from the cursor is not named
NAMED = 4            # neurons
SQUARE = (0.0, 0.0, 1.0, 1.0)


def draw_dots(state: State, corner: ImVec2, area: ImVec2) -> None:
    """Over the picture as it has just been drawn, whose place is given: only those that belong to it."""
    state.vertex, state.vertices_shown = (), None
    if not state.show_vertices:
        state.vertex_finder.rest()
        return
    try:
        found = state.vertex_finder.find(state.run.network, state.parameters, *_windows(state, area))
    except GinnError as error:
        state.complain(error)
        state.show_vertices = False
        return
    if found is not None:
        _draw(state, found, corner, area)


def draw_switch(state: State) -> None:
    """The panel's part."""
    state.show_vertices = imgui.checkbox("Vertices", state.show_vertices)[1]
    imgui.set_item_tooltip(actions.tooltip("vertices"))
    if state.vertices_shown is not None:
        imgui.same_line()
        too_many = ", too many to draw: zoom in" if state.vertices_shown > MOST else ""
        imgui.text_disabled(f"{state.vertices_shown:,} in view{too_many}")


def said_of(state: State) -> str:
    """Which neurons meet at the vertex under the cursor, in few words."""
    names = [f"{layer}:{number}" for layer, number in state.vertex]
    return ", ".join(names[:NAMED]) + (" ..." if len(names) > NAMED else "") + " meet here"


def _windows(state: State, area: ImVec2) -> tuple[Window, Window]:
    """Where boundaries are drawn: in the square, however little of it is in view, or all over; and around that."""
    if not state.view.beyond:
        return SQUARE, SQUARE
    size, aspect = np.array([area.x, area.y]), state.run.target.aspect

    def between(start: np.ndarray, end: np.ndarray) -> Window:
        return tuple(float(part) for corner in (start, end)
                     for part in pixel_to_point(state.view, (area.x, area.y), aspect, corner))

    return between(0 * size, size), between(-0.5 * size, 1.5 * size)


def _draw(state: State, found: Vertices, corner: ImVec2, area: ImVec2) -> None:
    chosen = found.of(state.view.neurons)
    x, y = point_to_pixel(state.view, (area.x, area.y), state.run.target.aspect, found.places[chosen].T)
    within = (x >= 0) & (x <= area.x) & (y >= 0) & (y <= area.y)
    chosen, x, y = chosen[within], x[within], y[within]
    state.vertices_shown = len(chosen)
    if not 0 < len(chosen) <= MOST:
        return
    painter = imgui.get_window_draw_list()
    middles = [ImVec2(corner.x + across, corner.y + down) for across, down in zip(x.tolist(), y.tolist())]
    for colour, radius in ((ImVec4(0, 0, 0, 1), RADIUS + 1), (ImVec4(1, 1, 1, 1), RADIUS)):
        colour = imgui.get_color_u32(colour)
        for middle in middles:
            painter.add_circle_filled(middle, radius, colour, 8)
    _mark_nearest(state, found, chosen, middles)


def _mark_nearest(state: State, found: Vertices, chosen: np.ndarray, middles: list[ImVec2]) -> None:
    if state.cursor is None:
        return
    mouse = imgui.get_io().mouse_pos
    distances = np.hypot(*np.array([(middle.x - mouse.x, middle.y - mouse.y) for middle in middles]).T)
    nearest = int(distances.argmin())
    if distances[nearest] > NEAR_PIXELS:
        return
    state.vertex = tuple(found.neurons_at(int(chosen[nearest])))
    painter, accent = imgui.get_window_draw_list(), theme.colour("accent", False)
    for colour, thickness in ((ImVec4(0, 0, 0, 0.8), 4.0), (accent, 2.0)):
        painter.add_circle(middles[nearest], 3 * RADIUS, imgui.get_color_u32(colour), 0, thickness)
