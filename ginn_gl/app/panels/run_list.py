"""A list of runs to choose from: found by typing, with date and loss, by mouse or by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path

from imgui_bundle import ImVec2, imgui

from ..processes.run_facts import RunFacts
from ..state import State

WIDTH, ROWS = 27.0, 12   # of the list, in font sizes, and rows that are seen
DATE, LOSS = 9.6, 3.6    # from its right edge, in font sizes: where the one begins, and where the other does
NONE = "none"
KEYS = {imgui.Key.down_arrow: 1, imgui.Key.up_arrow: -1, imgui.Key.page_down: ROWS, imgui.Key.page_up: -ROWS}


@dataclass
class Search:
    """In an open list. typed: so far. place: of the chosen one among those that are found."""

    typed: str = ""
    place: int = 0


def draw(state: State, name: str, paths: Callable[[], list[Path]], shown: Sequence[Path | str], search: Search,
         words: tuple[str, ...] = (), many: bool = False) -> Path | str | None:
    """A control that says which runs are chosen, and opens the list; what is chosen in this frame, a run or a word.

    paths: asked for while the list is open, for there may be thousands. shown: what is chosen so far. words: to choose
    from before the runs. many: several may be, and one that is may be chosen again.
    """
    em = imgui.get_font_size()
    imgui.set_next_window_size_constraints(ImVec2(WIDTH * em, 0), ImVec2(WIDTH * em, 40 * em))
    shown = shown or (NONE,)
    if not imgui.begin_combo(name, ", ".join(map(_name, shown)), imgui.ComboFlags_.height_largest):
        return None
    offered: list[Path | str] = [*words, *paths()]
    chosen = _draw_open(state, offered, shown, search)
    if chosen or imgui.is_key_pressed(imgui.Key.escape):
        imgui.close_current_popup()
    imgui.end_combo()
    return None if chosen in shown and not many else chosen


def _draw_open(state: State, offered: list[Path | str], shown: Sequence[Path | str],
               search: Search) -> Path | str | None:
    appears = imgui.is_window_appearing()
    if appears:
        search.typed, search.place = "", offered.index(shown[0]) if shown[0] in offered else 0
        imgui.set_keyboard_focus_here()
    imgui.set_next_item_width(-1)
    before = search.typed
    entered, search.typed = imgui.input_text_with_hint("##find a run", "Type a part of its name", search.typed,
                                                       imgui.InputTextFlags_.enter_returns_true)
    found = [one for one in offered if all(word in _name(one).lower() for word in search.typed.lower().split())]
    moved = appears or search.typed != before
    if search.typed != before:
        search.place = 0
    for key, by in KEYS.items():
        if imgui.is_key_pressed(key):
            search.place, moved = search.place + by, True
    search.place = max(0, min(len(found) - 1, search.place))
    clicked = _draw_rows(state, found, shown, search, moved)
    return found[search.place] if entered and found else clicked


def _draw_rows(state: State, found: list[Path | str], shown: Sequence[Path | str], search: Search,
               moved: bool) -> Path | str | None:
    """Those in sight, for there may be thousands."""
    row = imgui.get_text_line_height_with_spacing()
    imgui.begin_child("runs", ImVec2(0, row * max(1, min(ROWS, len(found))) + 2))
    if not found:
        imgui.text_disabled("No run has that in its name")
    if moved:
        imgui.set_scroll_y(max(0.0, row * (search.place - ROWS // 2)))
    clicked, clipper = None, imgui.ListClipper()
    clipper.begin(len(found), row)
    while clipper.step():
        for place in range(clipper.display_start, clipper.display_end):
            if _draw_row(state, found[place], place == search.place, found[place] in shown):
                clicked = found[place]
    imgui.end_child()
    return clicked


def _draw_row(state: State, one: Path | str, chosen: bool, is_shown: bool) -> bool:
    """Its name, when it was made, and its last loss; whether it was clicked."""
    em = imgui.get_font_size()
    imgui.push_id(str(one))
    clicked = imgui.selectable(f"###{_name(one)}", chosen)[0]
    low, high, painter = imgui.get_item_rect_min(), imgui.get_item_rect_max(), imgui.get_window_draw_list()
    top = low.y + (high.y - low.y - em) / 2
    facts = state.work.run_facts.of(one) if isinstance(one, Path) else None
    painter.push_clip_rect(low, ImVec2(high.x - DATE * em if facts else high.x, high.y), True)
    painter.add_text(ImVec2(low.x + 0.3 * em, top), imgui.get_color_u32(
        imgui.Col_.check_mark if is_shown else imgui.Col_.text), _name(one))
    painter.pop_clip_rect()
    for text, x in _said(facts):
        painter.add_text(ImVec2(high.x - x * em, top), imgui.get_color_u32(imgui.Col_.text_disabled), text)
    if isinstance(one, Path):
        imgui.set_item_tooltip(facts.problem if facts and facts.problem else str(one))
    imgui.pop_id()
    return clicked


def _said(facts: RunFacts | None) -> list[tuple[str, float]]:
    """Texts, and where they begin from the right."""
    if facts is None:
        return []
    if facts.problem:
        return [("cannot be read", DATE - 0.3)]
    date = facts.created.astimezone().strftime("%Y-%m-%d") if facts.created else ""
    return [(date, DATE - 0.3), ("" if isnan(facts.loss) else f"{facts.loss:.3g}", LOSS)]


def _name(one: Path | str) -> str:
    return one.stem if isinstance(one, Path) else one
