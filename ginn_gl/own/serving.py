"""`ginn-gl serve` beside a loop: a process of its own, which ends with the loop, however that ends."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from ..errors import GinnError

SECONDS_TO_END = 5.0
"""In which viewers are told the last steps."""


class Serving:
    """Serves the run at `path`, whether it is there yet or not. address: where it is seen; says: that, for a person.

    The process reads its standard input to the end, which comes when this program closes it, or dies. It has a session
    of its own, so that Ctrl-C is for the loop alone. Raises GinnError where it cannot serve, and says why.
    """

    def __init__(self, path: Path, port: int | None, host: str | None) -> None:
        command = [sys.executable, "-m", "ginn_gl", "serve", "--until-stdin-ends"]
        command += [] if port is None else [f"--port={port}"]
        command += [] if host is None else [f"--host={host}"]
        self._process = subprocess.Popen([*command, "--", str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace",
                                         start_new_session=True)
        lines = [self._process.stdout.readline().strip() for _ in range(2)]
        if not lines[1]:
            _, complaint = self._process.communicate()
            raise GinnError(complaint.strip().removeprefix("ginn-gl: ") or "serving ended as soon as it began")
        self.address, self.says = lines[0].split()[-1], "\n".join(lines)

    def end(self) -> None:
        """Have viewers told the last steps, and end it."""
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._process.stderr.close()
