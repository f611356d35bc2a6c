"""Over the picture while it is shown alone: step and loss in large type, and a slim bar while the mouse moves."""

from __future__ import annotations

import time
from math import isnan

from imgui_bundle import ImVec2, imgui
from imgui_bundle import icons_fontawesome_4 as icons

from .. import theme
from ..state import State
from . import transport
from .widgets import action_button

LARGE = 0.04          # of the picture's height, in which step and loss are written
BAR_SECONDS = 2.5     # after the mouse was moved
FADING_SECONDS = 0.5  # of these
HEIGHT = 3.2          # of the bar, in font sizes


class Lecture:
    """What it draws depends on when the mouse was moved last."""

    def __init__(self) -> None:
        self._moved_at = 0.0

    def draw(self, state: State, corner: ImVec2, area: ImVec2) -> None:
        """Over a picture with this upper left corner and size."""
        io = imgui.get_io()
        if io.mouse_delta.x or io.mouse_delta.y or imgui.is_any_item_active():
            self._moved_at = time.monotonic()
        _draw_facts(state, corner, area)
        left = self._moved_at + BAR_SECONDS - time.monotonic()
        state.screen.fading = state.screen.fading or left > 0
        if left > 0:
            _draw_bar(state, corner, area, min(1.0, left / FADING_SECONDS))
        if imgui.is_key_pressed(imgui.Key.escape) and not (state.asked.help_open or state.asked.commands_open):
            state.asked.lecture = False


def _draw_facts(state: State, corner: ImVec2, area: ImVec2) -> None:
    """In the upper left corner, on a ground of their own, since the field may be white or black."""
    size = max(1.4 * imgui.get_font_size(), LARGE * area.y)
    lines = [f"step {state.shown.step:,}"]
    if state.shown.loss is not None and not isnan(state.shown.loss):
        lines.append(f"loss {state.shown.loss:.3g}")
    font, painter = imgui.get_font(), imgui.get_window_draw_list()
    widest = max(imgui.calc_text_size(line).x for line in lines) * size / imgui.get_font_size()
    low = ImVec2(corner.x + 0.5 * size, corner.y + 0.5 * size)
    high = ImVec2(low.x + widest + 1.2 * size, low.y + (1.2 * len(lines) + 0.6) * size)
    ground = theme.colour("panel", state.settings.light, 0.85)
    painter.add_rect_filled(low, high, imgui.get_color_u32(ground), 0.3 * size)
    ink = imgui.get_color_u32(imgui.Col_.text)
    for number, line in enumerate(lines):
        painter.add_text(font, size, ImVec2(low.x + 0.6 * size, low.y + (0.3 + 1.2 * number) * size), ink, line)


def _draw_bar(state: State, corner: ImVec2, area: ImVec2, opacity: float) -> None:
    em = imgui.get_font_size()
    width = min(area.x - 2 * em, 56 * em)
    low = ImVec2(corner.x + (area.x - width) / 2, corner.y + area.y - (HEIGHT + 1) * em)
    high = ImVec2(low.x + width, low.y + HEIGHT * em)
    imgui.push_style_var(imgui.StyleVar_.alpha, opacity)
    ground = theme.colour("window", state.settings.light, 0.96)
    imgui.get_window_draw_list().add_rect_filled(low, high, imgui.get_color_u32(ground), 0.5 * em)
    imgui.set_cursor_screen_pos(ImVec2(low.x + 0.8 * em, low.y + (HEIGHT * em - imgui.get_frame_height()) / 2))
    leave = 7.0
    transport.draw_buttons(state)
    imgui.same_line()
    beyond = (imgui.get_window_pos().x + imgui.get_window_width() - high.x) / em  # the window goes on to the right
    transport.draw_slider(state, leave + 1.6 + beyond, with_number=width > 40 * em)
    imgui.same_line()
    action_button(state, f"{icons.ICON_FA_COMPRESS} Leave", "lecture", ImVec2(leave * em, 0))
    imgui.pop_style_var()
