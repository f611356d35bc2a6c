"""All runs: a table, or a wall of pictures, over the loss curves and a histogram of the last losses."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import moderngl
from imgui_bundle import ImVec2, imgui

from ....many.listing import Listed
from ....words import plural
from ... import keys, theme
from ...actions import all_runs
from ...state import State, search
from ...state.all_runs import TABS
from ..widgets import action_button
from .atlas import Atlas
from .curves import Curves
from .histogram import Histogram
from .table import Table
from .wall import Wall

STRIP, STRIP_SHARE = 10.5, 0.24  # height of curves and histogram, in font sizes, and of the window's, at least
CURVES = 0.62                    # of its width
NARROW = 62.0                    # font sizes, below which the wall's controls have a line of their own


class AllRunsView:
    """What it keeps from frame to frame."""

    def __init__(self, context: moderngl.Context) -> None:
        self._atlas = Atlas(context)
        self._table, self._wall = Table(), Wall()
        self._curves, self._histogram = Curves(context), Histogram()
        self._was_open = False

    def draw(self, state: State) -> None:
        """Fill the window it is in."""
        view = state.all_runs
        opened, self._was_open = not self._was_open, True
        self._atlas.begin()
        view.tiles.hear(self._atlas.take)
        self._draw_head(state, opened)
        strip = max(STRIP * imgui.get_font_size(), STRIP_SHARE * imgui.get_window_height())
        height = imgui.get_content_region_avail().y - strip - imgui.get_style().item_spacing.y
        tab = self._table if view.tab == "Table" else self._wall
        moved = opened or self._move(state, tab.columns, tab.page)
        view.seen = []
        view.hovered = tab.draw(state, self._atlas, max(1.0, height), moved)
        self._draw_strip(state)
        if not view.shelf.reading or all(one.is_known for one in view.seen):  # what they are comes first
            view.tiles.want(self._atlas.wanted())
        if not view.shelf.reading:  # which comes first
            view.measuring.want(self._to_be_measured(state))
        _act_on_keys(state, opened)

    def _to_be_measured(self, state: State) -> Iterator[Listed]:
        """What is seen of the table, and then all, where it is sorted or searched by that."""
        view = state.all_runs
        if view.tab == "Table":
            yield from view.seen
        if view.needs_measures:
            yield from view.shelf.rows.values() if view.sought.is_measured else view.kept

    def close(self) -> None:
        """It is not shown any more."""
        self._was_open = False

    def _draw_head(self, state: State, opened: bool) -> None:
        view, em = state.all_runs, imgui.get_font_size()
        back = 5.5 * em
        _draw_tabs(state)
        imgui.same_line(imgui.get_window_width() - imgui.get_style().window_padding.x - back)
        action_button(state, "Back", "all runs", ImVec2(back, 0))
        is_narrow = imgui.get_window_width() < NARROW * em
        imgui.set_next_item_width(18 * em)
        if opened:
            imgui.set_keyboard_focus_here()
        view.search = imgui.input_text_with_hint("##search", "Search: words, loss<0.1, seed=3, bad", view.search)[1]
        imgui.set_item_tooltip(search.HELP)
        imgui.same_line()
        imgui.align_text_to_frame_padding()
        if view.sought.trouble:
            imgui.text_colored(theme.error_text(), view.sought.trouble)
        else:
            imgui.text_disabled(_count(state))
        if view.losses:
            imgui.same_line()
            if imgui.small_button("All losses"):
                view.losses = None
        if view.tab == "Wall":
            if not is_narrow:
                imgui.same_line(max(30 * em, imgui.get_window_width() - 37 * em))
            _draw_moment(state)

    def _draw_strip(self, state: State) -> None:
        room = imgui.get_content_region_avail()
        spacing = imgui.get_style().item_spacing.x
        self._curves.draw(state, ImVec2(CURVES * room.x - spacing, room.y))
        imgui.same_line()
        self._histogram.draw(state, imgui.get_content_region_avail())

    def _move(self, state: State, columns: int, page: int) -> bool:
        """By the arrow keys, and by so many at once."""
        if state.asked.commands_open or state.asked.help_open:
            return False
        pressed: Callable[[imgui.Key], int] = lambda key: int(imgui.is_key_pressed(key))  # noqa: E731
        by = columns * (pressed(imgui.Key.down_arrow) - pressed(imgui.Key.up_arrow))
        by += page * (pressed(imgui.Key.page_down) - pressed(imgui.Key.page_up))
        if columns > 1 and not imgui.get_io().want_text_input:
            by += pressed(imgui.Key.right_arrow) - pressed(imgui.Key.left_arrow)
        if by:
            all_runs.choose(state, by)
        return by != 0


def _draw_tabs(state: State) -> None:
    view, em = state.all_runs, imgui.get_font_size()
    for tab in TABS:
        is_shown = tab == (view.asked_tab or view.tab)
        imgui.push_style_color(imgui.Col_.button, imgui.get_style().color_(
            imgui.Col_.tab_selected if is_shown else imgui.Col_.window_bg))
        if imgui.button(tab, ImVec2(6 * em, 0)):
            view.asked_tab = tab
        imgui.pop_style_color()
        if is_shown:
            low, high = imgui.get_item_rect_min(), imgui.get_item_rect_max()
            imgui.get_window_draw_list().add_line(ImVec2(low.x + 4, high.y), ImVec2(high.x - 4, high.y),
                                                  imgui.get_color_u32(imgui.Col_.check_mark), 2)
        imgui.same_line(0, 0.3 * em)
    view.tab, view.asked_tab = view.asked_tab or view.tab, None
    imgui.new_line()


def _draw_moment(state: State) -> None:
    view, em = state.all_runs, imgui.get_font_size()
    if imgui.button("Pause" if view.playing else "Play", ImVec2(4.5 * em, 0)):
        all_runs.play(state)
    imgui.set_item_tooltip("Take all tiles through the training")
    imgui.same_line()
    imgui.set_next_item_width(15 * em)
    moved, share = imgui.slider_float("##share of training", 100 * view.share, 0, 100, _moment(view.share),
                                      imgui.SliderFlags_.logarithmic | imgui.SliderFlags_.no_round_to_format)
    if moved:
        view.share, view.playing = share / 100, False
    imgui.set_item_tooltip("All tiles show this moment of their training")
    imgui.same_line()
    imgui.set_next_item_width(9 * em)
    view.side = imgui.slider_float("##size of tiles", view.side, 5.0, 13.0, "")[1]
    imgui.set_item_tooltip("How large tiles are")


def _moment(share: float) -> str:
    return f"{100 * share:.3g} %% of the training"


def _count(state: State) -> str:
    view = state.all_runs
    kept, total = len(view.kept), len(view.shelf.rows)
    said = plural(total, "run") if kept == total else f"{kept:,} of {plural(total, 'run')}"
    if len(view.on_screen) > 1:
        said += f", {len(view.on_screen)} side by side"
    return f"{said}, {view.unread:,} still to be read" if view.shelf.reading and view.unread else said


def _act_on_keys(state: State, opened: bool) -> None:
    view = state.all_runs
    if opened or state.asked.commands_open or state.asked.help_open:
        return
    if imgui.is_key_pressed(imgui.Key.escape):
        all_runs.leave(state)
    elif view.chosen and (imgui.is_key_pressed(imgui.Key.enter) or imgui.is_key_pressed(imgui.Key.keypad_enter)):
        all_runs.show(state, view.chosen, beside=bool(imgui.get_io().key_mods & keys.SHIFT))
    elif imgui.is_key_pressed(imgui.Key.tab):
        all_runs.next_tab(state)
