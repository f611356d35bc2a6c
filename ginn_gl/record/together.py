"""Several runs in one picture or video: side by side, with their difference, or layer by layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..config import View
from ..errors import GinnError
from ..render import Grid, painter_of, together
from ..render.difference import DifferencePainter, difference_painter, require_difference, view_of_difference
from ..render.fitting import by_layer, fitting
from ..render.ground import ground_of
from ..render.past import NO_PAST, PastLines
from ..render.pictures import picture_of, size_of
from ..signals import stop_signals
from ..store import Run
from ..store.moments import BY, index_beside
from .caption import Caption, titled
from .encoders import Size
from .multiples import Sheet, Tile, laid_out
from .recorder import Recorder
from .sweep import Sweep, Watch, sweep_positions

GAP = 1 / 90  # of a video's height, between two pictures


@dataclass(frozen=True)
class Together:
    """How runs are shown together.

    by: which moments belong together, one of store.moments.BY. layers: a row for each run, a column for each layer with
    its lines alone, and one with all. difference: of two runs, too.
    """

    by: str = BY[0]
    layers: bool = False
    difference: bool = False


def tiles_of(runs: Sequence[Run], view: View, indices: Sequence[int],
             how: Together) -> tuple[list[Tile], list[int], int]:
    """What is to be drawn of checkpoints of runs, at their positions; in which place of how many columns.

    view: of the first run; others have it as far as it fits them. No columns are 0: they are a question of room.
    Raises GinnError for a difference of other than two runs, and where these two have none.
    """
    first = runs[0]
    views = [fitting(view, first.network, run.network) for run in runs]
    rows = [Tile(run, its_view, index) for run, its_view, index in zip(runs, views, indices)]
    if how.difference:
        if len(runs) != 2:
            raise GinnError(f"a difference is of two runs, not of {len(runs)}")
        require_difference(runs[0], runs[1], view)
        rows.append(Tile(first, view_of_difference(view), indices[0], more=f" less {runs[1].name}",
                         less=(runs[1], indices[1])))
    if not how.layers:
        return rows, list(range(len(rows))), 0
    columns = 1 + max(len(run.network.hidden) for run in runs)
    tiles, cells = [], []
    for row, tile in enumerate(rows):
        for layer, alone in by_layer(tile.view, tile.run.network) if tile.less is None else ():
            tiles.append(replace(tile, view=alone, more=f", layer {layer}"))
            cells.append(row * columns + layer - 1)
        tiles.append(tile)
        cells.append((row + 1) * columns - 1)
    return tiles, cells, columns


def sheet_together(runs: Sequence[Run], view: View, step: int | None, how: Together,
                   tile: Size | None = None) -> Sheet:
    """A sheet of runs at a step of the first, the last by default, and of the others where it belongs to that.

    Raises GinnError as tiles_of and laid_out do, and for a step outside of the first run.
    """
    index = len(runs[0]) - 1 if step is None else runs[0].index_of(step)
    tiles, cells, columns = tiles_of(runs, view, _indices(runs, index, how.by), how)
    return laid_out(tiles, columns or len(tiles), tile, cells)


def record_together(runs: Sequence[Run], path: Path, sweep: Sweep, how: Together, watch: Watch = iter) -> int:
    """Record a video of runs; returns how many frames, as record_sweep. The sweep is that of the first run.

    Raises GinnError as record_sweep and tiles_of do.
    """
    first, last = sweep.steps_for(runs[0])
    runs[0].index_of(first)
    runs[0].index_of(last)
    about = f"{', '.join(run.name for run in runs)}, steps {first:,} to {last:,}"
    recorder = Recorder(path, sweep.size or usual_size(runs, how), sweep.fps, about)
    with stop_signals() as stopped, recorder:
        for frame in frames_together(runs, sweep, how, watch):
            recorder.add(frame)
            if stopped():
                break
    return recorder.frames


def usual_size(runs: Sequence[Run], how: Together) -> Size:
    """(width, height) of a video where none is asked for: of pictures as large as each alone, up to a large screen."""
    tiles, cells, columns = tiles_of(runs, View(), [0] * len(runs), how)
    grid, (width, height) = _grid(tiles, cells, columns, (1920, 1080)), size_of(runs[0])
    scale = min(1.0, 1920 / (grid.columns * width), 1080 / (grid.rows * height))
    return round(scale * grid.columns * width), round(scale * grid.rows * height)


def frames_together(runs: Sequence[Run], sweep: Sweep, how: Together, watch: Watch = iter) -> Iterator[np.ndarray]:
    """Every frame of a video of runs, (height, width, 3) uint8, each picture with its run's name in its corner."""
    first = runs[0]
    positions = sweep_positions(first.steps, *sweep.steps_for(first), sweep.count, sweep.pace)
    size = sweep.size or usual_size(runs, how)
    room, drawn, frame = Frames(runs, size, sweep, how), None, np.empty(0)
    for number in watch(range(sweep.count)):
        indices = _indices(runs, int(positions[number]), how.by)
        view = sweep.view_at(number / max(1, sweep.count - 1))
        if drawn != (indices, view):
            drawn, frame = (indices, view), room.frame(indices, view)
        yield frame


class Frames:
    """Draws frames of a sweep of several runs, each in its part of a frame. size: (width, height)."""

    def __init__(self, runs: Sequence[Run], size: Size, sweep: Sweep, how: Together) -> None:
        self._runs, self._size, self._how, self._caption = runs, size, how, sweep.caption
        self._painters = {run: painter_of(run) for run in runs}
        self._pasts = {run: PastLines(run, sweep.past) if sweep.past != NO_PAST else None for run in runs}
        self._less: DifferencePainter | None = None
        self._captions: dict[Run, Caption] = {}
        self._gap = max(2, round(GAP * size[1]))

    def frame(self, indices: list[int], view: View) -> np.ndarray:
        """The frame at these checkpoints, (height, width, 3) uint8. view: of the first run."""
        tiles, cells, columns = tiles_of(self._runs, view, indices, self._how)
        grid = _grid(tiles, cells, columns, self._size)
        boxes = grid.boxes(self._size, self._gap)
        pictures = [self._drawn(tile, boxes[cell][2:]) for tile, cell in zip(tiles, cells)]
        return together(pictures, grid, cells, self._size, self._gap)

    def _drawn(self, tile: Tile, size: Size) -> np.ndarray:
        run = tile.run
        if tile.less:
            other, index = tile.less
            self._less = self._less or difference_painter(run, other, tile.view)
            self._less.set_parameters(run.parameters(tile.index), other.parameters(index))
            return titled(self._less.read(tile.view, size), f"{run.name}{tile.more}")
        picture = titled(picture_of(self._painters[run], run, tile.index, tile.view, size, self._pasts[run]),
                         f"{run.name}{tile.more}")
        if not self._caption:
            return picture
        if run not in self._captions:
            self._captions[run] = Caption(run, size[1])
        return self._captions[run].put(picture, tile.step, float(run.losses[tile.index]))


def _indices(runs: Sequence[Run], index: int, by: str) -> list[int]:
    """The checkpoint of each run that belongs to one of the first."""
    return [index, *(index_beside(runs[0], float(runs[0].steps[index]), other, by) for other in runs[1:])]


def _grid(tiles: Sequence[Tile], cells: Sequence[int], columns: int, size: Size) -> Grid:
    if columns:
        return Grid(columns, max(cells) // columns + 1)
    return Grid.fitting(len(tiles), size, ground_of(tiles[0].run).aspect)
