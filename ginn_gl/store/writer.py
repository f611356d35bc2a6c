"""Writing a run file while training goes on, so that it is valid at every moment."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from ..config import NetworkSpec, TrainingSpec
from ..errors import GinnError, RunFileError
from ..target import Target
from . import schema, writing
from .appear import about_to_appear
from .lock import InTraining, WriterLock, holder
from .reader import Run


class RunWriter:
    """The one writer of a run file. Use as a context manager; every append is a commit of its own.

    A new run is in memory only until its first checkpoint: with that, the file appears.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: WriterLock | None = None) -> None:
        self.path = path
        self._connection, self._lock = connection, lock
        self._unfolded = False
        if lock:
            self._identity = path.stat()

    @classmethod
    def create(cls, path: Path, network: NetworkSpec, training: TrainingSpec, target: Target,
               engine: str = "numba") -> RunWriter:
        """Start a new run, of a training by the engine of that name.

        Raises GinnError where a file is in the way.
        """
        _refuse_existing(path)
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.execute(f"PRAGMA page_size = {schema.PAGE_SIZE}")
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {schema.VERSION}")
        connection.executescript(schema.TABLES)
        _describe(connection, path.stem, network, training, target, engine)
        return cls(path, connection)

    @classmethod
    def reopen(cls, path: Path) -> RunWriter:
        """Continue an existing run file, which the caller has read and so checked.

        Raises InTraining where another process writes it, and RunFileError where it cannot be written.
        """
        lock = WriterLock(path)
        try:
            return cls(path, writing.connect(path), lock)
        except (sqlite3.Error, OSError) as error:
            lock.release()
            raise _unwritable(path, error) from None

    @property
    def appeared(self) -> bool:
        """Whether the file is there: from the first checkpoint on."""
        return self._lock is not None

    def append(self, step: int, loss: float, learning_rate: float, parameters: np.ndarray,
               state: np.ndarray | None = None) -> None:
        """Keep a checkpoint; one of the same step is replaced.

        state: (3, P) of parameters, first and second moments: what the optimiser needs to go on from here.
        """
        with self._commit():
            self._execute("INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?, ?)",
                          step, loss, learning_rate, parameters.astype("<f4").tobytes())
            if state is not None:
                self._execute("INSERT OR REPLACE INTO snapshot VALUES (?, ?)", step, state.astype("<f4").tobytes())
        if self._lock is None:
            self._appear()

    def exchange(self, added: Iterable[tuple[int, float, np.ndarray]], removed: Iterable[int]) -> None:
        """Keep checkpoints of a watched run, (step, loss, parameters), and let go of others, in one commit."""
        with self._commit():
            for step, loss, parameters in added:
                self._execute("INSERT OR REPLACE INTO checkpoint VALUES (?, ?, 0.0, ?)",
                              step, loss, parameters.astype("<f4").tobytes())
            for step in removed:
                self._execute("DELETE FROM checkpoint WHERE step = ?", step)
        if self._lock is None:
            self._appear()

    def snapshot(self, step: int, state: np.ndarray) -> None:
        """Keep the optimiser state at a step that has its checkpoint. state: as in `append`."""
        with self._commit():
            self._execute("INSERT OR REPLACE INTO snapshot VALUES (?, ?)", step, state.astype("<f4").tobytes())

    def set_engine(self, name: str) -> None:
        """Say what trains from here on."""
        with self._commit():
            self._execute("INSERT OR REPLACE INTO meta VALUES ('engine', ?)", json.dumps(name))

    def set_status(self, state: str, reason: str = "") -> None:
        """Say how the training stands: 'training', 'finished', 'stopped' or 'failed', and why."""
        status = {"state": state, "reason": reason, "pid": os.getpid()}
        with self._commit():
            self._execute("INSERT OR REPLACE INTO meta VALUES ('status', ?)", json.dumps(status))

    def fold(self) -> None:
        """Take the write-ahead log into the file, so that a copy of it has all checkpoints up to now.

        Raises RunFileError where the file is no longer there: what is trained on would be lost.
        """
        if self._lock and self._unfolded:
            self._require_file()
            writing.fold(self._connection)
            self._unfolded = False

    def close(self) -> None:
        """Leave one clean file that opens read-only anywhere, and let others write it."""
        writing.close(self._connection)
        if self._lock:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> RunWriter:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def _appear(self) -> None:
        """From memory to disk, under this run's name."""
        _make_folder(self.path)
        try:
            with about_to_appear(self.path, self._connection.serialize()) as give_name:
                lock = WriterLock(self.path)
                try:
                    give_name()
                    connection = _connect_or_remove(self.path)
                except BaseException:
                    lock.release()
                    raise
        except FileExistsError:
            raise _taken(self.path) from None
        except (OSError, sqlite3.Error) as error:
            raise _unwritable(self.path, error) from None
        self._connection.close()
        self._connection, self._lock, self._identity = connection, lock, self.path.stat()

    def _require_file(self) -> None:
        try:
            there = os.path.samestat(self.path.stat(), self._identity)
        except FileNotFoundError:
            there = False
        if not there:
            raise RunFileError(f"{self.path}: moved, deleted or replaced while it was trained")

    @contextmanager
    def _commit(self) -> Generator[None]:
        """All of a block's changes, or none."""
        self._execute("BEGIN IMMEDIATE")
        try:
            yield
            self._execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # on a full disk it has been rolled back already
                self._connection.execute("ROLLBACK")
            raise
        self._unfolded = True

    def _execute(self, statement: str, *values: object) -> None:
        try:
            self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise _unwritable(self.path, error) from None


