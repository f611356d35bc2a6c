"""Places in a run that its user marked: kept in its file, or in the user's own folder.

There go those of runs that cannot be written, that come with the program, or that are in training. They are known by
the run's identity, so that they are found again wherever the file goes.
"""

from __future__ import annotations

import json
import math
import os
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..config import INPUTS, NetworkSpec, View, check_field
from ..errors import GinnError, RunFileError
from ..paths import bundled_runs, settings_folder
from ..plane import Plane
from . import schema
from .lock import holder
from .reader import Run
from .texts import printable

MOST = 1_000
LONGEST_VIEW = 230_000  # characters, more than all neurons of the largest network take, and a plane among its inputs

# What a view from a file may hold: beyond these, a picture has nothing to show, or numbers run out.
FARTHEST = 1e6
ZOOMS = (1e-3, 1e9)
LINE_WIDTHS = (0.01, 1e3)

SHOWN = ("contours", "points")  # parts of a picture that are only written down where they are left out

OWN_FILE = "bookmarks.sqlite"
OWN_TABLE = """
CREATE TABLE IF NOT EXISTS bookmark (
    id INTEGER PRIMARY KEY, run TEXT NOT NULL, name TEXT NOT NULL, step INTEGER NOT NULL, view TEXT NOT NULL
) STRICT
"""


@dataclass(frozen=True)
class Bookmark:
    """A step of a run, and what of it is shown.

    key: its own in the run's file; in the user's folder, below 0; 0 before it is kept.
    """

    name: str
    step: int
    view: View
    key: int = 0


def bookmarks(run: Run) -> list[Bookmark]:
    """All of a run, in order of step; one that does not fit the run is left out."""
    rows: list[tuple[Any, ...]] = []
    with suppress(RunFileError):  # a damaged bookmark keeps no run from being looked at
        rows += run.rows("SELECT id, name, step, view FROM bookmark LIMIT ?", MOST, most=MOST,
                         longest=LONGEST_VIEW + schema.MAX_POINT + schema.MAX_NAME)
    with suppress(sqlite3.Error, OSError), _own(make=False) as own:
        rows += own.execute("SELECT -id, name, step, view FROM bookmark WHERE run = ? LIMIT ?", (run.identity, MOST))
    found: list[Bookmark] = []
    for row in rows:
        with suppress(GinnError):
            found.append(_bookmark(run, *row))
    return sorted(found, key=lambda bookmark: bookmark.step)


def add_bookmark(run: Run, bookmark: Bookmark) -> Bookmark | None:
    """Keep one; it as it is kept, or None where it is there already: that of this name, step and view.

    Raises RunFileError where it can be kept neither in the file nor in the user's folder.
    """
    name, view = printable(bookmark.name), view_to_json(bookmark.view)
    if any((kept.name, kept.step, view_to_json(kept.view)) == (name, bookmark.step, view) for kept in bookmarks(run)):
        return None
    columns = (name, bookmark.step, view)
    if _may_be_written(run):
        with suppress(sqlite3.OperationalError), _file(run) as file:
            key = file.execute("INSERT INTO bookmark (name, step, view) VALUES (?, ?, ?)", columns).lastrowid or 0
            return Bookmark(name, bookmark.step, bookmark.view, key)
    with _errors_said(), _own() as own:
        own.execute(OWN_TABLE)
        key = own.execute("INSERT INTO bookmark (run, name, step, view) VALUES (?, ?, ?, ?)",
                          (run.identity, *columns)).lastrowid or 0
    return Bookmark(name, bookmark.step, bookmark.view, -key)


def remove_bookmark(run: Run, bookmark: Bookmark) -> None:
    """Take one out of where it is kept. Raises RunFileError where that cannot be written."""
    with _errors_said(), _own() if bookmark.key < 0 else _file(run) as database:
        database.execute("DELETE FROM bookmark WHERE id = ?", (abs(bookmark.key),))


def view_to_json(view: View) -> str:
    """A view as the run file keeps it; what is under the mouse is no part of it."""
    return json.dumps({
        "field": view.field,
        "neurons": sorted(view.neurons),
        "center": view.center,
        "zoom": view.zoom,
        "line_width": view.line_width,
        "beyond": view.beyond,
        **{name: False for name in SHOWN if not getattr(view, name)},
        **({"plane": _as_text(view.plane)} if view.plane else {}),
    })


def view_from_json(text: str, network: NetworkSpec) -> View:
    """The view that `view_to_json` wrote. Raises GinnError for anything that is no view of this network."""
    try:
        read = json.loads(text)
        x, y = map(float, read["center"])
        shown: dict[str, Any] = {name: bool(read.get(name, True)) for name in SHOWN}
        view = View(
            field=check_field(str(read["field"]), network),
            neurons=frozenset((layer, number) for layer, number in read["neurons"]) & frozenset(network.neurons),
            center=(x, y),
            zoom=float(read["zoom"]),
            line_width=float(read["line_width"]),
            beyond=bool(read["beyond"]),
            **shown,
            plane=_from_text(read["plane"], network) if "plane" in read else None,
        )
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise GinnError(f"not a view ({error})") from None
    limits = ((abs(x), (0, FARTHEST)), (abs(y), (0, FARTHEST)), (view.zoom, ZOOMS), (view.line_width, LINE_WIDTHS))
    if not all(math.isfinite(value) and low <= value <= high for value, (low, high) in limits):
        raise GinnError("not a view (its numbers)")
    return view


def _as_text(plane: Plane) -> str:
    """Its three vectors, as a text of letters and digits alone: a third as long as numbers in words."""
    return b64encode(plane.vectors.astype("<f8").tobytes()).decode("ascii")


def _from_text(text: object, network: NetworkSpec) -> Plane:
    if not isinstance(text, str) or network.inputs == INPUTS:
        raise GinnError("not a view (its plane)")
    numbers = np.frombuffer(b64decode(text, validate=True), "<f8")
    if numbers.size != 3 * network.inputs:
        raise GinnError(f"not a view of a {network} network (its plane)")
    return Plane.of_vectors(numbers.reshape(3, -1))


def _bookmark(run: Run, key: object, name: object, step: object, view: object) -> Bookmark:
    """As it was read. Raises GinnError where it does not fit the run."""
    if not (isinstance(key, int) and isinstance(name, str) and isinstance(step, int) and isinstance(view, str)):
        raise GinnError("not a bookmark (its types)")
    if not 0 <= step <= run.training.iterations or len(view) > LONGEST_VIEW:
        raise GinnError("not a bookmark of this run")
    return Bookmark(printable(name), step, view_from_json(view, run.network), key)


def _may_be_written(run: Run) -> bool:
    """Whether bookmarks belong in the file itself."""
    path = run.path.resolve()
    if bundled_runs().resolve() in path.parents or holder(path):
        return False
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


@contextmanager
def _file(run: Run) -> Generator[sqlite3.Connection]:
    with closing(sqlite3.connect(run.path, isolation_level=None, timeout=2)) as connection:
        yield connection


@contextmanager
def _own(make: bool = True) -> Generator[sqlite3.Connection]:
    """The user's own. make: where there is none yet."""
    path = settings_folder() / OWN_FILE
    if make:
        path.parent.mkdir(parents=True, exist_ok=True)
    address = f"{path.absolute().as_uri()}?mode={'rwc' if make else 'ro'}"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=2)) as connection:
        yield connection


@contextmanager
def _errors_said() -> Generator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise RunFileError(f"the bookmark cannot be written ({error}): copy the run to a folder of your own") from None
