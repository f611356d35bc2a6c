"""How runs side by side are compared: which they are, what is linked, their difference, and layers in columns."""

from __future__ import annotations

from imgui_bundle import ImVec2, imgui
from imgui_bundle import icons_fontawesome_4 as icons

from ...errors import GinnError
from .. import theme
from ..actions import runs
from ..forms.step import step_of
from ..state import State
from ..state.beside import MOST
from ..state.compared import Compared
from ..state.links import FREE, TIMES
from . import matching
from .over_picture.labels import elided
from .widgets import row

LABELS = 5.0  # width of those beside controls, in font sizes

TIME = {
    "step": ("the same step", "All show the step of the first run"),
    "share": ("the same share of the training", "Half way through the one is half way through the others"),
    "loss": ("the same loss", "Each shows where its loss was first as low as that of the first run"),
    FREE: ("each its own", "The others stay where they are, or at the step that is typed above"),
}
SWITCHES = (
    ("zoom", "Zoom", "All are as large as each other"),
    ("pan", "Position", "All have the same point in the middle"),
    ("cursor", "Cursor", "A cross in all others where the mouse is in one"),
    ("neurons", "Neurons", "The same neurons' lines are shown in all, and the one that is pointed at or picked is lit\n"
                           "in all. Where that is off: A, N, [ and ] choose lines of the run under the mouse"),
)


def draw(state: State) -> None:
    """The panel."""
    run, beside = state.shown.run, state.shown.beside
    if run is None:
        return
    imgui.text_disabled(f"Side by side: {1 + len(beside.others)} of {MOST} at most")
    _draw_name(state, 0, run.path.stem)
    for place, other in enumerate(beside.others, 1):
        _draw_other(state, place, other)
    imgui.dummy(ImVec2(0, 4))
    _draw_links(state)
    matching.draw(state)
    imgui.dummy(ImVec2(0, 4))
    imgui.separator_text("Also shown")
    why = beside.why_no_difference(run, state.shown.view)
    imgui.begin_disabled(bool(why))
    changed, wanted = imgui.checkbox("Difference", beside.difference and not why)
    imgui.end_disabled()
    if changed:
        beside.difference = wanted
    imgui.set_item_tooltip("What the first says less what the second says")
    if why:
        imgui.push_text_wrap_pos(0)
        imgui.text_disabled(why)
        imgui.pop_text_wrap_pos()
    beside.layers = imgui.checkbox("Layers in columns", beside.layers)[1]
    imgui.set_item_tooltip("A row for each run, a column for each layer with its lines alone, and one with all")


def _draw_name(state: State, place: int, name: str, less: float = 0.0) -> None:
    """A run's, after a piece of its curve. less: what is kept free on the right, in font sizes."""
    em = imgui.get_font_size()
    imgui.align_text_to_frame_padding()
    corner, painter = imgui.get_cursor_screen_pos(), imgui.get_window_draw_list()
    middle = corner.y + imgui.get_frame_height() / 2
    painter.add_line(ImVec2(corner.x, middle), ImVec2(corner.x + 1.2 * em, middle),
                     imgui.get_color_u32(theme.curve_colour(place, state.settings.light)), 2)
    imgui.set_cursor_pos_x(imgui.get_cursor_pos_x() + 1.7 * em)
    shown = elided(name, imgui.get_content_region_avail().x - less * em)
    imgui.text(shown)
    if shown != name:
        imgui.set_item_tooltip(name)


def _draw_other(state: State, place: int, other: Compared) -> None:
    """A run's name, its step where that is its own, and how it is taken away."""
    em, beside = imgui.get_font_size(), state.shown.beside
    imgui.push_id(place)
    is_free = other.stays or beside.links.time == FREE
    _draw_name(state, place, other.run.path.stem, 2.4 + (6.2 if is_free else 0.0))
    right = imgui.get_window_width() - imgui.get_style().window_padding.x
    if is_free:
        imgui.same_line(right - 8.2 * em)
        imgui.set_next_item_width(5.8 * em)
        entered, text = imgui.input_text(f"##step beside {place}", str(other.step),
                                         imgui.InputTextFlags_.enter_returns_true
                                         | imgui.InputTextFlags_.auto_select_all)
        imgui.set_item_tooltip("Type a step, such as 12000 or 12k, and press Enter: its last checkpoint before that "
                               "stays")
        if entered:
            _stay_at(state, other, text)
    imgui.same_line(right - 2.0 * em)
    taken = imgui.button(f"{icons.ICON_FA_TIMES}###take away {place}", ImVec2(2.0 * em, 0))
    imgui.set_item_tooltip("Take it away")
    imgui.pop_id()
    if taken:
        beside.take_away(other)


def _stay_at(state: State, other: Compared, typed: str) -> None:
    try:
        runs.stay_at(state, other, step_of(typed))
    except GinnError as error:
        state.messages.complain(error)


def _draw_links(state: State) -> None:
    links = state.shown.beside.links
    imgui.separator_text("Linked")
    for number, (name, label, meaning) in enumerate(SWITCHES):
        if number % 2:
            imgui.same_line(imgui.get_content_region_avail().x / 2)
        setattr(links, name, imgui.checkbox(f"{label}###link {name}", getattr(links, name))[1])
        imgui.set_item_tooltip(meaning)
    row("Time", labels=LABELS)
    if imgui.begin_combo("##link time", TIME[links.time][0]):
        for time in TIMES:
            if imgui.selectable(TIME[time][0], time == links.time)[0]:
                links.time = time
            imgui.set_item_tooltip(TIME[time][1])
        imgui.end_combo()
    imgui.set_item_tooltip(TIME[links.time][1])
