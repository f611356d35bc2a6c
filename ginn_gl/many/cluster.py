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

from ..errors import GinnError, RunFileError
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
    """What comes back of a task. files: by name. error: in one line, where it could not be done. worker: its address
    and machine, where the fault is there, such as a full disk, so that another one may do it."""

    files: dict[str, bytes]
    error: str = ""
    worker: tuple[str, str] = ("", "")


def sweep_on_cluster(spec: SweepSpec, folder: Path, address: str) -> Report:
    """Train what is not finished of a sweep on the workers of a Dask scheduler, into files in a folder here.

    Each file appears once it is finished. SIGINT, SIGTERM and SIGHUP end the wait: what is not back by then is trained
    anew by the next call. Raises GinnError where dask.distributed is not installed or the scheduler does not answer.
    """
    client = _connect(address)
    folder.mkdir(parents=True, exist_ok=True)
    progress, report = Progress(len(spec)), Report()
    try:
        left = list(_unfinished(tasks_of(spec, max(len(_workers(client)), 1)), folder))
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
    except (RunFileError, OSError) as error:
        from distributed import get_worker

        return Trained({}, str(error), (get_worker().address, socket.gethostname()))
    except GinnError as error:
        return Trained({}, str(error))


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise GinnError("--scheduler needs dask.distributed: pip install distributed") from None
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


class _Hands:
    """Hands out tasks, and those that a worker could not do to others."""

    def __init__(self, client: Any, report: Report) -> None:
        self._client, self._report = client, report
        self._unfit: set[str] = set()  # addresses of workers
        self._count = 0

    def submit(self, task: Task) -> Any:
        """A future of it; None where no worker is left that could do it."""
        fit = [address for address in _workers(self._client) if address not in self._unfit]
        if self._unfit and not fit:
            self._report.failed.append(f"{task}: no worker is left that can do it")
            return None
        self._count += 1
        return self._client.submit(train_far, task, key=f"{task} #{self._count}", pure=False,
                                   workers=fit if self._unfit else None)

    def again(self, task: Task, trained: Trained) -> Any:
        """The same, once a worker has failed, which is told once."""
        address, machine = trained.worker
        if address not in self._unfit:
            self._unfit.add(address)
            self._report.remarks.append(f"worker {address} on {machine} gets no more work: {trained.error}")
        return self.submit(task)


def _collect(client: Any, tasks: list[Task], folder: Path, progress: Progress, report: Report) -> None:
    """Hand out all tasks, and keep what comes back."""
    hands = _Hands(client, report)
    futures = {hands.submit(task): task for task in tasks}
    with stop_signals() as stop:
        while futures and not stop():
            for future in [future for future in futures if future.done()]:
                task = futures.pop(future)
                unfit = _keep(future, task, folder, progress, report)
                if unfit and (other := hands.again(task, unfit)):
                    futures[other] = task
            progress.show(_at_work(client))
            time.sleep(LOOK)
    report.signal = stop.number
    for future in futures:
        future.release()


def _keep(future: Any, task: Task, folder: Path, progress: Progress, report: Report) -> Trained | None:
    """What came back; that is returned where it is for another worker to do."""
    error = future.exception() if future.status == "error" else None
    if future.status != "finished":
        report.failed.append(f"{task}: {_why(error)}")
        return None
    trained: Trained = future.result()
    future.release()
    if any(trained.worker):
        return trained
    if trained.error:
        report.failed.append(f"{task}: {trained.error}")
    for name, content in trained.files.items():
        with written_whole(folder / name) as part:
            part.write_bytes(content)
    progress.done(len(trained.files))
    return None


def _workers(client: Any) -> list[str]:
    return list(client.scheduler_info()["workers"])


def _why(error: BaseException | None) -> str:
    if error is None:
        return "the scheduler has let go of it"
    if type(error).__name__ == "KilledWorker":
        return "its workers ended again and again: perhaps they have not enough memory"
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]


def _at_work(client: Any) -> list[str]:
    """What is being trained, and where."""
    return [f"{key} on {address}" for address, keys in client.processing().items() for key in keys[:1]]
