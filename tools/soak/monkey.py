"""Random input in the real window, with trainings beside it: `python tools/soak/monkey.py SECONDS [SEED]`.

Every minute it rests: nothing moves, the window has its first size, the first run is shown, and memory and open
files are noted. Prints a line at each rest, and fails (status 1) where a part of the window raised an exception,
where memory at the last five rests is more than 5 % above that at the first five after ten minutes (by their
medians), or where files were left open.
It makes runs and pictures in a folder of its own and removes them.
"""

from __future__ import annotations

import gc
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil
from imgui_bundle import imgui, immapp
from imgui_bundle.glfw_utils import glfw, glfw_window_hello_imgui

from ginn_gl.app.actions import looking, runs
from ginn_gl.app.capture import videos
from ginn_gl.app.keys import ACTIONS, MODIFIERS
from ginn_gl.app.panels.table import names_of
from ginn_gl.app.state import State
from ginn_gl.app.state.library import Library
from ginn_gl.app.state.settings import Settings
from ginn_gl.app.window.display import require_opengl
from ginn_gl.app.window.viewer import DEFAULT_SIZE, Viewer, add_ons
from ginn_gl.paths import FIRST_SHOWN, bundled_runs
from ginn_gl.signals import stop_signals

EVERY = 60.0          # seconds between two rests
WARM_UP = 600.0       # seconds after which memory is to stay as it is
RESTS = 5             # whose median counts, of the first from then on and of the last: one may catch a cache full
GROWTH = 0.05         # of memory, that is allowed in between
SETTLING = 4.0        # seconds of stillness before anything is noted
PATIENCE = 60.0       # seconds for what is under way to end before a rest
LARGEST = 1600, 1000  # of the window
KEPT = 6              # runs trained here
LEFT_ALONE = ("open", "full screen", "tab")  # needs a person; needs a window manager; comes by itself
TEXTS = ("16,16,16", "8", "3,3", "1920x1080", "64x64", "0", "-1", "999999999999", "ä☃", "loss", "")


@dataclass(frozen=True)
class Sample:
    """What the viewer held at a rest. memory: of its own process, in MB, without what it shares with others."""

    seconds: float
    memory: float
    files: int
    processes: int
    frames: int

    def __str__(self) -> str:
        return (f"{self.seconds:6.0f} s  {self.memory:7.1f} MB  {self.files:3} open files  "
                f"{self.processes} processes beside  {self.frames:7,} frames")


