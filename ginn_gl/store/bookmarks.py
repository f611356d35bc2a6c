"""Places in a run that its user marked, kept in its file."""

from __future__ import annotations

import json
import math
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ..config import NetworkSpec, View, check_field
from ..errors import GinnError, RunFileError
from .reader import Run

MOST = 1_000
LONGEST_NAME = 200


@dataclass(frozen=True)
class Bookmark:
    """A step of a run, and what of it is shown. key: its own within the file; 0 before it is in one."""

    name: str
    step: int
    view: View
    key: int = 0


def bookmarks(run: Run) -> list[Bookmark]:
    """All that are in a run's file, in order of step; one that does not fit the network is left out."""
    rows = run.rows("SELECT id, name, step, view FROM bookmark ORDER BY step, id LIMIT ?", MOST)
    found = []
    for key, name, step, text in rows:
        try:
            found.append(Bookmark(name[:LONGEST_NAME], step, view_from_json(text, run.network), key))
        except GinnError:
            continue
    return found


def add_bookmark(path: Path, bookmark: Bookmark) -> None:
    """Keep one in a run's file. Raises RunFileError where that cannot be written."""
    _write(path, "INSERT INTO bookmark (name, step, view) VALUES (?, ?, ?)",
           bookmark.name[:LONGEST_NAME], bookmark.step, view_to_json(bookmark.view))


def remove_bookmark(path: Path, bookmark: Bookmark) -> None:
    """Take one out of a run's file. Raises RunFileError where that cannot be written."""
    _write(path, "DELETE FROM bookmark WHERE id = ?", bookmark.key)


def view_to_json(view: View) -> str:
    """A view as the run file keeps it; what is under the mouse is no part of it."""
    return json.dumps({
        "field": view.field,
        "neurons": sorted(view.neurons),
        "center": view.center,
        "zoom": view.zoom,
        "line_width": view.line_width,
        "beyond": view.beyond,
    })


def view_from_json(text: str, network: NetworkSpec) -> View:
    """The view that `view_to_json` wrote. Raises GinnError for anything that is no view of this network."""
    try:
        read = json.loads(text)
        x, y = map(float, read["center"])
        view = View(
            field=check_field(str(read["field"]), network),
            neurons=frozenset((layer, number) for layer, number in read["neurons"]) & frozenset(network.neurons),
            center=(x, y),
            zoom=float(read["zoom"]),
            line_width=float(read["line_width"]),
            beyond=bool(read["beyond"]),
        )
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise GinnError(f"not a view ({error})") from None
    if not (all(map(math.isfinite, view.center)) and 0 < view.zoom < math.inf and 0 < view.line_width < math.inf):
        raise GinnError("not a view (its numbers)")
    return view


def _write(path: Path, statement: str, *values: str | int) -> None:
    try:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=5)) as connection:
            connection.execute(statement, values)
    except sqlite3.Error as error:
        raise RunFileError(f"{path}: the bookmark cannot be written ({error}): copy the run to a folder of "
                           "your own") from None
