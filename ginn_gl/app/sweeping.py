"""A sweep as a video, made by `ginn-gl render` in a process of its own, so that the window stays as smooth."""

from __future__ import annotations

import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import psutil

from ..config import PACES, View
from ..plane import Plane
from ..store import Run
from . import beside
from .recording import Size

SECONDS_TO_STOP = 5.0


@dataclass
class SweepDraft:
    """What the form holds. first, last: steps; None for the run's own. begin, end: views; None for that on screen."""

    first: int | None = None
    last: int | None = None
    seconds: float = 20.0
    pace: str = PACES[0]
    begin: View | None = None
    end: View | None = None
    caption: bool = False
    turn: float = 0.0  # of the plane, in degrees

    def steps(self, run: Run) -> tuple[int, int]:
        """The first and the last, within the run."""
        low, high = int(run.steps[0]), int(run.steps[-1])
        return (low if self.first is None else min(max(self.first, low), high),
                high if self.last is None else min(max(self.last, low), high))

    def arguments(self, run: Run, view: View, path: Path, size: Size, fps: int, folder: Path) -> list[str]:
        """The `ginn-gl render` command line of this form. view: that on screen. folder: for files of planes, which are
        written."""
        begin, end = self.begin or view, self.end or view
        first, last = self.steps(run)
        options = {
            "--from": first,
            "--to": last,
            "--seconds": self.seconds,
            "--pace": self.pace,
            "--fps": fps,
            "--size": f"{size[0]}x{size[1]}",
            "--field": view.field,
            "--neurons": ",".join(f"{layer}:{number}" for layer, number in sorted(view.neurons)) or "none",
            "--line-width": view.line_width,
            "--center": _point(begin),
            "--zoom": begin.zoom,
            "--to-center": _point(end),
            "--to-zoom": end.zoom,
            "--progress": "lines",
            **self._planes(begin.plane or run.plane, end.plane or run.plane, folder),
        }
        switches = ["--beyond"] * view.beyond + ["--caption"] * self.caption + ["--no-points"] * (not view.points)
        return ["render", str(run.path), str(path), *switches, *(f"{name}={value}" for name, value in options.items())]


    def _planes(self, begin: Plane | None, end: Plane | None, folder: Path) -> dict[str, Path | float]:
        """Options that name the planes, of a network that has any to choose from."""
        if begin is None or end is None:
            return {}
        options: dict[str, Path | float] = {"--plane": _kept(begin, folder / "plane.npy")}
        if end != begin:
            return options | {"--to-plane": _kept(end, folder / "to-plane.npy")}
        return options | ({"--turn": self.turn} if self.turn else {})


def _kept(plane: Plane, path: Path) -> Path:
    np.save(path, plane.vectors)
    return path


class Sweeping:
    """The process at work on a video. done, total: frames. folder: with what it needs, gone in the end."""

    def __init__(self, arguments: list[str], path: Path, folder: TemporaryDirectory) -> None:
        self.path, self._folder = path, folder
        self.done = self.total = 0
        self.stopped = False
        self._process, self._messages = beside.start(arguments, subprocess.PIPE)
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
        return None if self._process.returncode == 0 else beside.complaint(self._process, self._messages, "the video")

    def stop(self) -> None:
        """Ask it to end the video with the frames there are."""
        self.stopped = True
        beside.ask_to_stop(self._process)

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


def _point(view: View) -> str:
    return f"{view.center[0]!r},{view.center[1]!r}"
