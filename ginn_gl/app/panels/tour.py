"""A tour through what there is to see in the bundled runs, and below it the user's own bookmarks."""

from __future__ import annotations

from imgui_bundle import ImVec2, imgui

from ...tour import TITLES
from ..actions import tour
from ..state import State
from . import bookmarks


def draw(state: State) -> None:
    """The panel."""
    guide = state.work.tour
    imgui.separator_text("Tour" if guide.place is None else f"Tour: stop {guide.place + 1} of {len(TITLES)}")
    if guide.place is None:
        imgui.text_wrapped("Eight things to see in the bundled runs, from lines that shift before they turn to a "
                           "run that never finds the diamond.")
        if imgui.button("Begin", ImVec2(-1, 0)):
            guide.go_to(0)
    else:
        _draw_stop(state)
    imgui.dummy(ImVec2(0, 8))
    bookmarks.draw(state)


def _draw_stop(state: State) -> None:
    """The buttons come before the text, whose length would move them from under the mouse."""
    guide = state.work.tour
    imgui.text(guide.title)
    _draw_buttons(state)
    imgui.spacing()
    if guide.stop:
        imgui.push_style_color(imgui.Col_.text, imgui.get_style_color_vec4(imgui.Col_.text_disabled))
        imgui.text_wrapped(guide.stop.text)
        imgui.pop_style_color()
    else:
        imgui.text_disabled("Looking for it ...") if guide.computing else imgui.text_wrapped(guide.error)


def _draw_buttons(state: State) -> None:
    guide = state.work.tour
    third = ImVec2((imgui.get_content_region_avail().x - 2 * imgui.get_style().item_spacing.x) / 3, 0)
    if imgui.button("Back", third):
        guide.go_to(guide.place - 1)
    imgui.same_line()
    imgui.begin_disabled(guide.stop is None)
    if imgui.button("Again", third) and guide.stop:
        tour.show_stop(state, guide.stop)
    imgui.end_disabled()
    imgui.same_line()
    if imgui.button("Next", third):
        guide.go_to(guide.place + 1)
