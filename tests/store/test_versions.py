"""Version 2 of the run file holds any small network; the paper's kind is still written as version 1, to the bit."""

import json
import sqlite3

import numpy as np
import pytest

from ginn_gl import Run as ScriptsRun
from ginn_gl.activations import Activation
from ginn_gl.cli import main
from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.errors import GinnError, RunFileError
from ginn_gl.geometry import cells, partition
from ginn_gl.heads import Head
from ginn_gl.network import forward, initialise
from ginn_gl.store import Run, RunWriter
from ginn_gl.target import load_target

MIXED = ((Activation("sine", 30), 3), (Activation("tanh"), 4))
NETWORK = NetworkSpec((7, 5), 3, (MIXED, Activation("leaky_relu", 0.1)), Head("classes", 4))
TRAINING = TrainingSpec(seed=1, iterations=100)


def write(path, network=NETWORK, target=None, **settings):
    with RunWriter.create(path, network, TRAINING, target, **settings) as writer:
        for step, loss in ((0, np.nan), (100, 0.25)):
            writer.append(step, loss if writer.version > 1 else 0.25, 0.0, initialise(network, step))
        writer.set_status("finished")
    return path


@pytest.fixture
def other_file(tmp_path):
    return write(tmp_path / "other.ginn")


def version_of(path) -> int:
    return sqlite3.connect(path).execute("PRAGMA user_version").fetchone()[0]


def meta_of(path) -> dict:
    return dict(sqlite3.connect(path).execute("SELECT key, value FROM meta"))


@pytest.mark.parametrize("hidden", [(16, 16, 16), (256,)])
def test_the_papers_kind_is_still_version_1(tmp_path, hidden):
    path = write(tmp_path / "paper.ginn", NetworkSpec(hidden), load_target())
    assert version_of(path) == 1
    assert meta_of(path)["network"] == json.dumps({"hidden": list(hidden)})
    assert sorted(meta_of(path)) == ["engine", "name", "network", "status", "target", "training", "versions"]
    tables = sqlite3.connect(path).execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    assert [name for (name,) in tables] == ["bookmark", "checkpoint", "meta", "snapshot", "target"]


@pytest.mark.parametrize("network, target", [
    (NetworkSpec((257,)), load_target()), (NetworkSpec(), None), (NetworkSpec(head=Head("logit")), load_target()),
    (NetworkSpec(inputs=3), None), (NetworkSpec.parse("8,8", "tanh"), load_target()), (NETWORK, None),
], ids=str)
def test_another_network_comes_back_as_it_was(tmp_path, network, target):
    path = write(tmp_path / "other.ginn", network, target, window=(-3.0, -2.0, 3.0, 2.5))
    assert version_of(path) == 2
    with Run(path) as run:
        assert run.network == network and run.window == (-3, -2, 3, 2.5)
        assert (run.target is None) == (target is None)
        assert np.isnan(run.losses[0]) and run.losses[1] == 0.25
        assert np.array_equal(run.parameters(1), initialise(network, 100))


def test_arrays_and_curves_are_kept(tmp_path):
    kept = {"points": np.random.default_rng(0).normal(size=(9, 3)), "labels": np.arange(9), "one": np.float32(3),
            "picture": np.zeros((2, 3, 4), np.uint8), "trained on": np.array([True, False])}
    with RunWriter.create(tmp_path / "a.ginn", NETWORK, TRAINING, None) as writer:
        writer.append(0, 0.5, 0.0, initialise(NETWORK, 0))
        for name, array in kept.items():
            writer.keep_data(name, array)
        for step in (10, 5, 0):
            writer.keep_scalar("accuracy", step, step / 10)
    with Run(tmp_path / "a.ginn") as run:
        for name, array in kept.items():
            np.testing.assert_array_equal(run.data(name), array)
        assert run.data("labels").dtype == "<i4" and run.data("points").dtype == "<f8" and run.data("none") is None
        ((name, (steps, values)),) = run.scalars().items()
        assert (name, steps.tolist(), values.tolist()) == ("accuracy", [0, 5, 10], [0, 0.5, 1])


