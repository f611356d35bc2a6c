"""Vertices: a dot in the picture wherever boundaries meet or bend."""

from __future__ import annotations

import numpy as np
from imgui_bundle import ImVec2, ImVec4, imgui

from ....errors import GinnError
from ....render import pixel_to_point, point_to_pixel
from ... import keys, theme
from ...processes.vertices import Vertices
from ...state import State
from ...state.picture import Picture
from ...state.region import Window
from ..widgets import Spot

MOST = 4_000         # dots, beyond which drawing them would take longer than the picture
RADIUS = 2.2         # of a dot
NEAR_PIXELS = 10.0   # a vertex farther than this from the cursor is not named
NAMED = 4            # neurons
SQUARE = (0.0, 0.0, 1.0, 1.0)


def draw_dots(state: State, pictures: list[Picture], spots: list[Spot]) -> None:
    """Over pictures as they have just been drawn, whose places are given: only those that belong to them."""
    state.pointer.vertex, state.pointer.vertices_shown = (), None
    wanted = {picture.place for picture in pictures} if state.settings.show_vertices else set()
    for place, finder in enumerate(state.work.vertex_finders):
        if place not in wanted:
            finder.rest()
    for place, (picture, spot) in enumerate(zip(pictures, spots)):
        if picture.less or not wanted:
            continue
        finder = state.work.vertex_finders[picture.place]
        try:
            if not any(other.network.is_piecewise_linear for other in pictures):
                picture.network.require_piecewise_linear("vertices")
            if not picture.network.is_piecewise_linear:  # which the other one is
                finder.rest()
                continue
            found = finder.find(picture.network, picture.on_plane, *_windows(picture, spot))
        except GinnError as error:
            state.messages.complain(error)
            state.settings.show_vertices = False
            return
        if found is not None:
            _draw(state, found, place, picture, spot)


def draw_switch(state: State) -> None:
    """The panel's part."""
    state.settings.show_vertices = imgui.checkbox("Vertices", state.settings.show_vertices)[1]
    imgui.set_item_tooltip(keys.tooltip("vertices"))
    if state.pointer.vertices_shown is not None:
        imgui.same_line()
        too_many = ", too many to draw: zoom in" if state.pointer.vertices_shown > MOST else ""
        imgui.text_disabled(f"{state.pointer.vertices_shown:,} in view{too_many}")


def said_of(state: State) -> str:
    """Which neurons meet at the vertex under the cursor, in few words."""
    names = [f"{layer}:{number}" for layer, number in state.pointer.vertex]
    return ", ".join(names[:NAMED]) + (" ..." if len(names) > NAMED else "") + " meet here"


def _windows(picture: Picture, spot: Spot) -> tuple[Window, Window]:
    """Where boundaries are drawn: in the square, however little of it is in view, or all over; and around that."""
    if not picture.view.beyond:
        return SQUARE, SQUARE
    area, aspect = (spot[1].x, spot[1].y), picture.aspect

    def between(start: float, end: float) -> Window:
        return tuple(float(part) for share in (start, end)
                     for part in pixel_to_point(picture.view, area, aspect, (share * area[0], share * area[1])))

    return between(0, 1), between(-0.5, 1.5)


def _draw(state: State, found: Vertices, place: int, picture: Picture, spot: Spot) -> None:
    corner, area = spot
    chosen = found.of(picture.view.neurons)
    x, y = point_to_pixel(picture.view, (area.x, area.y), picture.aspect, found.places[chosen].T)
    within = (x >= 0) & (x <= area.x) & (y >= 0) & (y <= area.y)
    chosen, x, y = chosen[within], x[within], y[within]
    state.pointer.vertices_shown = len(chosen) + (state.pointer.vertices_shown or 0)
    if not 0 < len(chosen) <= MOST:
        return
    painter = imgui.get_window_draw_list()
    middles = [ImVec2(corner.x + across, corner.y + down) for across, down in zip(x.tolist(), y.tolist())]
    for shade, radius in ((ImVec4(0, 0, 0, 1), RADIUS + 1), (ImVec4(1, 1, 1, 1), RADIUS)):
        colour = imgui.get_color_u32(shade)
        for middle in middles:
            painter.add_circle_filled(middle, radius, colour, 8)
    if state.pointer.cursor and state.pointer.cursor.place == place:
        _mark_nearest(state, found, chosen, middles)


def _mark_nearest(state: State, found: Vertices, chosen: np.ndarray, middles: list[ImVec2]) -> None:
    mouse = imgui.get_io().mouse_pos
    distances = np.hypot(*np.array([(middle.x - mouse.x, middle.y - mouse.y) for middle in middles]).T)
    nearest = int(distances.argmin())
    if distances[nearest] > NEAR_PIXELS:
        return
    state.pointer.vertex = tuple(found.neurons_at(int(chosen[nearest])))
    painter, accent = imgui.get_window_draw_list(), theme.colour("accent", False)
    for colour, thickness in ((ImVec4(0, 0, 0, 0.8), 4.0), (accent, 2.0)):
        painter.add_circle(middles[nearest], 3 * RADIUS, imgui.get_color_u32(colour), 0, thickness)
