"""A run as a row of the table: plain values, for JSON."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np

from ..config import BAD_LOSS
from ..errors import GinnError
from ..render.words import described
from ..store import Run
from ..store.texts import printable
from .shelf import Entry

UNREADABLE = (GinnError, sqlite3.Error, OSError)
"""What reading a file may raise that anybody may cut, replace or delete meanwhile."""

Signature = tuple[tuple[int, ...], ...]


def signature(path: Path) -> Signature:
    """Of a run file and its log: as long as it stays the same, so does the row."""
    return tuple(_stamp(one) for one in (path, path.with_name(f"{path.name}-wal")))


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns


def unread_row(entry: Entry) -> dict[str, Any]:
    """Of a run that nobody has read yet."""
    return {"id": entry.id, "name": printable(_text(entry.path.stem)), "folder": printable(_text(entry.folder)),
            "state": "unread"}


def row_of(entry: Entry) -> dict[str, Any]:
    """Of a run, or of a file that is none, with what is wrong with it."""
    row = unread_row(entry)
    try:
        with Run(entry.require()) as run:
            return row | _facts(run)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one file, the others are shown
        return row | {"state": "damaged", "trouble": trouble(entry, error), "changed": _changed(entry.path)}


def standing(run: Run) -> str:
    """How its training stands, in a word: a state of the file, or 'killed'."""
    return "killed" if run.killed else run.status.state


def trouble(entry: Entry, error: Exception) -> str:
    """What is wrong with a file, in one line that does not say where it lies."""
    if not entry.path.exists():
        return "the file is not there"
    said = str(error) if isinstance(error, GinnError) else f"cannot be read ({error})"
    for name in (f"{entry.path}: ", str(entry.path), str(entry.path.parent)):
        said = said.replace(name, "")
    return printable(_text(said))


def _facts(run: Run) -> dict[str, Any]:
    loss, state = float(run.losses[-1]), standing(run)
    is_known = bool(np.isfinite(loss))
    return {
        "network": described(run.network),
        "made": run.made,
        "seed": None if run.watched else run.training.seed,
        "step": int(run.steps[-1]),
        "iterations": None if run.watched else run.training.iterations,
        "checkpoints": len(run),
        "loss": loss if is_known else None,
        "bad": bool(run.network.is_of_paper and state == "finished" and loss > BAD_LOSS),
        "state": state,
        "changed": _changed(run.path),
    }


def _changed(path: Path) -> float | None:
    """Seconds since 1970."""
    times = [stamp[2] / 1e9 for stamp in signature(path) if stamp]
    return max(times, default=None)


def _text(name: str) -> str:
    """A name of a file, of which not all bytes need be text."""
    return os.fsencode(name).decode("utf-8", "replace")
