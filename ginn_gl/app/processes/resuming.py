"""A process that has a halted one go on when the viewer is gone, however it went."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = "import sys, psutil; sys.stdin.read(); psutil.Process(int(sys.argv[1])).resume()"


class ResumeGuard:
    """Stands by until it is closed. When the viewer dies, so does their pipe, and the process `pid` is continued."""

    def __init__(self, pid: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(pid)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",  # what ends the viewer's group is not to end this
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0))

    def close(self) -> None:
        """It is needed no longer."""
        self._process.kill()
        self._process.stdin.close()
        self._process.wait()
