"""`ginn-gl view RUN`, which by itself begins what is named, then prints the process ids of its trainings.

The tests of signals run it: `python busy_viewer.py RUN WHAT`, WHAT of record, train, pause, sweep and compute.
"""

import sys

from ginn_gl import cli
from ginn_gl.app.actions import findings, training
from ginn_gl.app.capture import videos
from ginn_gl.app.window import viewer as window


class BusyViewer(window.Viewer):
    """Says so once all is under way. Pauses a training only when it is shown."""

    said = False

    def runner_params(self):
        params = super().runner_params()
        params.ini_disable = True
        return params

    def _draw_frame(self):
        super()._draw_frame()
        self._params.fps_idling.enable_idling = self.said  # as when it waits for a person
        if self.state.screen.on_screen and self.state.screen.picture_size != (0, 0) and not self.said and all(
                getattr(self, f"_{what}")(self.state) for what in sys.argv[2].split(",")):
            self.said = True
            print(self.state.work.trainer.pid if self.state.work.trainer else 0, flush=True)

    def _record(self, state):
        if state.work.recording is None:
            videos.start_recording(state, of_window=False)
        return state.work.recording.places > 5

    def _train(self, state):
        if state.work.trainer is None:
            training.start(state)
        return state.work.training and len(state.shown.run) > 5 and training.is_of_shown_run(state)

    def _pause(self, state):
        if self._train(state) and not state.work.trainer.paused:
            training.pause_training(state)
        return state.work.training and state.work.trainer.paused

    def _sweep(self, state):
        if state.work.video is None:
            state.forms.video.seconds, state.settings.video_size = 3600.0, "64x64"
            videos.start_sweep(state)
        return state.work.video.done > 3

    def _compute(self, state):
        findings.look_at_run(state)
        if not state.work.tour.computing and state.work.tour.stop is None:
            state.work.tour.go_to(0)
        return True


if __name__ == "__main__":  # the processes beside it are spawned, and so load this file again
    window.Viewer = BusyViewer
    sys.exit(cli.main(["view", sys.argv[1]]))
