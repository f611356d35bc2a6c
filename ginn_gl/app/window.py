"""The window: hello_imgui owns it, moderngl attaches to its context, and a frame reads as phases."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from imgui_bundle import ImVec2, hello_imgui, imgui, immapp

from ..paths import settings_folder
from ..render.pixels.context import attach_context, is_software
from ..render.preparing import prepare, ready_painter
from ..signals import stop_signals, waking_up
from . import actions, captures, display, keys, settings, theme, training
from .camera import Camera
from .guard import Guard
from .library import Library
from .memory import Leftovers
from .pacing import Pace
from .panels import (
    canvas,
    diagram,
    help,  # noqa: A004 - the name of a panel
    insights,
    network,
    palette,
    picture,
    plane,
    quitting,
    record,
    status,
    timeline,
    tour,
    train,
    view,
)
from .panels.data_points import DataPoints
from .panels.samples import Samples
from .resting import Rest
from .state import State

DEFAULT_SIZE = (1280, 800)
IDLE_FRAME_RATE = 0.5
WAITING_FRAME_RATE = 10.0  # while the painter is compiled, which a faster window would only hold up
# Parts have no ground of their own but what the window is cleared with: a software renderer would spend
# more time on filling them than on all else.
FIXED = (imgui.WindowFlags_.no_decoration | imgui.WindowFlags_.no_background | imgui.WindowFlags_.no_move
         | imgui.WindowFlags_.no_saved_settings | imgui.WindowFlags_.no_bring_to_front_on_focus
         | imgui.WindowFlags_.no_nav)


class Viewer:
    """The window's life around one State: set-up, frames, end.

    log: where failures of its parts are written in full. should_stop: whether it is to close.
    """

    def __init__(self, state: State, log: Path | None = None,
                 should_stop: Callable[[], bool] = lambda: False) -> None:
        self.state = state
        self.guard = Guard(state.complain, log)
        self._should_stop = should_stop
        self.context = None
        # From when the window has OpenGL.
        self._canvas = self._camera = self._points = self._rest = None
        self._commands = palette.CommandPalette()
        self._pace = Pace()
        self._leftovers = Leftovers()
        self._panels: dict[str, Callable[[State], None]] = {}
        self._scene: picture.Scene | None = None  # what was shown last
        self._last_frame = time.perf_counter()
        self._is_light: bool | None = None  # the theme that is in force
        self._windowed: tuple[int, int, int, int] | None = None  # place and size to go back to from full screen

    def runner_params(self) -> hello_imgui.RunnerParams:
        """How hello_imgui shall run it."""
        display.leave_out_depth()
        params = hello_imgui.RunnerParams()
        params.app_window_params.window_title = "GINN-GL"
        params.app_window_params.window_geometry.size = DEFAULT_SIZE
        params.app_window_params.restore_previous_geometry = True
        params.imgui_window_params.default_imgui_window_type = (
            hello_imgui.DefaultImGuiWindowType.no_default_window)
        params.ini_folder_type = hello_imgui.IniFolderType.app_user_config_folder
        params.ini_filename = "ginn-gl/window.ini"
        params.ini_filename_use_app_window_title = False
        params.renderer_backend_options.open_gl_options = display.open_gl_3_3()
        params.fps_idling.fps_idle = IDLE_FRAME_RATE  # any input ends it at once
        params.fps_idling.time_active_after_last_event = 1.0
        params.callbacks.default_icon_font = hello_imgui.DefaultIconFont.font_awesome4
        params.callbacks.load_additional_fonts = theme.load_fonts
        params.callbacks.post_init = self._set_up
        params.callbacks.custom_background = lambda: None  # cleared once it is known what will be drawn
        params.callbacks.show_gui = self._draw_frame
        params.callbacks.before_swap = self._take_window
        params.callbacks.after_swap = self._wait
        params.callbacks.before_exit = self._end
        self._params = params
        return params

    def run(self) -> None:
        """Open the window and return when it is closed."""
        try:
            immapp.run(self.runner_params(), add_ons())
        finally:
            self._leave_nothing()  # even where it could not be closed as it should

    def _set_up(self) -> None:
        self.context = attach_context()
        self._canvas = canvas.Canvas(self.context)
        self._camera = Camera(self.context)
        self._points = DataPoints(self.context)
        self._rest = Rest(self.context)
        nodes = diagram.Nodes(self.context)
        self._panels = dict(zip(actions.TABS, (partial(network.draw, nodes=nodes),
                                                partial(plane.draw, samples=Samples(self.context)), view.draw,
                                                train.Form(self.context).draw,
                                                record.draw, insights.draw, tour.draw)))
        self.state.in_software = is_software(self.context)
        self.state.renderer_name = _short_name(self.context.info["GL_RENDERER"])
        settings.load(self.state)
        prepare()
        gc.freeze()  # all that is there by now stays: to look through it for garbage would take several frames
        display.accept_dropped_files(self.state.dropped)

    def _draw_frame(self) -> None:
        state, now = self.state, time.perf_counter()
        elapsed, self._last_frame = now - self._last_frame, now
        for what, take in (("The theme", self._apply_theme),
                           ("The window", self._note_visible),
                           ("The training beside", partial(training.watch, state)),
                           ("The recording", partial(captures.watch, state)),
                           ("Playback", partial(state.take_in, min(elapsed, 0.25))),
                           ("The tour", self._show_arrivals),
                           ("Opening", partial(actions.open_what_came_in, state)),
                           ("That key", partial(keys.act_on_keys, state)),
                           ("Drawing", self._draw_panels),
                           ("Full screen", self._apply_full_screen),
                           ("Quitting", self._ask_before_quitting),
                           ("The frame rate", self._set_pace)):
            with self.guard.around(what):
                take()
        if self._should_stop():
            self._params.app_shall_exit = True

    def _note_visible(self) -> None:
        self.state.on_screen = self.state.on_screen or display.is_visible()

    def _show_arrivals(self) -> None:
        for stop in self.state.guide.arrivals():
            actions.show_stop(self.state, stop)

    def _set_pace(self) -> None:
        """Frames come as fast as the display takes them, and hardly at all while nothing can change."""
        state, pace = self.state, self._params.fps_idling
        waiting = self._waits_for_compiler()
        moving = state.playback.playing or state.recording or not (state.picture_is_final or waiting)
        helped = (state.replays, state.findings, state.guide, state.preview, *state.vertex_finders)
        computing = any(part.computing for part in helped)
        something_comes = computing or state.sweeping or state.toast or state.file_dialog
        pace.fps_idle = WAITING_FRAME_RATE if waiting else IDLE_FRAME_RATE
        pace.enable_idling = not (moving or state.at_work or something_comes)
        state.idling = pace.is_idling
        self._leftovers.watch(bool(moving))

    def _waits_for_compiler(self) -> bool:
        run = self.state.run
        return (run is not None and not self.state.picture_is_final
                and ready_painter(with_cells=run.network.is_piecewise_linear) is None)

    def _draw_panels(self) -> None:
        state, em = self.state, hello_imgui.em_size()
        width, height = imgui.get_main_viewport().size
        # Whole pixels, or a hairline of background shows between the parts.
        line = round(2.4 * em)
        column, bottom = round(min(24 * em, 0.6 * width)), round(min(12.5 * em, 0.45 * max(0, height - line)))
        top = height - bottom - line
        self._rest.begin(state)
        with (_Part("Picture", ImVec2(0, 0), ImVec2(width - column, top), padding=ImVec2(0, 0)),
              self.guard.around("The picture", draws=True)):
            assert self._canvas and self._camera
            self._scene = picture.draw(state, self._canvas, self._camera)
        for name, position, size, padding, draw in (
                ("Panels", ImVec2(width - column, 0), ImVec2(column, top), None, self._draw_tabs),
                ("Timeline", ImVec2(0, top), ImVec2(width, bottom), None, timeline.draw),
                ("Status", ImVec2(0, height - line), ImVec2(width, line), ImVec2(12, 3), status.draw)):
            self._rest.before(name)
            with _Part(name, position, size, padding) as awake, self.guard.around(name, draws=True):
                if awake:
                    draw(state)
        for name, draw in (("Help", help.draw), ("Commands", self._commands.draw), ("Resting", self._rest.end)):
            with self.guard.around(name):
                draw(state)
        if self._scene and self._canvas and self._points:
            picture.put_on_screen(state, self._canvas, self._points, self._scene)

    def _draw_tabs(self, state: State) -> None:
        names, style = actions.tabs_of(state), imgui.get_style()
        if state.tab not in names:
            state.tab, state.tab_requested = names[0], True
        tight = 5 if len(names) < len(actions.TABS) else 3  # all tabs are to have room side by side
        imgui.push_style_var(imgui.StyleVar_.frame_padding, ImVec2(tight, style.frame_padding.y))
        is_open = imgui.begin_tab_bar("tabs", imgui.TabBarFlags_.fitting_policy_shrink)
        imgui.pop_style_var()
        if not is_open:
            return
        for name in names:
            draw_panel = self._panels[name]
            requested = state.tab_requested and name == state.tab
            flags = imgui.TabItemFlags_.set_selected if requested else 0
            imgui.push_style_var(imgui.StyleVar_.frame_padding, ImVec2(tight, style.frame_padding.y))
            imgui.push_style_var(imgui.StyleVar_.item_inner_spacing, ImVec2(tight, style.item_inner_spacing.y))
            is_shown = imgui.begin_tab_item(name, None, flags)[0]
            imgui.pop_style_var(2)
            if is_shown:
                if requested or not state.tab_requested:
                    state.tab, state.tab_requested = name, False
                imgui.begin_child("content", ImVec2(0, 0), 0)
                with self.guard.around(f"The tab {name}", draws=True):
                    draw_panel(state)
                imgui.end_child()
                imgui.end_tab_item()
        imgui.end_tab_bar()

    def _take_window(self) -> None:
        """With everything in it, just before it is shown."""
        with self.guard.outside("Recording the window"):
            self._rest.drawn()
            self._film()

    def _film(self) -> None:
        state, io = self.state, imgui.get_io()
        scale = io.display_framebuffer_scale
        size = round(io.display_size.x * scale.x), round(io.display_size.y * scale.y)
        state.window_size = size
        self._camera.film_window(state, size)
        if state.still_wanted == "window":
            captures.keep_still(state, self._camera.window(size))

    def _wait(self) -> None:
        self._pace.keep(self.state.frame_rate if self.state.at_work else None)

    def _apply_theme(self) -> None:
        if self._is_light != self.state.light:
            self._is_light = self.state.light
            theme.apply(self._is_light)

    def _apply_full_screen(self) -> None:
        """hello_imgui knows full screen only from the start on; GLFW changes it at any time."""
        from imgui_bundle.glfw_utils import glfw, glfw_window_hello_imgui

        if self.state.full_screen == (self._windowed is not None):
            return
        window = glfw_window_hello_imgui()
        if self.state.full_screen:
            left, top = glfw.get_window_pos(window)
            self._windowed = left, top, *glfw.get_window_size(window)
            monitor = glfw.get_primary_monitor()
            mode = glfw.get_video_mode(monitor)
            glfw.set_window_monitor(window, monitor, 0, 0, *mode.size, mode.refresh_rate)
        elif self._windowed:
            left, top, width, height = self._windowed
            glfw.set_window_monitor(
                window, None, left, top, width, height, glfw.DONT_CARE)  # pyright: ignore[reportArgumentType] - of none
            self._windowed = None

    def _ask_before_quitting(self) -> None:
        """Closing the window while a training of its own runs is put off until the user has said what of it."""
        from imgui_bundle.glfw_utils import glfw, glfw_window_hello_imgui

        state, window = self.state, glfw_window_hello_imgui()
        if glfw.window_should_close(window) and state.training and state.trainer.ours:
            glfw.set_window_should_close(window, False)
            self._params.app_shall_exit = False
            state.quit_asked = True
        if quitting.draw(state):
            self._params.app_shall_exit = True

    def _end(self) -> None:
        with self.guard.outside("Keeping the settings"):
            settings.save(self.state)
        self._leave_nothing()

    def _leave_nothing(self) -> None:
        """End all that runs beside the window: one after another, whatever goes wrong with any."""
        state = self.state
        for what, end in (("The recording", partial(captures.end, state)),
                          *(("A process beside", helper.close) for helper in
                            (state.replays, state.findings, state.guide, state.preview, *state.vertex_finders)),
                          ("The training beside", partial(training.end, state))):
            with self.guard.outside(what):
                end()


class _Part:
    """One fixed part of the window, at a place of its own."""

    def __init__(self, name: str, position: ImVec2, size: ImVec2, padding: ImVec2 | None = None) -> None:
        self.name, self.position, self.size, self.padding = name, position, size, padding

    def __enter__(self) -> bool:
        """False where imgui keeps what was drawn in it, and nothing is to be added."""
        origin = imgui.get_main_viewport().pos
        imgui.set_next_window_pos(ImVec2(origin.x + self.position.x, origin.y + self.position.y))
        imgui.set_next_window_size(ImVec2(max(1, self.size.x), max(1, self.size.y)))  # 0 would be: as it likes
        padding = self.padding or imgui.get_style().window_padding
        imgui.push_style_var(imgui.StyleVar_.window_padding, padding)
        imgui.begin(self.name, None, FIXED)
        imgui.pop_style_var()
        return not imgui.internal.get_current_window_read().skip_refresh

    def __exit__(self, *_) -> None:
        imgui.end()


def open_window(paths: list[Path], folders: list[Path]) -> int:
    """Open the viewer on the first of these run files. folders: where further runs are looked for.

    Returns 0 once it was closed, or the status of a process that Ctrl-C or its like has ended: it closes then, too.
    Raises GinnError where there is no display, no OpenGL 3.3, or a file that is no run.
    """
    with stop_signals() as stop, waking_up(display.wake):
        display.require_opengl()
        state = State(Library(folders, list(paths)))
        first = next(iter(paths or state.library.paths()), None)
        if first is not None:
            state.open(first)
        Viewer(state, settings_folder() / "errors.log", stop).run()
    return 128 + stop.number if stop.number else 0


def add_ons() -> immapp.AddOnsParams:
    """Which parts of imgui_bundle the viewer uses."""
    return immapp.AddOnsParams(with_implot=True)


def _short_name(renderer: str) -> str:
    """'llvmpipe (LLVM 15.0.6, 256 bits)' as 'llvmpipe'."""
    return renderer.split("/")[0].split(" (")[0]
