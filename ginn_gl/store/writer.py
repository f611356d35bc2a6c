"""Writing a run file while training goes on, so that it is valid at every moment."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path

import numpy as np

from ..config import NetworkSpec, TrainingSpec
from ..errors import GinnError, RunFileError
from ..target import Target
from . import schema
from .reader import Run


class RunWriter:
    """The one writer of a run file. Use as a context manager; every append is a commit of its own."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def create(cls, path: Path, network: NetworkSpec, training: TrainingSpec, target: Target,
               engine: str = "numba") -> RunWriter:
        """Start a new run file, of a training by the engine of that name.

        Raises GinnError where a file is in the way or the folder cannot be written.
        """
        if path.exists():
            raise GinnError(f"{path} exists: choose another --out, or continue it with ginn-gl resume")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = _connect(path)
            connection.execute(f"PRAGMA page_size = {schema.PAGE_SIZE}")
            connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {schema.VERSION}")
            connection.executescript(f"BEGIN; {schema.TABLES}")
            _describe(connection, path.stem, network, training, target, engine)
            connection.execute("COMMIT")
        except (OSError, sqlite3.Error) as error:
            raise GinnError(f"{path}: cannot be written ({error})") from None
        return cls(path, _share_with_readers(connection))

    @classmethod
    def reopen(cls, path: Path) -> RunWriter:
        """Continue an existing run file, which the caller has read and so checked."""
        try:
            return cls(path, _share_with_readers(_connect(path)))
        except sqlite3.Error as error:
            raise RunFileError(f"{path}: cannot be written ({error})") from None

    def append(self, step: int, loss: float, learning_rate: float, parameters: np.ndarray) -> None:
        """Keep a checkpoint; one of the same step is replaced."""
        self._execute("INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?, ?)",
                      (step, loss, learning_rate, parameters.astype("<f4").tobytes()))

    def snapshot(self, step: int, state: np.ndarray) -> None:
        """Keep the optimiser state at a step. state: (3, P) of parameters, first and second moments."""
        self._execute("INSERT OR REPLACE INTO snapshot VALUES (?, ?)", (step, state.astype("<f4").tobytes()))

    def set_engine(self, name: str) -> None:
        """Say what trains from here on."""
        self._execute("INSERT OR REPLACE INTO meta VALUES ('engine', ?)", (json.dumps(name),))

    def set_status(self, state: str, reason: str = "") -> None:
        """Say how the training stands: 'training', 'finished', 'stopped' or 'failed', and why."""
        status = {"state": state, "reason": reason, "pid": os.getpid()}
        self._execute("INSERT OR REPLACE INTO meta VALUES ('status', ?)", (json.dumps(status),))

    def close(self) -> None:
        """Fold the write-ahead log back in, so that one clean file is left that opens read-only anywhere."""
        try:
            self._connection.execute("PRAGMA busy_timeout = 200")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError:
            pass  # a reader has it open: the file is whole, but `tidy` is left to do
        self._connection.close()

    def __enter__(self) -> RunWriter:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def _execute(self, statement: str, values: tuple) -> None:
        try:
            self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise RunFileError(f"{self.path}: cannot be written ({error})") from None


def tidy(path: Path) -> None:
    """Turn a run file that nobody has open back into a single clean file, after whatever ended its writer."""
    RunWriter.reopen(path).close()


def note_end(path: Path, reason: str) -> None:
    """Say in the file of a training that ended without doing so itself, having been killed, why it did."""
    with Run(path) as run:
        left_open = run.status.state == "training"
    if left_open:
        with RunWriter.reopen(path) as writer:
            writer.set_status("stopped", reason)


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=5)


def _share_with_readers(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


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
                     "created": datetime.now(timezone.utc).isoformat("T", "seconds")},
        "status": {"state": "training", "reason": "", "pid": os.getpid()},
    }
    connection.executemany("INSERT INTO meta VALUES (?, ?)",
                           [(key, json.dumps(value)) for key, value in meta.items()])
    connection.execute("INSERT INTO target VALUES (?, ?, ?)", (target.width, target.height, packed))