class Monkey(Viewer):
    """A viewer that is used at random until its time is over. samples: of its rests."""

    def __init__(self, state: State, log: Path, seconds: float, dice: random.Random,
                 should_stop: Callable[[], bool]) -> None:
        super().__init__(state, log, should_stop)
        self._dice, self._seconds = dice, seconds
        self._began = self._rested_at = time.monotonic()
        self._resting_since: float | None = None
        self._still_since = 0.0
        self._frames = 0
        self._held: set[int] = set()
        self.samples: list[Sample] = []

    def _draw_frame(self) -> None:
        self._frames += 1
        now = time.monotonic()
        if self._resting_since is None and now - self._rested_at > min(EVERY, self._seconds / 3):
            self._resting_since = self._still_since = now
        if self._resting_since is None:
            self._do_something()
        elif self._comes_to_rest():
            self._note(now - self._began)
        super()._draw_frame()
        self._params.fps_idling.enable_idling = False

    def _do_something(self) -> None:
        """In about every third frame, so that what is done has time to show."""
        if self._dice.random() < 0.35:
            deeds = (self._press, self._press, self._click, self._click, self._click, self._drag, self._turn_wheel,
                     self._type, self._resize, self._drop, self._choose_tab, self._call)
            self._dice.choice(deeds)()

    def _anywhere(self) -> None:
        width, height = imgui.get_io().display_size
        imgui.get_io().add_mouse_pos_event(self._dice.uniform(0, width), self._dice.uniform(0, height))

    def _click(self) -> None:
        self._anywhere()
        button = self._dice.choice((0, 0, 0, 0, 1, 2))
        imgui.get_io().add_mouse_button_event(button, True)
        imgui.get_io().add_mouse_button_event(button, False)

    def _drag(self) -> None:
        self._anywhere()
        imgui.get_io().add_mouse_button_event(0, True)
        self._anywhere()
        self._anywhere()
        imgui.get_io().add_mouse_button_event(0, False)

    def _turn_wheel(self) -> None:
        self._anywhere()
        imgui.get_io().add_mouse_wheel_event(0.0, self._dice.uniform(-5, 5))

    def _press(self) -> None:
        action = self._dice.choice([action for action in ACTIONS if action.name not in LEFT_ALONE])
        key, io = self._dice.choice(action.keys), imgui.get_io()
        if isinstance(key, str):
            io.add_input_characters_utf8(key)
            return
        chord = int(key)
        modifiers = [imgui.Key(1 << bit) for bit in range(12, 16) if chord & MODIFIERS & 1 << bit]
        for key in (*modifiers, imgui.Key(chord & ~MODIFIERS)):
            io.add_key_event(key, True)
        for key in (*modifiers, imgui.Key(chord & ~MODIFIERS)):
            io.add_key_event(key, False)

    def _type(self) -> None:
        imgui.get_io().add_input_characters_utf8(self._dice.choice(TEXTS))
        key = self._dice.choice((imgui.Key.enter, imgui.Key.escape, imgui.Key.down_arrow, imgui.Key.tab))
        imgui.get_io().add_key_event(key, True)
        imgui.get_io().add_key_event(key, False)

    def _resize(self) -> None:
        if self._dice.random() < 0.2:
            size = [round(most ** self._dice.random()) for most in LARGEST]
            glfw.set_window_size(glfw_window_hello_imgui(), *size)

    def _drop(self) -> None:
        if self._dice.random() < 0.2:
            files = [*self.state.library.paths(), Path(__file__), *self.state.captures.glob("*.png")]
            self.state.asked.dropped.append(self._dice.choice(files))

    def _choose_tab(self) -> None:
        self.state.asked.tab, self.state.asked.tab_requested = self._dice.choice(names_of(self.state)), True

    def _call(self) -> None:
        """What random clicks hardly ever come to."""
        state, paths = self.state, self.state.library.paths()
        deeds = [lambda: state.work.tour.go_to(self._dice.randrange(8)),
                 lambda: state.shown.seek_step(self._dice.randrange(20_000)),
                 lambda: runs.show_beside(state, self._dice.choice(paths))]
        if state.shown.run and not state.work.video and self._dice.random() < 0.05:
            state.forms.video.seconds = 1.0
            deeds = [lambda: videos.start_sweep(state)]
        with self.guard.around("The monkey"):
            self._dice.choice(deeds)()

    def _comes_to_rest(self) -> bool:
        """Go on towards it; whether everything is as it was at the beginning."""
        state = self.state
        state.playback.playing = state.shown.following = False
        state.asked.help_open = state.asked.commands_open = state.asked.quitting = state.asked.drawing_open = False
        state.asked.lecture = state.asked.full_screen = state.all_runs.is_open = False
        state.forms.branch, state.shown.onion, state.settings.trails = None, (), "off"
        state.settings.show_vertices = state.settings.outline_region = False
        state.messages.toast, state.shown.track = None, None
        imgui.get_io().add_mouse_pos_event(1.0, 1.0)
        imgui.get_io().clear_input_keys()
        if imgui.is_any_item_active():
            imgui.internal.clear_active_id()
        glfw.set_window_size(glfw_window_hello_imgui(), *DEFAULT_SIZE)
        if state.work.training:
            state.work.trainer.stop()
        if state.work.recording and not state.work.recording.stopped:
            videos.stop_recording(state)
        if state.work.video and not state.work.video.stopped:
            state.work.video.stop()
        if state.shown.beside.others:
            runs.compare_with(state)
        state.shown.beside.layers = state.shown.beside.difference = False
        work = state.work
        busy = work.recording or work.video or work.trainer or imgui.internal.get_top_most_popup_modal()
        now = time.monotonic()
        if busy and now - (self._resting_since or now) < PATIENCE:
            self._still_since = now
            return False
        if state.shown.run is None or state.shown.run.path.name != FIRST_SHOWN:
            runs.open_path(state, bundled_runs() / FIRST_SHOWN)
        state.shown.span = None
        state.shown.seek(0)
        looking.reset_view(state)
        return now - self._still_since > SETTLING and imgui.get_io().display_size.x == DEFAULT_SIZE[0]

    def _note(self, seconds: float) -> None:
        self._resting_since, self._rested_at = None, time.monotonic()
        self._tidy_up()
        gc.collect()
        process = psutil.Process()
        self.samples.append(Sample(seconds, process.memory_full_info().uss / 1e6, process.num_fds(),
                                   len(process.children(recursive=True)), self._frames))
        print(self.samples[-1], flush=True)
        if seconds >= self._seconds:
            self._params.app_shall_exit = True

    def _tidy_up(self) -> None:
        """A long time of this would fill the disk and the list of runs."""
        for path in self.state.captures.glob("*.*"):
            path.unlink() if path.is_file() else None
        old = sorted(self.state.new_runs.glob("*.ginn"), key=lambda path: path.stat().st_mtime)[:-KEPT]
        for path in old:
            path.unlink()
        self.state.library.files = [path for path in self.state.library.files if path.exists()]


