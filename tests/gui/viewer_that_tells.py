"""A viewer that prints what keys have changed, a line of JSON whenever there is news: `viewer_that_tells.py RUN`.

It has a process of its own because imgui's test engine takes the place of the keyboard.
"""

import json
import sys
from pathlib import Path

from ginn_gl.app.actions.runs import open_run
from ginn_gl.app.state import State
from ginn_gl.app.state.library import Library
from ginn_gl.app.window.viewer import Viewer


class TellingViewer(Viewer):
    """Tells what is shown after every frame that changed it."""

    told = None

    def _draw_frame(self) -> None:
        super()._draw_frame()
        state = self.state
        news = {"speed": state.playback.speed, "field": state.shown.view.field,
                "layers": sorted({layer for layer, _ in state.shown.view.neurons})}
        if state.screen.on_screen and news != self.told:
            self.told = news
            print(json.dumps(news), flush=True)


if __name__ == "__main__":
    state = State(Library([], []))
    open_run(state, Path(sys.argv[1]))
    TellingViewer(state).run()
