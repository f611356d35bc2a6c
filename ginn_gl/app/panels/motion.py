"""The table of how far each line of the first layer moved in each stretch of the training."""

from __future__ import annotations

from imgui_bundle import ImVec2, imgui

from ...insight.findings import named
from ...insight.stretches import MotionTable
from ..actions import findings
from ..state import State

FLAGS = (imgui.TableFlags_.scroll_y | imgui.TableFlags_.sizing_stretch_same | imgui.TableFlags_.borders_inner_h
         | imgui.TableFlags_.no_pad_outer_x)
LINES_SEEN = 10  # before one scrolls


def draw(state: State, table: MotionTable) -> None:
    """Folded away until it is opened; a click on a cell shows its line at the start of its stretch."""
    if len(table.ends) < 2 or not imgui.tree_node("Each line, stretch by stretch"):
        return
    imgui.unindent(imgui.get_style().indent_spacing)
    imgui.text_disabled("Shift, and below it turn, in sides of the square")
    padding = imgui.get_style().cell_padding.y
    head, row = (lines * imgui.get_text_line_height() + 2 * padding for lines in (1, 2))
    height = head + min(len(table.neurons), LINES_SEEN) * row
    if imgui.begin_table("motion", len(table.ends), FLAGS, ImVec2(0, height)):
        _draw_head(table)
        _draw_rows(state, table, row)
        imgui.end_table()
    imgui.indent(imgui.get_style().indent_spacing)
    imgui.tree_pop()


def _draw_head(table: MotionTable) -> None:
    """Up to which step each stretch reaches; it stays while one scrolls."""
    imgui.table_setup_scroll_freeze(0, 1)
    imgui.table_setup_column("to step", imgui.TableColumnFlags_.width_fixed, 3.1 * imgui.get_font_size())
    for end in table.ends[1:]:
        imgui.table_setup_column(about(int(end)))
    imgui.table_headers_row()


def _draw_rows(state: State, table: MotionTable, height: float) -> None:
    """Those in sight, for a layer may have hundreds."""
    clipper = imgui.ListClipper()
    clipper.begin(len(table.neurons), height)
    while clipper.step():
        for line in range(clipper.display_start, clipper.display_end):
            imgui.table_next_row(0, height)
            imgui.table_next_column()
            imgui.text(named(table.neurons[line]))
            for stretch in range(len(table.ends) - 1):
                imgui.table_next_column()
                _draw_cell(state, table, line, stretch)


def _draw_cell(state: State, table: MotionTable, line: int, stretch: int) -> None:
    first, last = int(table.ends[stretch]), int(table.ends[stretch + 1])
    neuron, start = table.neurons[line], imgui.get_cursor_pos()
    shift, turn = table.translation[line, stretch], table.rotation[line, stretch]
    size = ImVec2(0, 2 * imgui.get_text_line_height())
    if imgui.selectable(f"##motion {line} {stretch}", False, 0, size)[0]:
        findings.show_place(state, first, frozenset({neuron}))
    imgui.set_item_tooltip(f"From step {first:,} to {last:,} the line of {named(neuron)} shifts by {shift:.4f} sides\n"
                           f"and turns by {turn:.4f}. A click shows it at step {first:,}.")
    imgui.set_cursor_pos(start)
    imgui.text(_short(shift))
    imgui.set_cursor_pos(ImVec2(start.x, start.y + imgui.get_text_line_height()))
    imgui.text_disabled(_short(turn))


def _short(sides: float) -> str:
    return f"{sides:.3f}" if sides else "–"


def about(step: int) -> str:
    """A step to three digits, such as 997, 1.01k or 1.27M."""
    for size, unit in ((1_000_000, "M"), (1_000, "k")):
        if step >= size:
            return f"{step / size:.3g}{unit}"
    return str(step)
