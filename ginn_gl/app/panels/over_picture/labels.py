"""What is written over pictures side by side: which is which, and where the mouse is in the others."""

from __future__ import annotations

from imgui_bundle import ImVec2, ImVec4, imgui

from ....render import layer_color, point_to_pixel
from ....render.look import has_probability
from ....render.mapping import drawn_box
from ....render.palette import NO_ERROR, TOO_BLACK, TOO_WHITE
from ... import theme
from ...state import State
from ...state.picture import Picture
from ..widgets import Spot

HEIGHT = 2.4  # of what labels take, in font sizes
LEAST = 5.0   # font sizes of a name; where there is less room, facts are left out
SWATCH = 1.1  # of a legend, in font sizes


def draw(state: State, pictures: list[Picture], spots: list[Spot]) -> float:
    """How much of the pictures' height the labels take, which is none over a single picture."""
    if len(pictures) < 2:
        return 0.0
    painter = imgui.get_window_draw_list()
    names, cursor = names_of(pictures), state.pointer.cursor
    for place, (picture, name, (corner, area)) in enumerate(zip(pictures, names, spots)):
        painter.push_clip_rect(corner, ImVec2(corner.x + area.x, corner.y + area.y), True)
        if cursor and cursor.place != place and state.shown.beside.links.cursor:
            _draw_mark(state, picture, corner, area)
        if picture.less:
            _draw_legend(state, picture, name, corner, area)
        elif picture.layer:
            _draw_layer(state, picture.layer, corner)
        else:
            _draw_label(state, picture, name, corner, area.x)
        painter.pop_clip_rect()
    return HEIGHT * imgui.get_font_size()


def names_of(pictures: list[Picture]) -> list[str]:
    """A run's name, or of a run that is there at several steps the step."""
    places: dict[object, set[int]] = {}
    for picture in pictures:
        places.setdefault(picture.run.path.resolve(), set()).add(picture.place)

    def name(picture: Picture) -> str:
        several = len(places[picture.run.path.resolve()]) > 1 and len(places) == 1
        return f"step {picture.step:,}" if several else picture.run.path.stem

    return [f"{name(one)} less {name(one.less)}" if one.less else name(one) for one in pictures]


def _draw_label(state: State, picture: Picture, name: str, corner: ImVec2, width: float) -> None:
    """The run's name after a piece of its curve's line, its loss, and its step where that is another."""
    em, painter = imgui.get_font_size(), imgui.get_window_draw_list()
    room, facts = width - 4.2 * em, _facts(state, picture, name)
    wide = imgui.calc_text_size(facts).x + em
    whole = imgui.calc_text_size(name).x + wide <= room
    if not whole and room - wide < LEAST * em:
        facts, wide = "", 0.0
    name = elided(name, room - wide)
    low = ImVec2(corner.x + 0.4 * em, corner.y + 0.4 * em)
    text = ImVec2(low.x + 2.3 * em, low.y + 0.4 * em)
    after_name = text.x + imgui.calc_text_size(name).x
    _draw_ground(state, low, after_name + wide + 0.7 * em)
    line = imgui.get_color_u32(theme.curve_colour(picture.place, state.settings.light))
    painter.add_line(ImVec2(low.x + 0.7 * em, low.y + 0.9 * em), ImVec2(low.x + 1.8 * em, low.y + 0.9 * em), line, 2)
    painter.add_text(text, imgui.get_color_u32(imgui.Col_.text), name)
    painter.add_text(ImVec2(after_name + em, text.y), imgui.get_color_u32(imgui.Col_.text_disabled), facts)


def _draw_layer(state: State, layer: int, corner: ImVec2) -> None:
    """Which layer's lines are seen, with a dot in their colour."""
    em, painter, name = imgui.get_font_size(), imgui.get_window_draw_list(), f"layer {layer}"
    low = ImVec2(corner.x + 0.4 * em, corner.y + 0.4 * em)
    text = ImVec2(low.x + 1.7 * em, low.y + 0.4 * em)
    _draw_ground(state, low, text.x + imgui.calc_text_size(name).x + 0.7 * em)
    painter.add_circle_filled(ImVec2(low.x + 0.95 * em, low.y + 0.9 * em), 0.32 * em,
                              imgui.get_color_u32(ImVec4(*layer_color(layer), 1)))
    painter.add_text(text, imgui.get_color_u32(imgui.Col_.text), name)


