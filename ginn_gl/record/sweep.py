"""A sweep: one run from a first to a last step as a video, frame by frame and exact on any machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ..config import PACES, View, exact_rate
from ..plane import Plane
from ..render import painter_of
from ..render.past import NO_PAST, Past, PastLines
from ..render.pictures import picture_of, size_of
from ..signals import stop_signals
from ..store import Run
from .caption import Caption
from .encoders import Size
from .journey import between, eased
from .recorder import Recorder
from .turning import Turn, plane_between

Watch = Callable[[Iterable], Iterable]
"""What frames' numbers go through to have their progress seen, such as tqdm."""


@dataclass(frozen=True)
class Sweep:
    """What is shown, and when.

    size: (width, height) in pixels; by default that of `render`.
    first, last: steps within the run, its own by default; the video runs backwards where last is the smaller.
    seconds, fps: its length, and frames per second, as config.exact_rate reads them. pace: one of config.PACES.
    to_center, to_zoom: where the view goes, the start's by default. caption: write step and loss into it.
    to_plane: which plane the view's becomes, or turn: how it turns. Where the view names none, it is the run's own.
    past: which other steps' lines are drawn over the field, where it is not boundaries alone.
    """

    view: View
    size: Size | None = None
    first: int | None = None
    last: int | None = None
    seconds: float = 20.0
    fps: float | Fraction = 30
    pace: str = PACES[0]
    to_center: tuple[float, float] | None = None
    to_zoom: float | None = None
    caption: bool = False
    to_plane: Plane | None = None
    turn: Turn | None = None
    past: Past = NO_PAST

    @property
    def count(self) -> int:
        """How many frames."""
        return max(1, round(self.seconds * exact_rate(self.fps)))

    def size_for(self, run: Run) -> Size:
        """Raises GinnError for a run that cannot be drawn."""
        return self.size or size_of(run)

    def steps_for(self, run: Run) -> tuple[int, int]:
        return (int(run.steps[0]) if self.first is None else self.first,
                int(run.steps[-1]) if self.last is None else self.last)

    def view_at(self, part: float) -> View:
        """The view after a part of the time, 0 to 1."""
        view = self.view
        if self.turn:
            view = replace(view, plane=self.turn.at(part))
        elif self.to_plane and view.plane:
            view = replace(view, plane=plane_between(view.plane, self.to_plane, eased(part)))
        if self.to_center is None and self.to_zoom is None:
            return view
        return between(view, self.to_center or view.center, self.to_zoom or view.zoom, eased(part))


def record_sweep(run: Run, path: Path, sweep: Sweep, watch: Watch = iter) -> int:
    """Record a sweep; returns how many frames: fewer than `sweep.count` where a signal such as Ctrl-C ended it.

    Raises GinnError for a step outside the run, and as Recorder does.
    """
    first, last = sweep.steps_for(run)
    run.index_of(first)
    run.index_of(last)
    about = f"{run.name}, steps {first:,} to {last:,}"
    recorder = Recorder(path, sweep.size_for(run), sweep.fps, about)
    with stop_signals() as stopped, recorder:
        for frame in frames(run, sweep, watch):
            recorder.add(frame)
            if stopped():
                break
    return recorder.frames


def frames(run: Run, sweep: Sweep, watch: Watch = iter) -> Iterator[np.ndarray]:
    """Every frame of a sweep, (height, width, 3) uint8; the same ones each time."""
    if sweep.to_plane and not sweep.view.plane:
        sweep = replace(sweep, view=replace(sweep.view, plane=run.plane))
    positions = sweep_positions(run.steps, *sweep.steps_for(run), sweep.count, sweep.pace)
    size = sweep.size_for(run)
    caption = Caption(run, size[1]) if sweep.caption else None
    painter, past = painter_of(run), PastLines(run, sweep.past) if sweep.past != NO_PAST else None
    drawn, frame = None, np.empty(0)  # of which the first differs
    for number in watch(range(sweep.count)):
        position, view = positions[number], sweep.view_at(number / max(1, sweep.count - 1))
        if drawn != (position, view):
            frame = picture_of(painter, run, int(position), view, size, past)
            if caption:
                frame = caption.put(frame, int(run.steps[position]), float(run.losses[position]))
            drawn = position, view
        yield frame


def bar(path: Path) -> Watch:
    """A progress bar with the time left, where stderr is a terminal."""
    # None lets tqdm see for itself whether it is one.
    return lambda numbers: tqdm(numbers, path.name, unit="frame", disable=None)


def lines(numbers: Iterable) -> Iterator:
    """A line on stdout for each frame done, such as '12 600', for programs."""
    numbers = list(numbers)
    for done, number in enumerate(numbers):
        print(done, len(numbers), flush=True)
        yield number


def sweep_positions(steps: np.ndarray, first: int, last: int, count: int, pace: str) -> np.ndarray:
    """Which checkpoint each frame shows, (count,) int: from that of the first step to that of the last, evenly.

    steps: of all checkpoints, (N,) int, rising. A step without a checkpoint shows the last one before it.
    """
    def position(step: int | np.ndarray) -> np.ndarray:
        return np.searchsorted(steps, step, side="right") - 1

    if pace == "checkpoint":
        return np.linspace(position(first), position(last), count).round().astype(int)
    if pace == "step":
        return position(np.linspace(first, last, count).round())
    # One more than the step, which may be 0.
    return position(np.expm1(np.linspace(np.log1p(first), np.log1p(last), count)).round())
