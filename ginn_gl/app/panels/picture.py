"""The picture: the network drawn by the renderer, with zoom, pan and what is under the cursor."""

from __future__ import annotations

import time
from dataclasses import replace

import moderngl
import numpy as np
from imgui_bundle import ImVec2, imgui

from ...config import View
from ...network import evaluate
from ...render import Renderer, pixel_to_point
from ...render.mapping import pixels_per_unit
from ...store import Run
from .. import actions, captures, theme
from ..camera import Camera
from ..state import Cursor, State
from . import notes, region, scale_bar
from .pasting import paste

MIN_ZOOM, MAX_ZOOM = 0.25, 100_000.0
ZOOM_PER_NOTCH = 1.2
STILL_SECONDS = 0.15
SHARE_OF_FRAME = 0.75  # of a frame's time is the picture's
COARSEST = 0.25
MARGIN = 10
NEAR_PIXELS = 40.0  # a boundary farther than this from the cursor is not called near


class Canvas:
    """The renderer of the run that is shown; draws again only when what it shows has changed.

    While that changes from one frame to the next, the picture is drawn as coarsely as it takes to hold
    the frame rate, and in full once it has been still for STILL_SECONDS.

    scale: of the picture last drawn, 1 in full. seconds: what the GPU spent on it.
    """

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._renderer: Renderer | None = None
        self._made_for = self._shown = self._parameters = self._texture = None
        self._clock = context.query(time=True)
        self._changed = False  # in the last frame
        self._pixels_drawn = self._changed_at = 0.0
        self._seconds_per_pixel = 0.0
        self.scale, self.seconds = 1.0, 0.0

    def texture(self, run: Run, parameters: np.ndarray, view: View, size: tuple[int, int],
                frame_rate: float) -> moderngl.Texture:
        """The picture for a place of (width, height) framebuffer pixels; while things move, a smaller one."""
        renderer, now = self._renderer_for(run), time.perf_counter()
        self._read_clock()
        still = now - self._changed_at > STILL_SECONDS
        changed = parameters is not self._parameters or (view, size) != self._shown
        if changed:
            moving = self._changed or not still
            self._parameters, self._shown, self._changed_at = parameters, (view, size), now
            self._draw(renderer, parameters, view, size, self._quick_scale(size, frame_rate) if moving else 1.0)
        elif still and self.scale < 1:
            self._draw(renderer, parameters, view, size, 1.0)
        self._changed = changed
        return self._texture

    def pixels(self, view: View, size: tuple[int, int]) -> np.ndarray:
        """The picture in full, (H, W, 3) uint8."""
        self._shown = None
        return self._renderer.read(view, size)

    def _draw(self, renderer: Renderer, parameters: np.ndarray, view: View, size: tuple[int, int],
              scale: float) -> None:
        scaled = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
        renderer.set_parameters(parameters)
        with self._clock:
            self._texture = renderer.draw(replace(view, line_width=view.line_width * scale), scaled)
        self.scale, self._pixels_drawn = scale, scaled[0] * scaled[1]

    def _quick_scale(self, size: tuple[int, int], frame_rate: float) -> float:
        """How coarse a picture must be to hold a frame rate."""
        seconds = self._seconds_per_pixel * size[0] * size[1]
        return max(COARSEST, min(1.0, (SHARE_OF_FRAME / frame_rate / seconds) ** 0.5)) if seconds else 1.0

    def _read_clock(self) -> None:
        """Take the time of the picture drawn in an earlier frame, by now at hand without waiting."""
        if self._pixels_drawn:
            self.seconds = self._clock.elapsed * 1e-9
            self._seconds_per_pixel = self.seconds / self._pixels_drawn
            self._pixels_drawn = 0

    def _renderer_for(self, run: Run) -> Renderer:
        if self._made_for is not run:
            if self._renderer:
                self._renderer.release()
            self._renderer = Renderer(self._context, run.network, run.target)
            self._made_for, self._shown = run, None
        return self._renderer


