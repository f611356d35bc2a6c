"""How many runs ended with which loss; dragging over some of them keeps these."""

from __future__ import annotations

import numpy as np
from imgui_bundle import ImVec2, imgui, implot

from ... import theme
from ...state import State
from .. import ticks
from .curves import AXIS, PLOT

BINS = 32
SHORTEST = 4.0  # pixels, below which it was a click


class Histogram:
    """Of the runs that the search leaves."""

    def __init__(self) -> None:
        self._made_for: tuple[float, str] | None = None
        self._edges = self._counts = np.zeros(0)
        self._start: float | None = None

    def draw(self, state: State, size: ImVec2) -> None:
        """In so many pixels."""
        view = state.all_runs
        if self._made_for != (view.edition, view.search):
            self._make(state)
            self._made_for = view.edition, view.search
        if not len(self._counts) or not implot.begin_plot("##histogram", size, PLOT):
            return
        implot.setup_axes("", "", AXIS | implot.AxisFlags_.no_grid_lines, AXIS | implot.AxisFlags_.no_decorations)
        most = float(self._counts.max())
        implot.setup_axes_limits(self._edges[0], self._edges[-1], 0, 1.25 * most, implot.Cond_.always)
        implot.setup_axis_scale(implot.ImAxis_.x1, implot.Scale_.log10)
        ticks.set_losses(self._edges[0], self._edges[-1], implot.ImAxis_.x1)
        implot.push_plot_clip_rect()
        self._draw_bars(state)
        self._drag(state)
        implot.pop_plot_clip_rect()
        _name_axes(state)
        implot.end_plot()

    def _make(self, state: State) -> None:
        losses = np.array([one.facts.loss for one in state.all_runs.found if one.facts and one.facts.loss])
        losses = losses[losses > 0]
        if not len(losses):
            self._edges = self._counts = np.zeros(0)
            return
        low, high = float(losses.min()) / 1.1, float(losses.max()) * 1.1
        self._edges = np.geomspace(low, high, BINS + 1)
        self._counts = np.histogram(losses, self._edges)[0]

    def _draw_bars(self, state: State) -> None:
        painter, losses = implot.get_plot_draw_list(), state.all_runs.losses
        light = state.settings.light
        for left, right, count in zip(self._edges, self._edges[1:], self._counts):
            if count:
                kept = losses is None or (right >= losses[0] and left <= losses[1])
                low, high = implot.plot_to_pixels(left, 0), implot.plot_to_pixels(right, float(count))
                painter.add_rect_filled(ImVec2(low.x + 1, min(high.y, low.y - 2)), ImVec2(high.x, low.y),
                                        imgui.get_color_u32(theme.colour("accent" if kept else "hover", light)))

    def _drag(self, state: State) -> None:
        view, mouse = state.all_runs, implot.get_plot_mouse_pos().x
        if implot.is_plot_hovered() and imgui.is_mouse_clicked(0):
            self._start = mouse
        if self._start is None:
            if view.losses:
                self._shade(state, *view.losses)
            return
        low, high = sorted((self._start, mouse))
        is_range = abs(implot.plot_to_pixels(high, 0).x - implot.plot_to_pixels(low, 0).x) >= SHORTEST
        if is_range:
            self._shade(state, low, high)
        if not imgui.is_mouse_down(0):
            view.losses = (low, high) if is_range else None
            self._start = None

    def _shade(self, state: State, low: float, high: float) -> None:
        corner, size = implot.get_plot_pos(), implot.get_plot_size()
        implot.get_plot_draw_list().add_rect_filled(
            ImVec2(implot.plot_to_pixels(low, 0).x, corner.y),
            ImVec2(implot.plot_to_pixels(high, 0).x, corner.y + size.y),
            imgui.get_color_u32(theme.colour("text", state.settings.light, 0.10)))


def _name_axes(state: State) -> None:
    corner, em = implot.get_plot_pos(), imgui.get_font_size()
    losses = state.all_runs.losses
    said = f"last loss {losses[0]:.2g} to {losses[1]:.2g}" if losses else "runs by last loss: drag to keep some"
    implot.get_plot_draw_list().add_text(ImVec2(corner.x + 0.5 * em, corner.y + 0.3 * em),
                                         imgui.get_color_u32(theme.colour("faint", state.settings.light)), said)
