"""One process at a time writes a run, and a file of its name is there only once it is a run."""

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import psutil
import pytest

from ginn_gl.app.processes.trainer import Trainer
from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.errors import GinnError
from ginn_gl.network import initialise
from ginn_gl.store import InTraining, Run, RunWriter
from ginn_gl.store.lock import holder
from ginn_gl.target import load_target

NETWORK, TRAINING = NetworkSpec((4,)), TrainingSpec()
START = initialise(NETWORK, 0)

HOLD = """
import sys, time
from pathlib import Path
from ginn_gl.store import RunWriter
writer = RunWriter.reopen(Path(sys.argv[1]))
writer.set_status("training")
print("held", flush=True)
time.sleep(600)
"""

CREATE = """
import sys, numpy as np
from pathlib import Path
from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.errors import GinnError
from ginn_gl.network import initialise
from ginn_gl.store import RunWriter
from ginn_gl.target import load_target
writer = RunWriter.create(Path(sys.argv[1]), NetworkSpec((4,)), TrainingSpec(), load_target())
print("ready", flush=True)
sys.stdin.readline()
try:
    writer.append(0, 0.7, 1e-3, initialise(NetworkSpec((4,)), 0))
    print("won", flush=True)
    sys.stdin.readline()
except GinnError as error:
    print(error, flush=True)
writer.close()
"""


def process(program: str, path: Path) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            text=True)


@pytest.fixture
def held(run_file):
    """A process that has a run, which it will not let go by itself."""
    with process(HOLD, run_file) as running:
        assert running.stdout.readline() == "held\n"
        yield running
        running.kill()


def test_a_run_in_training_is_refused_with_its_process(run_file, held):
    for attempt in (lambda: RunWriter.reopen(run_file),
                    lambda: RunWriter.create(run_file, NETWORK, TRAINING, load_target())):
        with pytest.raises(InTraining, match=rf"in training already, by process {held.pid}\b"):
            attempt()
    with Run(run_file) as run:
        assert not run.killed and Trainer.find(run).pid == held.pid


def test_the_lock_ends_with_its_process_however_that_ends(run_file, held):
    held.kill()
    held.wait()
    with Run(run_file) as run:
        assert run.killed and Trainer.find(run) is None
    RunWriter.reopen(run_file).close()
    assert [path.name for path in run_file.parent.iterdir()] == [run_file.name]


def test_a_process_that_only_reads_the_file_is_no_training(run_file, held):
    """Neither one that has the same file open, nor one that has come to the number of the one that trained it."""
    held.kill()
    held.wait()
    with subprocess.Popen(["tail", "-f", run_file], stdout=subprocess.DEVNULL) as tail, RunWriter.reopen(run_file) as w:
        w._execute("UPDATE meta SET value = json_set(value, '$.state', 'training', '$.pid', ?) WHERE key = 'status'",
                   tail.pid)
        w._lock.release()
        w._lock = None
        with Run(run_file) as run:
            assert (run.status.state, run.status.pid) == ("training", tail.pid)
            assert Trainer.find(run) is None
        assert psutil.pid_exists(tail.pid)
        tail.kill()


def test_of_two_that_create_a_run_at_once_one_wins_and_the_other_says_so(tmp_path):
    path = tmp_path / "new.ginn"
    with process(CREATE, path) as one, process(CREATE, path) as other:
        for running in (one, other):
            assert running.stdout.readline() == "ready\n"
        assert list(tmp_path.iterdir()) == []
        for running in (one, other):
            print(file=running.stdin, flush=True)
        said = {running.pid: running.stdout.readline().strip() for running in (one, other)}
        winner = next(running for running in (one, other) if said[running.pid] == "won")
        loser = other if winner is one else one
        assert f"in training already, by process {winner.pid}" in said[loser.pid]
        assert holder(path).pid == winner.pid
        print(file=winner.stdin, flush=True)
    with Run(path) as run:
        assert len(run) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["new.ginn"]


