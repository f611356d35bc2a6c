"""The help window: what is shown, the network as a diagram, and every key."""

from __future__ import annotations

from itertools import pairwise

from imgui_bundle import ImVec2, ImVec4, imgui

from ...render import layer_color
from ..actions import first_minute
from ..keys import ACTIONS
from ..state import State

WHAT = (
    "A small neural network looks at one position (x, y) at a time and says how likely it is white there. "
    "The picture is its answer everywhere in the square.",
    "Each line is one neuron's boundary: on one side the neuron is on, on the other off. A first-layer boundary "
    "is straight; a deeper one bends wherever it crosses the boundary of an earlier layer.",
    "Scrub through the training along the bottom. Wheel zooms about the cursor, drag pans, double-click resets. "
    "Click a line, or a neuron's button: its weights can be dragged, and it can be switched off.",
)
ON_A_PLANE = ("This network has {} inputs: the picture shows a plane among them, which the Plane panel chooses. "
              "Dragged with the right button, it turns out of itself.")
SHOWN_AT_MOST = 16  # neurons per layer in the diagram


def draw(state: State) -> None:
    """The window, while it is open."""
    if not state.asked.help_open:
        return
    em = imgui.get_font_size()
    screen = imgui.get_main_viewport()
    size = ImVec2(min(58 * em, screen.size.x - 4 * em), min(49 * em, screen.size.y - 4 * em))
    imgui.set_next_window_size(size)
    imgui.set_next_window_pos(screen.get_center(), imgui.Cond_.appearing, ImVec2(0.5, 0.5))
    flags = imgui.WindowFlags_.no_collapse | imgui.WindowFlags_.no_resize | imgui.WindowFlags_.no_saved_settings
    expanded, still_open = imgui.begin("Help", True, flags)
    state.asked.help_open = bool(still_open)
    if expanded:
        for paragraph in WHAT:
            imgui.text_wrapped(paragraph)
        if state.shown.run and imgui.button("Play the first minute again"):
            first_minute.begin(state)
        if state.shown.run and state.shown.run.plane:
            imgui.text_wrapped(ON_A_PLANE.format(f"{state.shown.run.network.inputs:,}"))
        _draw_diagram(state)
        imgui.separator_text("Keys")
        _draw_keys()
    imgui.end()
    if imgui.is_key_pressed(imgui.Key.escape):
        state.asked.help_open = False


def _draw_keys() -> None:
    half = (len(ACTIONS) + 1) // 2
    if not imgui.begin_table("keys", 4, imgui.TableFlags_.sizing_stretch_prop):
        return
    for left, right in zip(ACTIONS[:half], (*ACTIONS[half:], None)):
        for action in (left, right):
            imgui.table_next_column()
            imgui.text(action.shown if action else "")
            imgui.table_next_column()
            imgui.text_disabled(action.does if action else "")
    imgui.end_table()


def _draw_diagram(state: State) -> None:
    """Layers as columns of dots in the boundaries' colours, every connection a line."""
    hidden = state.shown.run.network.hidden if state.shown.run else (16, 16, 16)
    em = imgui.get_font_size()
    size = ImVec2(imgui.get_content_region_avail().x, 13 * em)
    corner = imgui.get_cursor_screen_pos()
    imgui.dummy(size)
    columns = [2, *(min(width, SHOWN_AT_MOST) for width in hidden), 2]
    centres = [_column(corner, size, number, len(columns), count) for number, count in enumerate(columns)]
    painter = imgui.get_window_draw_list()
    line = imgui.get_color_u32(imgui.Col_.text, 0.10)
    for before, after in pairwise(centres):
        for start in before:
            for end in after:
                painter.add_line(start, end, line)
    for number, column in enumerate(centres):
        inner = 0 < number < len(centres) - 1
        colour = ImVec4(*layer_color(number), 1) if inner else imgui.get_style_color_vec4(imgui.Col_.text)
        for centre in column:
            painter.add_circle_filled(centre, 0.28 * em, imgui.get_color_u32(colour))
        inputs = f"{state.shown.run.network.inputs:,} inputs" if state.shown.run and state.shown.run.plane else "x, y"
        label = f"layer {number}: {hidden[number - 1]}" if inner else (inputs if number == 0 else "black, white")
        width = imgui.calc_text_size(label).x
        painter.add_text(ImVec2(column[0].x - width / 2, corner.y + size.y - 1.3 * em),
                         imgui.get_color_u32(imgui.Col_.text_disabled), label)


def _column(corner: ImVec2, size: ImVec2, number: int, columns: int, count: int) -> list[ImVec2]:
    em = imgui.get_font_size()
    x = corner.x + size.x * (0.1 + 0.8 * number / (columns - 1))
    middle, spacing = corner.y + 0.3 * em + (size.y - 2 * em) / 2, min(0.68 * em, (size.y - 2 * em) / count)
    return [ImVec2(x, middle + (i - (count - 1) / 2) * spacing) for i in range(count)]
