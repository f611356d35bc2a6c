"""Any step of a run again, from the snapshots in its file."""

import sqlite3
from dataclasses import replace

import numpy as np
import pytest

import ginn_gl
from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.errors import GinnError
from ginn_gl.store import RunWriter
from ginn_gl.target import load_target
from ginn_gl.train.engines import choose_engine, cuda_works
from ginn_gl.train.state import State
from ginn_gl.train.worker import train_runs

NETWORK = NetworkSpec((6, 6))
TARGET = load_target(size=32)
TRAINING = TrainingSpec(seed=7, iterations=40_000, checkpoints=60)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    path = tmp_path_factory.mktemp("runs") / "run.ginn"
    train_runs([path], NETWORK, [TRAINING], TARGET, "cpu")
    with ginn_gl.Run(path) as run:
        yield run


def test_parameters_between_checkpoints_equal_a_training_stopped_there(run):
    steps = np.sort(np.random.default_rng(0).integers(1, TRAINING.iterations, 50))
    assert len(set(steps.tolist()) - set(run.steps.tolist())) > 40
    engine = choose_engine("cpu", NETWORK, TRAINING, TARGET)
    state = State.initial(NETWORK, [TRAINING.seed])
    for step in steps.tolist():
        state = engine.advance(state, step - state.step)
        assert (run.parameters_at(step) == state.parameters[0]).all()


def test_every_snapshot_is_a_state_to_train_on_from(run):
    step, _ = run.snapshot(up_to=20_000)
    following, snapshot = run.snapshot(up_to=26_000)
    assert 0 < step < following <= 26_000
    engine = choose_engine("cpu", NETWORK, TRAINING, TARGET)
    from_initial = engine.advance(State.initial(NETWORK, [TRAINING.seed]), following)
    assert (snapshot == from_initial.snapshot(0)).all()


def test_a_run_without_snapshots_is_replayed_from_its_start(tmp_path):
    path = tmp_path / "short.ginn"
    train_runs([path], NETWORK, [replace(TRAINING, iterations=50, checkpoints=3)], TARGET, "cpu")
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM snapshot")
    connection.commit()
    connection.close()
    with ginn_gl.Run(path) as run:
        assert (run.parameters_at(49) != run.parameters(-1)).any()
        assert np.abs(run.parameters_at(49) - run.parameters(-1)).max() < 1e-3


@pytest.mark.parametrize("step", [-1, 40_001])
def test_a_step_outside_the_run_is_refused(run, step):
    with pytest.raises(GinnError, match="it has 0 to 40000"):
        run.parameters_at(step)


def test_a_run_of_an_engine_that_is_not_here_is_replayed_on_the_cpu(tmp_path, run):
    path = tmp_path / "elsewhere.ginn"
    train_runs([path], NETWORK, [TRAINING], TARGET, "cpu")
    with RunWriter.reopen(path) as writer:
        writer.set_engine("abacus")
    with ginn_gl.Run(path) as elsewhere:
        assert (run.engine, elsewhere.engine) == ("numba", "abacus")
        assert (elsewhere.parameters_at(12_345) == run.parameters_at(12_345)).all()


@pytest.mark.skipif(not cuda_works(), reason="no CUDA device")
def test_a_run_of_a_gpu_is_replayed_on_the_gpu_exactly(tmp_path):
    path, training = tmp_path / "gpu.ginn", replace(TRAINING, iterations=4_000)
    train_runs([path], NETWORK, [training], TARGET, "cuda")
    engine = choose_engine("cuda", NETWORK, training, TARGET)
    with ginn_gl.Run(path) as run:
        state = engine.advance(State.initial(NETWORK, [training.seed]), 3_333)
        assert run.engine == engine.name
        assert (run.parameters_at(3_333) == state.parameters[0]).all()
