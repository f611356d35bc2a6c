"""Writing a run file while training goes on, so that it is valid at every moment."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from ..config import UNIT_SQUARE, NetworkSpec, TrainingSpec, Window
from ..data import Dataset, Lesson
from ..errors import GinnError, RunFileError
from ..target import Target
from . import schema, writing
from .appear import about_to_appear
from .lock import InTraining, WriterLock, holder
from .parent import Parent, parent_to_json
from .reader import Run
from .specs import network_to_json, training_to_json, version_for

ROWS_AT_ONCE = 200
"""In one statement; SQLite takes some 30,000 values."""


class RunWriter:
    """The one writer of a run file. Use as a context manager; every append is a commit of its own.

    version: of the file, 1 or 2. A new run is in memory only until its first checkpoint: with that, the file appears.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: WriterLock | None = None) -> None:
        self.path = path
        self._connection, self._lock = connection, lock
        [(self.version,)] = connection.execute("PRAGMA user_version")
        self._unfolded = False
        if lock:
            self._identity = path.stat()

    @classmethod
    def create(cls, path: Path, network: NetworkSpec, training: TrainingSpec, lesson: Lesson | None,
               engine: str = "numba", window: Window = UNIT_SQUARE, version: int = 1,
               parent: Parent | None = None) -> RunWriter:
        """Start a new run, of a training by the engine of that name.

        lesson: what is learnt, None where that is not known. window: of the plane, of interest; data has its own.
        version: of the file, at least; what the first has no word for is written in the second. parent: of a branch.
        Raises GinnError where a file is in the way.
        """
        _refuse_existing(path)
        target, data = (lesson, None) if isinstance(lesson, Target) else (None, lesson)
        window = data.window if data else window
        if target is None or window != UNIT_SQUARE:
            version = 2
        version = max(version, version_for(network, training))
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.execute(f"PRAGMA page_size = {schema.PAGE_SIZE}")
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.executescript(schema.tables(version))
        _describe(connection, path.stem, network, training, target, engine, window, version, parent)
        writer = cls(path, connection)
        if data:
            writer._keep_lesson(data)
        return writer

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
               state: np.ndarray | None = None, held_out: float | None = None) -> None:
        """Keep a checkpoint; one of the same step is replaced.

        loss: not a number where it is unknown, in the second version of the file.
        state: (3, P) of parameters, first and second moments: what the optimiser needs to go on from here.
        held_out: the loss over what is held out, in the second version.
        """
        with self._commit():
            self._execute("INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?, ?)",
                          step, loss, learning_rate, parameters.astype("<f4").tobytes())
            if state is not None:
                self._execute("INSERT OR REPLACE INTO snapshot VALUES (?, ?)", step, state.astype("<f4").tobytes())
            if held_out is not None:
                self._execute("INSERT OR REPLACE INTO scalar VALUES (?, ?, ?)", schema.VALIDATION, step, held_out)
        if self._lock is None:
            self._appear()

    def exchange(self, added: Iterable[tuple[int, float, np.ndarray]], removed: Iterable[int],
                 points: Iterable[tuple[str, int, float]] = (), lost: Iterable[tuple[str, int]] = ()) -> None:
        """Of a watched run keep checkpoints, (step, loss, parameters), and let go of others, in one commit.

        points, lost: likewise of curves beside the loss, (name, step, value) and (name, step). Not in a first version.
        """
        rows = [(step, loss, parameters.astype("<f4", copy=False).tobytes()) for step, loss, parameters in added]
        with self._commit():
            self._execute_at_once("INSERT OR REPLACE INTO checkpoint VALUES {}", "(?, ?, 0.0, ?)", rows)
            self._execute_at_once("DELETE FROM checkpoint WHERE step IN (VALUES {})", "(?)", list(zip(removed)))
            self._execute_at_once("INSERT OR REPLACE INTO scalar VALUES {}", "(?, ?, ?)", list(points))
            self._execute_at_once("DELETE FROM scalar WHERE (name, step) IN (VALUES {})", "(?, ?)", list(lost))
        if self._lock is None:
            self._appear()

    def snapshot(self, step: int, state: np.ndarray) -> None:
        """Keep the optimiser state at a step that has its checkpoint. state: as in `append`."""
        with self._commit():
            self._execute("INSERT OR REPLACE INTO snapshot VALUES (?, ?)", step, state.astype("<f4").tobytes())

    def keep_data(self, name: str, array: np.ndarray) -> None:
        """Keep an array, of whatever shape, with the run; one of the same name is replaced. Not in a first version.

        Raises GinnError where it is too large, and RunFileError where it cannot be written.
        """
        stored = np.ascontiguousarray(array).astype(_stored_type(array.dtype), copy=False)
        if stored.nbytes > schema.MAX_DATA:
            raise GinnError(f"{name}: {stored.nbytes / 1e6:,.0f} MB, but a run keeps arrays of up to "
                            f"{schema.MAX_DATA / 1e6:,.0f}")
        with self._commit():
            self._execute("INSERT OR REPLACE INTO data VALUES (?, ?, ?, ?)", name, stored.dtype.str,
                          json.dumps(array.shape), stored.tobytes())

    def _keep_lesson(self, data: Dataset) -> None:
        described = {"name": data.name, "classes": data.classes}
        with self._commit():
            self._execute("INSERT INTO meta VALUES ('data', ?)", json.dumps(described))
        if data.image is not None:
            self.keep_data("image", data.image)
        else:
            self.keep_data("points", data.points)
            self.keep_data("labels", data.labels)

    def keep_scalar(self, name: str, step: int, value: float) -> None:
        """Keep a point of a curve beside the loss. Not in a first version."""
        with self._commit():
            self._execute("INSERT OR REPLACE INTO scalar VALUES (?, ?, ?)", name, step, value)

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

    def _execute_at_once(self, statement: str, row: str, rows: list[tuple[Any, ...]]) -> None:
        """For all rows, in as few statements as may be: at each of them, Python lets another thread have its turn.

        row: placeholders of one, of which the statement takes many.
        """
        for start in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[start:start + ROWS_AT_ONCE]
            self._execute(statement.format(", ".join([row] * len(some))), *chain.from_iterable(some))


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
        writing.remove(path)
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


