"""The real window playing, alone, recording and beside a training:
`python -m ginn_gl.bench.window.watching RUN SECONDS ROUNDS UNDER_WAY`.

Prints JSON. The benchmark of watching runs it as a process of its own, as that of drawing does playing.py.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from imgui_bundle import immapp

from ...app.actions.runs import open_run
from ...app.capture import videos
from ...app.forms.training import Draft
from ...app.processes.trainer import Trainer
from ...app.state import State
from ...app.state.library import Library
from ...app.state.settings import Settings
from ...app.window.display import require_opengl
from ...app.window.viewer import Viewer, add_ons
from ...errors import GinnError
from ...signals import stop_signals
from ...store import Run

FRAME_RATE = 60
PHASES = ("viewer", "recording", "training", "both")  # in turns, in each round
RECORDED, RECORDED_RATE = "1280x720", 30
SETTLING = 1.0       # seconds of each phase that do not count
PATIENCE = 300.0     # seconds within which the training comes to be under way
LENGTH = ("--iterations=40000000", "--checkpoints=8000")  # minutes


class Watch(Viewer):
    """Plays a run alone, then records that, halts while the training runs, plays beside it, and so on; then closes.

    under_way: of the training, steps before the first round. should_stop: whether it is to close before.
    rows: what was seen in each phase: its name, seconds, the seconds of each frame, steps of the training, seconds
    of the processor that this process took, the last picture's scale, and frames that a recording had and dropped.
    """

    def __init__(self, state: State, seconds: float, rounds: int, under_way: int,
                 should_stop: Callable[[], bool]) -> None:
        super().__init__(state, should_stop=should_stop)
        self._seconds, self._ahead, self._under_way = seconds, [*PHASES] * rounds, under_way
        self._training: Run | None = None
        self._deadline = time.monotonic() + PATIENCE
        self._began = self._counting_from = 0.0
        self._before: tuple[int, float] | None = None  # steps and processor seconds where counting began
        self._frames: list[float] = []
        self.rows: list[dict] = []
        self.renderer = ""

    def _set_up(self) -> None:
        super()._set_up()
        self.renderer = self.context.info["GL_RENDERER"]

    def _draw_frame(self) -> None:
        trainer = self.state.work.trainer
        if self._training is None and trainer.running and time.monotonic() < self._deadline:
            self._wait_for_training()
        elif self._training and self._ahead:
            self._go_on(self._ahead[0])
        else:
            self._params.app_shall_exit = True
        self._play()
        super()._draw_frame()
        self._params.fps_idling.enable_idling = False

    def _play(self) -> None:
        """For ever, at a frame rate that is well to be held, with the mouse on the picture."""
        from imgui_bundle.glfw_utils import glfw, glfw_window_hello_imgui

        glfw.set_cursor_pos(glfw_window_hello_imgui(), 200, 200)
        self.state.settings.frame_rate = FRAME_RATE
        if self.state.shown.run and self.state.shown.index == len(self.state.shown.run) - 1:
            self.state.shown.seek(0)
        self.state.playback.playing = True

    def _wait_for_training(self) -> None:
        time.sleep(0.1)  # so that it gets there soon
        with suppress(GinnError):  # there is no checkpoint yet
            run = Run(self.state.work.trainer.path)
            if run.steps[-1] >= self._under_way:
                self._training = run
                self._begin()
            else:
                run.close()

    def _begin(self) -> None:
        trainer = self.state.work.trainer
        trainer.pause() if self._ahead[0] in ("viewer", "recording") else trainer.go_on()
        self._began, self._before = time.perf_counter(), None

    def _go_on(self, phase: str) -> None:
        recording = self.state.work.recording
        if phase == "recording" and recording is None:
            videos.start_recording(self.state, of_window=False)
        elif phase != "recording" and recording:
            self._begin()  # once the last recording's frames are encoded
        else:
            self._measure(phase)

    def _measure(self, phase: str) -> None:
        if phase == "training":
            time.sleep(SETTLING)
            self._count()
            time.sleep(self._seconds)
        elif self._before is None:
            if time.perf_counter() - self._began > SETTLING:
                self._count()
            return
        now = time.perf_counter()
        self._frames.append(now)
        if now - self._counting_from >= self._seconds:
            self._note(phase, now - self._counting_from)
            del self._ahead[0]
            if phase == "recording":
                videos.stop_recording(self.state)
            if self._ahead:
                self._begin()

    def _count(self) -> None:
        self._before = self._so_far()
        self._counting_from = time.perf_counter()
        self._frames = [self._counting_from]

    def _note(self, phase: str, seconds: float) -> None:
        assert self._before is not None
        steps, processor = (after - before for before, after in zip(self._before, self._so_far()))
        frames = [later - sooner for sooner, later in zip(self._frames, self._frames[1:])]
        recording = self.state.work.recording
        self.rows.append({"phase": phase, "seconds": seconds, "frame_seconds": frames, "steps": steps,
                          "processor_seconds": processor, "picture_scale": self.state.screen.picture_scale,
                          "recorded": recording.places if recording else 0,
                          "dropped": recording.dropped if recording else 0})

    def _so_far(self) -> tuple[int, float]:
        self._training.refresh()
        times = psutil.Process().cpu_times()
        return int(self._training.steps[-1]), times.user + times.system


def watch(path: Path, seconds: float, rounds: int, under_way: int) -> dict:
    """All that was seen, with phases of so many seconds: rows of Watch, and what they were seen with.

    Raises GinnError where no window opens or no training begins.
    """
    require_opengl()
    with TemporaryDirectory(prefix="ginn-gl-bench-") as folder, stop_signals() as should_stop:
        state = State(Library([], []), captures=Path(folder),
                      settings=Settings(video_size=RECORDED, video_fps=RECORDED_RATE))
        open_run(state, path)
        trained = Path(folder) / "trained.ginn"
        state.work.trainer = trainer = Trainer.start([*Draft(device="cpu").arguments(trained), *LENGTH], trained)
        trainer.seen = True  # the other run stays on screen
        viewer = Watch(state, seconds, rounds, under_way, should_stop)
        params = viewer.runner_params()
        params.ini_disable = True
        params.app_window_params.restore_previous_geometry = False
        try:
            immapp.run(params, add_ons())
        finally:
            trainer.stop()
    if len(viewer.rows) < rounds * len(PHASES):
        raise GinnError(trainer.failure or "the training did not get under way")
    return {"renderer": viewer.renderer, "window": state.screen.window_size, "frame_rate": FRAME_RATE,
            "rows": viewer.rows}


if __name__ == "__main__":
    try:
        print(json.dumps(watch(Path(sys.argv[1]), float(sys.argv[2]), *map(int, sys.argv[3:]))))
    except GinnError as error:
        sys.exit(str(error))
