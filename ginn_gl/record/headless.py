"""What `ginn-gl view` does where there is no display: the same pictures, as files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ..config import View
from ..render import render
from ..store import Run
from .still import save_png
from .sweep import Sweep, bar, record_sweep

SECONDS = 10.0  # of video: without a display there is seldom a GPU, and each frame takes a tenth of one


def has_display() -> bool:
    """Whether a window can be expected to open."""
    return sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def capture(run: Run, folder: Path) -> tuple[Path, Path]:
    """Save a run's last frame as PNG and its whole sweep as MP4, with every boundary; returns their paths."""
    picture = folder / f"{run.path.stem}-step{run.steps[-1]}.png"
    save_png(picture, render(run))
    video = folder / f"{run.path.stem}.mp4"
    record_sweep(run, video, Sweep(View(neurons=frozenset(run.network.neurons)), seconds=SECONDS), bar(video))
    return picture, video
