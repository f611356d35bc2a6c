"""The window: hello_imgui owns it, moderngl attaches to its context, and a frame reads as phases."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from imgui_bundle import ImVec2, hello_imgui, imgui, immapp

from ...paths import settings_folder
from ...render.pixels.context import attach_context, is_software
from ...render.preparing import prepare, ready_painter
from ...signals import stop_signals, waking_up
from .. import keys, theme
from ..actions import all_runs, findings, first_minute, learning, runs, starting, tour, training
from ..capture import stills, videos
from ..capture.camera import Camera
from ..panels import branching, canvas, help, lecture, palette, picture, quitting, status, timeline  # noqa: A004
from ..panels.all_runs.view import AllRunsView
from ..panels.drawing import DrawingWindow
from ..panels.over_picture.data_points import DataPoints
from ..panels.over_picture.past import Past
from ..processes.answering import Answering
from ..state import State
from ..state.library import Library
from . import display, preferences
from .full_screen import FullScreen
from .guard import Guard
from .layout import Layout
from .memory import Leftovers
from .pacing import Pace
from .part import Part
from .redrawing import Redrawing
from .tabs import Tabs

DEFAULT_SIZE = (1280, 800)
STARTING_FRAME_RATE = 15
IDLE_FRAME_RATE = 0.5
WAITING_FRAME_RATE = 10.0  # while the painter is compiled, which a faster window would only hold up
AWAKE, BRIEFLY_AWAKE = 1.0, 0.1  # seconds after any input, in which frames come as fast as they can
LISTING_FRAME_RATE = 15.0  # while all runs are listed or painted beside; any input is answered at once


class Viewer:
    """The window's life around one State: set-up, frames, end.

    log: where failures of its parts are written in full. should_stop: whether it is to close. goes_on: open where one
    was the last time, or with the first minute.
    """

    def __init__(self, state: State, log: Path | None = None,
                 should_stop: Callable[[], bool] = lambda: False, goes_on: bool = False) -> None:
        self.state = state
        self.guard = Guard(state.messages.complain, log)
        self._should_stop, self._goes_on = should_stop, goes_on
        self.context = None
        # From when the window has OpenGL.
        self._canvas = self._camera = self._past = self._points = self._redrawing = self._tabs = self._drawing = None
        self._all_runs: AllRunsView | None = None
        self._commands = palette.CommandPalette()
        self._lecture = lecture.Lecture()
        self._pace = Pace()
        self._leftovers = Leftovers()
        self._scene: picture.Scene | None = None  # what was shown last
        self._last_frame = time.perf_counter()
        self._looks: tuple[bool, float] | None = None  # the theme and the size of text that are in force
        self._full_screen = FullScreen()
        self._is_ready = False  # whether the painter is

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
        self._past = Past(self.context)
        self._points = DataPoints(self.context)
        self._drawing = DrawingWindow(self.context)
        self._redrawing = Redrawing(self.context)
        self._all_runs = AllRunsView(self.context)
        self._tabs = Tabs(self.context, self.guard)
        self.state.screen.in_software = is_software(self.context)
        self.state.screen.renderer_name = _short_name(self.context.info["GL_RENDERER"])
        preferences.load(self.state.settings)
        if self._goes_on:
            starting.start(self.state, preferences.load_place())
        prepare()
        gc.freeze()  # all that is there by now stays: to look through it for garbage would take several frames
        display.accept_dropped_files(self.state.asked.dropped)

    def _draw_frame(self) -> None:
        state, now = self.state, time.perf_counter()
        elapsed, self._last_frame = now - self._last_frame, now
        for what, take in (("The theme", self._apply_theme),
                           ("The window", self._note_visible),
                           ("The training beside", partial(training.watch, state)),
                           ("The recording", partial(videos.watch, state)),
                           ("Playback", partial(state.shown.advance, min(elapsed, 0.25))),
                           ("The preview", partial(learning.take_in, state)),
                           ("The insights", partial(findings.take_in, state)),
                           ("The tour", partial(tour.take_in, state)),
                           ("The first minute", partial(first_minute.watch, state)),
                           ("The painter", self._note_ready),
                           ("Opening", partial(runs.open_what_came_in, state)),
                           ("The list of runs", partial(all_runs.watch, state, min(elapsed, 0.25))),
                           ("That key", partial(keys.act_on_keys, state)),
                           ("Drawing", self._draw_panels),
                           ("Full screen", partial(self._full_screen.apply, state)),
                           ("Quitting", self._ask_before_quitting),
                           ("The frame rate", self._set_pace)):
            with self.guard.around(what):
                take()
        if self._should_stop():
            self._params.app_shall_exit = True

    def _note_visible(self) -> None:
        self.state.screen.on_screen = self.state.screen.on_screen or display.is_visible()

    def _note_ready(self) -> None:
        """The compiler that comes with the painter stays as well, and is as much again."""
        if not self._is_ready and ready_painter() is not None:
            self._is_ready = True
            gc.freeze()

    def _set_pace(self) -> None:
        """Frames come as fast as the display takes them, and hardly at all while nothing can change."""
        state, pace = self.state, self._params.fps_idling
        waiting = self._waits_for_compiler()
        shown, screen = state.first_minute.is_shown, state.screen
        many = state.all_runs
        if many.is_open:  # and the picture is not there to become final
            screen.picture_is_final, waiting = True, False
        moving = (state.playback.playing or screen.fading or shown or state.work.recording
                  or not (screen.picture_is_final or waiting))
        computing = any(part.computing for part in self._answering()
                        if part not in (many.shelf, many.tiles, many.measuring))
        something_comes = computing or state.work.video or state.messages.to_read or state.asked.file_dialog
        # What reads and paints beside has the processor for it: a faster window would only hold it up.
        comes_beside = many.is_open and (many.shelf.computing or many.tiles.computing or many.measuring.computing
                                         or many.playing or (many.tab == "Wall" and many.hovered))
        pace.time_active_after_last_event = BRIEFLY_AWAKE if comes_beside else AWAKE
        pace.fps_idle = (WAITING_FRAME_RATE if waiting else LISTING_FRAME_RATE if comes_beside else IDLE_FRAME_RATE)
        pace.enable_idling = not (moving or state.work.at_work or something_comes)
        state.screen.idling = pace.is_idling
        self._leftovers.watch(bool(moving))

    def _waits_for_compiler(self) -> bool:
        run = self.state.shown.run
        return (run is not None and not self.state.screen.picture_is_final
                and ready_painter(with_cells=run.network.is_piecewise_linear) is None)

    def _draw_panels(self) -> None:
        state, whole = self.state, imgui.get_main_viewport().size
        at = Layout.of(whole.x, whole.y, imgui.get_font_size())
        self._redrawing.begin(state)
        if state.all_runs.is_open:
            self._scene = None
            self._draw_all_runs(at)
        else:
            self._draw_one(at)
        for name, draw in (("Help", help.draw), ("Drawing a target", self._drawing.draw),
                           ("Commands", self._commands.draw), ("Train from here", branching.draw),
                           ("Redrawing", self._redrawing.end)):
            with self.guard.around(name):
                draw(state)
        if self._scene and self._canvas and self._past and self._points:
            picture.put_on_screen(state, self._canvas, self._past, self._points, self._scene)

    def _draw_all_runs(self, at: Layout) -> None:
        """Instead of the picture and all around it."""
        with (Part("All runs", ImVec2(0, 0), ImVec2(at.width, at.height)),
              self.guard.around("The list of runs", draws=True)):
            assert self._all_runs
            self._all_runs.draw(self.state)

    def _draw_one(self, at: Layout) -> None:
        """The picture, and what is around it."""
        state, alone = self.state, self.state.asked.lecture
        assert self._all_runs
        self._all_runs.close()
        size = ImVec2(at.width, at.height) if alone else ImVec2(at.width - at.column, at.top)
        with (Part("Picture", ImVec2(0, 0), size, padding=ImVec2(0, 0)),
              self.guard.around("The picture", draws=True)):
            assert self._canvas and self._camera
            self._scene = picture.draw(state, self._canvas, self._camera, self._lecture if alone else None)
        if not alone:
            self._draw_around(at)

    def _draw_around(self, at: Layout) -> None:
        """All but the picture."""
        low = ImVec2(imgui.get_style().window_padding.x, 3)
        for name, position, size, padding, draw in (
                ("Panels", ImVec2(at.width - at.column, 0), ImVec2(at.column, at.top), None, self._tabs.draw),
                ("Timeline", ImVec2(0, at.top), ImVec2(at.width, at.timeline), None, timeline.draw),
                ("Status", ImVec2(0, at.height - at.status), ImVec2(at.width, at.status), low, status.draw)):
            self._redrawing.before(name)
            with Part(name, position, size, padding) as awake, self.guard.around(name, draws=True):
                if awake:
                    draw(self.state)

    def _take_window(self) -> None:
        """With everything in it, just before it is shown."""
        with self.guard.outside("Recording the window"):
            self._redrawing.drawn()
            self._film()

    def _film(self) -> None:
        state, io = self.state, imgui.get_io()
        scale = io.display_framebuffer_scale
        size = round(io.display_size.x * scale.x), round(io.display_size.y * scale.y)
        state.screen.window_size = size
        self._camera.film_window(state, size)
        if state.asked.still == "window":
            stills.keep_still(state, self._camera.window(size))

    def _wait(self) -> None:
        work, rate = self.state.work, self.state.settings.frame_rate
        if work.trainer and not work.trainer.seen and not self.state.playback.playing:
            rate = min(rate, STARTING_FRAME_RATE)  # the training that begins has the processor
        self._pace.keep(rate if work.at_work else None)

    def _apply_theme(self) -> None:
        looks = self.state.settings.light, self.state.settings.text_size
        if self._looks != looks:
            self._looks = looks
            theme.apply(*looks)

    def _ask_before_quitting(self) -> None:
        """Closing the window while a training of its own runs is put off until the user has said what of it."""
        from imgui_bundle.glfw_utils import glfw, glfw_window_hello_imgui

        state, window = self.state, glfw_window_hello_imgui()
        if glfw.window_should_close(window) and state.work.training and state.work.trainer.ours:
            glfw.set_window_should_close(window, False)
            self._params.app_shall_exit = False
            state.asked.quitting = True
        if quitting.draw(state):
            self._params.app_shall_exit = True

    def _answering(self) -> tuple[Answering, ...]:
        """All that is asked, and answers later."""
        shown = self.state.shown
        many = self.state.all_runs
        return (shown.replays, shown.what_if.loss, shown.matching.matcher, many.shelf, many.tiles, many.measuring,
                *self.state.work.answering())

    def _end(self) -> None:
        with self.guard.outside("Keeping the settings"):
            preferences.save(self.state.settings)
            preferences.save_place(starting.place_of(self.state))
        self._leave_nothing()

    def _leave_nothing(self) -> None:
        """End all that runs beside the window: one after another, whatever goes wrong with any."""
        state = self.state
        for what, end in (("The recording", partial(videos.end, state)),
                          *(("A process beside", one.close) for one in self._answering()),
                          ("The training beside", partial(training.end, state))):
            with self.guard.outside(what):
                end()


def open_window(paths: list[Path], folders: list[Path], goes_on: bool = False) -> int:
    """Open the viewer on the first of these run files. folders: where further runs are looked for. goes_on: rather
    where one was the last time, or the first time with the first minute.

    Returns 0 once it was closed, or the status of a process that Ctrl-C or its like has ended: it closes then, too.
    Raises GinnError where there is no display, no OpenGL 3.3, or a file that is no run.
    """
    with stop_signals() as stop, waking_up(display.wake):
        display.require_opengl()
        state = State(Library(folders, list(paths)))
        first = next(iter(paths or state.library.paths()), None)
        if first is not None:
            runs.open_run(state, first)
        Viewer(state, settings_folder() / "errors.log", stop, goes_on).run()
    return 128 + stop.number if stop.number else 0


def add_ons() -> immapp.AddOnsParams:
    """Which parts of imgui_bundle the viewer uses."""
    return immapp.AddOnsParams(with_implot=True)


def _short_name(renderer: str) -> str:
    """'llvmpipe (LLVM 15.0.6, 256 bits)' as 'llvmpipe'."""
    return renderer.split("/")[0].split(" (")[0]
