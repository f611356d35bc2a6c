"""The folders that are written to, or would be made: whether that works, and how much room there is."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from ..paths import CAPTURES, RUNS, settings_folder
from .report import Part

LEAST_ROOM = 200e6  # bytes: a few runs, or a minute of video


def folders() -> Part:
    """Of runs and captures, under the current folder; of settings, the user's; and of temporary files."""
    part = Part("Folders")
    elsewhere = "start ginn-gl in a folder of your own, or name another place with --out"
    for name, folder, advice in (
        ("new runs", RUNS.absolute(), elsewhere),
        ("captures", CAPTURES.absolute(), elsewhere),
        ("settings", settings_folder(), "bookmarks and choices are not kept; name another with XDG_CONFIG_HOME"),
        ("temporary files", Path(tempfile.gettempdir()), "name another with TMPDIR"),
    ):
        _look_at(part, name, folder, advice)
    return part


def _look_at(part: Part, name: str, folder: Path, advice: str) -> None:
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    try:
        with tempfile.TemporaryDirectory(prefix=".ginn-gl-", dir=there) as own:
            shares = _shares_memory(Path(own))
    except OSError as error:
        part.facts[name] = f"{folder} (cannot be written)"
        part.wrong.append(f"{folder} cannot be written ({error.strerror}): {advice}")
        return
    free = shutil.disk_usage(there).free
    part.facts[name] = f"{folder} ({free / 1e9:.1f} GB free{'' if there == folder else ', not there yet'})"
    if free < LEAST_ROOM:
        part.wrong.append(f"{folder} has only {free / 1e6:.0f} MB left: make room, or {advice}")
    if not shares and name == "new runs":
        part.notes.append(f"{folder} cannot share memory between processes, as shares of networks and containers often "
                          "cannot: trainings there take a little longer to write")


def _shares_memory(folder: Path) -> bool:
    """Whether SQLite can keep a write-ahead log there, which is the faster way to write a run."""
    with closing(sqlite3.connect(os.fspath(folder / "tried"), isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("CREATE TABLE tried(one)")
            return connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        except sqlite3.OperationalError:
            return False
