"""Lines are touched: pointing at one lights it, a click picks its neuron, one of the first layer is dragged.

It is dragged as a whole, or turned by the handles near its ends. What is dragged anywhere else moves the picture.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from imgui_bundle import ImVec2, ImVec4, imgui

from ....config import INPUTS, Neuron, View
from ....render import layer_color, pixel_to_point, point_to_pixel
from ... import theme
from ...actions import changing
from ...state import State
from ...state.line import Line, Point, line_of
from ...state.picture import Picture
from ...state.pointer import Held
from ..widgets import Spot

REACH = 8.0    # pixels from a line within which it is pointed at
GRIP = 11.0    # pixels from a handle within which it is
RADIUS = 5.0   # of a handle
STILL = 4.0    # pixels by which a click may slip
DEAR = 0.25    # seconds that a picture takes, from which on it is not drawn anew for every line the mouse passes


def lit(state: State, pictures: list[Picture]) -> list[Picture]:
    """Pictures in which the neuron is lit that is pointed at, in the diagram or in a picture, or else the one that is
    picked: in all that are linked, or else in those of its run, and the picked one in those of the same training."""
    in_diagram, state.pointer.node = state.pointer.node, None
    at, pointed = state.pointer.cursor, pointed_at(state)
    if state.screen.picture_seconds > DEAR * state.screen.picture_scale**2:
        pointed = None
    linked, found = state.shown.beside.links.neurons, []
    under = pictures[at.place] if at is not None and at.place < len(pictures) else None
    for picture in pictures:
        is_under = under is not None and (linked or picture.place == under.place)
        is_picked = picture.place == 0 or linked or picture.run.identity == pictures[0].run.identity
        found.append(_with_lit(picture, (in_diagram if picture.place == 0 or linked else None)
                               or (pointed if is_under else None) or (state.shown.selected if is_picked else None)))
    of_first = [picture.view.highlighted for picture in found if picture.place == 0 and picture.view.highlighted]
    lit_first = of_first[0] if of_first else None
    if lit_first != state.shown.view.highlighted:
        state.shown.view = replace(state.shown.view, highlighted=lit_first)
    return found


def _with_lit(picture: Picture, neuron: Neuron | None) -> Picture:
    known = neuron if neuron in picture.run.network.neurons and not picture.less else None
    if known and picture.layer not in (None, known[0]):
        known = None
    return picture if picture.view.highlighted == known else replace(
        picture, view=replace(picture.view, highlighted=known))


def pointed_at(state: State) -> Neuron | None:
    """The neuron whose line is under the mouse, while nothing else moves; one that is held stays so."""
    if state.pointer.held:
        return state.pointer.held.line.neuron
    at = state.pointer.cursor
    moves = state.playback.playing or imgui.is_any_mouse_down()
    return None if at is None or at.pixels > REACH or moves or state.pointer.vertex else at.nearest


def press(state: State, picture: Picture, place: int, area: ImVec2, mouse: Point) -> None:
    """The mouse goes down at a place of a picture: take hold of the picked line, if that is there."""
    line = _line(state, picture, area) if place == 0 else None
    part = _part_at(state, line, picture, area, mouse)
    if line and part:
        start = pixel_to_point(picture.view, (area.x, area.y), picture.aspect, mouse)
        state.pointer.held = Held(line, start, turns=part == "handle")


def drag(state: State, picture: Picture, area: ImVec2, mouse: Point) -> None:
    """The mouse goes on to another place, with the line."""
    held = state.pointer.held
    if held is None:
        return
    end = pixel_to_point(picture.view, (area.x, area.y), picture.aspect, mouse)
    if end != held.start:
        moved = held.line.turned if held.turns else held.line.shifted
        changing.put(state, moved(held.start, end), drag="line")


def release(state: State, place: int) -> None:
    """The mouse is let go: of the line, or after a click, which picks what it is on."""
    was_held, state.pointer.held = state.pointer.held, None
    changing.let_go(state)
    if was_held or imgui.get_io().mouse_drag_max_distance_sqr[0] > STILL**2:
        return
    neuron = pointed_at(state)
    if neuron and place:
        state.messages.say("Only the lines of the first picture can be picked")
    elif neuron != state.shown.selected:
        changing.select(state, neuron)


def draw(state: State, pictures: list[Picture], spots: list[Spot]) -> None:
    """The handles of the picked line; the name of the one that is pointed at; what the mouse can do there."""
    picture, (corner, area) = pictures[0], spots[0]
    line, at = _line(state, picture, area), state.pointer.cursor
    if line and picture.run.network.inputs == INPUTS:
        _draw_handles(state, line, picture, corner, area)
    if at is None:
        return
    mouse = imgui.get_io().mouse_pos
    part = _part_at(state, line, picture, area, (mouse.x - corner.x, mouse.y - corner.y)) if at.place == 0 else None
    if part or state.pointer.held:
        imgui.set_mouse_cursor(imgui.MouseCursor_.hand if part == "handle" else imgui.MouseCursor_.resize_all)
    neuron = pointed_at(state)
    if neuron and not state.pointer.held:
        _draw_name(state, neuron, {"handle": "drag to turn", "line": "drag to move"}.get(part or "", ""))


def _line(state: State, picture: Picture, area: ImVec2) -> Line | None:
    """Of the neuron that is picked, as far as it is seen in the first picture."""
    window = seen(picture.view, picture.aspect, area)
    return line_of(picture.run.network, picture.parameters, picture.plane, state.shown.selected, window)


def seen(view: View, aspect: float, area: ImVec2) -> tuple[float, ...]:
    """The part of the plane in which lines are drawn: left, top, right, bottom."""
    size = (area.x, area.y)
    window = (*pixel_to_point(view, size, aspect, (0, 0)), *pixel_to_point(view, size, aspect, size))
    return window if view.beyond else (*np.maximum(window[:2], 0).tolist(), *np.minimum(window[2:], 1).tolist())


def _part_at(state: State, line: Line | None, picture: Picture, area: ImVec2, mouse: Point) -> str | None:
    """What of the picked line is at a place: 'handle', 'line' or None."""
    if line is None or state.playback.playing:
        return None
    start, end, *handles = (np.array(point_to_pixel(picture.view, (area.x, area.y), picture.aspect, point))
                            for point in (line.start, line.end, *line.handles))
    if picture.run.network.inputs == INPUTS and min(np.hypot(*(handle - mouse)) for handle in handles) < GRIP:
        return "handle"
    way = end - start
    off = np.abs(way[0] * (mouse[1] - start[1]) - way[1] * (mouse[0] - start[0])) / max(1e-9, float(np.hypot(*way)))
    return "line" if off < REACH else None


def _draw_handles(state: State, line: Line, picture: Picture, corner: ImVec2, area: ImVec2) -> None:
    painter, accent = imgui.get_window_draw_list(), theme.colour("accent", False)
    for handle in line.handles:
        x, y = point_to_pixel(picture.view, (area.x, area.y), picture.aspect, handle)
        middle = ImVec2(corner.x + float(x), corner.y + float(y))
        painter.add_circle_filled(middle, RADIUS + 2, imgui.get_color_u32(theme.SHADOW))
        painter.add_circle_filled(middle, RADIUS, imgui.get_color_u32(accent))


def _draw_name(state: State, neuron: Neuron, more: str) -> None:
    """In a box beside the mouse."""
    em, mouse, painter = imgui.get_font_size(), imgui.get_io().mouse_pos, imgui.get_window_draw_list()
    name, more = f"{neuron[0]}:{neuron[1]}", f"  {more}" if more else ""
    width = imgui.calc_text_size(name + more).x
    low = ImVec2(mouse.x + 1.1 * em, mouse.y - 2.3 * em)
    painter.add_rect_filled(low, ImVec2(low.x + width + 2.2 * em, low.y + 1.7 * em),
                            imgui.get_color_u32(theme.colour("panel", state.settings.light, 0.92)), 4)
    painter.add_circle_filled(ImVec2(low.x + 0.9 * em, low.y + 0.85 * em), 0.32 * em,
                              imgui.get_color_u32(ImVec4(*layer_color(neuron[0]), 1)))
    text = ImVec2(low.x + 1.6 * em, low.y + 0.35 * em)
    painter.add_text(text, imgui.get_color_u32(imgui.Col_.text), name)
    painter.add_text(ImVec2(text.x + imgui.calc_text_size(name).x, text.y),
                     imgui.get_color_u32(imgui.Col_.text_disabled), more)
