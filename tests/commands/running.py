"""Commands as a person runs them: what they say, and how they end."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
WITHOUT_DISPLAY = {name: value for name, value in os.environ.items() if name not in DISPLAYS}


class Ran(NamedTuple):
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


def start(folder: Path, *arguments, **environment) -> subprocess.CompletedProcess:
    """Start a process without a display, by what follows `python`, and wait for its end."""
    return subprocess.run([sys.executable, *map(str, arguments)], cwd=folder, env=WITHOUT_DISPLAY | environment,
                          capture_output=True, text=True, errors="surrogateescape", timeout=120)


def one_line(ran, status: int) -> str:
    """What a failed command says, which is all it says."""
    assert ran.returncode == status, ran.stderr
    assert ran.stdout == ""
    assert ran.stderr.count("\n") == 1 and ran.stderr.startswith("ginn-gl: ") and len(ran.stderr) < 1100
    return ran.stderr
