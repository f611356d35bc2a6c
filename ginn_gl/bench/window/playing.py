"""Frame times of the real window while it plays: `python -m ginn_gl.bench.window.playing RUN LINES FRAMES` prints JSON.

The benchmark of drawing runs it as a process of its own, since in one that has drawn without a window no window
can be opened.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from imgui_bundle import immapp

from ...app.actions.runs import open_run
from ...app.state import State
from ...app.state.library import Library
from ...app.window.display import require_opengl
from ...app.window.viewer import Viewer, add_ons
from ...errors import GinnError

SETTLING = 8  # frames after which the window has the size that it was given


class TimedViewer(Viewer):
    """Takes a size at which the picture has as many lines and columns as wanted, plays some frames, and closes.

    times: seconds at which frames began, once it plays.
    """

    def __init__(self, state: State, lines: int, frames: int) -> None:
        super().__init__(state)
        self._lines, self._frames_wanted = lines, frames
        self._frame = 0
        self.times: list[float] = []

    def _draw_frame(self) -> None:
        self._frame += 1
        self.state.settings.frame_rate = 1  # so slow that it is held without drawing coarsely
        if self._frame > 2 * SETTLING:
            self.state.playback.playing = True
            self.times.append(time.perf_counter())
        super()._draw_frame()
        self._params.fps_idling.enable_idling = False
        if self._frame == SETTLING:
            self._resize()
        too_small = self._frame == 2 * SETTLING and self.state.screen.picture_size != (self._lines, self._lines)
        if too_small or len(self.times) > self._frames_wanted:
            self._params.app_shall_exit = True

    def _resize(self) -> None:
        from imgui_bundle.glfw_utils import glfw, glfw_window_hello_imgui

        window, picture = glfw_window_hello_imgui(), self.state.screen.picture_size
        size, pixels = glfw.get_window_size(window), glfw.get_framebuffer_size(window)
        glfw.set_window_size(window, *(round((pixels[i] - picture[i] + self._lines) * size[i] / pixels[i])
                                       for i in range(2)))


def frame_times(path: Path, lines: int, frames: int) -> list[float]:
    """Seconds of each frame. Raises GinnError where no window opens or none so large."""
    require_opengl()
    state = State(Library([], []))
    open_run(state, path)
    viewer = TimedViewer(state, lines, frames)
    params = viewer.runner_params()
    params.ini_disable = True
    params.fps_idling.vsync_to_monitor = False
    params.app_window_params.restore_previous_geometry = False
    immapp.run(params, add_ons())
    if not viewer.times:
        raise GinnError(f"the screen is too small for a picture of {lines} lines in a window")
    return [later - sooner for sooner, later in zip(viewer.times, viewer.times[1:])]


if __name__ == "__main__":
    try:
        print(json.dumps(frame_times(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
    except GinnError as error:
        sys.exit(str(error))
