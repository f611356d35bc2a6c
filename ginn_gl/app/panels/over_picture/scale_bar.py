"""How long a length in the picture is, drawn in its corner once it is zoomed."""

from __future__ import annotations

from math import floor, log10

from imgui_bundle import ImVec2, imgui

from ....render.mapping import pixels_per_unit
from ... import theme
from ...state import State
from ...state.picture import Picture
from ..widgets import Spot

LONGEST, MOST = 9.0, 0.5  # in font sizes, and of the picture's width


def draw(state: State, pictures: list[Picture], spots: list[Spot]) -> None:
    """In the lower right corner of the last picture; where they are not as large as each other, of every one. Not over
    a difference, which has its legend there."""
    of_runs = [(picture, spot) for picture, spot in zip(pictures, spots) if picture.less is None]
    are_alike = len({picture.view.zoom for picture, _ in of_runs}) == 1
    for picture, spot in of_runs[-1 if are_alike else 0:]:
        if picture.view.zoom > 1:
            _draw(state, picture, *spot)


def _draw(state: State, picture: Picture, corner: ImVec2, area: ImVec2) -> None:
    em = imgui.get_font_size()
    per_unit = pixels_per_unit(picture.view, (area.x, area.y), picture.aspect)[0]
    length = round_length(min(LONGEST * em, MOST * area.x) / per_unit)
    label, pixels = f"{length:.6g}", length * per_unit
    right, bottom = corner.x + area.x - 1.6 * em, corner.y + area.y - 1.5 * em
    painter, text = imgui.get_window_draw_list(), imgui.calc_text_size(label)
    ground = imgui.get_color_u32(theme.colour("panel", state.settings.light, 0.85))
    ink = imgui.get_color_u32(imgui.Col_.text)
    left = right - max(pixels, text.x)
    painter.add_rect_filled(ImVec2(left - 0.6 * em, bottom - 1.7 * em), ImVec2(right + 0.6 * em, bottom + 0.6 * em),
                            ground, 4)
    middle = (left + right) / 2
    painter.add_text(ImVec2(middle - text.x / 2, bottom - 1.5 * em), ink, label)
    ends = (middle - pixels / 2, middle + pixels / 2)
    painter.add_line(ImVec2(ends[0], bottom), ImVec2(ends[1], bottom), ink, 2)
    for end in ends:
        painter.add_line(ImVec2(end, bottom - 0.25 * em), ImVec2(end, bottom + 0.25 * em), ink, 2)


def round_length(most: float) -> float:
    """The largest of 1, 2 or 5 times a power of ten that is not above `most`."""
    power = 10.0 ** floor(log10(most))
    return next(part * power for part in (5, 2, 1) if part * power <= most * (1 + 1e-9))
