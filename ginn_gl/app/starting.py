"""`ginn-gl view`, which closes once it has shown its picture: `python -m ginn_gl.app.starting RUN` prints JSON.

The benchmark of starting runs it: a start is that of a process.
"""

from __future__ import annotations

import json
import sys
import time
from unittest.mock import patch

from ..cli import main


def start(path: str) -> int:
    """Open the viewer on a run and print when its window was on screen, and when the picture was in it.

    Both by time.monotonic(), which is the same clock in all processes. Returns what ginn-gl does.
    """
    from . import window

    class StartingViewer(window.Viewer):
        """Notes when frames are on screen."""

        seen: dict[str, float] = {}

        def runner_params(self):
            params = super().runner_params()
            params.ini_disable = True  # no place or settings of a window that nobody has seen
            return params

        def _wait(self) -> None:
            self.seen.setdefault("window", time.monotonic())
            if self.state.picture_size != (0, 0):
                self.seen.setdefault("picture", time.monotonic())
                self._params.app_shall_exit = True

    with patch.object(window, "Viewer", StartingViewer):
        failed = main(["view", path])
    print(json.dumps(StartingViewer.seen))
    return failed


if __name__ == "__main__":
    sys.exit(start(sys.argv[1]))
