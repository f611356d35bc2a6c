"""A run in a few plain values, as tables of many runs show it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..plane import Plane
from ..render.words import described
from ..store import Run
from ..target import is_bad

CURVE = 48
"""Points of a loss curve that is drawn small, with hundreds of others."""

MOST_NEURONS = 256
"""Of more, the regions of thousands of runs would take hours to count."""

Signature = tuple[tuple[int, ...], ...]


class Facts(NamedTuple):
    """seed, iterations: None of a run of another program. loss: at its last step; None where nobody knows it.

    bad: see `target.is_bad`; None also of one that is not finished. state: of the file, or 'killed'. changed: seconds
    since 1970, or None.
    """

    network: str
    made: str
    seed: int | None
    step: int
    iterations: int | None
    checkpoints: int
    loss: float | None
    bad: bool | None
    state: str
    changed: float | None


class Measures(NamedTuple):
    """Of a run's last step, as insights into it count them; they take longer than facts.

    regions: that the lines cut the square into; None of a network that bends smoothly, or has very many neurons.
    dead: neurons that are off everywhere in the square, or of other activations say the same everywhere.
    """

    regions: int | None
    dead: int


def facts_of(run: Run) -> Facts:
    """Raises what reading a run may raise."""
    loss, state = float(run.losses[-1]), standing(run)
    bad = None if run.watched or state != "finished" else is_bad(run.target, run.training, loss)
    return Facts(described(run.network), run.made, None if run.watched else run.training.seed, int(run.steps[-1]),
                 None if run.watched else run.training.iterations, len(run), loss if np.isfinite(loss) else None,
                 bad, state, changed(run.path))


def measures_of(run: Run) -> Measures:
    """Raises what reading a run may raise."""
    from ..geometry import count_cells  # which loads the compiler
    from ..insight.history import History

    is_counted = run.network.is_piecewise_linear and len(run.network.neurons) <= MOST_NEURONS
    plane = run.plane or Plane.of_window(run.window)
    regions = count_cells(run.network, run.parameters(-1), plane)[-1] if is_counted else None
    return Measures(regions, int(History(run, samples=2).flat[-1].sum()))


def curve_of(run: Run) -> np.ndarray:
    """Its losses in a few points, (2, N) float32 of steps and losses, the closer the earlier."""
    count = len(run)
    places = np.unique(np.append(np.geomspace(1, count, min(CURVE, count)).astype(int) - 1, count - 1))
    return np.stack([run.steps[places], run.losses[places]]).astype(np.float32)


def standing(run: Run) -> str:
    """How its training stands, in a word: a state of the file, or 'killed'."""
    return "killed" if run.killed else run.status.state


def signature(path: Path | str) -> Signature:
    """Of a run file and its log: as long as it stays the same, so does what is in it."""
    return _stamp(str(path)), _stamp(f"{path}-wal")


def signatures(paths: Sequence[str]) -> list[Signature]:
    """Of all of them, of which there may be thousands: no log is looked for that is not in its folder."""
    folders = {path.rpartition(os.sep)[0] for path in paths}
    logs = {f"{folder}{os.sep}{name}" for folder in folders for name in _names(folder) if name.endswith("-wal")}
    return [(_stamp(path), _stamp(log) if (log := f"{path}-wal") in logs else ()) for path in paths]


def changed(path: Path) -> float | None:
    """When a run file or its log was written last, in seconds since 1970."""
    return max((stamp[2] / 1e9 for stamp in signature(path) if stamp), default=None)


def _stamp(path: str) -> tuple[int, ...]:
    try:
        found = os.stat(path)  # noqa: PTH116 - a Path takes four times as long
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - as above
    except OSError:
        return []
