"""A viewer that prints what keys have changed, a line of JSON whenever there is news: `viewer_that_tells.py RUN`.

It has a process of its own because imgui's test engine takes the place of the keyboard.
"""

import json
import sys
from pathlib import Path

from ginn_gl.app.library import Library
from ginn_gl.app.state import State
from ginn_gl.app.window import Viewer


class TellingViewer(Viewer):
    """Tells what is shown after every frame that changed it."""

    told = None

    def _draw_frame(self) -> None:
        super()._draw_frame()
        state = self.state
        news = {"speed": state.playback.speed, "field": state.view.field,
                "layers": sorted({layer for layer, _ in state.view.neurons})}
        if state.on_screen and news != self.told:
            self.told = news
            print(json.dumps(news), flush=True)


if __name__ == "__main__":
    shown = State(Library([], []))
    shown.open(Path(sys.argv[1]))
    TellingViewer(shown).run()
