"""The question that is left when the window is closed while a training runs."""

from __future__ import annotations

from imgui_bundle import ImVec2, imgui

from ..state import State

TITLE = "A training is still running"


def draw(state: State) -> bool:
    """The question, once it is asked; whether the viewer is to end now."""
    if state.asked.quitting and not imgui.is_popup_open(TITLE):
        imgui.open_popup(TITLE)
    middle = imgui.get_main_viewport().get_center()
    imgui.set_next_window_pos(middle, imgui.Cond_.appearing, ImVec2(0.5, 0.5))
    if not imgui.begin_popup_modal(TITLE, None, imgui.WindowFlags_.always_auto_resize)[0]:
        return False
    leave = state.work.trainer is None
    em = imgui.get_font_size()
    if state.work.trainer:
        imgui.text(f"{state.work.trainer.path.name} is not finished. Both ways it can be gone on with later.")
        imgui.dummy(ImVec2(0, 0.5 * em))
        width = ImVec2(13 * em, 0)
        if imgui.button("Stop it and quit", width):
            state.work.trainer.stop()
            leave = True
        imgui.same_line()
        if imgui.button("Let it go on and quit", width):
            state.work.trainer.let_go()
            leave = True
        imgui.same_line()
        if imgui.button("Cancel", ImVec2(7 * em, 0)) or imgui.is_key_pressed(imgui.Key.escape):
            state.asked.quitting = False
    if leave or not state.asked.quitting:
        imgui.close_current_popup()
    imgui.end_popup()
    return leave
