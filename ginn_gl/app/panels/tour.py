"""A tour through what there is to see in the bundled runs, and below it the user's own bookmarks."""

from __future__ import annotations

from imgui_bundle import ImVec2, imgui

from ...tour import TITLES
from ..actions import learning, tour, window
from ..keys import BY_NAME
from ..state import State
from . import bookmarks

LARGE, TITLE = 1.15, 1.4  # of text, in times of what is usual: it is the lesson
TRY_NEXT = (
    ("Draw a target of your own, and train on it", learning.open_drawing),
    ("See what there is to find in this run", window.open_tab("Insights")),
    ("Train it again, with another seed or fewer neurons", window.open_tab("Train")),
    ("What if? Click a line, and drag it or switch it off", window.open_tab("Network")),
    ("Compare two runs, step by step", BY_NAME["compare"].run),
)
"""What is said when it has ended, and where that is done."""


def draw(state: State) -> None:
    """The panel."""
    stops = state.work.tour
    if stops.place is None:
        imgui.separator_text("Tour")
        stops.prepare()
        _say("Eight things to see in the bundled runs, from lines that shift before they turn to a run that never "
             "finds the diamond. Each is played in the picture, and takes a few seconds.")
        if imgui.button("Begin", ImVec2(-1, 0)):
            stops.go_to(0)
    elif stops.at_end:
        _draw_end(state)
    else:
        imgui.separator_text(f"Tour: stop {stops.place + 1} of {len(TITLES)}")
        _draw_stop(state)
    imgui.dummy(ImVec2(0, 8))
    bookmarks.draw(state)


def _say(text: str, size: float = LARGE) -> None:
    """As large as what it explains."""
    imgui.push_font(None, size * imgui.get_style().font_size_base)
    imgui.text_wrapped(text)
    imgui.pop_font()


def _draw_stop(state: State) -> None:
    """The buttons come before the text, whose length would move them from under the mouse."""
    stops = state.work.tour
    _say(stops.title, TITLE)
    _draw_buttons(state)
    imgui.spacing()
    if stops.stop:
        _say(stops.stop.text)
    elif stops.computing:
        imgui.text_disabled("Preparing this stop ...")
    else:
        imgui.text_wrapped(stops.error)


def _draw_buttons(state: State) -> None:
    stops = state.work.tour
    assert stops.place is not None  # or the tour has not begun
    third = ImVec2((imgui.get_content_region_avail().x - 2 * imgui.get_style().item_spacing.x) / 3, 0)
    if imgui.button("Back", third):
        stops.go_to(stops.place - 1)
    imgui.same_line()
    imgui.begin_disabled(stops.computing)
    if imgui.button("Again", third):
        tour.show_stop(state, stops.stop) if stops.stop else stops.go_to(stops.place or 0)
    imgui.end_disabled()
    imgui.same_line()
    is_last = stops.place == len(TITLES) - 1
    if imgui.button("End###Next" if is_last else "Next", third):
        tour.end(state) if is_last else stops.go_to(stops.place + 1)


def _draw_end(state: State) -> None:
    imgui.separator_text("Tour: the end")
    _say("That was the tour. What to try next:")
    for text, act in TRY_NEXT:
        if imgui.button(text, ImVec2(-1, 0)):
            act(state)
    imgui.spacing()
    if imgui.button("Tour again", ImVec2(-1, 0)):
        state.work.tour.go_to(0)
