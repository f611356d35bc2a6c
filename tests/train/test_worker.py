import resource
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.errors import GinnError
from ginn_gl.store import Run, RunWriter
from ginn_gl.target import load_target
from ginn_gl.train.state import State
from ginn_gl.train.worker import resume_run, train_runs

NETWORK = NetworkSpec((6, 6))
TARGET = load_target(size=32)
LONG = TrainingSpec(seed=7, iterations=150_000, checkpoints=60)

KILLS = 4

TRAIN_IN_ITS_OWN_PROCESS = """
import sys
from pathlib import Path
from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.target import load_target
from ginn_gl.train.state import State
from ginn_gl.train.worker import train_runs
train_runs([Path(sys.argv[1])], NetworkSpec((6, 6)), [eval(sys.argv[2])], load_target(size=32), "cpu")
"""


def start_process(path: Path, training: TrainingSpec, **options) -> subprocess.Popen:
    command = [sys.executable, "-c", TRAIN_IN_ITS_OWN_PROCESS, str(path), repr(training)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **options)


def wait_for_step(path: Path, step: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with Run(path) as run:
                if run.steps[-1] >= step:
                    return
        except GinnError:
            pass  # not begun yet
        time.sleep(0.02)
    raise TimeoutError(f"{path} never reached step {step}")


def contents(path: Path) -> dict[int, tuple[float, bytes]]:
    with Run(path) as run:
        return {int(step): (float(run.losses[i]), run.parameters(i).tobytes())
                for i, step in enumerate(run.steps)}


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("runs") / "whole.ginn"
    (outcome,) = train_runs([path], NETWORK, [LONG], TARGET, "cpu")
    assert (outcome.seed, outcome.step, outcome.state) == (7, 150_000, "finished")
    return path


def test_a_finished_run_holds_what_was_planned(uninterrupted):
    with Run(uninterrupted) as run:
        assert len(run) == 60 and run.steps[0] == 0 and run.steps[-1] == 150_000
        assert run.name == "whole" and run.training == LONG and run.network == NETWORK
        assert run.losses[-1] < run.losses[0] / 2
        assert run.learning_rates[0] == 1e-3 and run.learning_rates[-1] == 0
        assert run.status.state == "finished"
        step, state = run.snapshot()
        assert step == 150_000 and (state[0] == run.parameters(-1)).all()
    assert [path.name for path in uninterrupted.parent.iterdir()] == ["whole.ginn"]


def test_a_run_killed_at_random_moments_equals_a_whole_one_bit_for_bit(tmp_path):
    training = replace(LONG, iterations=250_000)  # seconds: its second half is what kills are far from
    train_runs([tmp_path / "whole.ginn"], NETWORK, [training], TARGET, "cpu")
    path, moments = tmp_path / "run.ginn", np.random.default_rng()
    process = start_process(path, training)
    # By progress, not by the clock: however fast the machine, each kill finds the training far from its end.
    for step in sorted(moments.integers(0, training.iterations // 2, KILLS)):
        wait_for_step(path, step)
        time.sleep(moments.uniform(0, 0.05))
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        process = subprocess.Popen([sys.executable, "-m", "ginn_gl", "resume", "--device", "cpu", str(path)],
                                   stdout=subprocess.DEVNULL)
    assert process.wait(60) == 0
    assert contents(path) == contents(tmp_path / "whole.ginn")


def test_a_stopped_and_resumed_run_equals_a_whole_one_bit_for_bit(tmp_path, uninterrupted):
    path = tmp_path / "run.ginn"
    process = start_process(path, LONG)
    wait_for_step(path, 30_000)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    with Run(path) as run:
        stopped_at = int(run.steps[-1])
        assert stopped_at < LONG.iterations
    outcome = resume_run(path, "cpu")
    assert (outcome.step, outcome.state) == (LONG.iterations, "finished")
    resumed = contents(path)
    assert {step: resumed[step] for step in contents(uninterrupted)} == contents(uninterrupted)
    assert set(resumed) - set(contents(uninterrupted)) <= {stopped_at}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_far_from_any_checkpoint_is_prompt_and_loses_nothing(number, tmp_path):
    path = tmp_path / "run.ginn"
    process = start_process(path, replace(LONG, iterations=10**9, checkpoints=50))
    wait_for_step(path, 20)
    time.sleep(0.3)
    process.send_signal(number)
    process.communicate(timeout=10)
    assert process.returncode == 0
    with Run(path) as run:
        assert run.status.state == "stopped"
        step, state = run.snapshot()
        assert step == run.steps[-1] > run.steps[-2]
        assert (state[0] == run.parameters(-1)).all()


def test_seeds_go_to_their_own_files_as_if_trained_alone(tmp_path):
    trainings = [TrainingSpec(seed=seed, iterations=500, checkpoints=20) for seed in (1, 2)]
    paths = [tmp_path / f"seed{training.seed}.ginn" for training in trainings]
    outcomes = train_runs(paths, NETWORK, trainings, TARGET, "cpu")
    train_runs([tmp_path / "alone.ginn"], NETWORK, trainings[1:], TARGET, "cpu")
    assert [outcome.seed for outcome in outcomes] == [1, 2]
    assert contents(paths[1]) == contents(tmp_path / "alone.ginn") != contents(paths[0])


def test_a_diverging_training_fails_and_says_at_which_step(tmp_path):
    path = tmp_path / "run.ginn"
    state = State.initial(NETWORK, [LONG.seed])
    exploding = replace(state, first_moment=np.full_like(state.parameters, 1e37))
    with RunWriter.create(path, NETWORK, LONG, TARGET) as writer:
        writer.append(0, 0.7, 1e-3, state.parameters[0])
        writer.snapshot(0, exploding.snapshot(0))
    with pytest.raises(GinnError, match="^seed 7: loss or parameters no longer finite at step 1: "):
        resume_run(path, "cpu")
    with Run(path) as run:
        assert run.status.state == "failed" and "at step 1" in run.status.reason
        assert run.steps.tolist() == [0]


def test_a_disk_that_fills_up_ends_in_one_line_and_a_valid_file(tmp_path):
    path = tmp_path / "run.ginn"

    def small_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    process = start_process(path, replace(LONG, checkpoints=5_000), preexec_fn=small_disk)
    _, errors = process.communicate(timeout=60)
    last_line = errors.strip().splitlines()[-1]
    assert last_line.startswith(f"ginn_gl.errors.RunFileError: {path}: cannot be written")
    with Run(path) as run:
        assert len(run) > 20 and np.isfinite(run.losses).all()


def test_a_finished_run_is_not_resumed(uninterrupted):
    with pytest.raises(GinnError, match="finished already, at step 150000"):
        resume_run(uninterrupted)
