"""Places that the user marked in the shown run, to come back to."""

from __future__ import annotations

from imgui_bundle import ImVec2, imgui
from imgui_bundle import icons_fontawesome_4 as icons

from ..actions import bookmarks
from ..state import State
from .widgets import action_button, labelled


def draw(state: State) -> None:
    """The panel."""
    if state.shown.run is None:
        return
    imgui.separator_text("Bookmarks of this run")
    em = imgui.get_font_size()
    labelled("Name", -6 * em)
    entered, state.forms.bookmark_name = imgui.input_text_with_hint(
        "##bookmark name", bookmarks.default_bookmark_name(state), state.forms.bookmark_name,
        imgui.InputTextFlags_.enter_returns_true)
    imgui.same_line()
    if entered:
        bookmarks.add_bookmark(state)
    action_button(state, "Add", "bookmark", ImVec2(-1, 0))
    imgui.spacing()
    if not state.shown.bookmarks:
        imgui.text_disabled("None yet: a bookmark keeps the step, the\nneurons and the view.")
    for bookmark in list(state.shown.bookmarks):
        _draw_one(state, bookmark)


def _draw_one(state: State, bookmark) -> None:
    em = imgui.get_font_size()
    if imgui.selectable(f"{bookmark.name}##{bookmark.key}", False, 0,
                        ImVec2(imgui.get_content_region_avail().x - 7.5 * em, 0))[0]:
        bookmarks.go_to_bookmark(state, bookmark)
    imgui.set_item_tooltip("Show this step, these neurons and this view")
    imgui.same_line(0, 0.4 * em)
    imgui.text_disabled(f"{bookmark.step:,}")
    imgui.same_line(imgui.get_window_width() - 1.9 * em)
    if imgui.small_button(f"{icons.ICON_FA_TIMES}##remove {bookmark.key}"):
        bookmarks.remove_bookmark(state, bookmark)
    imgui.set_item_tooltip("Remove this bookmark")
