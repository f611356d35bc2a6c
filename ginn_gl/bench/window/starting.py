"""The viewer, which closes once it has shown its picture: `python -m ginn_gl.bench.window.starting RUN` prints JSON.

The benchmark of starting runs it: a start is that of a process.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from ...app.actions.runs import open_run
from ...app.state import State
from ...app.state.library import Library
from ...app.window.display import require_opengl
from ...app.window.viewer import Viewer
from ...errors import GinnError
from ...paths import bundled_runs


class StartingViewer(Viewer):
    """Notes when its frames are on screen, and closes after the first with the whole picture in it.

    seen: what and when, by time.monotonic(), which is the same clock in all processes.
    """

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.seen: dict[str, float] = {}

    def runner_params(self):
        """As the viewer's, but without the place and settings of a window that nobody has seen."""
        params = super().runner_params()
        params.ini_disable = True
        return params

    def _wait(self) -> None:
        self.seen.setdefault("window", time.monotonic())
        if self.state.screen.picture_size != (0, 0):
            self.seen.setdefault("picture", time.monotonic())
        if "picture" in self.seen and self.state.screen.picture_is_final:
            self.seen.setdefault("sharp", time.monotonic())
            self._params.app_shall_exit = True


def start(path: Path) -> dict[str, float]:
    """Open the viewer on a run, as window.open_window does; what it has seen.

    Raises GinnError where no window opens.
    """
    require_opengl()
    state = State(Library([bundled_runs()], [path]))
    open_run(state, path)
    viewer = StartingViewer(state)
    viewer.run()
    return viewer.seen


if __name__ == "__main__":
    try:
        print(json.dumps(start(Path(sys.argv[1]))))
    except GinnError as error:
        sys.exit(str(error))
