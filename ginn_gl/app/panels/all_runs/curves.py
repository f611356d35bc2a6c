"""The loss curves of all runs that are kept, laid over each other; that of the one pointed at stands out."""

from __future__ import annotations

import time

import moderngl
import numpy as np
from imgui_bundle import ImVec2, ImVec4, imgui, implot

from ....many.listing import Listed
from ....words import plural
from ... import theme
from ...state import State
from .. import ticks

MOST = 300  # curves: of more, these are taken evenly
REST = 20   # times as long as they took to make, until they are made anew while runs are still being read
ROWS = 3    # that a pixel is divided into, so that lines have smooth edges
PLOT = (implot.Flags_.no_menus | implot.Flags_.no_box_select | implot.Flags_.no_mouse_text | implot.Flags_.no_title
        | implot.Flags_.no_legend)
AXIS = implot.AxisFlags_.lock | implot.AxisFlags_.no_highlight


class Curves:
    """All of them as one picture, made anew when others are kept: so many lines, drawn in each frame, take longer than
    all else in the window where the processor draws."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._edition, self._next_at = -1.0, 0.0
        self._steps = self._losses = np.zeros(0)
        self._drawn = self._of = 0
        self._kept: set[str] = set()
        self._limits = 1.0, 2.0, 0.1, 1.0
        self._texture: moderngl.Texture | None = None
        self._made_for: tuple[float, int, int] | None = None

    def draw(self, state: State, size: ImVec2) -> None:
        """In so many pixels."""
        view, began = state.all_runs, time.perf_counter()
        is_new = self._edition != view.edition and not (view.shelf.reading and began < self._next_at)
        if is_new:
            self._take(view.kept)
            self._edition = view.edition
        if not self._drawn:
            imgui.begin_child("no curves", size)
            imgui.text_disabled("Loss curves come as runs are read" if view.kept else "")
            imgui.end_child()
            return
        if not implot.begin_plot("##curves", size, PLOT):
            return
        first, last, low, high = self._limits
        implot.setup_axes("", "", AXIS, AXIS)
        implot.setup_axes_limits(first, last, low, high, implot.Cond_.always)
        implot.setup_axis_scale(implot.ImAxis_.x1, implot.Scale_.log10)
        implot.setup_axis_scale(implot.ImAxis_.y1, implot.Scale_.log10)
        ticks.set_steps(first, last, logarithmic=True)
        ticks.set_losses(low, high)
        self._draw_all(state)
        if is_new:
            self._next_at = began + REST * (time.perf_counter() - began)
        self._draw_one(state, view.hovered or (view.chosen if view.chosen in self._kept else None))
        _name_axes(state, self._drawn, self._of)
        implot.end_plot()

    def _draw_all(self, state: State) -> None:
        corner, size = implot.get_plot_pos(), implot.get_plot_size()
        scale = imgui.get_io().display_framebuffer_scale
        across, down = max(2, round(size.x * scale.x)), max(2, round(size.y * scale.y))
        if self._made_for != (self._edition, across, down):
            self._paint(across, down)
            self._made_for = self._edition, across, down
        assert self._texture
        high = ImVec2(corner.x + size.x, corner.y + size.y)
        implot.get_plot_draw_list().add_image(
            imgui.ImTextureRef(self._texture.glo), corner, high, ImVec2(0, 0), ImVec2(1, 1),
            imgui.get_color_u32(theme.colour("text", state.settings.light)))

    def _paint(self, across: int, down: int) -> None:
        pixels = painted(self._steps, self._losses, self._limits, (across, down), max(0.12, min(0.8, 12 / self._drawn)))
        if self._texture is None or self._texture.size != (across, down):
            if self._texture:
                self._texture.release()
            self._texture = self._context.texture((across, down), 1, alignment=1)
            self._texture.swizzle = "111R"  # as much of a colour as curves cover
        self._texture.write(pixels, alignment=1)

    def _draw_one(self, state: State, path: str | None) -> None:
        one = state.all_runs.shelf.rows.get(path) if path else None
        if one is not None and one.curve is not None:
            steps, losses = one.curve.astype(np.float64)
            accent = theme.colour("accent", state.settings.light)
            _plot("##one", np.maximum(steps, 1), np.where(losses > 0, losses, np.nan), accent, 2.5)

    def _take(self, kept: list[Listed]) -> None:
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
        there = self._losses[np.isfinite(self._losses)]
        low, high = (float(there.min()), float(there.max())) if len(there) else (0.1, 1.0)
        last = max(2.0, float(np.nanmax(self._steps))) if len(steps) else 2.0
        self._limits = 1.0, last, low / 1.3, max(high, 1.01 * low) * 1.3


def painted(steps: np.ndarray, losses: np.ndarray, limits: tuple[float, float, float, float], size: tuple[int, int],
            opacity: float) -> np.ndarray:
    """Curves as lines laid over each other, (H, W) uint8: how much of a pixel is covered. Both axes are logarithmic.

    steps, losses: (N,) of one curve after another, which something that is no number ends. limits: first and last step,
    least and largest loss. size: W and H. opacity: of one line.
    """
    across, down = size
    rows = down * ROWS
    first, last, low, high = np.log(limits)
    x = (np.log(steps) - first) / (last - first) * across
    y = (high - np.log(losses)) / (high - low) * rows
    heights = _heights(x, y, np.arange(across + 1))
    # A line covers the rows from its upper end in a column to its lower one, and half its width beyond.
    upper, lower = np.minimum(heights[:, :-1], heights[:, 1:]), np.maximum(heights[:, :-1], heights[:, 1:])
    curve, column = np.nonzero(np.isfinite(upper))
    top = np.clip(upper[curve, column] - (ROWS - 1) / 2, 0, rows).astype(int)
    bottom = np.clip(lower[curve, column] + (ROWS + 1) / 2, 0, rows).astype(int)
    begun, ended = (np.bincount(row * across + column, minlength=(rows + 1) * across) for row in (top, bottom))
    lines = np.cumsum((begun - ended).reshape(rows + 1, across)[:-1], axis=0, dtype=np.int32)
    covered = (255 / ROWS * (1 - (1 - opacity) ** np.arange(len(heights) + 1))).astype(np.float32)[lines]
    return (covered.reshape(down, ROWS, across).sum(axis=1) + 0.5).astype(np.uint8)


def _heights(x: np.ndarray, y: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Of each curve at these columns, (curves, columns) float32; no number where it is not."""
    ends = np.flatnonzero(np.isnan(x))
    heights = np.full((len(ends), len(columns)), np.nan, np.float32)
    for place, (start, end) in enumerate(zip(np.append(0, ends[:-1] + 1), ends)):
        seen = np.isfinite(y[start:end])
        if seen.any():
            heights[place] = np.interp(columns, x[start:end][seen], y[start:end][seen], left=np.nan, right=np.nan)
    return heights


def _plot(name: str, steps: np.ndarray, losses: np.ndarray, colour: ImVec4, weight: float) -> None:
    spec = implot.Spec()
    spec.line_color, spec.line_weight = colour, weight
    implot.plot_line(name, np.ascontiguousarray(steps), np.ascontiguousarray(losses), spec)


def _name_axes(state: State, drawn: int, of: int) -> None:
    corner, size, em = implot.get_plot_pos(), implot.get_plot_size(), imgui.get_font_size()
    said = "loss by step" if drawn == of else f"loss by step, of {drawn:,} of {plural(of, 'run')}"
    implot.get_plot_draw_list().add_text(ImVec2(corner.x + 0.5 * em, corner.y + size.y - 1.3 * em),
                                         imgui.get_color_u32(theme.colour("faint", state.settings.light)), said)
