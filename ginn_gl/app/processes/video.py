"""A training as a video, made by `ginn-gl render` in a process of its own, so that the window stays as smooth."""

from __future__ import annotations

import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from . import commands

SECONDS_TO_STOP = 5.0


class VideoMaking:
    """The process at work on a video. done, total: frames. folder: with what it needs, gone in the end."""

    def __init__(self, arguments: list[str], path: Path, folder: TemporaryDirectory) -> None:
        self.path, self._folder = path, folder
        self.done = self.total = 0
        self.stopped = False
        self._process, self._messages = commands.start(arguments, subprocess.PIPE)
        self._first_at: float | None = None
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def running(self) -> bool:
        return self._process.poll() is None or self._reader.is_alive()

    @property
    def seconds_left(self) -> float | None:
        """By the frames so far; None before there are any."""
        if not self.done or self._first_at is None:
            return None
        return (time.monotonic() - self._first_at) / self.done * (self.total - self.done)

    @property
    def failure(self) -> str | None:
        """Why it failed, once it has ended; None where it did not."""
        return None if self._process.returncode == 0 else commands.complaint(self._process, self._messages, "the video")

    def stop(self) -> None:
        """Ask it to end the video with the frames there are."""
        self.stopped = True
        commands.ask_to_stop(self._process)

    def wait(self) -> None:
        """Until it has ended, but not for long: it ends by itself."""
        with suppress(psutil.TimeoutExpired):
            self._process.wait(SECONDS_TO_STOP)

    def close(self) -> None:
        """Nobody will ask any more why it failed."""
        self._messages.close()
        self._folder.cleanup()

    def _read(self) -> None:
        with self._process.stdout as said:
            for line in said:
                words = line.split()
                if len(words) == 2 and all(word.isdigit() for word in words):
                    self._first_at = self._first_at or time.monotonic()
                    self.done, self.total = map(int, words)
