"""Which lines of other steps are in sight: the View panel's part."""

from __future__ import annotations

from imgui_bundle import icons_fontawesome_4 as icons
from imgui_bundle import imgui

from ...render.past import MOST_STEPS, TRAILS
from ..actions import looking
from ..state import State
from .widgets import choice, row

LABELS = 8.0  # width of what is beside, in font sizes


def draw(state: State) -> None:
    """How far back trails go, and the steps of the onion skin."""
    row("Trails", labels=LABELS)
    chosen = choice("##trails", state.settings.trails, TRAILS)
    imgui.set_item_tooltip("Where lines have been in the last part of the training; of the picked neuron alone,\n"
                           "if one is picked")
    if chosen:
        state.settings.trails = chosen
    row("Onion skin", labels=LABELS)
    imgui.begin_disabled(state.shown.run is None)
    if imgui.button("Keep this step in sight", imgui.ImVec2(-1, 0)):
        looking.keep_step(state)
    imgui.end_disabled()
    imgui.set_item_tooltip(f"Its lines stay, in faint colours, while other steps are shown: up to {MOST_STEPS} steps")
    _draw_steps(state)


def _draw_steps(state: State) -> None:
    """Each with a button to take it away, as many in a row as there is room for."""
    end = imgui.get_cursor_screen_pos().x + imgui.get_content_region_avail().x
    for number, step in enumerate(state.shown.onion):
        label = f"{step:,} {icons.ICON_FA_TIMES}"
        width = imgui.calc_text_size(label).x + 2 * imgui.get_style().frame_padding.x
        if number and imgui.get_item_rect_max().x + imgui.get_style().item_spacing.x + width < end:
            imgui.same_line()
        if imgui.small_button(f"{label}###onion {step}"):
            looking.let_step_go(state, step)
        imgui.set_item_tooltip("Take it away")
