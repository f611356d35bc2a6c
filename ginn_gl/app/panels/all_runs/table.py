"""All runs in rows, of which only those that are seen are drawn."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from imgui_bundle import ImVec2, imgui

from ....many.facts import Facts
from ....many.listing import Listed
from ....many.tiles import Moment
from ... import keys, theme
from ...actions import all_runs
from ...state import State
from ...state.all_runs import verdict
from .atlas import Atlas
from .wall import mark

ROW = 2.6  # in font sizes
FLAGS = (imgui.TableFlags_.sortable | imgui.TableFlags_.scroll_y | imgui.TableFlags_.row_bg
         | imgui.TableFlags_.borders_inner_h | imgui.TableFlags_.no_saved_settings | imgui.TableFlags_.resizable
         | imgui.TableFlags_.borders_inner_v)


@dataclass(frozen=True)
class Column:
    """field: of Facts, by which it is sorted. width: in font sizes; 0 for what is left."""

    title: str
    field: str
    width: float
    text: Callable[[Facts], str]


def _steps(facts: Facts) -> str:
    whole = facts.iterations if facts.state != "finished" else None
    return f"{facts.step:,} of {whole:,}" if whole else f"{facts.step:,}"


def _changed(facts: Facts) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(facts.changed)) if facts.changed else ""


COLUMNS = (
    Column("Name", "name", 0, lambda _: ""),
    Column("Network", "network", 0, lambda facts: facts.network),
    Column("Seed", "seed", 4, lambda facts: "" if facts.seed is None else str(facts.seed)),
    Column("Step", "step", 6, _steps),
    Column("Loss", "loss", 5, lambda facts: "" if facts.loss is None else f"{facts.loss:.3g}"),
    Column("Learnt", "bad", 5, lambda _: ""),
    Column("State", "state", 6, lambda facts: facts.state),
    Column("Changed", "changed", 9.5, _changed),
)


class Table:
    """The table. columns: that arrow keys go by."""

    columns = 1

    def draw(self, state: State, atlas: Atlas, height: float, moved: bool) -> str | None:
        """In so many pixels; returns the run under the mouse. moved: another is chosen, and is to be seen."""
        view, em = state.all_runs, imgui.get_font_size()
        if not imgui.begin_table("runs", len(COLUMNS) + 1, FLAGS, ImVec2(0, height)):
            return None
        _set_up(state)
        rows, hovered = view.kept, None
        clipper = imgui.ListClipper()
        clipper.begin(len(rows), ROW * em + 2 * imgui.get_style().cell_padding.y)
        if moved and (place := _place(rows, view.chosen)) is not None:
            clipper.include_item_by_index(place)
        while clipper.step():
            for place in range(clipper.display_start, clipper.display_end):
                if _draw_row(state, atlas, rows[place], moved):
                    hovered = rows[place].path
        clipper.end()
        imgui.end_table()
        if not rows:
            imgui.get_window_draw_list().add_text(
                ImVec2(imgui.get_item_rect_min().x + em, imgui.get_item_rect_min().y + 3 * em),
                imgui.get_color_u32(imgui.Col_.text_disabled), "No run is like that")
        return hovered


def _set_up(state: State) -> None:
    view, em = state.all_runs, imgui.get_font_size()
    imgui.table_setup_scroll_freeze(0, 1)
    imgui.table_setup_column("##picture", imgui.TableColumnFlags_.width_fixed | imgui.TableColumnFlags_.no_sort
                             | imgui.TableColumnFlags_.no_resize, ROW * em)
    for column in COLUMNS:
        flags = imgui.TableColumnFlags_.width_fixed if column.width else imgui.TableColumnFlags_.width_stretch
        if column.field == view.column:
            flags |= imgui.TableColumnFlags_.default_sort
        imgui.table_setup_column(column.title, flags, column.width * em)
    imgui.table_headers_row()
    specs = imgui.table_get_sort_specs()
    if specs and specs.specs_dirty and specs.specs_count:
        chosen = specs.get_specs(0)
        view.column = COLUMNS[chosen.column_index - 1].field
        view.descending = chosen.sort_direction == imgui.SortDirection.descending
        specs.specs_dirty = False


def _draw_row(state: State, atlas: Atlas, one: Listed, moved: bool) -> bool:
    """Whether the mouse is over it; a click shows the run."""
    view, em = state.all_runs, imgui.get_font_size()
    imgui.table_next_row(0, ROW * em)
    imgui.table_next_column()
    corner, height = imgui.get_cursor_screen_pos(), ROW * em
    imgui.push_id(one.path)
    is_chosen = one.path == view.chosen
    clicked = imgui.selectable(f"##{one.name}", is_chosen, imgui.SelectableFlags_.span_all_columns,
                               ImVec2(0, height))[0]
    is_hovered = imgui.is_item_hovered()
    imgui.set_item_tooltip(f"{one.path}\nShift+click has it beside the shown run, or no more")
    if moved and is_chosen:
        imgui.set_scroll_here_y()
    imgui.pop_id()
    slot = atlas.slot(one, Moment(1.0))
    if slot:
        atlas.draw(slot, corner, height)
    if all_runs.is_on_screen(state, one.path):
        mark(corner)
    _draw_cells(state, one, corner.y + (height - em) / 2)
    if clicked:
        all_runs.show(state, one.path, beside=bool(imgui.get_io().key_mods & keys.SHIFT))
    return is_hovered


def _draw_cells(state: State, one: Listed, top: float) -> None:
    ink, faint = imgui.get_color_u32(imgui.Col_.text), imgui.get_color_u32(imgui.Col_.text_disabled)
    for column in COLUMNS:
        if not imgui.table_next_column():
            continue
        at = ImVec2(imgui.get_cursor_screen_pos().x, top)
        text, colour = "", ink
        if column.field == "name":
            text = one.name
        elif one.facts is None:
            text, colour = (one.trouble or "...", faint) if column.field == "network" else ("", ink)
        elif column.field == "bad":
            text = verdict(one)
            colour = imgui.get_color_u32(theme.error_text()) if text == "bad" else ink
        else:
            text = column.text(one.facts)
            colour = faint if column.field in ("network", "changed") else ink
        imgui.get_window_draw_list().add_text(at, colour, text)


def _place(rows: list[Listed], path: str | None) -> int | None:
    return next((place for place, one in enumerate(rows) if one.path == path), None)
