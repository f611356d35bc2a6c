"""Along the bottom: the loss curve, the transport and the step slider."""

from __future__ import annotations

import numpy as np
from imgui_bundle import ImVec2, imgui, implot
from imgui_bundle import icons_fontawesome_4 as icons

from .. import actions, theme
from ..state import State
from .widgets import action_button

PLOT = (implot.Flags_.no_menus | implot.Flags_.no_box_select | implot.Flags_.no_legend
        | implot.Flags_.no_mouse_text | implot.Flags_.no_title)
AXIS = implot.AxisFlags_.lock | implot.AxisFlags_.no_highlight


def draw(state: State) -> None:
    """The panel."""
    imgui.begin_disabled(state.run is None)
    _draw_transport(state)
    imgui.end_disabled()
    if state.run:
        _draw_curve(state)


def _draw_transport(state: State) -> None:
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
    imgui.same_line()
    _draw_slider(state)
    imgui.set_next_item_width(7.5 * em)
    entered, step = imgui.input_int("##step", state.step, 0, 0, imgui.InputTextFlags_.enter_returns_true)
    imgui.set_item_tooltip("Type a step and press Enter: the last checkpoint up to it is shown")
    if entered and state.run:
        actions.scrub(state, int(np.searchsorted(state.run.steps, step, side="right")) - 1)
    imgui.same_line()
    action_button(state, icons.ICON_FA_MINUS, "slower", square)
    imgui.same_line(0, 0.3 * em)
    imgui.align_text_to_frame_padding()
    imgui.text(f"{state.playback.speed:>3}/s")
    imgui.set_item_tooltip("Checkpoints per second while playing")
    imgui.same_line(0, 0.3 * em)
    action_button(state, icons.ICON_FA_PLUS, "faster", square)
    imgui.same_line()
    state.log_step = imgui.checkbox("log x", state.log_step)[1]
    imgui.set_item_tooltip("Logarithmic steps")
    imgui.same_line()
    state.log_loss = imgui.checkbox("log y", state.log_loss)[1]
    imgui.set_item_tooltip("Logarithmic loss")


def _draw_slider(state: State) -> None:
    count = len(state.run) if state.run else 0
    # Beside the slider and not on it, where the grab would hide it in passing.
    label = f"{state.index + 1:,} of {count:,}" if count else ""
    room = imgui.calc_text_size(f"{count:,} of {count:,}").x + imgui.get_style().item_spacing.x
    imgui.set_next_item_width(imgui.get_content_region_avail().x - 26.6 * imgui.get_font_size() - room)
    flags = imgui.SliderFlags_.no_input
    changed, index = imgui.slider_int("##checkpoint", state.index, 0, max(1, count - 1), "", flags)
    imgui.set_item_tooltip("Drag through all checkpoints (Left, Right; with Shift ten)")
    if changed:
        state.playback.playing = False
        actions.scrub(state, index)
    imgui.same_line()
    start = imgui.get_cursor_pos_x()
    imgui.text(label)
    imgui.same_line(start + room)


def _draw_curve(state: State) -> None:
    run = state.run
    if not implot.begin_plot("##loss", imgui.get_content_region_avail(), PLOT):
        return
    # Step 0 has no place on a logarithmic axis: it is drawn at the left edge, together with step 1.
    steps = np.maximum(run.steps, 1 if state.log_step else 0).astype(np.float64)
    implot.setup_axes("", "", AXIS, AXIS)
    first, last = (1.0 if state.log_step else 0.0), float(max(run.training.iterations, 2))
    low, high = _loss_range(run.losses, state.log_loss)
    # A little room to the right, so that the mark at the last step is seen whole.
    implot.setup_axes_limits(first, last * (1.1 if state.log_step else 1.01), low, high, implot.Cond_.always)
    implot.setup_axis_scale(implot.ImAxis_.x1, implot.Scale_.log10 if state.log_step else implot.Scale_.linear)
    implot.setup_axis_scale(implot.ImAxis_.y1, implot.Scale_.log10 if state.log_loss else implot.Scale_.linear)
    _set_step_ticks(last, state.log_step)
    if state.log_loss:
        _set_loss_ticks(low, high)
    spec = implot.Spec()
    spec.line_color, spec.line_weight = theme.colour("text", state.light), 1.5
    implot.plot_line("loss", steps, np.asarray(run.losses, np.float64), spec)
    _draw_position(state, steps)
    _drag_position(state)
    implot.end_plot()


def _draw_position(state: State, steps: np.ndarray) -> None:
    accent = theme.colour("accent", state.light)
    spec = implot.Spec()
    spec.line_color, spec.line_weight = accent, 1.5
    here = steps[state.index:state.index + 1].copy()
    implot.plot_inf_lines("position", here, spec)
    spec.marker, spec.marker_size, spec.marker_fill_color = implot.Marker_.circle, 4, accent
    implot.plot_scatter("loss here", here, np.array(state.run.losses[state.index:state.index + 1]), spec)


def _drag_position(state: State) -> None:
    """Clicking or dragging in the curve shows the checkpoint nearest to that step."""
    if implot.is_plot_hovered() and imgui.is_mouse_clicked(imgui.MouseButton_.left):
        state.dragging_curve = True
    if not imgui.is_mouse_down(imgui.MouseButton_.left):
        state.dragging_curve = False
    if state.dragging_curve:
        state.playback.playing = False
        step = implot.get_plot_mouse_pos().x
        actions.scrub(state, int(np.searchsorted(state.run.steps, step)))


def _loss_range(losses: np.ndarray, logarithmic: bool) -> tuple[float, float]:
    low, high = float(losses.min()), float(losses.max())
    if logarithmic:
        return max(low, 1e-6) * 0.85, max(high, 1e-5) * 1.15
    return 0.0, high * 1.05


def _set_step_ticks(last: float, logarithmic: bool) -> None:
    if logarithmic:
        ticks = [10.0 ** power for power in range(int(np.log10(last)) + 1)]
    else:
        unit = 10.0 ** int(np.log10(last))
        spacing = next(unit * part for part in (0.1, 0.2, 0.5, 1.0, 2.0) if last / (unit * part) <= 8)
        ticks = list(np.arange(0, last, spacing))
    implot.setup_axis_ticks(implot.ImAxis_.x1, ticks, [_short(tick) for tick in ticks])


def _set_loss_ticks(low: float, high: float) -> None:
    """Powers of ten, and what lies between them where there is room."""
    powers = [10.0 ** power for power in range(-6, 3)]
    parts = (1, 2, 5) if high < 50 * low else (1,)
    ticks = [part * power for power in powers for part in parts if low <= part * power <= high]
    implot.setup_axis_ticks(implot.ImAxis_.y1, ticks, [f"{tick:g}" for tick in ticks])


def _short(step: float) -> str:
    """1000000 as 1M, 20000 as 20k."""
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if step >= size:
            return f"{step / size:g}{unit}"
    return f"{step:g}"
