"""Along the bottom: the loss curve, under the row by which one goes through it."""

from __future__ import annotations

import numpy as np
from imgui_bundle import ImVec2, ImVec4, imgui, implot

from ...insight.findings import Track
from ...store import Run
from .. import theme
from ..actions import findings
from ..actions.playing import scrub, scrub_step
from ..state import State
from . import ticks, transport
from .thinning import thinned

PLOT = (implot.Flags_.no_menus | implot.Flags_.no_box_select
        | implot.Flags_.no_mouse_text | implot.Flags_.no_title)
ZOOM_PER_NOTCH = 1.3
SHORTEST = 20  # steps
MOST_NAMED = 3  # runs
AXIS = implot.AxisFlags_.lock | implot.AxisFlags_.no_highlight


def draw(state: State) -> None:
    """The panel."""
    imgui.begin_disabled(state.shown.run is None)
    transport.draw(state)
    imgui.end_disabled()
    if state.shown.run:
        _draw_curve(state)


def _draw_curve(state: State) -> None:
    runs, tracks = _runs(state), findings.tracks(state)
    validated = any(run.training.validation for run in runs.values())
    named = tracks or validated or 1 < len(runs) <= MOST_NAMED  # of more, the labels over the pictures tell the colours
    legend = 0 if named else implot.Flags_.no_legend
    if not implot.begin_plot("##loss", imgui.get_content_region_avail(), PLOT | legend):
        return
    implot.setup_axes("", "", AXIS, AXIS)
    first, last = _steps_seen(state)
    curves = [curve for run in runs.values() for curve in (run.losses, run.held_out)]
    low, high = _loss_range(np.concatenate(curves), state.settings.log_loss)
    implot.setup_axes_limits(first, last, low, high, implot.Cond_.always)
    implot.setup_axis_scale(implot.ImAxis_.x1, implot.Scale_.log10 if state.settings.log_step else implot.Scale_.linear)
    implot.setup_axis_scale(implot.ImAxis_.y1, implot.Scale_.log10 if state.settings.log_loss else implot.Scale_.linear)
    ticks.set_steps(first, last, state.settings.log_step)
    if state.settings.log_loss:
        ticks.set_losses(low, high)
    if tracks:
        _set_up_tracks(tracks)
    if validated or len(runs) > 1:
        implot.setup_legend(implot.Location_.west, implot.LegendFlags_.horizontal)
        for place in runs:
            implot.plot_dummy(_curve_name(runs, place))  # named first to last, but drawn the other way round
    for place in reversed(runs):
        _draw_losses(runs, place, state)
    if tracks:
        _draw_tracks(tracks, state)
    for place, other in enumerate(state.shown.beside.others, 1):
        _mark(other.step, other.loss, theme.curve_colour(place, state.settings.light), f"##beside here {place}", state)
    _draw_position(state)
    _drag_position(state)
    _zoom_in_time(state)
    _name_axes(state)
    _tell_under_mouse(state)
    implot.end_plot()


def _runs(state: State) -> dict[int, Run]:
    """Whose losses are drawn, by their place: of a run beside itself once."""
    first = state.shown.run
    assert first is not None
    return {0: first} | {place: other.run for place, other in enumerate(state.shown.beside.others, 1)
                         if not (other.stays and other.is_of(first.path))}


def _curve_name(runs: dict[int, Run], place: int) -> str:
    return f"{runs[place].path.stem}##{place}" if len(runs) > 1 else "loss"


def _draw_losses(runs: dict[int, Run], place: int, state: State) -> None:
    run, colour = runs[place], theme.curve_colour(place, state.settings.light)
    if run.training.validation:
        name = f"{run.path.stem}, validation##validation {place}" if len(runs) > 1 else "validation loss"
        _plot(name, run.steps, run.held_out, theme.held_out_colour(place, state.settings.light), state)
    _plot(_curve_name(runs, place), run.steps, run.losses, colour, state)


def _plot(name: str, steps: np.ndarray, values: np.ndarray, colour: ImVec4, state: State) -> None:
    """A curve over the part of the training that is seen."""
    spec = implot.Spec()
    spec.line_color, spec.line_weight = colour, 1.5
    # Step 0 has no place on a logarithmic axis: it is drawn at the left edge, together with step 1.
    steps = np.maximum(steps, 1 if state.settings.log_step else 0)
    ends = _steps_seen(state)
    columns = max(1, round(implot.get_plot_size().x * imgui.get_io().display_framebuffer_scale.x))
    edges = (np.geomspace if state.settings.log_step else np.linspace)(*ends, columns + 1)
    across, up = (np.asarray(part, np.float64) for part in thinned(steps, values, edges))
    implot.plot_line(name, across, up, spec)


def _set_up_tracks(tracks: list[Track]) -> None:
    """An axis of their own on the right, and the names of all curves."""
    values = np.concatenate([track.values[np.isfinite(track.values)] for track in tracks] + [np.zeros(1)])
    implot.setup_axis(implot.ImAxis_.y2, tracks[0].unit, AXIS | implot.AxisFlags_.opposite
                      | implot.AxisFlags_.no_grid_lines)
    high = max(float(values.max()), 1e-9)
    implot.setup_axis_limits(implot.ImAxis_.y2, 0, 1.08 * high, implot.Cond_.always)
    implot.setup_legend(implot.Location_.west, implot.LegendFlags_.horizontal)


def _draw_tracks(tracks: list[Track], state: State) -> None:
    implot.set_axes(implot.ImAxis_.x1, implot.ImAxis_.y2)
    for number, track in enumerate(tracks):
        _plot(track.name, track.steps, track.values, theme.track_colour(number), state)
    implot.set_axes(implot.ImAxis_.x1, implot.ImAxis_.y1)


