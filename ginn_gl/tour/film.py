"""A stop of the tour as a file: a picture, or a video of its stretch of steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ..config import View
from ..record import Recorder, save_png
from ..record.caption import Caption, titled
from ..render import painter_of, side_by_side
from ..store import Run
from .stop import Stop

SIDE = 400          # pixels, of a square picture; a still is twice as large, each of two runs smaller
GAP = 16            # pixels between two runs
FPS = 20
LAST_SECONDS = 1.5  # for which a video stays at its end


def film(stop: Stop, folder: Path, progress: bool = False) -> Path:
    """Draw a stop into a folder, as NAME.png, .gif or .mp4; returns the file's path.

    progress: show a bar where stderr is a terminal. Raises GinnError where the file cannot be written.
    """
    path = folder / f"{stop.name}{stop.suffix}"
    with _frames(stop) as frame_at:
        if stop.suffix == ".png":
            save_png(path, frame_at(stop.last))
            return path
        with Run(stop.run) as run:
            positions = np.linspace(run.index_of(stop.first), run.index_of(stop.last), round(stop.seconds * FPS))
            steps = run.steps[positions.round().astype(int)].tolist() + round(LAST_SECONDS * FPS) * [stop.last]
        height, width, _ = frame_at(stop.first).shape
        with Recorder(path, (width, height), FPS) as recorder:
            for step in tqdm(steps, path.name, unit="frame", disable=None if progress else True):
                recorder.add(frame_at(step))
    return path


@contextmanager
def _frames(stop: Stop) -> Iterator:
    """A function from steps to frames (H, W, 3) uint8, in which two runs are side by side.

    Each says what it is called and, of each run, how far it is.
    """
    with ExitStack() as stack:
        runs = [stack.enter_context(Run(path)) for path in (stop.run, stop.beside) if path is not None]
        painters = [painter_of(run) for run in runs]
        captions = [Caption(run, _size(run, stop)[1]) for run in runs]

        def frame_at(step: int) -> np.ndarray:
            drawn = []
            for run, painter, caption in zip(runs, painters, captions):
                index = run.index_of(step)
                painter.set_parameters(run.parameters(index))
                frame = painter.read(stop.view, _size(run, stop))
                drawn.append(caption.put(frame, int(run.steps[index]), float(run.losses[index])))
            return titled(side_by_side(drawn, GAP), stop.title)

        yield frame_at


def _size(run: Run, stop: Stop) -> tuple[int, int]:
    """Width and height, even, in the target's shape unless it is looked at more closely."""
    side = SIDE * (2 if stop.suffix == ".png" else 0.8 if stop.beside else 1)
    aspect = run.target.aspect if stop.view.zoom == View.zoom else 1.0
    scale = side / max(aspect, 1.0)
    return 2 * round(scale * aspect / 2), 2 * round(scale / 2)
