"""The real window, driven by widget name: each test opens it on a short real run and closes it again."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from pathlib import Path

import numpy as np
import psutil
import pytest
from imgui_bundle import hello_imgui, imgui
from imgui_bundle.immapp import testing

from ginn_gl.app.actions import runs
from ginn_gl.app.panels.picture import button_of
from ginn_gl.app.state import State
from ginn_gl.app.state.library import Library
from ginn_gl.app.window import redrawing
from ginn_gl.app.window import viewer as window

SIZE = (1000, 800)  # a software renderer takes as long for a frame as it has pixels
RASTERIZER_DISCARD = 0x8C89  # of OpenGL
TIMELINE = SIZE[1] - 100  # from the top, where its curve is


class Screen:
    """Takes the pixels of a whole frame, as it is about to be shown, whenever they are wanted.

    paints_all: also frames that nobody looks at, as where a frame shows again what one before it painted.
    """

    def __init__(self, viewer: window.Viewer) -> None:
        self.viewer, self.wanted, self.painted, self.paints_all = viewer, False, True, False
        self.pixels = np.zeros((0, 0, 3), int)

    def begin(self) -> None:
        """Panels are only painted where somebody looks: else two thirds of the processor's time would be theirs."""
        state = self.viewer.state
        self.painted = bool(self.wanted or self.paints_all or state.work.recording or state.asked.still)
        if not self.painted:
            self.viewer.context.enable_direct(RASTERIZER_DISCARD)

    def end(self) -> None:
        self.viewer.context.disable_direct(RASTERIZER_DISCARD)

    def look(self) -> None:
        if self.wanted and self.painted:
            width, height = map(int, imgui.get_io().display_size)
            read = self.viewer.context.detect_framebuffer().read((0, 0, width, height), 3, alignment=1)
            self.pixels = np.frombuffer(read, np.uint8).reshape(height, width, 3)[::-1].astype(int)
            self.wanted = False


class Driver:
    """What a test does at the window. Every look at it fails on a GL error."""

    def __init__(self, context, viewer: window.Viewer, screen: Screen, size: tuple[int, int] = SIZE) -> None:
        self.context, self.viewer, self.screen, self.size = context, viewer, screen, size
        self.state = viewer.state

    def frames(self, count: int = 2) -> None:
        self.context.yield_(count)

    def click(self, name: str, part: str = "Panels") -> None:
        """Click a widget, named by its label, in one part of the window."""
        self.context.set_ref(f"//{part}")
        self.context.item_click(f"**/{name}")
        self.frames()
        assert not self.context.is_error(), f"no widget '{name}' in {part}"

    def hover(self, name: str, part: str = "Panels") -> None:
        self.context.set_ref(f"//{part}")
        self.context.mouse_move(f"**/{name}")
        self.frames()
        assert not self.context.is_error(), f"no widget '{name}' in {part}"

    def choose(self, name: str, item: str) -> None:
        """An item of a list that a widget of the Train tab opens: one which is no match for a pattern."""
        windows = imgui.get_current_context().windows
        (form,) = (window for window in windows if window.active and "/form_" in window.name)
        self.context.set_ref(form.id_)
        self.context.item_click(name)
        self.context.item_click(f"//$FOCUSED/{item}")
        self.frames()
        assert not self.context.is_error(), f"no item '{item}' in {name}"

    def put(self, name: str, value: str | float) -> None:
        """Type or set a value in a widget of the panels."""
        self.context.set_ref("//Panels")
        self.context.item_input_value(f"**/{name}", value)
        self.frames()
        assert not self.context.is_error(), f"no widget '{name}'"

    def press(self, key: int) -> None:
        self.context.key_press(key)
        self.frames()

    def type(self, character: str) -> None:
        """One that keyboards have at different places."""
        self.context.key_chars(character)
        self.frames()

    def move_mouse(self, x: float, y: float) -> None:
        self.context.mouse_move_to_pos(imgui.ImVec2(x, y))
        self.frames()

    def wait_until(self, holds: Callable[[], bool], seconds: float = 60.0) -> None:
        """Let frames pass until something holds, or fail."""
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, "what the test waits for did not happen"
            self.frames(1)
            time.sleep(0.03)  # which what is waited for may need

    def start_endless_training(self) -> None:
        """Begin a training that will not end by itself, and wait until it is shown."""
        self.state.forms.training.hidden, self.state.forms.training.iterations = "8,8", 40_000_000
        self.press(imgui.Key.t)
        self.wait_until(lambda: self.state.shown.following and len(self.state.shown.run) > 5, 60)

    def window_pixels(self) -> np.ndarray:
        """The whole window as it is on screen, (H, W, 3) int."""
        self.frames(2)  # until what was just done is drawn
        self.screen.wanted = True
        self.frames(2)
        assert not self.screen.wanted and self.viewer.context.error == "GL_NO_ERROR"
        return self.screen.pixels

    def picture_place(self) -> tuple[int, int, int, int]:
        """Left, top, width and height of the picture in the window, or of all where there are several."""
        self.context.set_ref("//Picture")
        cells = self.cells()
        left, top = min(cell[0] for cell in cells), min(cell[1] for cell in cells)
        return (left, top, max(cell[0] + cell[2] for cell in cells) - left,
                max(cell[1] + cell[3] for cell in cells) - top)

    def cells(self) -> list[tuple[int, int, int, int]]:
        """Left, top, width and height in the window of each picture."""
        self.context.set_ref("//Picture")
        found = []
        for place in range(len(self.state.shown.pictures())):
            box = self.context.item_info(button_of(place)).rect_full
            left, top = round(box.min.x), round(box.min.y)
            found.append((left, top, round(box.max.x) - left, round(box.max.y) - top))
        return found

    def picture(self, mouse_away: bool = True) -> np.ndarray:
        """The picture as it is on screen, (H, W, 3) int."""
        left, top, width, height = self.picture_place()
        if mouse_away:
            self.move_mouse(self.size[0] / 2, self.size[1] - 4)
        self.wait_until(lambda: self.state.screen.picture_is_final)
        return self.window_pixels()[top:top + height, left:left + width]