def _draw_position(state: State) -> None:
    accent = theme.colour("accent", state.settings.light)
    spec = implot.Spec()
    spec.line_color, spec.line_weight = accent, 1.5
    here = np.array([max(state.shown.step, 1 if state.settings.log_step else 0)], np.float64)
    implot.plot_inf_lines("##position", here, spec)
    if state.shown.loss is not None:
        _mark(state.shown.step, state.shown.loss, accent, "##loss here", state)
    if state.shown.held_out is not None:
        colour = theme.held_out_colour(0, state.settings.light)
        _mark(state.shown.step, state.shown.held_out, colour, "##validation here", state)


def _mark(step: int, loss: float, colour: ImVec4, name: str, state: State) -> None:
    """A dot on a loss curve."""
    spec = implot.Spec()
    spec.marker, spec.marker_size, spec.marker_fill_color = implot.Marker_.circle, 4, colour
    spec.line_color = colour
    here = np.array([max(step, 1 if state.settings.log_step else 0)], np.float64)
    implot.plot_scatter(name, here, np.array([loss]), spec)


def _name_axes(state: State) -> None:
    """Within the plot, where its height is worth more than a line below it."""
    corner, size, em = implot.get_plot_pos(), implot.get_plot_size(), imgui.get_font_size()
    ink = imgui.get_color_u32(theme.colour("faint", state.settings.light))
    # In the corner that a falling curve leaves free.
    implot.get_plot_draw_list().add_text(ImVec2(corner.x + 0.5 * em, corner.y + size.y - 1.3 * em), ink, "loss by step")


def _tell_under_mouse(state: State) -> None:
    """The checkpoint at the mouse, and its loss."""
    run = state.shown.run
    if run is None or not implot.is_plot_hovered() or not len(run):
        return
    index = int(np.clip(np.searchsorted(run.steps, implot.get_plot_mouse_pos().x), 0, len(run) - 1))
    step, loss = int(run.steps[index]), float(run.losses[index])
    text = f"step {step:,}   loss {loss:.3g}"
    if np.isfinite(run.held_out[index]):
        text += f"   validation {float(run.held_out[index]):.3g}"
    _mark(step, loss, theme.colour("faint", state.settings.light), "##under the mouse", state)
    em, corner, size = imgui.get_font_size(), implot.get_plot_pos(), implot.get_plot_size()
    width = imgui.calc_text_size(text).x
    x = min(max(imgui.get_mouse_pos().x - width / 2, corner.x + 0.6 * em), corner.x + size.x - width - 0.6 * em)
    low = ImVec2(x, corner.y + 0.4 * em)
    painter = implot.get_plot_draw_list()
    high = ImVec2(low.x + width + 0.5 * em, low.y + 1.3 * em)
    painter.add_rect_filled(ImVec2(low.x - 0.5 * em, low.y - 0.2 * em), high,
                            imgui.get_color_u32(theme.colour("note", state.settings.light, 0.95)), 4)
    painter.add_text(low, imgui.get_color_u32(theme.colour("text", state.settings.light)), text)


def _drag_position(state: State) -> None:
    """Clicking or dragging in the curve shows the checkpoint after that step, or the step if zoomed in."""
    if implot.is_plot_hovered() and imgui.is_mouse_clicked(imgui.MouseButton_.left):
        state.pointer.dragging_curve = True
    if not imgui.is_mouse_down(imgui.MouseButton_.left):
        state.pointer.dragging_curve = False
    if state.pointer.dragging_curve:
        state.playback.playing = False
        step = implot.get_plot_mouse_pos().x
        if state.shown.span:
            scrub_step(state, round(step))
        else:
            scrub(state, int(np.searchsorted(state.shown.run.steps, step)))


def _zoom_in_time(state: State) -> None:
    """The wheel zooms the axis of steps about the mouse, a double click shows the whole run again."""
    if not implot.is_plot_hovered():
        return
    if imgui.is_mouse_double_clicked(imgui.MouseButton_.left):
        state.shown.span = None
    wheel = imgui.get_io().mouse_wheel
    if wheel:
        whole = _whole_run(state)
        first, last = _steps_seen(state) if state.shown.span else whole
        to_axis, to_step = (np.log, np.exp) if state.settings.log_step else (float, float)
        middle, factor = to_axis(implot.get_plot_mouse_pos().x), ZOOM_PER_NOTCH ** -wheel
        ends = [middle + factor * (to_axis(end) - middle) for end in (first, last)]
        state.shown.span = _within(whole, round(float(to_step(ends[0]))), round(float(to_step(ends[1]))))


def _within(whole: tuple[int, int], first: int, last: int) -> tuple[int, int] | None:
    """Steps to show, at least SHORTEST of them; None where they are the whole run."""
    if last - first < SHORTEST:
        first = (first + last - SHORTEST) // 2
        last = first + SHORTEST
    first, last = max(first, whole[0]), min(last, whole[1])
    return None if (first, last) == whole else (first, last)


def _whole_run(state: State) -> tuple[int, int]:
    return (1 if state.settings.log_step else 0), max(state.shown.run.iterations, 2)


def _steps_seen(state: State) -> tuple[float, float]:
    """The ends of the axis of steps."""
    if state.shown.span:
        return max(state.shown.span[0], _whole_run(state)[0]), state.shown.span[1]
    first, last = _whole_run(state)
    # A little room to the right, so that the mark at the last step is seen whole.
    return first, last * (1.1 if state.settings.log_step else 1.01)


def _loss_range(losses: np.ndarray, logarithmic: bool) -> tuple[float, float]:
    known = losses[np.isfinite(losses)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    if logarithmic:
        return max(low, 1e-6) * 0.85, max(high, 1e-5) * 1.15
    return 0.0, high * 1.05
