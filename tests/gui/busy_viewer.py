"""`ginn-gl view RUN`, which by itself begins what is named, then prints the process ids of its trainings.

The tests of signals run it: `python busy_viewer.py RUN WHAT`, WHAT of record, train, pause, sweep and compute.
"""

import sys

from ginn_gl import cli
from ginn_gl.app import actions, captures, training, window


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
        if self.state.on_screen and self.state.picture_size != (0, 0) and not self.said and all(
                getattr(self, f"_{what}")(self.state) for what in sys.argv[2].split(",")):
            self.said = True
            print(self.state.trainer.pid if self.state.trainer else 0, flush=True)

    def _record(self, state):
        if state.recording is None:
            captures.start_recording(state, of_window=False)
        return state.recording.places > 5

    def _train(self, state):
        if state.trainer is None:
            training.start(state)
        return state.training and len(state.run) > 5 and training.is_of_shown_run(state)

    def _pause(self, state):
        if self._train(state) and not state.trainer.paused:
            actions.pause_training(state)
        return state.training and state.trainer.paused

    def _sweep(self, state):
        if state.sweeping is None:
            state.sweep_draft.seconds, state.record_size = 3600.0, "64x64"
            captures.start_sweep(state)
        return state.sweeping.done > 3

    def _compute(self, state):
        state.look_at_run()
        if not state.guide.computing and state.guide.stop is None:
            state.guide.go_to(0)
        return True


window.Viewer = BusyViewer
sys.exit(cli.main(["view", sys.argv[1]]))