def _stored_type(kind: np.dtype[Any]) -> str:
    """That of schema.TYPES which an array is kept in."""
    if kind.str in schema.TYPES:
        return kind.str
    return {"b": "|u1", "u": "<i4", "i": "<i4"}.get(kind.kind, "<f8" if kind.itemsize > 4 else "<f4")


def _describe(connection: sqlite3.Connection, name: str, network: NetworkSpec, training: TrainingSpec,
              target: Target | None, engine: str, window: Window, version: int, parent: Parent | None) -> None:
    from importlib.metadata import version as version_of  # takes a while to load, and the viewer to start

    packed = b"" if target is None else np.packbits(target.pixels).tobytes()
    meta: dict[str, Any] = {
        "name": name,
        "network": network_to_json(network, version),
        "training": training_to_json(training, version),
        "target": target and {"name": target.name, "sha256": hashlib.sha256(packed).hexdigest()},
        "engine": engine,
        "versions": {"ginn-gl": version_of("ginn-gl"),
                     "created": datetime.now(UTC).isoformat("T", "seconds")},
        "status": {"state": "training", "reason": "", "pid": os.getpid()},
    }
    if version > 1:
        meta["window"] = window
    if parent:
        meta["parent"] = parent_to_json(parent)
    texts = [(key, json.dumps(value)) for key, value in meta.items()]
    if max(len(text) for _, text in texts) > schema.MAX_TEXT - schema.MAX_POINT:
        raise GinnError("the network's activations take too many words for a run file: there are too many kinds")
    connection.executemany("INSERT INTO meta VALUES (?, ?)", texts)
    if target is not None:
        connection.execute("INSERT INTO target VALUES (?, ?, ?)", (target.width, target.height, packed))
