"""Many trainings by one command: stopped, gone on with, and as many as files may be open."""

import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ginn_gl.errors import GinnError
from ginn_gl.store import Run
from ginn_gl.train.worker import resume_runs

SWEEP = ["train", "--seeds", "1-3", "--hidden", "6,6", "--target-size", "32", "--device", "cpu", "--checkpoints", "40"]


def ginn_gl(folder: Path, *arguments: str, **options) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "ginn_gl", *arguments], cwd=folder, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, **options)


def finish(process: subprocess.Popen) -> tuple[str, str]:
    """What it says, on both."""
    return process.communicate(timeout=120)


def steps(folder: Path) -> dict[str, tuple[int, str]]:
    """Of each run its last step, and how it stands."""
    found = {}
    for path in folder.glob("many/*.ginn"):
        with Run(path) as run:
            found[path.name] = int(run.steps[-1]), run.status.state
    return found


def wait_for(folder: Path, step: int, state: str | None = None) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            found = steps(folder).values()
            if len(found) == 3 and all(last >= step and state in (None, now) for last, now in found):
                return
        except GinnError:
            pass  # it has just appeared
        time.sleep(0.01)
    raise TimeoutError(f"no training reached step {step}")


def test_the_same_command_goes_on_where_it_was_stopped_and_leaves_what_is_finished(tmp_path):
    iterations = 300_000
    command = [*SWEEP, "--out", "many", "--iterations", str(iterations)]
    process = ginn_gl(tmp_path, *command)
    wait_for(tmp_path, 5_000)
    process.send_signal(signal.SIGINT)
    said, _ = finish(process)
    assert process.returncode == 130
    assert re.search(r"\nstopped at step [\d,]+: ginn-gl resume many, or this command again, goes on\n", said)
    assert {state for _, state in steps(tmp_path).values()} == {"stopped"}

    other = ginn_gl(tmp_path, *command)
    wait_for(tmp_path, 0, "training")
    other.send_signal(signal.SIGSTOP)  # so that it has not finished before the third looks
    third = ginn_gl(tmp_path, *command)
    _, complaint = finish(third)
    assert third.returncode == 1 and f"in training already, by process {other.pid}" in complaint
    other.kill()
    finish(other)

    process = ginn_gl(tmp_path, *command)
    said, complaint = finish(process)
    assert (process.returncode, complaint) == (0, "")
    assert steps(tmp_path) == {f"bottle-6-6-seed{seed}.ginn": (iterations, "finished") for seed in (1, 2, 3)}

    before = {path: path.read_bytes() for path in tmp_path.glob("many/*")}
    process = ginn_gl(tmp_path, *command)
    assert finish(process)[0] == said
    assert {path: path.read_bytes() for path in tmp_path.glob("many/*")} == before


def test_a_folder_is_resumed(tmp_path):
    iterations = 300_000
    process = ginn_gl(tmp_path, *SWEEP, "--out", "many", "--iterations", str(iterations))
    wait_for(tmp_path, 5_000)
    process.send_signal(signal.SIGTERM)
    finish(process)
    assert process.returncode == 143
    outcomes = resume_runs(sorted((tmp_path / "many").iterdir()), "cpu")
    assert [(outcome.seed, outcome.step, outcome.state) for outcome in outcomes] == [
        (seed, iterations, "finished") for seed in (1, 2, 3)]


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no hang-ups there")
@pytest.mark.parametrize("ignored", [False, True])
def test_a_hang_up_stops_a_training_unless_it_is_ignored(tmp_path, ignored):
    def prepare():
        signal.signal(signal.SIGHUP, signal.SIG_IGN if ignored else signal.SIG_DFL)

    process = ginn_gl(tmp_path, *SWEEP, "--out", "many", "--iterations", "100000000", "--checkpoints", "1000",
                      preexec_fn=prepare)
    wait_for(tmp_path, 300)
    process.send_signal(signal.SIGHUP)
    if ignored:
        reached = max(last for last, _ in steps(tmp_path).values())
        wait_for(tmp_path, 2 * reached)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
    finish(process)
    assert process.returncode == (143 if ignored else 129)
    assert {state for _, state in steps(tmp_path).values()} == {"stopped"}


@pytest.mark.skipif(sys.platform == "win32", reason="no limit there")
def test_where_files_may_be_too_few_the_limit_is_raised_or_nothing_is_made(tmp_path):
    command = ["train", "--seeds", "0-29", "--iterations", "3", "--hidden", "2", "--device", "cpu", "--out", "many"]

    def few():
        resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))

    process = ginn_gl(tmp_path, *command, preexec_fn=few)
    _, complaint = finish(process)
    assert process.returncode == 1
    assert complaint.startswith("ginn-gl: 30 trainings side by side need 184 open files, and 128 are allowed here")
    assert list(tmp_path.iterdir()) == []

    def few_at_first():
        resource.setrlimit(resource.RLIMIT_NOFILE, (128, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))

    process = ginn_gl(tmp_path, *command, preexec_fn=few_at_first)
    finish(process)
    assert process.returncode == 0
    assert len(list(tmp_path.glob("many/*"))) == 30
