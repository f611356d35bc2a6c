"""A sweep: one run from a first to a last step as a video, frame by frame and exact on any machine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from tqdm import tqdm

from ..config import View
from ..render import Renderer, headless_context
from ..render.pictures import ENLARGED
from ..store import Run
from .encoders import Size
from .recorder import Recorder


def sweep(run: Run, path: Path, view: View, size: Size | None = None, first: int | None = None,
          last: int | None = None, seconds: float = 20.0, fps: int = 30, progress: bool = False) -> None:
    """Record a run at an even pace by checkpoint, so that the early, fast changes get their time.

    size: (width, height) in pixels; by default that of `render`.
    first, last: steps within the run, its own by default; the video runs backwards where last is the smaller.
    progress: show a bar where stderr is a terminal.
    Raises GinnError for a step outside the run and where the file cannot be written.
    """
    size = size or (ENLARGED * run.target.width, ENLARGED * run.target.height)
    positions = sweep_positions(0 if first is None else run.index_of(first),
                                len(run) - 1 if last is None else run.index_of(last),
                                max(1, round(seconds * fps)))
    recorder = Recorder(path, size, fps)
    renderer = Renderer(headless_context(), run.network, run.target)
    try:
        with recorder:
            # None lets tqdm see for itself whether stderr is a terminal.
            for position in tqdm(positions, path.name, unit="frame", disable=None if progress else True):
                renderer.set_parameters(run.parameters(position))
                recorder.add(renderer.read(view, size))
    finally:
        renderer.release()


def sweep_positions(first: int, last: int, frames: int) -> np.ndarray:
    """Which checkpoint each frame shows, (frames,) int: evenly from first to last, both included."""
    return np.linspace(first, last, frames).round().astype(int)