def tidy(path: Path) -> None:
    """Turn a run file that nobody writes back into a single clean file, after whatever ended its writer.

    Raises InTraining where somebody does.
    """
    RunWriter.reopen(path).close()


def note_end(path: Path, reason: str) -> None:
    """Say in the file of a training that ended without doing so itself, having been killed, why it did.

    Raises InTraining where another process goes on with it.
    """
    with Run(path) as run:
        left_open = run.status.state == "training"
    if left_open:
        with RunWriter.reopen(path) as writer:
            writer.set_status("stopped", reason)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from None


def _connect_or_remove(path: Path) -> sqlite3.Connection:
    """To a file that has just appeared, and may not be of use where it is."""
    try:
        return writing.connect(path)
    except (sqlite3.Error, OSError):
        path.unlink()
        raise


def _refuse_existing(path: Path) -> None:
    if os.path.lexists(path):
        raise _taken(path)


def _taken(path: Path) -> GinnError:
    other = holder(path)
    if other:
        return InTraining(path, other)
    return GinnError(f"{path} exists: choose another --out, or continue it with ginn-gl resume")


def _unwritable(path: Path, error: Exception) -> RunFileError:
    why = getattr(error, "strerror", None) or str(error)
    if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
        why += ", by another program, or for want of locks in its folder"
    return RunFileError(f"{path}: cannot be written ({why})")


def _describe(connection: sqlite3.Connection, name: str, network: NetworkSpec, training: TrainingSpec,
              target: Target, engine: str) -> None:
    from importlib.metadata import version  # takes a while to load, and the viewer to start

    packed = np.packbits(target.pixels).tobytes()
    meta = {
        "name": name,
        "network": {"hidden": list(network.hidden)},
        "training": asdict(training),
        "target": {"name": target.name, "sha256": hashlib.sha256(packed).hexdigest()},
        "engine": engine,
        "versions": {"ginn-gl": version("ginn-gl"),
                     "created": datetime.now(UTC).isoformat("T", "seconds")},
        "status": {"state": "training", "reason": "", "pid": os.getpid()},
    }
    connection.executemany("INSERT INTO meta VALUES (?, ?)",
                           [(key, json.dumps(value)) for key, value in meta.items()])
    connection.execute("INSERT INTO target VALUES (?, ?, ?)", (target.width, target.height, packed))
