"""The viewer, which closes once it has shown its picture: `python -m ginn_gl.app.starting RUN` prints JSON.

The benchmark of starting runs it: a start is that of a process.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from unittest.mock import patch

from ..errors import GinnError
from . import window


class StartingViewer(window.Viewer):
    """Notes when its frames are on screen, and closes after the first with a picture in it.

    seen: what and when, by time.monotonic(), which is the same clock in all processes.
    """

    seen: dict[str, float] = {}

    def runner_params(self):
        """As the viewer's, but without the place and settings of a window that nobody has seen."""
        params = super().runner_params()
        params.ini_disable = True
        return params

    def _wait(self) -> None:
        self.seen.setdefault("window", time.monotonic())
        if self.state.picture_size != (0, 0):
            self.seen.setdefault("picture", time.monotonic())
            self._params.app_shall_exit = True


def start(path: Path) -> dict[str, float]:
    """Open the viewer on a run; StartingViewer.seen. Raises GinnError where no window opens."""
    with patch.object(window, "Viewer", StartingViewer):
        window.open_window([path], [])
    return StartingViewer.seen


if __name__ == "__main__":
    try:
        print(json.dumps(start(Path(sys.argv[1]))))
    except GinnError as error:
        sys.exit(str(error))
