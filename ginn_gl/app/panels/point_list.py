"""The list of all points of the data, to pick one from."""

from __future__ import annotations

import numpy as np
from imgui_bundle import ImVec2, imgui

from ..planes import PlaneChoice
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
            start = imgui.get_cursor_pos()
            if imgui.selectable(f"##point {number}", number == chosen, 0, ImVec2(0, row))[0]:
                picked = number
            after = imgui.get_cursor_pos()
            imgui.set_cursor_pos(start)
            samples.draw(number, row)
            if planes.image:
                imgui.same_line()
            imgui.set_cursor_pos_y(start.y + (row - imgui.get_text_line_height()) / 2)
            imgui.text(f"{number}")
            imgui.same_line()
            imgui.text_disabled(planes.name_of(number) if planes.image else
                                f"{planes.name_of(number)}   {samples.words(number)}")
            imgui.set_cursor_pos(after)
    imgui.end_child()
    if picked is not None:
        imgui.close_current_popup()
    imgui.end_popup()
    return picked


def _listed(planes: PlaneChoice) -> np.ndarray:
    """A choice of classes, where there are any; the numbers of the points that are listed."""
    assert planes.points is not None
    if planes.labels is None:
        return np.arange(len(planes.points))
    imgui.set_next_item_width(-1)
    if imgui.begin_combo("##class", "all classes" if planes.listed is None else planes.name_of_class(planes.listed)):
        if imgui.selectable("all classes", planes.listed is None)[0]:
            planes.listed = None
        for label in np.unique(planes.labels).tolist():
            if imgui.selectable(planes.name_of_class(label), label == planes.listed)[0]:
                planes.listed = label
        imgui.end_combo()
    return np.arange(len(planes.points)) if planes.listed is None else np.flatnonzero(planes.labels == planes.listed)
