"""A training beside the viewer: a process of its own, of which only the run file is ever read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ..paths import free, run_name
from ..target import BOTTLE

SECONDS_TO_STOP = 5.0


@dataclass
class Draft:
    """What the Train panel's form holds; text stays text until `ginn-gl train` reads it.

    target: an image file, or None for the built-in bottle.
    """

    seed: int = 0
    hidden: str = "16,16,16"
    iterations: int = 1_270_000
    full_batch: bool = False
    batch_size: int = 128
    device: str = "auto"
    target: str | None = None

    def arguments(self, path: Path) -> list[str]:
        """The `ginn-gl train` command line of this form."""
        options = {
            "--seed": self.seed,
            "--hidden": self.hidden,
            "--iterations": self.iterations,
            "--batch-size": "full" if self.full_batch else self.batch_size,
            "--device": self.device,
            "--out": path,
        } | ({"--target": self.target} if self.target else {})
        return ["train", *(f"{name}={value}" for name, value in options.items())]

    def new_path(self, folder: Path) -> Path:
        """A run file name, not yet taken, that says what is trained."""
        target = Path(self.target).stem if self.target else BOTTLE
        return free(folder / f"{run_name(target, self.hidden, self.full_batch, self.seed)}.ginn")


class Trainer:
    """One running `ginn-gl train`, writing the run file at `path`."""

    def __init__(self, draft: Draft, path: Path) -> None:
        self.path = path
        self.seen = False  # whether the viewer has shown its run yet
        self._messages = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ginn_gl", *draft.arguments(path)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self._messages,
            start_new_session=os.name == "posix",  # a Ctrl-C in the viewer's terminal is the viewer's to handle
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0))
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, 10)

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    @property
    def failure(self) -> str | None:
        """The last line it said where it ended in error; None while it runs or after a good end."""
        if self.running or self._process.returncode == 0:
            return None
        self._messages.seek(0)
        lines = self._messages.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"training ended with status {self._process.returncode}"

    def stop(self) -> None:
        """Ask it to end and leave a valid file; it is given a few seconds before it is killed."""
        if not self.running:
            return
        self._process.send_signal(signal.SIGTERM if os.name == "posix" else signal.CTRL_BREAK_EVENT)
        try:
            self._process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
