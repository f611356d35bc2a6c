"""A sweep on this machine: a process for each core, or the GPU, which takes all seeds of a group at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.synchronize import Event
from pathlib import Path

import psutil

from ..errors import GinnError
from ..signals import Stop, stop_signals
from ..train.engines import cuda_works
from ..train.engines.cores import available_cores
from ..train.jobs import Outcome
from ..train.worker import sweep_runs
from .spec import SweepSpec
from .tasks import Progress, Report, Task, tasks_of

LOOK = 0.2      # seconds between two looks for a signal
PATIENCE = 3    # how often in a row processes may end without having done anything

_stopping: Event | None = None  # of a worker process: no more is to be begun


def sweep_here(spec: SweepSpec, folder: Path, device: str = "auto") -> Report:
    """Train what is not finished of a sweep into files in a folder, which is made.

    What was stopped goes on, and what is finished stays as it is. SIGINT, SIGTERM and SIGHUP stop all, resumably.
    """
    folder.mkdir(parents=True, exist_ok=True)
    progress = Progress(len(spec))
    try:
        if device == "cuda" or (device == "auto" and cuda_works()):
            return _on_gpu(spec, folder, device, progress)
        return _on_cores(spec, folder, progress)
    finally:
        progress.close()


def _on_gpu(spec: SweepSpec, folder: Path, device: str, progress: Progress) -> Report:
    report = Report()
    for group in spec.groups:
        task = Task(group, spec.seeds)
        progress.show([str(task)])
        outcomes = sweep_runs(task.paths(folder), group.network, group.trainings(spec.seeds), group.lesson, device)
        progress.done(len(outcomes))
        report.signal = max(outcome.signal for outcome in outcomes)
        if report.signal:
            break
    return report


def _on_cores(spec: SweepSpec, folder: Path, progress: Progress) -> Report:
    workers = available_cores()
    report, left, idle = Report(), tasks_of(spec, workers), 0
    with stop_signals() as stop:
        while left and not stop():
            before = len(left)
            left = _some_done(left, folder, workers, progress, report, stop)
            idle = 0 if len(left) < before else idle + 1
            if idle == PATIENCE:
                raise GinnError("the processes that train end without a word: perhaps there is not enough memory")
    report.signal = stop.number
    return report


def _some_done(tasks: list[Task], folder: Path, workers: int, progress: Progress, report: Report,
               stop: Stop) -> list[Task]:
    """Do tasks until all are done or a process has died; those that are left."""
    context = multiprocessing.get_context("spawn")
    stopping = context.Event()
    with ProcessPoolExecutor(min(workers, len(tasks)), context, _begin, (stopping,)) as pool:
        waiting = {pool.submit(_train, task, folder): task for task in tasks}
        try:
            while waiting:
                if stop() and not stopping.is_set():
                    stopping.set()
                    _pass_on(stop.number)
                progress.show([str(task) for future, task in waiting.items() if future.running()][:workers])
                for future in wait(waiting, LOOK, FIRST_COMPLETED).done:
                    _note(future, waiting[future], progress, report)
                    del waiting[future]
        except BrokenProcessPool:
            return list(waiting.values())
    return []


def _note(future: Future[list[Outcome]], task: Task, progress: Progress, report: Report) -> None:
    try:
        progress.done(len(future.result()))
    except GinnError as error:
        report.failed.append(str(error))


def _begin(stopping: Event) -> None:
    """What a worker process does first. Whoever has started it is told of signals, and tells it."""
    global _stopping
    _stopping = stopping
    os.environ["TQDM_DISABLE"] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _train(task: Task, folder: Path) -> list[Outcome]:
    if _stopping is not None and _stopping.is_set():
        return []
    group = task.group
    return sweep_runs(task.paths(folder), group.network, group.trainings(task.seeds), group.lesson, "cpu")


def _pass_on(number: int) -> None:
    for child in psutil.Process().children():
        if "spawn_main" in " ".join(child.cmdline()):  # not the one that looks after shared memory
            child.send_signal(number)
