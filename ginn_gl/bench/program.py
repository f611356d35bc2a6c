"""Programs that benchmarks run as processes of their own, and what these say."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from ..errors import GinnError


def answer_of(module: str, *arguments: object, environment: dict[str, str] | None = None) -> Any:
    """What one of the app's modules prints as JSON in its last line. Raises GinnError with its last complaint.

    environment: variables to run it with, by default those of this process.
    """
    command = [sys.executable, "-m", f"ginn_gl.bench.window.{module}", *map(str, arguments)]
    # Not run(), which kills at a Ctrl-C: of that the process is told too, and may have a training to end.
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env=environment) as process:
        output, complaints = process.communicate()
    if process.returncode:
        raise GinnError(last_line(complaints))
    return json.loads(last_line(output))


def last_line(text: str) -> str:
    """Of what a process has said."""
    return (text.strip().splitlines() or ["it said nothing"])[-1]
