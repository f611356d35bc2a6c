"""What is written over two pictures side by side: which is which, and where the mouse is in the other one."""

from __future__ import annotations

from imgui_bundle import ImVec2, imgui

from ....render import point_to_pixel
from ... import theme
from ...state import State
from ...state.picture import Picture
from ..widgets import Spot

HEIGHT = 2.4  # of what labels take, in font sizes


def draw(state: State, pictures: list[Picture], spots: list[Spot]) -> float:
    """How much of the pictures' height the labels take, which is none over a single picture."""
    if len(pictures) < 2:
        return 0.0
    painter = imgui.get_window_draw_list()
    for place, (picture, (corner, area)) in enumerate(zip(pictures, spots)):
        painter.push_clip_rect(corner, ImVec2(corner.x + area.x, corner.y + area.y), True)
        if state.pointer.cursor and state.pointer.cursor.place != place:
            _draw_mark(state, picture, corner, area)
        _draw_label(state, picture, place, corner)
        painter.pop_clip_rect()
    return HEIGHT * imgui.get_font_size()


def _draw_label(state: State, picture: Picture, place: int, corner: ImVec2) -> None:
    """The run's name after a piece of its curve's line, its loss, and its step where that is another."""
    em, painter = imgui.get_font_size(), imgui.get_window_draw_list()
    name, facts = _name(state, picture), _facts(state, picture)
    low = ImVec2(corner.x + 0.4 * em, corner.y + 0.4 * em)
    text = ImVec2(low.x + 2.3 * em, low.y + 0.4 * em)
    after_name = text.x + imgui.calc_text_size(name).x + em
    high = ImVec2(after_name + imgui.calc_text_size(facts).x + 0.7 * em, low.y + 1.8 * em)
    painter.add_rect_filled(low, high, imgui.get_color_u32(theme.colour("panel", state.settings.light, 0.92)), 4)
    line = imgui.get_color_u32(theme.curve_colour(place, state.settings.light))
    painter.add_line(ImVec2(low.x + 0.7 * em, low.y + 0.9 * em), ImVec2(low.x + 1.8 * em, low.y + 0.9 * em), line, 2)
    painter.add_text(text, imgui.get_color_u32(imgui.Col_.text), name)
    painter.add_text(ImVec2(after_name, text.y), imgui.get_color_u32(imgui.Col_.text_disabled), facts)


def _is_of_itself(state: State) -> bool:
    """Whether both pictures are of one run, which its name would tell twice."""
    other = state.shown.compared
    return other is not None and other.stays and state.shown.run is not None and other.is_of(state.shown.run.path)


def _name(state: State, picture: Picture) -> str:
    return f"step {picture.step:,}" if _is_of_itself(state) else picture.run.path.stem


def _facts(state: State, picture: Picture) -> str:
    loss = "computing ..." if picture.loss is None else f"loss {picture.loss:.3g}"
    return loss if picture.step == state.shown.step or _is_of_itself(state) else f"step {picture.step:,}   {loss}"


def _draw_mark(state: State, picture: Picture, corner: ImVec2, area: ImVec2) -> None:
    """A cross at the point that the mouse is at in the other picture."""
    em, painter, at = imgui.get_font_size(), imgui.get_window_draw_list(), state.pointer.cursor
    x, y = point_to_pixel(state.shown.view, (area.x, area.y), picture.aspect, (at.x, at.y))
    x, y = corner.x + x, corner.y + y
    accent = theme.colour("accent", False)
    for colour, thickness in ((theme.SHADOW, 4.0), (accent, 1.5)):
        ink = imgui.get_color_u32(colour)
        painter.add_line(ImVec2(x - 0.6 * em, y), ImVec2(x + 0.6 * em, y), ink, thickness)
        painter.add_line(ImVec2(x, y - 0.6 * em), ImVec2(x, y + 0.6 * em), ink, thickness)
