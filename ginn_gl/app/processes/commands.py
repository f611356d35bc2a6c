"""`ginn-gl` commands in processes of their own, beside the viewer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

import psutil

PRIORITY = 8 if os.name == "posix" else psutil.BELOW_NORMAL_PRIORITY_CLASS


def start(arguments: list[str], stdout: int = subprocess.DEVNULL,
          steps_back: bool = True) -> tuple[psutil.Popen, IO[bytes]]:
    """Run one at a priority that leaves the picture smooth; the process, and the file with what it complains of.

    steps_back: at once; else it is to `step_back` once somebody no longer waits for it.
    """
    messages = tempfile.TemporaryFile()  # noqa: SIM115 - whoever asked for it closes it
    process = psutil.Popen(
        [sys.executable, "-m", "ginn_gl", *arguments],
        stdin=subprocess.DEVNULL, stdout=stdout, stderr=messages,
        start_new_session=os.name == "posix",  # a Ctrl-C in the viewer's terminal is the viewer's to handle
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0))
    if steps_back:
        step_back(process)
    return process, messages


def step_back(process: psutil.Popen) -> None:
    """Give a process PRIORITY."""
    with suppress(psutil.NoSuchProcess):  # where it has failed already
        process.nice(PRIORITY)
    # Most Linux kernels share the processor out among sessions before they do among processes, and by these numbers.
    with suppress(OSError):
        Path(f"/proc/{process.pid}/autogroup").write_text(str(PRIORITY))


def ask_to_stop(process: psutil.Process, ours: bool = True) -> None:
    """As Ctrl-C would. ours: whether it was started here."""
    with suppress(psutil.NoSuchProcess):  # where it has just ended by itself
        if os.name == "posix":
            process.send_signal(signal.SIGTERM)
        else:
            process.send_signal(signal.CTRL_BREAK_EVENT if ours else signal.SIGTERM)


def complaint(process: psutil.Popen, messages: IO[bytes], what: str) -> str:
    """Why one has failed. what: it was."""
    if process.returncode < 0:
        return f"killed by signal {-process.returncode}, as happens when memory runs out"
    messages.seek(0)
    lines = messages.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"{what} ended with status {process.returncode}"
