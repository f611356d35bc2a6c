"""What is to be trained: new runs, and those that were stopped or killed, each locked to this process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ..config import NetworkSpec, TrainingSpec
from ..data import Lesson, fingerprint, require_fits
from ..errors import GinnError
from ..paths import numbered
from ..store import Run, RunWriter
from ..target import is_bad
from .replay import latest_state
from .state import State


@dataclass(frozen=True)
class Outcome:
    """How one training stands.

    state: 'finished'; 'stopped' at a step, with the loss there; 'in training' by another process; or 'watched', in
        another program.
    signal: number of that which stopped it, if one did. bad: see `target.is_bad`; of one that is finished.
    """

    path: Path
    seed: int
    step: int
    loss: float
    state: str
    signal: int = 0
    bad: bool | None = None

    @property
    def verdict(self) -> str:
        """'good' or 'bad' where it is finished, and that can be said; else ''."""
        return {True: "bad", False: "good", None: ""}[self.bad if self.state == "finished" else None]


@dataclass(frozen=True)
class Job:
    """One training, of one seed, from a state on. begun_with: name of the engine that has come so far."""

    writer: RunWriter
    network: NetworkSpec
    training: TrainingSpec
    lesson: Lesson
    state: State
    begun_with: str = ""

    @property
    def kind(self) -> tuple:
        """Equal for trainings that can go on side by side."""
        return (self.network, replace(self.training, seed=0), fingerprint(self.lesson), self.state.step,
                self.begun_with)


class Watched(GinnError):
    """A run that only the program which made it can go on with."""

    def __init__(self, path: Path, imported: bool = False) -> None:
        super().__init__(f"{path}: imported from files of another program, so there is nothing to resume it from"
                         if imported else
                         f"{path}: watched in a loop of another program, so there is nothing to resume it from: that "
                         "program goes on with ginn_gl.watch on this file")


def new_job(path: Path, network: NetworkSpec, training: TrainingSpec, lesson: Lesson) -> Job:
    """A run that is not there yet. Raises GinnError where a file is in the way, or the data do not fit the network."""
    require_fits(lesson, network)
    writer = RunWriter.create(path, network, training, lesson)
    return Job(writer, network, training, lesson, State.initial(network, [training.seed]))


def resumed_job(path: Path) -> Job | Outcome:
    """A run to go on with, from its last snapshot; its outcome where nothing is left to do.

    Raises Watched where it is none of ours, InTraining where another process is at it, and RunFileError where it is
    no run that can be written.
    """
    with Run(path) as run:
        if run.watched:
            raise Watched(path, run.imported)
        if run.status.state == "finished":
            return outcome_of(run)
        lesson = run.require_lesson("training")
    writer = RunWriter.reopen(path)
    try:
        with Run(path) as run:  # as it is now that nobody else can write it
            state = latest_state(run)
            if state.step < run.training.iterations:
                # One that was killed at its start had only numpy, see first.py.
                begun_with = run.engine if state.step else ""
                return Job(writer, run.network, run.training, lesson, state, begun_with)
            writer.set_status("finished")  # it was killed before it could say so
            outcome = outcome_of(run)
    except BaseException:
        writer.close()
        raise
    writer.close()
    return outcome


def sweep_job(path: Path, network: NetworkSpec, training: TrainingSpec, lesson: Lesson) -> Job | Outcome:
    """The run of this name if it is this training; else a new one, numbered where another has the name.

    Raises GinnError as the other two do.
    """
    for candidate in numbered(path):
        if not candidate.exists():
            return new_job(candidate, network, training, lesson)
        if _is_of(candidate, network, training, lesson):
            return resumed_job(candidate)
    raise AssertionError("numbers do not end")


def is_finished(path: Path, network: NetworkSpec, training: TrainingSpec, lesson: Lesson) -> bool:
    """Whether there is a run of this training that has come to its end."""
    if not path.exists() or not _is_of(path, network, training, lesson):
        return False
    with Run(path) as run:
        return run.status.state == "finished"


def outcome_of(run: Run, state: str = "finished") -> Outcome:
    """How the training of a run stands, at its last checkpoint."""
    loss = float(run.losses[-1])
    return Outcome(run.path, run.training.seed, int(run.steps[-1]), loss, state,
                   bad=is_bad(run.target, run.training, loss))


def _is_of(path: Path, network: NetworkSpec, training: TrainingSpec, lesson: Lesson) -> bool:
    try:
        with Run(path) as run:
            if (run.network, run.training) != (network, training) or run.lesson is None:
                return False
            return fingerprint(run.lesson) == fingerprint(lesson)
    except GinnError:
        return False
