"""The window on a folder of many runs, driven through phases that are measured; see `many`."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import psutil
from imgui_bundle import imgui, immapp

from ...app.actions import all_runs
from ...app.actions.runs import open_run
from ...app.state import State
from ...app.state.library import Library
from ...app.window.display import require_opengl
from ...app.window.viewer import BRIEFLY_AWAKE, Viewer, add_ons
from ...paths import bundled_runs
from .hand import Hand

SECONDS = 5.0         # of each phase that is measured
INPUT_SECONDS = 20.0  # of that with input
PATIENCE = 240.0
SIZE = (1920, 1080)
RESTLESS = "scrolling", "pictures", "wall"  # phases with frames as fast as they come
FIRST = 1  # rank of a tile that has no picture yet


class Watch(Viewer):
    """Goes through its phases, one after another, and closes."""

    def __init__(self, state: State, phases: tuple[str, ...]) -> None:
        super().__init__(state)
        self._ahead, self._began, self._frames = list(phases), 0.0, 0
        self._times: list[float] = []
        self._painted = 0
        self._hand: Hand | None = None
        self.found: dict[str, object] = {}

    def _draw_frame(self) -> None:
        began = time.perf_counter()
        super()._draw_frame()
        self._times.append(time.perf_counter() - began)
        is_awake = time.perf_counter() - self._began < BRIEFLY_AWAKE  # as after the key that opens the list
        if is_awake or set(self._ahead[:1]) & set(RESTLESS):
            self._params.fps_idling.enable_idling = False
        self._frames += 1
        if self.state.all_runs.is_open:
            self._go_on()
        elif self._frames > 10 and self.state.screen.picture_is_final:  # a person would not before
            self._open()

    def _open(self) -> None:
        self._began = time.perf_counter()
        all_runs.open_or_close(self.state)
        self._params.fps_idling.enable_idling = False
        self.found["names_s"] = time.perf_counter() - self._began
        self._times = []

    def _go_on(self) -> None:
        gone = time.perf_counter() - self._began
        view = self.state.all_runs
        if not self._ahead or gone > PATIENCE:
            self._params.app_shall_exit = True
        elif self._ahead[0] == "known":
            if view.seen and all(one.is_known for one in view.seen):
                self.found.setdefault("seen_s", gone)
            if not view.shelf.reading:
                self.found["known_s"] = gone
                self._note("known")
        elif self._ahead[0] == "scrolling":
            all_runs.choose(self.state, 7)
            window = next((one for one in imgui.get_current_context().windows if "runs_" in one.name), None)
            if window:
                imgui.internal.set_scroll_y(window, (37 * self._frames) % max(1.0, window.scroll_max.y))
            if gone > SECONDS:
                self._note("scrolling")
        elif self._ahead[0] == "pictures":
            view.tab, view.side, view.share = "Wall", 5.4, 0.0
            assert self._all_runs
            if gone > 1 and all(rank != FIRST for (rank, _), _ in self._all_runs._atlas._wanted):
                self.found["pictures_s"] = gone
                self._note("pictures")
        elif self._ahead[0] == "wall":
            view.share = 0.5 * gone / SECONDS
            assert self._all_runs
            if gone > SECONDS:
                self.found["tiles"] = sum(slot.seen_at >= self._all_runs._atlas._frame - 1
                                          for slot in self._all_runs._atlas._slots.values())
                self.found["painted_per_s"] = (self._all_runs._atlas._count - self._painted) / gone
                self._note("wall")
        elif self._ahead[0] == "input":
            view.share, view.playing = 0.5 + 0.5 * gone / INPUT_SECONDS, True  # goes on
            if self._hand is None:
                self._hand = Hand(self._tile_centres())
            if gone > INPUT_SECONDS:
                self.found["from_input_ms"] = self._hand.close()
                self._note("input")

    def _wait(self) -> None:
        """Called when a frame has been shown."""
        if self._hand:
            view = self.state.all_runs
            self._hand.shown(view.chosen, view.hovered)
        super()._wait()

    def _tile_centres(self) -> list[tuple[int, int]]:
        """Of two tiles of the wall, on screen."""
        assert self._all_runs
        wall = next(one for one in imgui.get_current_context().windows if "wall_" in one.name)
        side, em = self.state.all_runs.side * imgui.get_font_size(), imgui.get_font_size()
        left, top = wall.pos.x + side / 2, wall.pos.y + side / 2
        return [(round(left), round(top)), (round(left + side + em), round(top + side + 2 * em))]

    def _note(self, phase: str) -> None:
        times = 1000 * np.array(self._times)
        self.found[f"{phase}_ms"] = {"median": float(np.median(times)), "99 %": float(np.percentile(times, 99)),
                                     "most": float(times.max())}
        self.found[f"{phase}_mib"] = psutil.Process().memory_info().rss / 2**20
        self._ahead.pop(0)
        self._times, self._began = [], time.perf_counter()
        assert self._all_runs
        self._painted = self._all_runs._atlas._count


def measure(folder: Path, phases: tuple[str, ...]) -> dict[str, object]:
    """Open the window on this folder; what was seen."""
    require_opengl()
    state = State(Library([folder]))
    open_run(state, bundled_runs() / "bottle-good-1.ginn")
    viewer = Watch(state, phases)
    params = viewer.runner_params()
    params.ini_disable = True
    params.app_window_params.restore_previous_geometry = False
    params.app_window_params.window_geometry.size = SIZE
    immapp.run(params, add_ons())
    return viewer.found
