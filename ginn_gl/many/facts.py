"""A run in a few plain values, as tables of many runs show it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..render.words import described
from ..store import Run
from ..target import is_bad

CURVE = 48
"""Points of a loss curve that is drawn small, with hundreds of others."""

Signature = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Facts:
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


def facts_of(run: Run) -> Facts:
    """Raises what reading a run may raise."""
    loss, state = float(run.losses[-1]), standing(run)
    bad = None if run.watched or state != "finished" else is_bad(run.target, run.training, loss)
    return Facts(described(run.network), run.made, None if run.watched else run.training.seed, int(run.steps[-1]),
                 None if run.watched else run.training.iterations, len(run), loss if np.isfinite(loss) else None,
                 bad, state, changed(run.path))


def curve_of(run: Run) -> np.ndarray:
    """Its losses in a few points, (2, N) float32 of steps and losses, the closer the earlier."""
    count = len(run)
    places = np.unique(np.append(np.geomspace(1, count, min(CURVE, count)).astype(int) - 1, count - 1))
    return np.stack([run.steps[places], run.losses[places]]).astype(np.float32)


def standing(run: Run) -> str:
    """How its training stands, in a word: a state of the file, or 'killed'."""
    return "killed" if run.killed else run.status.state


def signature(path: Path) -> Signature:
    """Of a run file and its log: as long as it stays the same, so does what is in it."""
    return tuple(_stamp(one) for one in (path, path.with_name(f"{path.name}-wal")))


def changed(path: Path) -> float | None:
    """When a run file or its log was written last, in seconds since 1970."""
    return max((stamp[2] / 1e9 for stamp in signature(path) if stamp), default=None)


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns
