"""Reading a run file. It is hostile until checked: every size is matched, nothing in it is executed."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..config import NetworkSpec, TrainingSpec
from ..errors import GinnError, RunFileError
from ..target import MAX_SIZE, Target
from . import schema


@dataclass(frozen=True)
class Status:
    """How a training stands. state: 'training', 'finished', 'stopped' or 'failed'; pid: of its process."""

    state: str
    reason: str
    pid: int


class Run:
    """One training of one network from one seed, as kept in a run file, opened read-only.

    path, name, network, training, target: as the run was made.
    steps (N,) int64, losses (N,) and learning_rates (N,) float64: of the checkpoints, in order of step.
    Raises RunFileError, in one line, for anything that is not a whole run file.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        if not self.path.is_file():
            raise RunFileError(f"{self.path}: no such file")
        # Only SQLite may open the file: closing it by other means would drop the locks of this whole process.
        try:
            self._connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
        except sqlite3.Error as error:
            raise RunFileError(f"{self.path}: cannot be read ({error})") from None
        try:
            self._read_description()
        except sqlite3.DatabaseError as error:
            self.close()
            raise RunFileError(f"{self.path}: damaged or not a run file ({error})") from None
        except RunFileError:
            self.close()
            raise

    def _read_description(self) -> None:
        self._connection.execute("PRAGMA trusted_schema = OFF")
        self._check_header()
        meta = dict(self._connection.execute("SELECT key, value FROM meta"))
        try:
            self.name = str(json.loads(meta["name"]))
            self.network = NetworkSpec(tuple(json.loads(meta["network"])["hidden"]))
            self.training = TrainingSpec(**json.loads(meta["training"]))
            self.target = self._read_target(str(json.loads(meta["target"])["name"]))
        except (KeyError, TypeError, ValueError, GinnError) as error:
            raise RunFileError(f"{self.path}: its description is not that of a run ({error})") from None
        self.steps = np.empty(0, np.int64)
        self.losses = self.learning_rates = np.empty(0)
        self.refresh()
        if not len(self):
            raise RunFileError(f"{self.path}: no checkpoint in it yet")
        self.parameters(-1)

    def _check_header(self) -> None:
        (application_id,) = self._connection.execute("PRAGMA application_id").fetchone()
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if application_id != schema.APPLICATION_ID:
            raise RunFileError(f"{self.path}: a database, but not a run file")
        if version != schema.VERSION:
            raise RunFileError(f"{self.path}: format {version}, but this GINN-GL reads format {schema.VERSION}")
        (pages,) = self._connection.execute("PRAGMA page_count").fetchone()
        (page_size,) = self._connection.execute("PRAGMA page_size").fetchone()
        wal = self.path.with_name(self.path.name + "-wal")
        if not wal.exists() and self.path.stat().st_size < pages * page_size:
            raise RunFileError(f"{self.path}: truncated: {self.path.stat().st_size:,} of {pages * page_size:,} bytes")

    def _read_target(self, name: str) -> Target:
        width, height, packed = self._connection.execute("SELECT width, height, pixels FROM target").fetchone()
        if not (1 <= width <= MAX_SIZE and 1 <= height <= MAX_SIZE and len(packed) == (width * height + 7) // 8):
            raise ValueError("the target's size")
        bits = np.unpackbits(np.frombuffer(packed, np.uint8), count=width * height)
        return Target(name, bits.reshape(height, width))

    def __len__(self) -> int:
        """Number of checkpoints."""
        return len(self.steps)

    @property
    def status(self) -> Status:
        """How the training stands now, as the file says."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = 'status'").fetchone()
        try:
            status = json.loads(row[0])
            return Status(str(status["state"]), str(status["reason"]), int(status["pid"]))
        except (KeyError, TypeError, ValueError):
            raise RunFileError(f"{self.path}: its status cannot be read") from None

    def refresh(self) -> int:
        """Take in checkpoints that training has added since; returns how many."""
        last = self.steps[-1] if len(self) else -1
        rows = self._connection.execute(
            "SELECT step, loss, learning_rate FROM checkpoint INDEXED BY curve WHERE step > ? ORDER BY step",
            (int(last),)).fetchall()
        if rows:
            steps, losses, rates = zip(*rows)
            self.steps = np.append(self.steps, np.array(steps, np.int64))
            self.losses = np.append(self.losses, losses)
            self.learning_rates = np.append(self.learning_rates, rates)
        return len(rows)

    def parameters(self, index: int) -> np.ndarray:
        """Parameters of the checkpoint at a position in `steps`, (P,) float32."""
        step = int(self.steps[index])
        row = self._connection.execute("SELECT parameters FROM checkpoint WHERE step = ?", (step,)).fetchone()
        if row is None or len(row[0]) != 4 * self.network.parameter_count:
            raise RunFileError(f"{self.path}: the checkpoint of step {step} does not fit a {self.network} network")
        parameters = np.frombuffer(row[0], "<f4")
        if not np.isfinite(parameters).all():
            raise RunFileError(f"{self.path}: the checkpoint of step {step} is not finite")
        return parameters

    def index_of(self, step: int) -> int:
        """Position of the last checkpoint at or before a step. Raises GinnError outside the run."""
        if not self.steps[0] <= step <= self.steps[-1]:
            raise GinnError(f"step {step} is not in {self.path.name}: it has {self.steps[0]} to {self.steps[-1]}")
        return int(np.searchsorted(self.steps, step, side="right")) - 1

    def snapshot(self) -> tuple[int, np.ndarray] | None:
        """The last snapshot as (step, (3, P) float32 of parameters, first and second Adam moments)."""
        row = self._connection.execute("SELECT step, state FROM snapshot ORDER BY step DESC LIMIT 1").fetchone()
        if row is None:
            return None
        step, state = row
        if len(state) != 12 * self.network.parameter_count:
            raise RunFileError(f"{self.path}: the snapshot of step {step} does not fit a {self.network} network")
        return step, np.frombuffer(state, "<f4").reshape(3, -1)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_) -> None:
        self.close()
