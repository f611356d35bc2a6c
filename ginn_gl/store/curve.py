"""The loss curve in a run file: of every checkpoint its step, its loss and what belongs to them."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import RunFileError
from . import schema
from .database import CHUNK, Database
from .description import Description

MOST_STEPS = 1_100_000
"""That a curve may have: a training keeps up to a million, and one more each time it is stopped."""


def read_curve(database: Database, described: Description, last: int, count: int) -> np.ndarray:
    """What follows on a curve of so many steps up to the last, -1 where nothing is known yet.

    Returns (4, N) float64 of steps, losses, learning rates, and losses over what is held out, which are not a number
    where nothing is. Raises RunFileError where that is no curve.
    """
    if last < 0:  # before all are read: to count them takes SQLite a tenth of that
        [(there,)] = database.rows("SELECT count(*) FROM (SELECT 1 FROM checkpoint INDEXED BY curve "
                                   f"LIMIT {MOST_STEPS + 1})")
        _refuse_above_most(database, there)
    query = "SELECT step, loss, learning_rate FROM checkpoint INDEXED BY curve WHERE step > ? ORDER BY step"
    found = [np.empty((3, 0))]
    latest: float = last
    for rows in database.chunks(query, last, longest=schema.MAX_POINT):
        found.append(_checked(database, described, rows, latest))
        latest = found[-1][0, -1]
        _refuse_above_most(database, count + CHUNK * (len(found) - 1))
    curve = np.concatenate(found, axis=1)
    return np.vstack([curve, _held_out(database, described, curve[0])])


def count_checkpoints(database: Database) -> int:
    """In the file, as it is now."""
    [(count,)] = database.rows("SELECT count(*) FROM checkpoint")
    return count


def _refuse_above_most(database: Database, count: int) -> None:
    if count > MOST_STEPS:
        raise RunFileError(f"{database.path}: more checkpoints than a training keeps")


def _checked(database: Database, described: Description, rows: list[tuple[Any, ...]], last: float) -> np.ndarray:
    """A part of the curve, after a step: (3, N) float64 of steps, losses and learning rates."""
    path, iterations = database.path, described.training.iterations
    try:
        curve = np.array(rows, np.float64).reshape(-1, 3).T
    except (TypeError, ValueError, OverflowError):
        raise RunFileError(f"{path}: its loss curve is not made of numbers") from None
    known = np.isfinite(curve)
    if described.version > 1:
        known[1] |= np.isnan(curve[1])
    if not known.all():
        raise RunFileError(f"{path}: its loss curve is not finite")
    steps = curve[0]
    if steps[-1] > iterations or not (np.diff(np.floor(steps), prepend=last) > 0).all():
        raise RunFileError(f"{path}: its steps do not rise from 0 to {iterations:,}")
    return curve


def _held_out(database: Database, described: Description, steps: np.ndarray) -> np.ndarray:
    """The losses over what is held out at these steps, (N,); not a number where there is none."""
    found = np.full(len(steps), np.nan)
    if not described.training.validation or not len(steps):
        return found
    query = "SELECT step, value FROM scalar WHERE name = ? AND step BETWEEN ? AND ? ORDER BY step"
    for number, rows in enumerate(database.chunks(query, schema.VALIDATION, int(steps[0]), int(steps[-1]),
                                                  longest=schema.MAX_POINT)):
        if number * CHUNK > len(steps):
            raise RunFileError(f"{database.path}: more losses of validation than checkpoints")
        table: np.ndarray = np.array(rows, np.float64)
        there, losses = table[:, 0], table[:, 1]
        places = np.minimum(np.searchsorted(steps, there), len(steps) - 1)
        known = (steps[places] == there) & np.isfinite(losses)
        found[places[known]] = losses[known]
    return found