@pytest.fixture(scope="session")
def short_run(tmp_path_factory) -> Path:
    """A real training of 3,000 steps, kept in 200 checkpoints."""
    path = tmp_path_factory.mktemp("runs") / "short.ginn"
    subprocess.run([sys.executable, "-m", "ginn_gl", "train", "--seed=1", "--iterations=3000", "--checkpoints=200",
                    "--device=cpu", f"--out={path}"], check=True, capture_output=True)
    return path


@pytest.fixture
def at_window(short_run, tmp_path, monkeypatch) -> Iterator[Callable[[Callable[[Driver], None]], State]]:
    """Open the window on the short run, let a function drive it, close it; returns the state it ended in.

    quits: the function itself closes the window. settings: they are kept, under $HOME. fails: a part of the window is
    meant to fail; in any other test none may, though the window would go on.
    """

    monkeypatch.setattr(redrawing, "AWAKE_SECONDS", 1e9)  # widgets of parts that rest cannot be found by name
    monkeypatch.setattr(window, "IDLE_FRAME_RATE", 0.0)  # no rest: what the test engine does would not end it

    def open_and_drive(drive: Callable[[Driver], None], run: Path | None = short_run, quits: bool = False,
                       settings: bool = False, fails: bool = False, size: tuple[int, int] = SIZE) -> State:
        state = State(Library([], []), captures=tmp_path / "captures", new_runs=tmp_path / "runs")
        if run:
            runs.open_run(state, run)
        viewer = window.Viewer(state, tmp_path / "errors.log")
        params = viewer.runner_params()
        params.ini_disable = not settings
        params.app_window_params.restore_previous_geometry = False
        params.app_window_params.window_geometry.size = size
        params.callbacks.register_tests = _let_tests_take_their_time
        screen, before_swap = Screen(viewer), params.callbacks.before_swap
        params.callbacks.before_imgui_render = screen.begin
        params.callbacks.before_swap = lambda: (screen.end(), before_swap(), screen.look())

        def test(context) -> None:
            context.yield_(3)
            drive(Driver(context, viewer, screen, size))

        with pytest.raises(RuntimeError, match="exited before the test finished") if quits else nullcontext():
            testing.run(test_function=test, runner_params=params, add_ons_params=window.add_ons())
        for shown in (state.shown, *state.shown.beside.others):
            if shown and shown.run:
                shown.run.close()
        assert bool(viewer.guard.failures) == fails, (tmp_path / "errors.log").read_text()
        return state

    yield open_and_drive
    for left in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):
            if "ginn_gl" in left.cmdline():  # and not one of Python's own helpers, which must live on
                left.kill()  # a training that a failed test did not come to stop


def _let_tests_take_their_time() -> None:
    """imgui's engine would end a test after a minute, which one that waits on a busy machine may take."""
    options = imgui.test_engine.get_io(hello_imgui.get_imgui_test_engine())
    options.config_watchdog_warning = options.config_watchdog_kill_test = sys.float_info.max
