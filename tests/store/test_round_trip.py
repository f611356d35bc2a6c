"""What goes into a run file comes out again, also while it is being written."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.errors import GinnError
from ginn_gl.network import initialise
from ginn_gl.store import Run, RunWriter
from ginn_gl.target import Target, load_target

NETWORK = NetworkSpec((5, 3))
TRAINING = TrainingSpec(seed=2**40, iterations=77, batch_size=None, learning_rate=0.02, checkpoints=3)


def test_everything_comes_back(tmp_path):
    target = Target("odd", np.random.default_rng(0).integers(0, 2, (7, 13)).astype(np.uint8))
    state = np.random.default_rng(1).normal(size=(3, NETWORK.parameter_count)).astype(np.float32)
    path = tmp_path / "sub folder" / "a run #1 100%.ginn"
    with RunWriter.create(path, NETWORK, TRAINING, target) as writer:
        for step in (0, 3, 77):
            writer.append(step, 0.5 / (step + 1), 1e-3, initialise(NETWORK, step))
        writer.snapshot(3, state)
        writer.set_status("stopped", "by hand")
    with Run(path) as run:
        assert (run.name, run.network, run.training) == ("a run #1 100%", NETWORK, TRAINING)
        assert run.target.name == "odd"
        assert repr(run) == "Run('a run #1 100%', 2-5-3-2, step 77, loss 0.00641)"
        assert np.array_equal(run.target.pixels, target.pixels)
        assert run.steps.tolist() == [0, 3, 77]
        assert run.losses.tolist() == [0.5, 0.125, 0.5 / 78]
        assert np.array_equal(run.parameters(1), initialise(NETWORK, 3))
        assert (run.status.state, run.status.reason) == ("stopped", "by hand")
        step, kept = run.snapshot()
        assert step == 3 and np.array_equal(kept, state)
    assert [file.name for file in path.parent.iterdir()] == [path.name], "one clean file is left"


def test_a_step_between_checkpoints_shows_the_one_before(run_file):
    with Run(run_file) as run:
        assert [run.index_of(step) for step in (0, 19, 20, 99, 100)] == [0, 0, 1, 4, 5]
        for outside in (-1, 101):
            with pytest.raises(GinnError, match="is not in small.ginn: it has 0 to 100"):
                run.index_of(outside)


def test_an_existing_file_is_not_overwritten(run_file):
    before = run_file.read_bytes()
    with pytest.raises(GinnError, match="exists"):
        RunWriter.create(run_file, NETWORK, TRAINING, load_target())
    assert run_file.read_bytes() == before


def test_a_reader_follows_a_writer_in_another_process_that_is_then_killed(tmp_path):
    path = tmp_path / "live.ginn"
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as writing:
        def write_up_to(step: int) -> None:
            print(step, file=writing.stdin, flush=True)
            assert int(writing.stdout.readline()) == step

        write_up_to(5)
        with Run(path) as run:
            assert run.steps[-1] == 5
            write_up_to(9)
            assert run.refresh() == 4
            assert run.refresh() == 0
            assert run.steps.tolist() == list(range(10))
            assert run.parameters(9)[0] == 9
            assert run.status.pid == writing.pid
        writing.kill()
    with Run(path) as run:
        assert run.steps[-1] == 9 and run.status.state == "training"


WRITER = """
import sys, numpy as np
from pathlib import Path
from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.store import RunWriter
from ginn_gl.target import load_target
network, step = NetworkSpec((4,)), 0
with RunWriter.create(Path(sys.argv[1]), network, TrainingSpec(), load_target()) as writer:
    for line in sys.stdin:
        while step <= int(line):
            writer.append(step, 0.5, 1e-3, np.full(network.parameter_count, step, np.float32))
            step += 1
        print(step - 1, flush=True)
"""


def test_anyone_can_read_it_with_sqlite(run_file):
    with closing(sqlite3.connect(run_file)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        [(packed, width)] = database.execute("SELECT pixels, width FROM target")
        [(blob,)] = database.execute("SELECT parameters FROM checkpoint WHERE step = 0")
    bits = np.unpackbits(np.frombuffer(packed, np.uint8)).reshape(-1, width)
    assert np.array_equal(bits, load_target().pixels)
    assert np.array_equal(np.frombuffer(blob, "<f4"), initialise(NetworkSpec(), 1))
