"""The linear region under the cursor: its outline in the picture, and what the network is within it."""

from __future__ import annotations

import numpy as np
from imgui_bundle import ImVec2, ImVec4, imgui

from ....config import INPUTS, Window
from ....render import layer_color, pixel_to_point, point_to_pixel
from ... import keys, theme
from ...state import State
from ...state.picture import Picture
from ...state.region import Region, region_around
from ..widgets import Spot


def draw_outline(state: State, pictures: list[Picture], spots: list[Spot]) -> None:
    """Outline the region around the cursor's point in each picture, and keep the one that it is in."""
    state.pointer.region = None
    if not state.settings.outline_region or state.pointer.cursor is None:
        return
    for place, (picture, spot) in enumerate(zip(pictures, spots)):
        is_here = place == state.pointer.cursor.place
        if picture.less or not (is_here or state.shown.beside.links.cursor):
            continue
        found = _outline(state, picture, *spot)
        if is_here:
            state.pointer.region = found


def _outline(state: State, picture: Picture, corner: ImVec2, area: ImVec2) -> Region | None:
    size, aspect, view = (area.x, area.y), picture.aspect, picture.view
    window = (*pixel_to_point(view, size, aspect, (0, 0)), *pixel_to_point(view, size, aspect, size))
    if not view.beyond:
        window = (*np.maximum(window[:2], 0), *np.minimum(window[2:], 1))
    if not picture.network.is_piecewise_linear:
        return None
    found = region_around(picture.on_plane, picture.network, (state.pointer.cursor.x, state.pointer.cursor.y), window)
    if found is None:
        return None
    x, y = point_to_pixel(view, size, aspect, found.polygon.T)
    points: list[imgui.ImVec2Like] = [ImVec2(corner.x + float(a), corner.y + float(b)) for a, b in zip(x, y)]
    painter = imgui.get_window_draw_list()
    accent = theme.colour("accent", False)
    for colour, thickness in ((theme.SHADOW, 5.0), (accent, 2.5)):
        painter.add_polyline(points, imgui.get_color_u32(colour), thickness, imgui.ImDrawFlags_.closed)
    return found


def draw_facts(state: State) -> None:
    """The panel's part: the switch, and the network within the region."""
    state.settings.outline_region = imgui.checkbox("Region under the cursor", state.settings.outline_region)[1]
    imgui.set_item_tooltip(keys.tooltip("region"))
    if not state.settings.outline_region:
        return
    if state.shown.run and not state.shown.run.network.is_piecewise_linear:
        imgui.text_disabled("This network is smooth, and has no\nlinear regions.")
        return
    if state.pointer.region is None:
        imgui.text_disabled("Point at the picture: within one linear\nregion, the network is a plane.")
        return
    region = state.pointer.region
    imgui.text_disabled(f"Area {region.area:.3g} of the square")
    letters = "uv" if state.shown.run and state.shown.run.plane else "xy"
    for name, affine in said(region, state):
        imgui.text_disabled(f"{name} = {affine_in_words(affine, letters)}")
    for layer, on in enumerate(region.on, 1):
        _draw_states(layer, on)


def said(region: Region, state: State) -> list[tuple[str, np.ndarray]]:
    """What the network says in a region: by name, and as factors of x, of y and of 1, (3,)."""
    assert state.shown.run is not None and state.pointer.cursor is not None  # or there is no region under the cursor
    network = state.shown.run.network
    affine = of_inputs(region.affine, state.shown.run.window) if network.inputs == INPUTS else region.affine
    if network.has_classes:
        second, first = (region.affine @ (state.pointer.cursor.x, state.pointer.cursor.y, 1)).argsort()[-2:].tolist()
        return [(f"log odds, class {first + 1} to {second + 1}", affine[first] - affine[second])]
    names = {"value": ("value",), "rgb": ("red", "green", "blue")}.get(network.head.kind, ("log odds of white",))
    return list(zip(names, affine))


def of_inputs(affine: np.ndarray, window: Window) -> np.ndarray:
    """Affine maps (k, 3) of places over a window as those of the points there."""
    left, top, right, bottom = window
    by_point = affine[:, :2] / (right - left, bottom - top)
    return np.column_stack([by_point, affine[:, 2] - by_point @ (left, top)])


def affine_in_words(affine: np.ndarray, names: str) -> str:
    """Factors (3,) of two names, each a letter, and of 1, as a sum."""
    terms = [(affine[0], f" {names[0]}"), (affine[1], f" {names[1]}"), (affine[2], "")]
    text = " ".join(f"{'-' if value < 0 else '+'} {_short(abs(value))}{name}" for value, name in terms)
    return text.removeprefix("+ ")


def _short(value: float) -> str:
    return f"{value:.3g}" if value < 1000 else f"{value:,.0f}"


def _draw_states(layer: int, on) -> None:
    """A row of dots, filled where a neuron is on."""
    em = imgui.get_font_size()
    room = imgui.get_content_region_avail().x - 4.4 * em
    spacing = min(0.8 * em, room / len(on))
    corner = imgui.get_cursor_screen_pos()
    imgui.text_disabled(f"{on.sum()} of {len(on)} on")
    painter = imgui.get_window_draw_list()
    colour = imgui.get_color_u32(ImVec4(*layer_color(layer), 1))
    for i, active in enumerate(on):
        centre = ImVec2(corner.x + 5 * em + i * spacing, corner.y + 0.5 * em)
        if active:
            painter.add_circle_filled(centre, 0.42 * spacing, colour)
        else:
            painter.add_circle(centre, 0.35 * spacing, imgui.get_color_u32(imgui.Col_.text_disabled))
