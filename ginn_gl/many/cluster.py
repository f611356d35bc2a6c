"""A sweep on a Dask cluster: tasks go to its workers, and files come back whole, as bytes.

A task that was lost with its worker is begun again by another one: so many times as the scheduler's own setting
`allowed-failures` says. Workers need no folder that others see.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..errors import GinnError
from ..record.files import written_whole
from ..signals import stop_signals
from ..train.jobs import is_finished
from ..train.worker import train_runs
from .spec import SweepSpec
from .tasks import Progress, Report, Task, tasks_of

PATIENCE = 5  # seconds, for the scheduler to answer
LOOK = 0.5    # seconds between two looks for a signal, and at who does what


@dataclass(frozen=True)
class Trained:
    """What comes back of a task. files: by name. error: in one line, with the machine, where it could not be done."""

    files: dict[str, bytes]
    error: str = ""


def sweep_on_cluster(spec: SweepSpec, folder: Path, address: str) -> Report:
    """Train what is not finished of a sweep on the workers of a Dask scheduler, into files in a folder here.

    Each file appears once it is finished. SIGINT, SIGTERM and SIGHUP end the wait: what is not back by then is trained
    anew by the next call. Raises GinnError where dask.distributed is not installed or the scheduler does not answer.
    """
    client = _connect(address)
    folder.mkdir(parents=True, exist_ok=True)
    progress, report = Progress(len(spec)), Report()
    try:
        workers = len(client.scheduler_info()["workers"])
        left = list(_unfinished(tasks_of(spec, max(workers, 1)), folder))
        progress.done(len(spec) - sum(len(task.seeds) for task in left))
        _collect(client, left, folder, progress, report)
    finally:
        progress.close()
        client.close()
    return report


def train_far(task: Task) -> Trained:
    """What a worker does: the runs of a task as the bytes of their files."""
    try:
        with TemporaryDirectory(prefix="ginn-gl-sweep-") as folder:
            paths, group = task.paths(Path(folder)), task.group
            train_runs(paths, group.network, group.trainings(task.seeds), group.lesson, "cpu")
            return Trained({path.name: path.read_bytes() for path in paths})
    except (GinnError, OSError) as error:
        return Trained({}, f"{socket.gethostname()}: {error}")


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise GinnError("--scheduler needs dask.distributed: pip install 'ginn-gl[cluster]'") from None
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise GinnError(f"no Dask scheduler answers at {address} ({type(error).__name__})") from None


def _unfinished(tasks: list[Task], folder: Path) -> Iterator[Task]:
    """Of each task what is left to do."""
    for task in tasks:
        group = task.group
        runs = zip(task.seeds, task.paths(folder), group.trainings(task.seeds))
        left = [seed for seed, path, training in runs
                if not is_finished(path, group.network, training, group.lesson)]
        if left:
            yield Task(group, tuple(left))


def _collect(client: Any, tasks: list[Task], folder: Path, progress: Progress, report: Report) -> None:
    """Hand out all tasks, and keep what comes back."""
    futures = {client.submit(train_far, task, key=f"{task}", pure=False): task for task in tasks}
    with stop_signals() as stop:
        while futures and not stop():
            for future in [future for future in futures if future.done()]:
                _keep(future, futures.pop(future), folder, progress, report)
            progress.show(_at_work(client))
            time.sleep(LOOK)
    report.signal = stop.number
    for future in futures:
        future.release()


def _keep(future: Any, task: Task, folder: Path, progress: Progress, report: Report) -> None:
    error = future.exception() if future.status == "error" else None
    if future.status != "finished":
        report.failed.append(f"{task}: {_why(error)}")
        return
    trained: Trained = future.result()
    if trained.error:
        report.failed.append(f"{task}: {trained.error}")
        return
    for name, content in trained.files.items():
        with written_whole(folder / name) as part:
            part.write_bytes(content)
    progress.done(len(trained.files))
    future.release()


def _why(error: BaseException | None) -> str:
    if error is None:
        return "the scheduler has let go of it"
    if type(error).__name__ == "KilledWorker":
        return "its workers ended again and again: perhaps they have not enough memory"
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]


def _at_work(client: Any) -> list[str]:
    """What is being trained, and where."""
    return [f"{key} on {address}" for address, keys in client.processing().items() for key in keys[:1]]
