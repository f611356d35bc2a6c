"""Everything looked at. What can take a process down with it, a driver or a library, is asked in one of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time

from .folders import folders
from .installation import installation, machine
from .report import Part

BESIDE = ("OpenGL", "Window", "CUDA", "Compilers", "Videos")
"""Titles of what is asked in processes of their own (see probes.py)."""

PATIENCE = 120.0  # seconds, for all of them; a slow disk takes half a minute to load torch from for the first time


def examine() -> list[Part]:
    """All parts, in the order in which they are to be read. Takes some seconds."""
    until = time.monotonic() + PATIENCE
    probes = {title: _begin(title) for title in BESIDE}
    return [installation(), machine(), *(_end(title, probe, until) for title, probe in probes.items()), folders()]


def _begin(title: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "ginn_gl.doctor.probes", title], stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")


def _end(title: str, probe: subprocess.Popen, until: float) -> Part:
    try:
        said, complained = probe.communicate(timeout=max(0.1, until - time.monotonic()))
        return Part(**json.loads(said.splitlines()[-1]))
    except subprocess.TimeoutExpired:
        probe.kill()
        probe.communicate()
        return Part(title, wrong=[f"no answer within {PATIENCE:.0f} seconds: a driver or a library hangs. Restart the "
                                  "machine; update the graphics driver if it happens again"])
    except (ValueError, IndexError, TypeError):
        return Part(title, wrong=[_how_it_ended(probe.returncode, complained)])


def _how_it_ended(status: int, complained: str) -> str:
    """Of a probe that told nothing."""
    lines = complained.strip().splitlines()
    if status < 0:
        return (f"asking for it ends the process (signal {-status}), and so would using it: a driver or a library "
                "crashes. Update the graphics driver, and install GINN-GL anew into an empty environment")
    why = lines[-1] if lines else f"status {status}"
    return f"it cannot be asked ({why}): install GINN-GL anew, into an empty environment"
