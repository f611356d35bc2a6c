"""A run that goes on as another one, with something changed or with nothing."""

import sqlite3
from contextlib import closing

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.edits import Edits, parse_values, switched_off
from ginn_gl.errors import GinnError, RunFileError
from ginn_gl.network import evaluate, unpack
from ginn_gl.store import Run
from ginn_gl.target import load_target, pixel_centers
from ginn_gl.train.branching import Change, branch_run
from ginn_gl.train.worker import train_runs

NETWORK = NetworkSpec((6, 6))
TRAINING = TrainingSpec(seed=7, iterations=4_000, checkpoints=60)
STEP = 1_234  # between two checkpoints


@pytest.fixture(scope="module")
def parent(tmp_path_factory):
    path = tmp_path_factory.mktemp("runs") / "run.ginn"
    train_runs([path], NETWORK, [TRAINING], load_target(size=32), "cpu")
    with Run(path) as run:
        yield run


def branched(run, tmp_path, step=STEP, **changes):
    branch_run(run, step, tmp_path / "branch.ginn", Change(**changes), "cpu")
    return Run(tmp_path / "branch.ginn")


def test_with_nothing_changed_it_becomes_its_parent_to_the_bit(parent, tmp_path):
    with branched(parent, tmp_path) as branch:
        assert branch.steps[0] == STEP and STEP not in parent.steps
        shared = [step for step in branch.steps[1:].tolist() if step in parent.steps]
        assert len(shared) == len(branch) - 1 > 20
        for step in shared:
            assert (branch.parameters(branch.index_of(step)) == parent.parameters(parent.index_of(step))).all()
        told = branch.parent
        assert (told.name, told.identity, told.step, told.changes) == (parent.name, parent.identity, STEP, ())
        assert branch.status.state == "finished" and branch.identity != parent.identity


def test_a_branch_of_a_branch_begins_where_that_stood(parent, tmp_path):
    with branched(parent, tmp_path) as branch:
        branch_run(branch, 3_000, tmp_path / "second.ginn", device="cpu")
    with Run(tmp_path / "second.ginn") as second:
        assert (second.parameters(-1) == parent.parameters(-1)).all()
        assert str(second.parent) == "branch at step 3,000, with nothing changed"


def test_neurons_stay_off_and_other_things_change(parent, tmp_path):
    off = frozenset({(1, 2), (2, 5)})
    with branched(parent, tmp_path, edits=Edits(off), training=(("seed", 8), ("learning_rate", 0.01))) as branch:
        for index in (0, -1):
            parameters = branch.parameters(index)
            assert (switched_off(NETWORK, parameters, off) == parameters).all()
        assert (branch.training.seed, branch.training.learning_rate) == (8, 0.01)
        assert branch.learning_rates[1] > 2 * parent.learning_rates[parent.index_of(int(branch.steps[1]))]
        assert branch.parent.changes == ("1:2 off", "2:5 off", "seed 8", "learning rate 0.01")
        assert np.abs(branch.parameters(-1) - parent.parameters(-1)).max() > 0.01


def test_without_a_neuron_that_is_never_on_it_says_the_same(parent):
    parameters = parent.parameters(-1).copy()
    parameters[12 + 3] = -1e3  # the bias of the first layer's fourth neuron
    points = pixel_centers(32, 32)
    before, after = (evaluate(one, NETWORK, points)
                     for one in (parameters, switched_off(NETWORK, parameters, [(1, 4)])))
    assert (before.logits == after.logits).all()


def test_flipped_neurons_and_values_begin_as_they_were_set(parent, tmp_path):
    edits = Edits(flipped=frozenset({(2, 1)}), values=parse_values("1:4:bias=0.1,2:3:5=-1.5e-3"))
    assert parse_values(edits.values_as_text()) == edits.values
    with branched(parent, tmp_path, edits=edits, training=(("iterations", 5_000),)) as branch:
        learnt, begun = (dict(enumerate(unpack(run.parameters(run.index_of(step)), NETWORK), 1))
                         for run, step in ((branched(parent, tmp_path / "same"), STEP), (branch, STEP)))
        assert begun[1][1][3] == np.float32(0.1) and begun[2][0][2, 4] == np.float32(-1.5e-3)
        assert (begun[2][0][0] == -learnt[2][0][0]).all() and begun[2][1][0] == -learnt[2][1][0]
        assert sum((one != other).sum() for layer in learnt for one, other in zip(learnt[layer], begun[layer])) == 9
        assert branch.parent.changes == ("2:1 flipped", "1:4 bias 0.1", "2:3 weight 5 -0.0015", "iterations 5000")
        assert branch.steps[-1] == 5_000


@pytest.mark.parametrize("text", ["1:4", "1:4=3", "1:4:bias=", "1:4:bias=nan", "1:4:0=1", "a:4:bias=1",
                                  "1:4:bias=1e39"])
def test_a_value_that_is_none_is_refused(text):
    with pytest.raises(GinnError, match="a parameter is set as"):
        parse_values(text)


def test_another_target_is_learnt_from_there_on(parent, tmp_path):
    white = load_target(size=32)
    other = type(white)("inverse", 1 - white.pixels)
    with branched(parent, tmp_path, lesson=other) as branch:
        assert branch.target.name == "inverse" and branch.parent.changes == ("target inverse",)
        assert branch.losses[0] > 0.9 and branch.losses[-1] < 0.7  # what it had learned is wrong now


@pytest.mark.parametrize("told", ["[]", "7", '{"name": "a", "identity": "b", "step": -1, "changes": []}',
                                  '{"name": "a", "identity": "b", "step": 1, "changes": [1]}'])
def test_a_parent_that_is_none_is_refused_in_one_line(parent, tmp_path, told):
    copy = tmp_path / "copy.ginn"
    copy.write_bytes(parent.path.read_bytes())
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("INSERT INTO meta VALUES ('parent', ?)", [told])
    with pytest.raises(RunFileError, match="its description is not that of a run"):
        Run(copy)


@pytest.mark.parametrize("step, changes, says", [
    (4_000, {}, "step 4,000 is the last: a branch begins at an earlier one"),
    (4_001, {}, "step 4001 is not in"),
    (STEP, {"edits": Edits(frozenset({(3, 1)}))}, "there is no neuron 3:1 in a 2-6-6-2 network"),
    (STEP, {"training": (("learning_rate", -1.0),)}, "a learning rate is above 0"),
])
def test_what_cannot_be_is_refused_and_leaves_nothing(parent, tmp_path, step, changes, says):
    with pytest.raises(GinnError, match=says):
        branched(parent, tmp_path, step, **changes)
    assert not list(tmp_path.iterdir())
