"""The list of all points of the data, to pick one from."""

from __future__ import annotations

import numpy as np
from imgui_bundle import ImVec2, imgui

from ..forms.plane import PlaneChoice
from .samples import Samples

WIDTH, HEIGHT = 17.0, 24.0  # in font sizes
IMAGE = 2.6                 # side of an image in it


def draw(name: str, planes: PlaneChoice, samples: Samples, chosen: int | None) -> int | None:
    """The popup of this name, if it is open; the point that is picked in it."""
    em = imgui.get_font_size()
    imgui.set_next_window_size(ImVec2(WIDTH * em, HEIGHT * em))
    if not imgui.begin_popup(name):
        return None
    assert planes.points is not None  # or there is no list
    numbers = _listed(planes)
    row = IMAGE * em if planes.image else imgui.get_text_line_height()
    picked = None
    imgui.begin_child("list", ImVec2(0, 0))
    clipper = imgui.ListClipper()
    clipper.begin(len(numbers), row + imgui.get_style().item_spacing.y)
    while clipper.step():
        for place in range(clipper.display_start, clipper.display_end):
            number = int(numbers[place])
            corner = imgui.get_cursor_screen_pos()
            if imgui.selectable(f"##point {number}", number == chosen, 0, ImVec2(0, row))[0]:
                picked = number
            _draw_row(number, corner, row, planes, samples)
    imgui.end_child()
    if picked is not None:
        imgui.close_current_popup()
    imgui.end_popup()
    return picked


def _draw_row(number: int, corner: ImVec2, row: float, planes: PlaneChoice, samples: Samples) -> None:
    """Its image, if it is one, its number, its class, and if it is none its first values."""
    painter, em = imgui.get_window_draw_list(), imgui.get_font_size()
    x, y = corner.x + (row + 0.6 * em if planes.image else 0), corner.y + (row - em) / 2
    if planes.image:
        samples.draw(number, corner, row)
    painter.add_text(ImVec2(x, y), imgui.get_color_u32(imgui.Col_.text), f"{number}")
    words = planes.name_of(number) if planes.image else f"{planes.name_of(number)}   {samples.words(number)}"
    painter.add_text(ImVec2(x + 3.2 * em, y), imgui.get_color_u32(imgui.Col_.text_disabled), words)


def _listed(planes: PlaneChoice) -> np.ndarray:
    """A choice of classes, where there are any; the numbers of the points that are listed."""
    assert planes.points is not None
    if planes.labels is None:
        return np.arange(len(planes.points))
    imgui.set_next_item_width(-1)
    if imgui.begin_combo("##class", "all labels" if planes.listed is None else planes.name_of_class(planes.listed)):
        if imgui.selectable("all labels", planes.listed is None)[0]:
            planes.listed = None
        for label in np.unique(planes.labels).tolist():
            if imgui.selectable(planes.name_of_class(label), label == planes.listed)[0]:
                planes.listed = label
        imgui.end_combo()
    return np.arange(len(planes.points)) if planes.listed is None else np.flatnonzero(planes.labels == planes.listed)