NETWORKS = [
    {"hidden": [7, 5]},
    {"hidden": [7, 5], "inputs": 3, "activations": ["relu"], "head": "classes:4"},
    {"hidden": [7, 5], "inputs": 10**9, "activations": ["relu", "relu"], "head": "classes:4"},
    {"hidden": [7, 5], "inputs": "3", "activations": ["relu", "relu"], "head": "classes:4"},
    {"hidden": [7, 5], "inputs": 3, "activations": ["relu", "eval"], "head": "classes:4"},
    {"hidden": [7, 5], "inputs": 3, "activations": ["relu", 1], "head": "classes:4"},
    {"hidden": [7, 5], "inputs": 3, "activations": ["relu", [["relu", 5e300]]], "head": "classes:4"},
    {"hidden": [7, 5], "inputs": 3, "activations": ["relu", [["relu", 1]] * 9000], "head": "classes:4"},
    {"hidden": [7, 5], "inputs": 3, "activations": [["relu", 7], "relu"], "head": "classes:4"},
    {"hidden": [7, 5], "inputs": 3, "activations": "relu", "head": "classes:4"},
    {"hidden": [7, 5], "inputs": 3, "activations": ["relu", "relu"], "head": ["classes"]},
    {"hidden": [7, 5], "inputs": 3, "activations": ["relu", "relu"], "head": "classes:3"},
    {"hidden": "75", "inputs": 3, "activations": ["relu", "relu"], "head": "classes:4"},
    [], None, 3, "relu",
]


@pytest.mark.parametrize("described", NETWORKS, ids=range(len(NETWORKS)))
def test_a_network_that_is_none_is_refused(other_file, described):
    refuses(other_file, ("UPDATE meta SET value = ? WHERE key = 'network'", (json.dumps(described),)))


@pytest.mark.parametrize("window", ["null", "[0, 0, 1]", "[1, 0, 0, 1]", "[0, 0, 1, NaN]", "[0, 0, 1, 1e30]", '"0011"'])
def test_a_window_that_is_none_is_refused(other_file, window):
    refuses(other_file, ("UPDATE meta SET value = ? WHERE key = 'window'", (window,)))


@pytest.mark.parametrize("statement", ["DROP TABLE data", "PRAGMA user_version = 1",
                                       "UPDATE checkpoint SET loss = 1e999"])
def test_other_tampering_is_refused(other_file, statement):
    refuses(other_file, (statement,))


def refuses(path, statement) -> None:
    database = sqlite3.connect(path)
    database.execute(*statement)
    database.commit()
    database.close()
    with pytest.raises(RunFileError) as caught:
        Run(path)
    assert str(caught.value).startswith(f"{path}: ") and "\n" not in str(caught.value)


@pytest.mark.parametrize("change", ["type = '|O8'", "shape = '[1e9]'", "shape = '[2, 2]'", "shape = '{}'",
                                    "shape = '[-3]'", "numbers = zeroblob(13)",
                                    "numbers = x'0000c07f0000c07f0000c07f'"])
def test_an_array_that_is_not_what_it_says_is_refused(tmp_path, change):
    with RunWriter.create(tmp_path / "a.ginn", NETWORK, TRAINING, None) as writer:
        writer.append(0, 0.5, 0.0, initialise(NETWORK, 0))
        writer.keep_data("points", np.ones(3, np.float32))
    database = sqlite3.connect(tmp_path / "a.ginn")
    database.execute(f"UPDATE data SET {change}")
    database.commit()
    database.close()
    with Run(tmp_path / "a.ginn") as run, pytest.raises(RunFileError, match="the array 'points' is not"):
        run.data("points")


def test_outputs_and_layers_are_the_networks(other_file, run_file):
    points = np.random.default_rng(0).normal(size=(5, 3))
    run = ScriptsRun(other_file)
    assert np.array_equal(run.outputs(points), forward(initialise(NETWORK, 100), NETWORK, points)[-1])
    assert np.array_equal(run.outputs(points, 0), forward(initialise(NETWORK, 0), NETWORK, points)[-1])
    values = points
    for weight, bias, activation in run.layers():
        z = values @ weight.T.astype(float) + bias
        pairs = [(activation, len(bias))] if isinstance(activation, Activation) else activation
        ends = np.cumsum([count for _, count in pairs])
        values = np.concatenate([one.value(z[:, end - count:end]) for (one, count), end in zip(pairs, ends)], axis=1)
    np.testing.assert_allclose(values, run.outputs(points), atol=1e-13)
    assert ScriptsRun(run_file).outputs([[0.5, 0.5]], 20).shape == (1, 2)
    with pytest.raises(GinnError, match=r"an array of \(N, 3\), not \(5, 2\)"):
        run.outputs(points[:, :2])


def test_what_cannot_be_had_of_such_a_network_says_so():
    parameters = initialise(NETWORK, 0)
    for act in (cells, partition):
        with pytest.raises(GinnError, match="so far|say which plane|two inputs|2 inputs"):
            act(NETWORK, parameters)


def test_info_says_what_there_is(other_file, capsys):
    assert main(["info", str(other_file)]) == 0
    said = capsys.readouterr().out
    assert "3-7-5-4 sine:30.0*3+tanh*4,leaky_relu:0.1" in said and "regions     " not in said
    assert "None: this network is not piecewise linear." in said
    assert main(["info", str(other_file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["network"]["inputs"] == 3 and told["regions"] is None
    assert len(told["insights"]) == 8 and all(insight["summary"] for insight in told["insights"].values())