def play(seconds: float, seed: int) -> tuple[list[Sample], list[str], str]:
    """What was seen at the rests, and what failed: in a line each, and in full."""
    require_opengl()
    os.environ["PATH"] = ""  # no dialogs and file managers of the system's
    with TemporaryDirectory(prefix="ginn-gl-soak-") as folder, stop_signals() as should_stop:
        log = Path(folder) / "errors.log"
        state = State(Library([bundled_runs(), Path(folder) / "runs"], []), captures=Path(folder) / "captures",
                      new_runs=Path(folder) / "runs", settings=Settings(video_size="320x240"))
        state.captures.mkdir()
        runs.open_run(state, bundled_runs() / FIRST_SHOWN)
        monkey = Monkey(state, log, seconds, random.Random(seed), should_stop)
        params = monkey.runner_params()
        params.ini_disable = True
        params.app_window_params.restore_previous_geometry = False
        try:
            immapp.run(params, add_ons())
        finally:
            monkey._leave_nothing()
        return monkey.samples, monkey.guard.failures, log.read_text() if log.exists() else ""


def growth(samples: list[Sample]) -> list[str]:
    """What has grown that should not have; nothing where there was no time to see."""
    settled, found = [sample for sample in samples if sample.seconds >= WARM_UP], []
    if len(settled) < 2 * RESTS:
        return found
    first, last = (median(sample.memory for sample in part) for part in (settled[:RESTS], settled[-RESTS:]))
    if last > (1 + GROWTH) * first:
        found.append(f"memory grew from {first:.0f} to {last:.0f} MB")
    if settled[-1].files > max(sample.files for sample in settled[:RESTS]):
        found.append(f"open files grew from {settled[0].files} to {settled[-1].files}")
    return found


def main() -> int:
    seconds, seed = float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    print(f"seed {seed}")
    samples, failures, log = play(seconds, seed)
    if failures:
        print(log)
    for line in (*failures, *growth(samples)):
        print("failed:", line)
    print(f"{len(samples)} rests, {len(failures)} exceptions")
    return 1 if failures or growth(samples) or not samples else 0


if __name__ == "__main__":
    sys.exit(main())
