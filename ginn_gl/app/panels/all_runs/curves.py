"""The loss curves of all runs that are kept, laid over each other; that of the one pointed at stands out."""

from __future__ import annotations

import numpy as np
from imgui_bundle import ImVec2, ImVec4, imgui, implot

from ....many.listing import Listed
from ... import theme
from ...state import State
from .. import ticks

MOST = 400  # curves: of more, these are taken evenly
PLOT = (implot.Flags_.no_menus | implot.Flags_.no_box_select | implot.Flags_.no_mouse_text | implot.Flags_.no_title
        | implot.Flags_.no_legend)
AXIS = implot.AxisFlags_.lock | implot.AxisFlags_.no_highlight


class Curves:
    """All of them as one line with gaps, made anew when others are kept."""

    def __init__(self) -> None:
        self._edition = -1.0
        self._steps = self._losses = np.zeros(0)
        self._drawn = self._of = 0
        self._kept: set[str] = set()

    def draw(self, state: State, size: ImVec2) -> None:
        """In so many pixels."""
        view = state.all_runs
        if self._edition != view.edition:
            self._make(view.kept)
            self._edition = view.edition
        if not self._drawn:
            imgui.begin_child("no curves", size)
            imgui.text_disabled("Loss curves come as runs are read" if view.kept else "")
            imgui.end_child()
            return
        if not implot.begin_plot("##curves", size, PLOT):
            return
        implot.setup_axes("", "", AXIS, AXIS)
        positive = self._losses[np.isfinite(self._losses) & (self._losses > 0)]
        low, high = (float(positive.min()), float(positive.max())) if len(positive) else (0.1, 1.0)
        last = max(2.0, float(np.nanmax(self._steps)))
        low, high = low / 1.3, max(high, 1.01 * low) * 1.3
        implot.setup_axes_limits(1, last, low, high, implot.Cond_.always)
        implot.setup_axis_scale(implot.ImAxis_.x1, implot.Scale_.log10)
        implot.setup_axis_scale(implot.ImAxis_.y1, implot.Scale_.log10)
        ticks.set_steps(1, last, logarithmic=True)
        ticks.set_losses(low, high)
        alpha = max(0.12, min(0.8, 12 / self._drawn))
        _plot("##all", self._steps, self._losses, theme.colour("text", state.settings.light, alpha), 1.0)
        self._draw_one(state, view.hovered or (view.chosen if view.chosen in self._kept else None))
        _name_axes(state, self._drawn, self._of)
        implot.end_plot()

    def _draw_one(self, state: State, path: str | None) -> None:
        one = state.all_runs.shelf.rows.get(path) if path else None
        if one is not None and one.curve is not None:
            steps, losses = one.curve.astype(np.float64)
            accent = theme.colour("accent", state.settings.light)
            _plot("##one", np.maximum(steps, 1), np.where(losses > 0, losses, np.nan), accent, 2.5)

    def _make(self, kept: list[Listed]) -> None:
        curves = [one.curve for one in kept if one.curve is not None]
        self._of = len(curves)
        self._kept = {one.path for one in kept}
        if len(curves) > MOST:
            curves = [curves[place] for place in np.linspace(0, len(curves) - 1, MOST).astype(int)]
        self._drawn = len(curves)
        gap = np.full((2, 1), np.nan)
        parts = [part for curve in curves for part in (curve, gap)]
        steps, losses = np.concatenate(parts, axis=1).astype(np.float64) if parts else np.zeros((2, 0))
        self._steps = np.maximum(steps, 1)
        self._losses = np.where(losses > 0, losses, np.nan)


def _plot(name: str, steps: np.ndarray, losses: np.ndarray, colour: ImVec4, weight: float) -> None:
    spec = implot.Spec()
    spec.line_color, spec.line_weight = colour, weight
    implot.plot_line(name, np.ascontiguousarray(steps), np.ascontiguousarray(losses), spec)


def _name_axes(state: State, drawn: int, of: int) -> None:
    corner, size, em = implot.get_plot_pos(), implot.get_plot_size(), imgui.get_font_size()
    said = "loss by step" if drawn == of else f"loss by step, of {drawn:,} of {of:,} runs"
    implot.get_plot_draw_list().add_text(ImVec2(corner.x + 0.5 * em, corner.y + size.y - 1.3 * em),
                                         imgui.get_color_u32(theme.colour("faint", state.settings.light)), said)