def _draw_legend(state: State, picture: Picture, name: str, corner: ImVec2, area: ImVec2) -> None:
    """What a difference is of, and what its two colours mean."""
    em, painter = imgui.get_font_size(), imgui.get_window_draw_list()
    low = ImVec2(corner.x + 0.4 * em, corner.y + 0.4 * em)
    name = elided(name, area.x - 2.4 * em)
    _draw_ground(state, low, low.x + imgui.calc_text_size(name).x + 1.4 * em)
    painter.add_text(ImVec2(low.x + 0.7 * em, low.y + 0.4 * em), imgui.get_color_u32(imgui.Col_.text), name)
    more, less = ("whiter", "blacker") if has_probability(picture.run.network) else ("more", "less")
    entries = ((TOO_WHITE, more), (NO_ERROR, "same"), (TOO_BLACK, less))
    width = sum(imgui.calc_text_size(word).x + (SWATCH + 1.1) * em for _, word in entries) + 0.4 * em
    _, top, _, height = drawn_box(picture.view, (round(area.x), round(area.y)), picture.aspect)
    low = ImVec2(low.x, corner.y + max(2.6 * em, min(area.y, top + height) - 2.2 * em))
    if width > area.x - 0.8 * em:
        return
    _draw_ground(state, low, low.x + width)
    x, ink = low.x + 0.6 * em, imgui.get_color_u32(imgui.Col_.text)
    for colour, word in entries:
        swatch = ImVec2(x, low.y + 0.45 * em), ImVec2(x + SWATCH * em, low.y + 1.35 * em)
        painter.add_rect_filled(*swatch, imgui.get_color_u32(ImVec4(*colour, 1)))
        painter.add_rect(*swatch, imgui.get_color_u32(imgui.Col_.border))
        painter.add_text(ImVec2(x + (SWATCH + 0.4) * em, low.y + 0.4 * em), ink, word)
        x += imgui.calc_text_size(word).x + (SWATCH + 1.1) * em


def _draw_ground(state: State, low: ImVec2, right: float) -> None:
    em = imgui.get_font_size()
    imgui.get_window_draw_list().add_rect_filled(low, ImVec2(right, low.y + 1.8 * em), imgui.get_color_u32(
        theme.colour("panel", state.settings.light, 0.92)), 4)


def elided(text: str, room: float) -> str:
    """Without its middle, where it is wider than so many pixels."""
    if imgui.calc_text_size(text).x <= room:
        return text
    for kept in range(len(text) - 1, 1, -1):
        shorter = f"{text[:(kept + 1) // 2]}...{text[len(text) - kept // 2:]}"
        if imgui.calc_text_size(shorter).x <= room:
            return shorter
    return text[:1]


def _facts(state: State, picture: Picture, name: str) -> str:
    loss = "computing ..." if picture.loss is None else f"loss {picture.loss:.3g}"
    is_known = picture.step == state.shown.step or name.startswith("step ")
    return loss if is_known else f"step {picture.step:,}   {loss}"


def _draw_mark(state: State, picture: Picture, corner: ImVec2, area: ImVec2) -> None:
    """A cross at the point that the mouse is at in another picture."""
    em, painter, at = imgui.get_font_size(), imgui.get_window_draw_list(), state.pointer.cursor
    x, y = point_to_pixel(picture.view, (area.x, area.y), picture.aspect, (at.x, at.y))
    x, y = corner.x + x, corner.y + y
    accent = theme.colour("accent", False)
    for colour, thickness in ((theme.SHADOW, 4.0), (accent, 1.5)):
        ink = imgui.get_color_u32(colour)
        painter.add_line(ImVec2(x - 0.6 * em, y), ImVec2(x + 0.6 * em, y), ink, thickness)
        painter.add_line(ImVec2(x, y - 0.6 * em), ImVec2(x, y + 0.6 * em), ink, thickness)
