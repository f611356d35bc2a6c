"""A run file opened for reading, of which nothing is believed: what a query may take of time and memory is limited.

A sound file can be read wherever it lies. Where SQLite cannot do so in place, since the folder is not to be written
or has no locks or no shared memory, it reads a copy in a folder of its own, with what is in its log.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..errors import RunFileError
from . import schema
from .copying import copy_with_logs
from .texts import printable

SECONDS = 1.0
"""Of processor time: for all queries of an opening together, and for each one after that; for each chunk of rows."""

STEPS = 200
"""Of SQLite's virtual machine, between two looks at the clock."""

PATIENCE = 1.0
"""Seconds for which a lock is waited for; a writer that has one lets go within milliseconds."""

CHUNK = 4096
"""Rows that are taken at once where there may be many."""

DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_ERROR)


class Database:
    """A run file at `path`, read-only. Raises RunFileError where it is none, or cannot be read.

    SQLite's connections are for one thread of one process each, so every thread that asks has one of its own, and so
    have the threads of a child that was forked.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._copy: TemporaryDirectory[str] | None = None
        self._owner = os.getpid()  # which alone deletes the copy
        self._opening, self._closed = True, False
        self._source = path  # what is read: the file, or its copy
        self._links: dict[tuple[int, int], _Link] = {}
        try:
            self._link()
        except sqlite3.Error as error:
            if _kind(error) in DAMAGED:
                raise self._refusal(error) from None
            self._read_copy(error)

    def _link(self) -> _Link:
        """This thread's own."""
        place = os.getpid(), threading.get_ident()
        if place not in self._links:
            if self._closed:
                raise sqlite3.ProgrammingError("it has been closed")
            self._links[place] = _Link(self._source)
        return self._links[place]

    def _read_copy(self, reason: sqlite3.Error) -> None:
        """Read a copy instead; whatever is wrong with that, the reason why there has to be one is told."""
        self._copy = TemporaryDirectory(prefix="ginn-gl-", ignore_cleanup_errors=True)
        try:
            self._source = copy_with_logs(self.path, Path(self._copy.name),
                                          lambda connection: guard(connection, _Clock()))
            self._link()
        except (sqlite3.Error, OSError):
            self.close()
            raise self._refusal(reason) from None

    def opened(self) -> None:
        """From now on each query has time of its own."""
        self._opening = False

    def rows(self, query: str, *values: int | str, most: int = 1,
             longest: int = schema.MAX_TEXT) -> list[tuple[Any, ...]]:
        """What a query finds, at most so many rows of at most so many bytes."""
        found: list[tuple[Any, ...]] = []
        for chunk in self.chunks(query, *values, longest=longest):
            found += chunk
            if len(found) > most:
                raise RunFileError(f"{self.path}: damaged or not a run file (too many rows)")
        return found

    def chunks(self, query: str, *values: int | str, longest: int) -> Iterator[list[tuple[Any, ...]]]:
        """The same where there may be many, some thousands at once; any page may turn out to be damaged.

        Each has time of its own: it is for the caller to see that rows come to an end.
        """
        try:
            link = self._link()
            if not self._opening:
                link.clock.start()
            link.connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)
            # A statement left half done would keep the log from being folded.
            with closing(link.connection.execute(query, values)) as cursor:
                while chunk := cursor.fetchmany(CHUNK):
                    yield chunk
                    if len(chunk) == CHUNK:
                        link.clock.start()
        except (sqlite3.Error, UnicodeDecodeError, OverflowError, MemoryError) as error:
            raise self._refusal(error) from None

    def _refusal(self, error: Exception) -> RunFileError:
        kind = _kind(error)
        told = printable(" ".join(str(error).split()))  # SQLite quotes the file, lines and all
        if kind == sqlite3.SQLITE_INTERRUPT:
            why = "damaged or not a run file (its structure takes too long to read)"
        elif kind in DAMAGED or not isinstance(error, sqlite3.OperationalError):
            why = f"damaged or not a run file ({told})"
        elif getattr(error, "sqlite_errorname", "").startswith("SQLITE_IOERR_SHM"):
            why = "cannot be read while it is trained: its folder does not let processes share memory"
        else:
            why = f"cannot be read ({told})"
        return RunFileError(f"{self.path}: {why}")

    def rest(self) -> None:
        """Let go of what this thread has open, until its next query."""
        link = self._links.pop((os.getpid(), threading.get_ident()), None)
        if link:
            link.connection.close()

    def close(self) -> None:
        """Of this process's threads; what a parent has opened is its own."""
        self._closed = True
        for (process, _), link in self._links.items():
            if process == os.getpid():
                link.connection.close()
        if self._copy and self._owner == os.getpid():
            self._copy.cleanup()


class _Link:
    """A connection, and the time that its queries have left."""

    def __init__(self, path: Path) -> None:
        # Only SQLite may open the file: closing it by other means would drop the locks of this whole process.
        # Each thread uses its own connection; any may close them all.
        self.connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE,
                                          check_same_thread=False)
        self.clock = _Clock()
        try:
            guard(self.connection, self.clock)
            self.connection.execute("PRAGMA schema_version").fetchall()  # the first look into the file
        except sqlite3.Error:
            self.connection.close()
            raise


def guard(connection: sqlite3.Connection, clock: _Clock) -> None:
    """Limit what queries may take of time and memory, and believe nothing that the file says of itself."""
    connection.set_progress_handler(clock.is_over, STEPS)
    # What is in a run's own schema is far below; a column takes more memory than disk.
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, schema.MAX_SQL)
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, schema.MAX_SQL)
    connection.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, schema.MAX_COLUMNS)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")


class _Clock:
    """The processor time of a thread: a slow disk is no fault of a file."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        self._until = time.thread_time() + SECONDS

    def is_over(self) -> bool:
        return time.thread_time() > self._until


def _kind(error: Exception) -> int:
    """SQLite's primary result code; 0 of an error that is not SQLite's."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
