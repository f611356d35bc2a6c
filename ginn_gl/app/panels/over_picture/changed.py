"""A picture of what was changed by hand says so, with the ways back and on."""

from __future__ import annotations

from itertools import islice
from math import isnan

from imgui_bundle import ImVec2, imgui

from ....edits import said_shortly
from ... import theme
from ...state import State
from ..widgets import action_button

NAMED = 4  # neurons


def draw(state: State, corner: ImVec2, area: ImVec2, taken: float) -> float:
    """In the upper left corner of the first picture, below what is taken of its height; how much is taken then."""
    if not state.shown.what_if.edits:
        return taken
    em, style = imgui.get_font_size(), imgui.get_style()
    lines = _lines(state)
    low = ImVec2(corner.x + 0.6 * em, corner.y + taken + 0.6 * em)
    inner = ImVec2(low.x + 0.9 * em, low.y + 0.5 * em)
    buttons = sum(imgui.calc_text_size(name).x + 2 * style.frame_padding.x for name in BUTTONS)
    buttons += style.item_spacing.x * (len(BUTTONS) - 1)
    width = min(area.x - 1.2 * em, max(buttons, *(imgui.calc_text_size(line).x for line in lines)) + 1.6 * em)
    room = width - 1.6 * em
    heights = [imgui.calc_text_size(line, wrap_width=room).y + 0.2 * em for line in lines]
    height = sum(heights) + imgui.get_frame_height() + 1.2 * em
    painter = imgui.get_window_draw_list()
    painter.add_rect_filled(low, ImVec2(low.x + width, low.y + height),
                            imgui.get_color_u32(theme.colour("panel", state.settings.light, 0.92)), 4)
    painter.add_rect_filled(low, ImVec2(low.x + 0.25 * em, low.y + height),
                            imgui.get_color_u32(theme.colour("accent", state.settings.light)), 2)
    for line, line_height, colour in zip(lines, heights, (imgui.Col_.text, imgui.Col_.text_disabled)):
        painter.add_text(imgui.get_font(), em, inner, imgui.get_color_u32(colour), line, wrap_width=room)
        inner.y += line_height
    imgui.set_cursor_screen_pos(ImVec2(inner.x, inner.y + 0.2 * em))
    for number, (label, name) in enumerate(BUTTONS.items()):
        if number:
            imgui.same_line()
        action_button(state, label, name)
    return taken + height + 0.6 * em


BUTTONS = {"Undo": "undo", "Reset": "as learnt", "Train from here ...": "branch"}


def _lines(state: State) -> list[str]:
    """What is changed, and what comes of it."""
    what_if, learnt = state.shown.what_if, state.shown.learnt_loss
    named = list(islice(said_shortly(what_if.edits), NAMED))
    more = len(what_if.edits.neurons()) - len(named)
    lines = [f"Changed: {', '.join(named)}{f' and {more} more' if more else ''}"]
    now = what_if.loss.value
    if now is None:
        lines.append("Loss: computing ...")
    elif not isnan(now):
        lines.append(f"Loss {now:.3g}" + (f", learnt {learnt:.3g}" if learnt is not None else ""))
    return lines
