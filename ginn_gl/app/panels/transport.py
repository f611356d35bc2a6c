"""How one goes through a run: buttons, slider, the step as a number, the speed, and what belongs to the axes."""

from __future__ import annotations

from imgui_bundle import ImVec2, imgui
from imgui_bundle import icons_fontawesome_4 as icons

from ...errors import GinnError
from ..actions.playing import scrub, scrub_step
from ..forms.step import step_of
from ..state import State
from .widgets import action_button

WIDE, NARROW = 62.0, 50.0
"""Windows, in font sizes: from where on all has room side by side, and below where speed and number go as well."""


def draw(state: State) -> None:
    """One row. What has no room in it is behind a button at its end."""
    em = imgui.get_font_size()
    draw_buttons(state)
    imgui.same_line()
    width = imgui.get_window_width() / em
    is_wide, is_narrow = width >= WIDE, width < NARROW
    draw_slider(state, 31.8 if is_wide else 10.6 if is_narrow else 21.8, with_number=not is_narrow)
    imgui.same_line()
    _draw_step(state)
    imgui.same_line()
    if not is_narrow:
        _draw_speed(state)
        imgui.same_line()
    if is_wide:
        _draw_switches(state, in_row=True)
    else:
        _draw_rest(state, with_speed=is_narrow)


def draw_buttons(state: State) -> None:
    """To go to the ends, by one, and to play."""
    em = imgui.get_font_size()
    square = ImVec2(2.2 * em, 0)
    action_button(state, icons.ICON_FA_FAST_BACKWARD, "first", square)
    imgui.same_line(0, 0.3 * em)
    action_button(state, icons.ICON_FA_STEP_BACKWARD, "back", square)
    imgui.same_line(0, 0.3 * em)
    playing = state.playback.playing
    action_button(state, icons.ICON_FA_PAUSE if playing else icons.ICON_FA_PLAY, "play", ImVec2(3.2 * em, 0))
    imgui.same_line(0, 0.3 * em)
    action_button(state, icons.ICON_FA_STEP_FORWARD, "on", square)
    imgui.same_line(0, 0.3 * em)
    action_button(state, icons.ICON_FA_FAST_FORWARD, "last", square)


def _draw_step(state: State) -> None:
    imgui.set_next_item_width(7.5 * imgui.get_font_size())
    entered, text = imgui.input_text("##step", str(state.shown.step), imgui.InputTextFlags_.enter_returns_true
                                     | imgui.InputTextFlags_.auto_select_all)
    imgui.set_item_tooltip("Type any step, such as 12000 or 12k, and press Enter")
    if not entered:
        return
    try:
        scrub_step(state, step_of(text))
    except GinnError as error:
        state.messages.complain(error)


def _draw_speed(state: State) -> None:
    em = imgui.get_font_size()
    square = ImVec2(2.2 * em, 0)
    action_button(state, icons.ICON_FA_MINUS, "slower", square)
    imgui.same_line(0, 0.3 * em)
    imgui.align_text_to_frame_padding()
    imgui.text(f"{state.playback.speed:>3}/s")
    imgui.set_item_tooltip("Checkpoints per second while playing")
    imgui.same_line(0, 0.3 * em)
    action_button(state, icons.ICON_FA_PLUS, "faster", square)


def _draw_switches(state: State, in_row: bool) -> None:
    state.settings.smooth = imgui.checkbox("smooth", state.settings.smooth)[1]
    imgui.set_item_tooltip("While playing, draw what lies between two checkpoints too, mixed from both")
    if in_row:
        imgui.same_line()
    state.settings.log_step = imgui.checkbox("log x", state.settings.log_step)[1]
    imgui.set_item_tooltip("Logarithmic steps")
    if in_row:
        imgui.same_line()
    state.settings.log_loss = imgui.checkbox("log y", state.settings.log_loss)[1]
    imgui.set_item_tooltip("Logarithmic loss")


def _draw_rest(state: State, with_speed: bool) -> None:
    if imgui.button(f"{icons.ICON_FA_ELLIPSIS_V}##more", ImVec2(2.2 * imgui.get_font_size(), 0)):
        imgui.open_popup("more of the timeline")
    imgui.set_item_tooltip("Speed, axes and what lies between checkpoints" if with_speed else
                           "Axes, and what lies between checkpoints")
    if imgui.begin_popup("more of the timeline"):
        if with_speed:
            imgui.text_disabled(_number(state))
            _draw_speed(state)
        _draw_switches(state, in_row=False)
        imgui.end_popup()


def _number(state: State) -> str:
    """Of the shown checkpoint, such as '12 of 1,350'."""
    count = len(state.shown.run) if state.shown.run else 0
    return f"{state.shown.index + 1:,} of {count:,}" if count else ""


def draw_slider(state: State, others: float, with_number: bool = True) -> None:
    """Through checkpoints, or through the steps that the curve is zoomed to. others: font sizes that are left for what
    comes after it."""
    count = len(state.shown.run) if state.shown.run else 0
    # Beside the slider and not on it, where the grab would hide it in passing.
    spacing = imgui.get_style().item_spacing.x
    has_more = with_number or state.shown.span is not None
    widest = imgui.calc_text_size(f"{count:,} of {count:,}" if with_number else "Whole run 0").x
    room = widest + spacing if has_more else 0
    imgui.set_next_item_width(imgui.get_content_region_avail().x - others * imgui.get_font_size() - room)
    if state.shown.span:
        _slide_through_steps(state)
    else:
        _slide_through_checkpoints(state, count)
    if not has_more:
        return
    imgui.same_line()
    start = imgui.get_cursor_pos_x()
    if state.shown.span:
        if imgui.button("Whole run", ImVec2(room - spacing, 0)):
            state.shown.span = None
        imgui.set_item_tooltip("Zoom the timeline out again (double-click in the curve)")
    else:
        imgui.text(_number(state))
    imgui.same_line(start + room - spacing)
    imgui.dummy(ImVec2(0, 0))


def _slide_through_checkpoints(state: State, count: int) -> None:
    flags = imgui.SliderFlags_.no_input
    changed, index = imgui.slider_int("##checkpoint", state.shown.index, 0, max(1, count - 1), "", flags)
    imgui.set_item_tooltip("Drag through all checkpoints (Left, Right; with Shift ten).\n"
                           "Zoom in with the wheel over the curve, and it reaches every step (Ctrl+Left, Ctrl+Right).")
    if changed:
        state.playback.playing = False
        scrub(state, index)


def _slide_through_steps(state: State) -> None:
    assert state.shown.span is not None
    first, last = state.shown.span
    changed, step = imgui.slider_int("##step slider", state.shown.step, first, last, "", imgui.SliderFlags_.no_input)
    imgui.set_item_tooltip("Drag through every step of the part that the curve shows (Ctrl+Left, Ctrl+Right)")
    if changed:
        state.playback.playing = False
        scrub_step(state, step)