def test_a_failed_creation_leaves_nothing(tmp_path):
    (tmp_path / "file").touch()
    with (RunWriter.create(tmp_path / "file" / "run.ginn", NETWORK, TRAINING, load_target()) as writer,
          pytest.raises(GinnError, match="cannot be written")):
        writer.append(0, 0.7, 1e-3, START)
    with RunWriter.create(tmp_path / "never.ginn", NETWORK, TRAINING, load_target()) as writer:
        writer.set_status("failed", "before its first checkpoint")
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_creation_on_a_disk_of_any_size_leaves_nothing_or_a_run(small_disk):
    """Some have room for the file, and not for what SQLite keeps beside it."""
    made = []
    for size in range(40, 100, 4):
        disk = small_disk(size)
        with (suppress(GinnError),
              RunWriter.create(disk / "run.ginn", NETWORK, TRAINING, load_target()) as writer):
            writer.append(0, 0.7, 1e-3, START)
        made.append(sorted(file.name for file in disk.iterdir()))
    assert made[0] == [] and made[-1] == ["run.ginn"] and all(names in ([], ["run.ginn"]) for names in made)


def test_creation_killed_at_any_moment_leaves_nothing_or_a_run(tmp_path):
    begun = time.perf_counter()
    with process(CREATE, tmp_path / "timed.ginn") as running:
        running.communicate("\n\n")
    usual = time.perf_counter() - begun
    for number, moment in enumerate(np.random.default_rng().uniform(0.5 * usual, usual, 6)):
        path = tmp_path / f"run{number}.ginn"
        with process(CREATE, path) as running:
            print("\n", file=running.stdin, flush=True)
            time.sleep(moment)
            running.kill()
        if path.exists():
            RunWriter.reopen(path).close()
            with Run(path) as run:
                assert len(run) == 1
    assert all(file.suffix == ".ginn" for file in tmp_path.iterdir())


@pytest.mark.parametrize("links", [True, False])
def test_where_a_file_must_have_a_name_it_has_another_until_it_is_whole(tmp_path, monkeypatch, links):
    def no_links(*_, **__):
        raise PermissionError

    monkeypatch.delattr("os.O_TMPFILE", raising=False)
    if not links:
        monkeypatch.setattr("os.link", no_links)
    path = tmp_path / "new.ginn"
    with (RunWriter.create(path, NETWORK, TRAINING, load_target()) as first,
          RunWriter.create(path, NETWORK, TRAINING, load_target()) as second):
        first.append(0, 0.7, 1e-3, START)
        with pytest.raises(InTraining):
            second.append(0, 0.7, 1e-3, START)
    assert [file.name for file in tmp_path.iterdir()] == ["new.ginn"]


def test_a_run_that_is_deleted_while_it_is_trained_ends_its_training(tmp_path):
    path = tmp_path / "gone.ginn"
    with RunWriter.create(path, NETWORK, TRAINING, load_target()) as writer:
        writer.append(0, 0.7, 1e-3, START)
        writer.append(1, 0.7, 1e-3, START)
        path.unlink()
        with pytest.raises(GinnError, match="moved, deleted or replaced"):
            writer.fold()


def test_a_copy_of_a_live_run_has_all_but_the_last_seconds(tmp_path):
    path, copy = tmp_path / "live.ginn", tmp_path / "copy.ginn"
    with RunWriter.create(path, NETWORK, TRAINING, load_target()) as writer:
        writer.append(0, 0.7, 1e-3, START)
        with Run(path) as reader:
            for step in range(1, 2_000):
                writer.append(step, 0.7, 1e-3, START)
                reader.refresh()
                assert path.with_name("live.ginn-wal").stat().st_size < 1_000_000, "a log of a few checkpoints"
        writer.fold()
        copy.write_bytes(path.read_bytes())
        with Run(copy) as run:
            assert len(run) == 2_000