def draw(state: State, canvas: Canvas, camera: Camera) -> None:
    """Fill the window it is in with the picture, and a margin around it in the colour around the square."""
    _draw_margin()
    area = imgui.get_content_region_avail()
    area = ImVec2(area.x - MARGIN, area.y - MARGIN)
    scale = imgui.get_io().display_framebuffer_scale
    size = (max(1, round(area.x * scale.x)), max(1, round(area.y * scale.y)))
    if state.run is None:
        _draw_invitation(state, area)
        return
    corner = imgui.get_cursor_screen_pos()
    texture = canvas.texture(state.run, state.parameters, state.view, size, state.picture_rate)
    state.picture_seconds, state.picture_scale, state.picture_size = canvas.seconds, canvas.scale, size
    camera.film_picture(state, texture)
    paste(texture, corner, area)
    imgui.set_next_item_allow_overlap()
    imgui.invisible_button("picture", area)
    _navigate(state, corner, area)
    region.draw_outline(state, corner, area)
    scale_bar.draw(state, corner, area)
    notes.draw(state, corner, area)
    if state.still_wanted in ("picture", "clipboard"):
        captures.keep_still(state, canvas.pixels(state.view, size))


def _draw_margin() -> None:
    """Four bars, and the next item goes between them."""
    low, size, painter = imgui.get_window_pos(), imgui.get_window_size(), imgui.get_window_draw_list()
    high, colour = ImVec2(low.x + size.x, low.y + size.y), imgui.get_color_u32(theme.SURROUND)
    for start, end in ((low, (high.x, low.y + MARGIN)), ((low.x, high.y - MARGIN), high),
                       ((low.x, low.y + MARGIN), (low.x + MARGIN, high.y - MARGIN)),
                       ((high.x - MARGIN, low.y + MARGIN), (high.x, high.y - MARGIN))):
        painter.add_rect_filled(start, end, colour)
    imgui.set_cursor_screen_pos(ImVec2(low.x + MARGIN, low.y + MARGIN))


def _draw_invitation(state: State, area: ImVec2) -> None:
    lines = ("No run is open.", "T trains one here; Ctrl+O or drag and drop opens a .ginn file.")
    for number, line in enumerate(lines):
        width = imgui.calc_text_size(line).x
        imgui.set_cursor_pos(ImVec2((area.x - width) / 2, area.y / 2 + number * 1.5 * imgui.get_font_size()))
        imgui.text_disabled(line)


def _navigate(state: State, corner: ImVec2, area: ImVec2) -> None:
    """Zoom and pan by the mouse over the picture, which is the last item; note what lies under it."""
    io = imgui.get_io()
    aspect = state.run.target.aspect
    size = (area.x, area.y)
    mouse = (io.mouse_pos.x - corner.x, io.mouse_pos.y - corner.y)
    before = (mouse[0] - io.mouse_delta.x, mouse[1] - io.mouse_delta.y)
    hovered = imgui.is_item_hovered()
    if hovered and imgui.is_mouse_double_clicked(imgui.MouseButton_.left):
        actions.reset_view(state)
    elif imgui.is_item_active() and mouse != before:
        _bring_under(state, size, aspect, mouse, pixel_to_point(state.view, size, aspect, before))
    elif hovered and io.mouse_wheel:
        point = pixel_to_point(state.view, size, aspect, mouse)
        zoom = state.view.zoom * ZOOM_PER_NOTCH ** io.mouse_wheel
        state.view = replace(state.view, zoom=min(MAX_ZOOM, max(MIN_ZOOM, zoom)))
        _bring_under(state, size, aspect, mouse, point)
    state.cursor = _under(state, size, aspect, mouse) if hovered else None


def _bring_under(state: State, size: tuple, aspect: float, mouse: tuple, point: tuple) -> None:
    """Shift the view so that a point of the plane lies under the mouse."""
    x, y = pixel_to_point(state.view, size, aspect, mouse)
    center = state.view.center
    state.view = replace(state.view, center=(center[0] + point[0] - x, center[1] + point[1] - y))


def _under(state: State, size: tuple, aspect: float, mouse: tuple) -> Cursor:
    x, y = pixel_to_point(state.view, size, aspect, mouse)
    at = evaluate(state.parameters, state.run.network, np.array([[x, y]]))
    per_pixel = 1 / np.array(pixels_per_unit(state.view, size, aspect))
    nearest, distance = None, NEAR_PIXELS
    for layer, (values, gradients) in enumerate(zip(at.preactivations, at.gradients), 1):
        slopes = np.linalg.norm(gradients[0] * per_pixel, axis=1)
        distances = np.abs(values[0]) / np.maximum(slopes, 1e-30)
        for neuron in np.argsort(distances):
            if (layer, neuron + 1) in state.view.neurons:
                if distances[neuron] < distance:
                    nearest, distance = (layer, int(neuron) + 1), float(distances[neuron])
                break
    return Cursor(x, y, float(at.probability[0]), nearest, distance)
