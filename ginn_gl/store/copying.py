"""A run file that cannot be read where it lies, copied to where it can."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

LOGS = ("-wal", "-journal")
"""What SQLite may have beside a file, with commits that are not in it yet, or with what to undo in it."""

TRIES = 5

SUPER_JOURNAL = bytes.fromhex("d9d505f920a163d7")
"""How a journal ends that names another file, which would be deleted; a run's journal never does."""


def copy_with_logs(path: Path, folder: Path, guard: Callable[[sqlite3.Connection], None]) -> Path:
    """A copy in a folder, with all commits of the logs beside it, and without logs of its own; its path.

    guard: what limits a connection to a file that is not trusted.
    Raises OSError or sqlite3.Error where there cannot be one.
    """
    path, copy = path.resolve(), folder / "copy.ginn"
    for _ in range(TRIES):
        before = _stamps(path)
        for suffix in ("", *LOGS):
            _beside(copy, suffix).unlink(missing_ok=True)
            if before[suffix]:
                shutil.copyfile(_beside(path, suffix), _beside(copy, suffix))
        if _stamps(path) == before:
            break
    else:
        raise OSError("it changes while it is read")
    if _is_of_many(_beside(copy, "-journal")):
        raise OSError("its journal names other files")
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        guard(connection)
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # so that no memory is to be shared
        connection.execute("PRAGMA journal_mode = DELETE")
    return copy


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _stamps(path: Path) -> dict[str, tuple[int, int] | None]:
    """Size and time of change of a file and its logs; None of one that is not there."""
    found: dict[str, tuple[int, int] | None] = {}
    for suffix in ("", *LOGS):
        try:
            status = _beside(path, suffix).stat()
            found[suffix] = status.st_size, status.st_mtime_ns
        except FileNotFoundError:
            found[suffix] = None
    return found


def _is_of_many(journal: Path) -> bool:
    return journal.exists() and journal.read_bytes().endswith(SUPER_JOURNAL)
