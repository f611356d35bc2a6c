"""The column of panels, one of them in sight."""

from __future__ import annotations

import moderngl
from imgui_bundle import ImVec2, imgui

from ..panels.table import PANELS, names_of
from ..state import State
from .guard import Guard

FEW = 6  # tabs, for which there is room


class Tabs:
    """Draws all panels, each with a guard around it."""

    def __init__(self, context: moderngl.Context, guard: Guard) -> None:
        self._guard = guard
        self._draw = {panel.name: panel.make(context) for panel in PANELS}

    def draw(self, state: State) -> None:
        """The tabs, and the panel of the one that is chosen."""
        names, style, asked = names_of(state), imgui.get_style(), state.asked
        if asked.next_tab:
            place = names.index(asked.tab) if asked.tab in names else -1
            asked.tab, asked.tab_requested, asked.next_tab = names[(place + 1) % len(names)], True, False
        elif asked.tab not in names:
            asked.tab, asked.tab_requested = names[0], True
        tight = max(2, 5 - 2 * (len(names) - FEW)) if len(names) > FEW else 5  # all tabs are to have room side by side
        imgui.push_style_var(imgui.StyleVar_.frame_padding, ImVec2(tight, style.frame_padding.y))
        is_open = imgui.begin_tab_bar("tabs", imgui.TabBarFlags_.fitting_policy_shrink)
        imgui.pop_style_var()
        if is_open:
            for name in names:
                self._draw_tab(state, name, tight)
            imgui.end_tab_bar()

    def _draw_tab(self, state: State, name: str, tight: int) -> None:
        asked, style = state.asked, imgui.get_style()
        requested = asked.tab_requested and name == asked.tab
        flags = imgui.TabItemFlags_.set_selected if requested else 0
        imgui.push_style_var(imgui.StyleVar_.frame_padding, ImVec2(tight, style.frame_padding.y))
        imgui.push_style_var(imgui.StyleVar_.item_inner_spacing, ImVec2(tight, style.item_inner_spacing.y))
        is_shown = imgui.begin_tab_item(name, None, flags)[0]
        imgui.pop_style_var(2)
        if not is_shown:
            return
        if requested or not asked.tab_requested:
            asked.tab, asked.tab_requested = name, False
        imgui.begin_child("content", ImVec2(0, 0), 0)
        with self._guard.around(f"The tab {name}", draws=True):
            self._draw[name](state)
        imgui.end_child()
        imgui.end_tab_item()
