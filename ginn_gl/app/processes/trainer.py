"""A training beside the viewer: a process of its own, of which only the run file is ever read."""

from __future__ import annotations

import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

import psutil

from ...signals import STOPPED
from ...store import Run
from ...store.lock import holder
from . import commands
from .resuming import ResumeGuard

SECONDS_TO_STOP = 5.0
CLOCKS_DIFFER = 5.0  # seconds: when a process began is reckoned from when the machine did, by a clock that is set


class Trainer:
    """A process that trains the run file at `path`: started here, or found at work on it.

    ours: whether it was started here. paused: whether it has been halted. seen: whether the viewer has shown
    its run yet.
    """

    def __init__(self, path: Path, process: psutil.Popen | psutil.Process, messages: IO[bytes] | None = None) -> None:
        self.path = path
        self._own = process if isinstance(process, psutil.Popen) else None
        self.ours = self._own is not None
        self.paused = self.seen = False
        self._process, self._messages = process, messages
        self._keeper: ResumeGuard | None = None  # while it is halted from here

    @classmethod
    def start(cls, arguments: list[str], path: Path) -> Trainer:
        """Run a `ginn-gl` command that trains `path`, beside the viewer. It is to `step_back` once it is seen."""
        return cls(path, *commands.start(arguments, steps_back=False))

    @classmethod
    def find(cls, run: Run) -> Trainer | None:
        """The process that trains this very file, started by someone else; None where none does, or not here.

        It is known by the lock on the file, which ends with it, and by when it began: on another machine, or in
        another container, a process may have the same number.
        """
        found = holder(run.path)
        if found is None:
            return None
        try:
            process = psutil.Process(found.pid)
            if abs(process.create_time() - found.started) > CLOCKS_DIFFER:
                return None
            trainer = cls(run.path, process)
            trainer.paused = process.status() == psutil.STATUS_STOPPED
        except (psutil.Error, ValueError, OverflowError):
            return None
        trainer.seen = True
        return trainer

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        if self._own:
            return self._own.poll() is None
        found = holder(self.path)
        return found is not None and found.pid in (0, self.pid)

    @property
    def failure(self) -> str | None:
        """Why it ended, where that was not as it should; None while it runs, after a good end, or if unknown."""
        if self.running or not self._own or self._own.returncode in (0, *STOPPED):
            return None
        if self._own.returncode == -signal.SIGTERM:
            return "stopped before it began"
        assert self._messages is not None
        return commands.complaint(self._own, self._messages, "training")

    def step_back(self) -> None:
        """Leave the processor to the picture, where it has been started here."""
        if self._own:
            commands.step_back(self._own)

    def pause(self) -> None:
        """Halt it where it is, until `go_on` or until the viewer is gone."""
        self._keeper = self._keeper or ResumeGuard(self.pid)
        with suppress(psutil.NoSuchProcess):
            self._process.suspend()
            self.paused = True

    def go_on(self) -> None:
        with suppress(psutil.NoSuchProcess):
            self._process.resume()
        self.paused = False
        if self._keeper:
            self._keeper.close()
            self._keeper = None

    def close(self) -> None:
        """Nobody will ask any more why it ended."""
        if self._messages:
            self._messages.close()

    def let_go(self) -> None:
        """Leave it to train on by itself when the viewer ends."""
        if self._keeper:
            self.go_on()
        self.ours = False

    def stop(self) -> None:
        """Ask it to end and leave a valid file; it is given a few seconds before it is killed."""
        if not self.running:
            return
        commands.ask_to_stop(self._process, self.ours)
        if self.paused:
            self.go_on()
        deadline = time.monotonic() + SECONDS_TO_STOP
        while self.running and time.monotonic() < deadline:
            time.sleep(0.02)
        if self.running:  # and not one that has only ended its training
            self._process.kill()
            self._process.wait()
