"""A run file opened for writing, in the way that its folder allows."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

FOLD_PAGES = 64
"""The write-ahead log is folded back into the file once it has so many pages, half a megabyte, at the latest."""

TIMEOUT = 5.0
"""Seconds for which another's lock is waited for; readers have theirs for milliseconds."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection to an existing file that others can read beside; raises sqlite3.Error where there can be none.

    With a write-ahead log where the folder can share memory, since a commit then takes a tenth of the time and no
    reader waits. Shares of containers, virtual machines and networks often cannot: there, with a rollback journal.
    """
    connection = _open(path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        _read(connection)  # which shares memory for the first time
    except sqlite3.OperationalError:
        connection.close()
        connection = _without_shared_memory(path)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {FOLD_PAGES}")
    connection.execute(f"PRAGMA journal_size_limit = {FOLD_PAGES * _page_size(connection)}")
    return connection


def fold(connection: sqlite3.Connection) -> None:
    """Take what is in the write-ahead log into the file, as far as no reader is in the way."""
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


def close(connection: sqlite3.Connection) -> None:
    """Leave one clean file, without a log beside it, unless a reader has it open."""
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA busy_timeout = 200")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()


def remove(path: Path) -> None:
    """A file that nobody else knows yet, and what SQLite may have begun to keep beside it: on a full disk it does not
    get far enough to clear that away itself."""
    for beside in ("-shm", "-wal", "-journal", ""):
        path.with_name(f"{path.name}{beside}").unlink(missing_ok=True)


def _without_shared_memory(path: Path) -> sqlite3.Connection:
    connection = _open(path)
    try:
        # Whoever has the file to himself can read a log without sharing memory, and so fold it in.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("PRAGMA locking_mode = NORMAL")
        _read(connection)  # which lets go of the file
        path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    except (sqlite3.Error, OSError):
        connection.close()
        raise
    return connection


def _open(path: Path) -> sqlite3.Connection:
    # Not one that is not there: a run is made by writer.py, whole.
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=TIMEOUT)


def _read(connection: sqlite3.Connection) -> None:
    connection.execute("SELECT count(*) FROM meta").fetchall()


def _page_size(connection: sqlite3.Connection) -> int:
    [(size,)] = connection.execute("PRAGMA page_size")
    return size
