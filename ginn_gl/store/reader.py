"""Reading a run file. It is hostile until checked: every size is matched, nothing in it is executed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np

from ..config import INPUTS
from ..data import Dataset, Lesson, require_fits
from ..data.planes import first_plane
from ..errors import GinnError, RunFileError
from ..plane import Plane
from ..target import Target
from . import schema
from .curve import count_checkpoints, read_curve
from .database import Database
from .description import read_description, require_file
from .extras import read_array, read_curves, read_dataset, read_shape
from .lock import holder
from .texts import printable

STATES = ("training", "finished", "stopped", "failed")


@dataclass(frozen=True)
class Status:
    """How a training stands, as its file says. state: one of STATES; pid: of its process, 0 where that is no pid."""

    state: str
    reason: str
    pid: int


class Run:
    """One training of one network from one seed, as kept in a run file, opened read-only.

    It may be read in any thread, in several at once, and in forked children; it pickles as its path.

    path, name, network, training: as the run was made. target: what is learnt; None where that is no black and white
    image, but `dataset`. window: of the plane, that is of interest. engine: name of what trained it last.
    version: of the file, 1 or 2. parent: of a branch, where it came from.
    watched: whether another program trains it, or has trained it. Then there are no snapshots, and `refresh` may find
    that checkpoints have been let go. imported: whether it was made of files of that program. made: which of these it
    is, 'trained', 'watched' or 'imported'.
    identity: the same for all copies of a run, and for no other run.
    steps (N,) int64, losses (N,) and learning_rates (N,) float64: of the checkpoints, in order of step. Losses that
    nobody knows are not a number; there are none such in a file of the first version.
    held_out (N,) float64: the losses over what is held out; not a number where nothing is.
    Raises RunFileError, in one line, for anything that is not a whole run file.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        require_file(self.path)
        self._database = Database(self.path)
        try:
            self._read_description()
        except RunFileError:
            self.close()
            raise
        self._database.opened()

    def _read_description(self) -> None:
        self._described = described = read_description(self._database)
        self.version, self.name, self.identity = described.version, described.name, described.identity
        self.network, self.training, self.engine = described.network, described.training, described.engine
        self.target, self.window, self.parent = described.target, described.window, described.parent
        self.imported = self.engine == schema.IMPORTED
        self.watched = self.imported or self.engine == schema.WATCHED
        self.made = self.engine if self.watched else "trained"
        self._forget()
        self.refresh()
        if not len(self):
            raise RunFileError(f"{self.path}: no checkpoint in it: delete it, and train it again")
        self.parameters(-1)

    def rows(self, query: str, *values: int | str, **limits: int) -> list[tuple[Any, ...]]:
        """What a query finds; any page of the file may turn out to be damaged. limits: see Database.rows."""
        return self._database.rows(query, *values, **limits)

    def __repr__(self) -> str:
        """Such as `Run('bottle', 2-16-16-16-2, step 1,270,000, loss 0.0269)`."""
        if not len(self):
            return f"Run('{self.path.stem}')"
        return f"Run('{self.path.stem}', {self.network}, step {self.steps[-1]:,}, loss {self.losses[-1]:.3g})"

    def __len__(self) -> int:
        """Number of checkpoints."""
        return len(self.steps)

    @property
    def iterations(self) -> int:
        """Updates in all; of a watched loop, whose length nobody knows, those up to now."""
        return int(self.steps[-1]) if self.watched else self.training.iterations

    @property
    def created(self) -> datetime | None:
        """When it was begun, by the clock there; None where the file does not say."""
        rows = self.rows("SELECT value FROM meta WHERE key = 'versions'")
        try:
            return datetime.fromisoformat(json.loads(rows[0][0])["created"])
        except (LookupError, TypeError, ValueError, RecursionError):
            return None

    @property
    def status(self) -> Status:
        """How the training stands now, as the file says."""
        rows = self.rows("SELECT value FROM meta WHERE key = 'status'")
        try:
            status = json.loads(rows[0][0])
            state, pid = status["state"], status["pid"]
            if state not in STATES:
                raise ValueError("no such state")
            return Status(state, printable(status["reason"]), pid if _is_pid(pid) else 0)
        except (LookupError, TypeError, ValueError, RecursionError):
            raise RunFileError(f"{self.path}: its status cannot be read") from None

    @property
    def killed(self) -> bool:
        """Whether the training has ended without saying so: it is in training, but no process writes it."""
        return self.status.state == "training" and holder(self.path) is None

    def refresh(self) -> int:
        """Take in checkpoints that training has added since; returns how many."""
        added = self._read_on()
        if self.watched and count_checkpoints(self._database) != len(self):  # some have been let go: all anew
            self._forget()
            self._read_on()
        return added

    def _forget(self) -> None:
        self.steps = np.empty(0, np.int64)
        self.losses = self.learning_rates = self.held_out = np.empty(0)

    def _read_on(self) -> int:
        last = int(self.steps[-1]) if len(self) else -1
        steps, losses, rates, held_out = read_curve(self._database, self._described, last, len(self))
        self.steps = np.append(self.steps, steps.astype(np.int64))
        self.losses = np.append(self.losses, losses)
        self.learning_rates = np.append(self.learning_rates, rates)
        self.held_out = np.append(self.held_out, held_out)
        return len(steps)

    def parameters(self, index: int) -> np.ndarray:
        """Parameters of the checkpoint at a position in `steps`, (P,) float32.

        Of a watched run it may have been let go since the last `refresh`: then those of the one before.
        """
        step = int(self.steps[index])
        which = "step <= ? ORDER BY step DESC LIMIT 1" if self.watched else "step = ?"
        rows = self.rows(f"SELECT parameters FROM checkpoint WHERE {which}", step, longest=self._longest(1))
        stored = rows[0][0] if rows else b""
        return self._floats(stored, self.network.parameter_count, f"checkpoint of step {step}")

    def block(self, start: int, stop: int) -> tuple[np.ndarray, np.ndarray]:
        """Checkpoints at positions from start to before stop, fewer than CHUNK, read at once: their steps (n,) int64
        and their parameters (n, P) float32.

        Of a watched run some may have been let go since the last `refresh`, and are not among them.
        """
        query = "SELECT step, parameters FROM checkpoint WHERE step BETWEEN ? AND ? ORDER BY step LIMIT ?"
        rows = self.rows(query, int(self.steps[start]), int(self.steps[stop - 1]), stop - start + 1,
                         most=stop - start, longest=self._longest(1))
        count = self.network.parameter_count
        parameters = [self._floats(stored, count, f"checkpoint of step {step}") for step, stored in rows]
        steps = np.array([step for step, _ in rows], np.int64)
        return steps, np.stack(parameters) if rows else np.empty((0, count), np.float32)

    def data(self, name: str) -> np.ndarray | None:
        """An array that is kept with the run, of its own shape, such as (N, D); None where there is none of this name.

        Raises RunFileError where it is not what it says.
        """
        return read_array(self._database, name) if self.version > 1 else None

    def scalars(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """The curves that are kept beside the loss, by name: steps (N,) int64 and values (N,) float64."""
        return read_curves(self._database) if self.version > 1 else {}

    @cached_property
    def dataset(self) -> Dataset | None:
        """The points and labels that are learnt; None where that is a black and white image, or they are not kept.

        Raises RunFileError where they are not what they say.
        """
        if self.version == 1 or self.target is not None:
            return None
        return read_dataset(self._database, self._described.data, self.window)

    @cached_property
    def points(self) -> np.ndarray | None:
        """The points that are learnt, (N, inputs) float32; None where they are not kept, or are an image's pixels.

        Raises RunFileError where they are not what they say.
        """
        if self.dataset is not None:
            return self.dataset.points if self.dataset.image is None else None
        kept = self.data("points")  # without labels
        return None if kept is None else kept.reshape(len(kept), -1).astype(np.float32, copy=False)

    @cached_property
    def point_shape(self) -> tuple[int, ...]:
        """How the numbers of each point were laid out, such as (1, 28, 28); (inputs,) where nothing else is known."""
        shape = read_shape(self._database, "points") if self.version > 1 else None
        return shape[1:] if shape and len(shape) > 1 else (self.network.inputs,)

    @cached_property
    def plane(self) -> Plane | None:
        """What is looked at first of a network with more than two inputs: the plane through points of three classes, or
        one that all of them lie along; None for a network with two inputs, whose plane is all there is.

        Raises RunFileError where the points are not what they say.
        """
        if self.network.inputs == INPUTS:
            return None
        points = self.points
        if points is not None and points.shape[1] != self.network.inputs:
            points = None
        labels = self.dataset.labels if self.dataset else None
        return first_plane(points, labels, self.network.inputs, self.window)

    @property
    def lesson(self) -> Lesson | None:
        """What is learnt: the target or the dataset."""
        return self.target or self.dataset

    def require_lesson(self, what: str) -> Lesson:
        """What is learnt. Raises GinnError where the run keeps none, in the name of what needs it."""
        lesson = self.lesson
        if lesson is None:
            raise GinnError(f"{what} takes the data that a run learns, and {self.path.name} keeps none")
        require_fits(lesson, self.network)
        return lesson

    def require_of_paper(self, what: str) -> Target:
        """The target of a run of the paper's kind: a ReLU network from a position learns a black and white image.

        Raises GinnError for any other, in the name of what takes only these so far.
        """
        self.network.require_of_paper(what)
        if self.target is None:
            raise GinnError(f"{what} can so far only be had of runs with a black and white image, and "
                            f"{self.path.name} has none")
        return self.target

    def index_of(self, step: int) -> int:
        """Position of the last checkpoint at or before a step. Raises GinnError outside the run."""
        if not self.steps[0] <= step <= self.steps[-1]:
            raise GinnError(f"step {step} is not in {self.path.name}: "
                            f"it has {self.steps[0]} to {self.steps[-1]}")
        return self.index_near(step)

    def index_near(self, step: float) -> int:
        """The same for any step, also between two: outside the run, position of its first or last checkpoint."""
        return max(0, int(np.searchsorted(self.steps, step, side="right")) - 1)

    def snapshot(self, up_to: int | None = None) -> tuple[int, np.ndarray] | None:
        """The last snapshot, or the last at or before a step; None where there is none.

        It is (step, (3, P) float32 of parameters, first and second Adam moments).
        """
        latest = np.iinfo(np.int64).max if up_to is None else up_to
        rows = self.rows("SELECT step, state FROM snapshot WHERE step <= ? ORDER BY step DESC LIMIT 1", int(latest),
                         longest=self._longest(3))
        if not rows:
            return None
        step, state = rows[0]
        if not 0 <= step <= self.training.iterations:
            raise RunFileError(f"{self.path}: a snapshot of step {step}, outside the training")
        values = self._floats(state, 3 * self.network.parameter_count, f"snapshot of step {step}")
        return step, values.reshape(3, -1)

    def _longest(self, vectors: int) -> int:
        """Bytes of a row with so many vectors of parameters in it."""
        return 4 * vectors * self.network.parameter_count + schema.MAX_POINT

    def _floats(self, stored: object, count: int, what: str) -> np.ndarray:
        if not isinstance(stored, bytes) or len(stored) != 4 * count:
            raise RunFileError(f"{self.path}: the {what} does not fit a {self.network} network")
        values = np.frombuffer(stored, "<f4")
        if not np.isfinite(values).all():
            raise RunFileError(f"{self.path}: the {what} is not finite")
        return values

    def rest(self) -> None:
        """Let go of the file until this thread asks again: a writer can then leave it clean at its end."""
        self._database.rest()

    def close(self) -> None:
        """Let go of the file; what has been read stays."""
        self._database.close()

    def __reduce__(self) -> tuple[Any, ...]:
        """A run pickles as its path, absolute: another process opens it anew."""
        return Run, (self.path.absolute(),)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_) -> None:
        self.close()


def _is_pid(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 0 < number < 2**31
