"""All runs in rows, of which only those that are seen are drawn."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from imgui_bundle import ImVec2, imgui

from ....insight.alignment_report import percent
from ....many.facts import Facts
from ....many.listing import Listed
from ....many.tiles import Moment
from ... import keys, theme
from ...actions import all_runs
from ...state import State
from ...state.all_runs import verdict
from .atlas import Atlas
from .wall import mark

ROW = 2.6      # in font sizes
NARROW = 62.0  # font sizes, below which the table leaves out what is least asked for
FLAGS = (imgui.TableFlags_.sortable | imgui.TableFlags_.hideable | imgui.TableFlags_.scroll_y | imgui.TableFlags_.row_bg
         | imgui.TableFlags_.borders_inner_h | imgui.TableFlags_.no_saved_settings | imgui.TableFlags_.resizable
         | imgui.TableFlags_.borders_inner_v)


@dataclass(frozen=True)
class Column:
    """field: by which it is sorted. width: in font sizes; 0 for what is left. is_spare: left out of a narrow table.
    tells: what it is, where its title does not say."""

    title: str
    field: str
    width: float
    text: Callable[[State, Listed, Facts], str]
    is_spare: bool = False
    tells: str = ""


def _steps(_: State, __: Listed, facts: Facts) -> str:
    whole = facts.iterations if facts.state != "finished" else None
    return f"{facts.step:,} of {whole:,}" if whole else f"{facts.step:,}"


def _changed(_: State, __: Listed, facts: Facts) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(facts.changed)) if facts.changed else ""


def _measure(name: str) -> Callable[[State, Listed, Facts], str]:
    def text(state: State, one: Listed, _: Facts) -> str:
        value = state.all_runs.value(one, name)
        return "" if value is None else f"{value:,}"
    return text


def _alike(state: State, one: Listed, _: Facts) -> str:
    alike = state.all_runs.measuring.alike(one)
    return "" if alike is None else percent(alike, 0)


COLUMNS = (
    Column("Name", "name", 0, lambda *_: ""),
    Column("Network", "network", 0, lambda _, __, facts: facts.network),
    Column("Seed", "seed", 3.5, lambda _, __, facts: "" if facts.seed is None else str(facts.seed)),
    Column("Step", "step", 6, _steps),
    Column("Loss", "loss", 5, lambda _, __, facts: "" if facts.loss is None else f"{facts.loss:.3g}"),
    Column("Learnt", "bad", 4.5, lambda *_: ""),
    Column("Regions", "regions", 5, _measure("regions"),
           tells="How many linear regions the lines cut the picture into, at the last step"),
    Column("Dead", "dead", 3.5, _measure("dead"), is_spare=True,
           tells="How many neurons are off everywhere in the picture, at the last step"),
    Column("Alike", "alike", 4.2, _alike,
           tells="How alike a network is to that of the run that is open, its neurons matched;\n"
                 "- where it has other layers. Two that have nothing in common still agree on some."),
    Column("State", "state", 5.5, lambda _, __, facts: facts.state, is_spare=True),
    Column("Changed", "changed", 9.5, _changed, is_spare=True),
)


class Table:
    """The table. columns: that arrow keys go by; page: that as many rows do."""

    columns = 1

    def __init__(self) -> None:
        self.page = 1
        self._was_narrow = False

    def draw(self, state: State, atlas: Atlas, height: float, moved: bool) -> str | None:
        """In so many pixels; returns the run under the mouse. moved: another is chosen, and is to be seen."""
        view, em = state.all_runs, imgui.get_font_size()
        if not imgui.begin_table("runs", len(COLUMNS) + 1, FLAGS, ImVec2(0, height)):
            return None
        self._set_up(state)
        rows, hovered = view.kept, None
        clipper = imgui.ListClipper()
        row = ROW * em + 2 * imgui.get_style().cell_padding.y
        self.page = max(1, int(height / row) - 2)  # one is the headings', and one is seen on both pages
        clipper.begin(len(rows), row)
        if moved and (place := _place(rows, view.chosen)) is not None:
            clipper.include_item_by_index(place)
        while clipper.step():
            for place in range(clipper.display_start, clipper.display_end):
                view.seen.append(rows[place])
                if _draw_row(state, atlas, rows[place], moved):
                    hovered = rows[place].path
        clipper.end()
        imgui.end_table()
        if not rows:
            imgui.get_window_draw_list().add_text(
                ImVec2(imgui.get_item_rect_min().x + em, imgui.get_item_rect_min().y + 3 * em),
                imgui.get_color_u32(imgui.Col_.text_disabled), "No run is like that")
        return hovered

    def _set_up(self, state: State) -> None:
        view, em = state.all_runs, imgui.get_font_size()
        imgui.table_setup_scroll_freeze(0, 1)
        imgui.table_setup_column("##picture", imgui.TableColumnFlags_.width_fixed | imgui.TableColumnFlags_.no_sort
                                 | imgui.TableColumnFlags_.no_resize | imgui.TableColumnFlags_.no_hide, ROW * em)
        for column in COLUMNS:
            flags = imgui.TableColumnFlags_.width_fixed if column.width else imgui.TableColumnFlags_.width_stretch
            if column.field == view.column:
                flags |= imgui.TableColumnFlags_.default_sort
            if column.field == "alike":
                flags |= imgui.TableColumnFlags_.prefer_sort_descending
            imgui.table_setup_column(column.title, flags, column.width * em)
        is_narrow = imgui.get_window_width() < NARROW * em
        if is_narrow or self._was_narrow:
            self._was_narrow = is_narrow
            for place, column in enumerate(COLUMNS, 1):
                if column.is_spare:
                    imgui.table_set_column_enabled(place, not is_narrow)
        _draw_headers()
        specs = imgui.table_get_sort_specs()
        if specs and specs.specs_dirty and specs.specs_count:
            chosen = specs.get_specs(0)
            view.column = COLUMNS[chosen.column_index - 1].field
            view.descending = chosen.sort_direction == imgui.SortDirection.descending
            specs.specs_dirty = False


def _draw_headers() -> None:
    """Each says what it is, where its title does not."""
    imgui.table_next_row(imgui.TableRowFlags_.headers)
    for place, column in enumerate((None, *COLUMNS)):
        if imgui.table_set_column_index(place):
            imgui.table_header(column.title if column else "##picture")
            if column and column.tells:
                imgui.set_item_tooltip(column.tells)


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
    imgui.set_item_tooltip(f"{one.path}\nShift+click shows it beside the open run, or takes it away")
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
            text = column.text(state, one, one.facts)
            colour = faint if column.field in ("network", "changed", "state") else ink
        imgui.get_window_draw_list().add_text(at, colour, text)


def _place(rows: list[Listed], path: str | None) -> int | None:
    return next((place for place, one in enumerate(rows) if one.path == path), None)
