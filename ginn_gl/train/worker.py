"""What `ginn-gl train` and `ginn-gl resume` run: the training loop, written to run files as it goes.

Every checkpoint is a commit of its own, so that readers can follow live and a killed training leaves valid files.
The logs of these commits are folded back into the files every second (folding.py). Snapshots of the whole optimiser
state are written at every CHECKPOINTS_PER_SNAPSHOT-th part of the way, and at the end: to resume from, and to replay
the steps between (see replay.py).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ..config import NetworkSpec, TrainingSpec
from ..data import Lesson
from ..errors import GinnError
from ..signals import Stop, stop_signals
from ..store import InTraining, Run, RunWriter
from ..target import Target, is_bad
from .engines import Engine, choose_engine
from .first import appear
from .folding import Folding
from .jobs import Job, Outcome, Watched, new_job, outcome_of, resumed_job, sweep_job
from .loop import Checkpoint, Diverged, train
from .openfiles import make_room
from .schedule import checkpoint_steps, learning_rate
from .state import State

CHECKPOINTS_PER_SNAPSHOT = 4
"""On average. A snapshot is three times as large as a checkpoint, so the file grows by three quarters."""


def train_runs(paths: list[Path], network: NetworkSpec, trainings: list[TrainingSpec], lesson: Lesson,
               device: str = "auto") -> list[Outcome]:
    """Train one network per path on the same, side by side, into new run files. The trainings differ only in seeds.

    SIGINT, SIGTERM and SIGHUP stop all of them, resumably. Raises GinnError where a file is in the way or cannot be
    written, the device is not there, or a training diverges; the files keep all that was before.
    """
    pairs = zip(paths, trainings, strict=True)
    return _work((new_job(path, network, training, lesson) for path, training in pairs), len(paths), device)


def sweep_runs(paths: list[Path], network: NetworkSpec, trainings: list[TrainingSpec], lesson: Lesson,
               device: str = "auto") -> list[Outcome]:
    """The same for a sweep that may have been begun: what was stopped goes on, what is finished stays as it is.

    A path that holds another training is left to that; the run gets the next free number.
    """
    pairs = zip(paths, trainings, strict=True)
    return _work((sweep_job(path, network, training, lesson) for path, training in pairs), len(paths), device)


def train_jobs(jobs: Sequence[Job], device: str = "auto") -> list[Outcome]:
    """Do what is to be done, as the others here. Raises GinnError as `train_runs`."""
    return _work(iter(jobs), len(jobs), device)


def resume_run(path: Path, device: str = "auto") -> Outcome:
    """Continue a stopped or killed training from its last snapshot, to the very run it would have been.

    That takes the engine that began it; where the device or the machine has not got that one, rounding differs.
    Raises GinnError where the run is finished already, or in training, and otherwise as `train_runs`.
    """
    with Run(path) as run:
        if run.status.state == "finished" and not run.watched:
            raise GinnError(f"{path}: finished already, at step {run.steps[-1]}")
    return _work(map(resumed_job, [path]), 1, device)[0]


def resume_runs(paths: list[Path], device: str = "auto") -> list[Outcome]:
    """Continue all that are not finished, side by side where they can; those that others train are left to them."""
    return _work(map(_resumed_unless_in_training, paths), len(paths), device)


def _resumed_unless_in_training(path: Path) -> Job | Outcome:
    try:
        return resumed_job(path)
    except (InTraining, Watched) as error:
        with Run(path) as run:
            return outcome_of(run, "watched" if isinstance(error, Watched) else "in training")


def _work(jobs: Iterator[Job | Outcome], count: int, device: str) -> list[Outcome]:
    """Do what is to be done, kind by kind, and say of each how it ended, in order. count: of the jobs."""
    make_room(count)
    with ExitStack() as stack:
        begun = []
        for job in jobs:
            if isinstance(job, Job):
                stack.callback(job.writer.close)
            begun.append(job)
        ended = _train_all([job for job in begun if isinstance(job, Job)], device)
        return [ended[job.writer.path] if isinstance(job, Job) else job for job in begun]


def _train_all(jobs: Sequence[Job], device: str) -> dict[Path, Outcome]:
    kinds: dict[tuple, list[Job]] = {}
    for job in jobs:
        kinds.setdefault(job.kind, []).append(job)
    ended = {job.writer.path: Outcome(job.writer.path, job.training.seed, job.state.step, math.nan, "stopped")
             for job in jobs}
    for alike in kinds.values():
        outcomes = _train_alike(alike, device)
        ended |= {outcome.path: outcome for outcome in outcomes}
        if outcomes[0].signal:
            break
    return ended


def _train_alike(jobs: Sequence[Job], device: str) -> list[Outcome]:
    """Train those that can be trained side by side."""
    job = jobs[0]
    # A killed run may have its start from before there was an engine: see first.py.
    is_new = job.state.step == 0 or not all(one.writer.appeared for one in jobs)
    if is_new and device != "cuda":  # which may not be there, and then there is to be no file
        appear(job)
    engine = choose_engine(device, job.network, job.training, job.lesson, len(jobs), job.begun_with)
    for one in jobs:
        one.writer.set_engine(engine.name)
        one.writer.set_status("training")
    with stop_signals() as stop:
        return _record(engine, job.training, State.joined([one.state for one in jobs]),
                       [one.writer for one in jobs], stop, is_new,
                       job.lesson if isinstance(job.lesson, Target) else None)


def _record(engine: Engine, training: TrainingSpec, state: State, writers: Sequence[RunWriter],
            stop: Stop, is_new: bool, target: Target | None) -> list[Outcome]:
    snapshot_steps = _snapshot_steps(training)
    bar = tqdm(desc=_label(state, writers), initial=state.step, total=training.iterations, unit=" steps",
               unit_scale=True, disable=None)
    folding = Folding(writers)

    def on_progress(steps: int) -> None:
        bar.update(steps)
        folding.tick()

    with bar, _failures_noted(writers):
        for checkpoint in train(engine, training, state, stop, on_progress, is_new):
            step = checkpoint.state.step
            is_end = is_new or step == training.iterations or not checkpoint.planned
            _append(checkpoint, training, writers, is_end or step in snapshot_steps)
            is_new = False
            bar.set_postfix(loss=f"{checkpoint.losses.mean():.3g}", refresh=False)
        finished = step == training.iterations
        standing, reason = ("finished", "") if finished else ("stopped", f"stopped at step {step}")
        for writer in writers:
            writer.set_status(standing, reason)
    return [Outcome(writer.path, seed, step, float(loss), standing, 0 if finished else stop.number,
                    is_bad(target, training, float(loss)))
            for writer, seed, loss in zip(writers, state.seeds, checkpoint.losses)]


def _append(checkpoint: Checkpoint, training: TrainingSpec, writers: Sequence[RunWriter],
            snapshot: bool) -> None:
    state = checkpoint.state
    rate = float(learning_rate(training, state.step))
    held_out = checkpoint.held_out
    for index, writer in enumerate(writers):
        writer.append(state.step, float(checkpoint.losses[index]), rate, state.parameters[index],
                      state.snapshot(index) if snapshot else None,
                      None if held_out is None else float(held_out[index]))


def _snapshot_steps(training: TrainingSpec) -> set[int]:
    """Checkpoints that get a snapshot, about as many steps apart everywhere, the first one included.

    Of a run of the paper's length with 2,000 checkpoints, every 2,500 steps.
    """
    steps = checkpoint_steps(training.iterations, training.checkpoints)
    parts = np.arange(0, 1, CHECKPOINTS_PER_SNAPSHOT / len(steps))
    return set(steps[np.searchsorted(steps, parts * training.iterations)].tolist())


def _label(state: State, writers: Sequence[RunWriter]) -> str:
    return writers[0].path.stem if len(writers) == 1 else f"{len(state.seeds)} seeds"


@contextmanager
def _failures_noted(writers: Sequence[RunWriter]) -> Iterator[None]:
    """Leave in each file why training ended, where that was an error."""
    try:
        yield
    except Exception as error:
        culprit = writers[error.index] if isinstance(error, Diverged) else None
        for writer in writers:
            try:
                failed = culprit is None or writer is culprit
                writer.set_status("failed" if failed else "stopped", str(error))
            except GinnError:
                pass  # a full disk: the file stays as it was, and the first error is the one to tell
        raise
