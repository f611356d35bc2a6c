"""A network that is written for other programs gives in these what it gives here."""

import csv
import importlib.util
import io
import sys

import numpy as np
import pytest
import torch

from ginn_gl import Run
from ginn_gl.activations import NAMES, Activation
from ginn_gl.cli import main
from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.heads import Head
from ginn_gl.network import initialise, unpack
from ginn_gl.store import RunWriter

ALL = tuple((Activation(name, 0.4) if name in ("leaky_relu", "elu", "sine") else Activation(name), 2) for name in NAMES)
NETWORKS = [
    NetworkSpec(), NetworkSpec.parse("4", "gelu", "logit"),
    NetworkSpec((8, 30), 5, (Activation("tanh"), ALL), Head("classes", 3)),
    *(NetworkSpec((6,), 3, (Activation(name),), Head("value")) for name in NAMES),
]


def exported(network, folder, suffix):
    """Its run and the file, at the step before the last."""
    with RunWriter.create(folder / "a.ginn", network, TrainingSpec(iterations=2), None) as writer:
        for step in range(3):
            writer.append(step, 0.5, 0.0, 3 * initialise(network, step))
    assert main(["export", str(folder / "a.ginn"), str(folder / f"model{suffix}"), "--step", "1"]) == 0
    return Run(folder / "a.ginn"), folder / f"model{suffix}"


def some_points(network):
    return np.random.default_rng(0).normal(size=(50, network.inputs)).astype(np.float32)


def imported(path):
    spec = importlib.util.spec_from_file_location("exported", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.network


@pytest.mark.parametrize("network", NETWORKS, ids=str)
def test_the_torch_module_gives_the_same(network, tmp_path):
    run, path = exported(network, tmp_path, ".py")
    points = some_points(network)
    theirs = imported(path)(torch.from_numpy(points)).detach().numpy()
    np.testing.assert_allclose(theirs, run.outputs(points, 1), atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("network", NETWORKS, ids=str)
def test_onnx_gives_the_same(network, tmp_path):
    onnxruntime = pytest.importorskip("onnxruntime")
    run, path = exported(network, tmp_path, ".onnx")
    points = some_points(network)
    (theirs,) = onnxruntime.InferenceSession(path).run(None, {"points": points})
    np.testing.assert_allclose(theirs, run.outputs(points, 1), atol=1e-5, rtol=1e-5)


def test_onnx_is_as_the_specification_has_it(tmp_path):
    onnx = pytest.importorskip("onnx")
    from onnx.reference import ReferenceEvaluator

    run, path = exported(NETWORKS[2], tmp_path, ".onnx")
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    points = some_points(run.network)
    (theirs,) = ReferenceEvaluator(model).run(None, {"points": points})
    np.testing.assert_allclose(theirs, run.outputs(points, 1), atol=1e-5, rtol=1e-5)


def test_safetensors_are_the_modules_state(tmp_path):
    torch_files = pytest.importorskip("safetensors.torch")
    run, path = exported(NETWORKS[2], tmp_path, ".safetensors")
    module = imported(exported_beside(run, ".py"))
    module.load_state_dict({name: torch.zeros_like(tensor) for name, tensor in module.state_dict().items()})
    module.load_state_dict(torch_files.load_file(path))
    points = some_points(run.network)
    theirs = module(torch.from_numpy(points)).detach().numpy()
    np.testing.assert_allclose(theirs, run.outputs(points, 1), atol=1e-5, rtol=1e-5)


def exported_beside(run, suffix):
    path = run.path.with_suffix(suffix)
    assert main(["export", str(run.path), str(path)]) == 0
    return path


def test_every_number_is_in_the_table(tmp_path):
    network = NetworkSpec((3, 2), 4)
    run, path = exported(network, tmp_path, ".csv")
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    found = np.full(network.parameter_count, np.nan, np.float32)
    for row in rows:
        weight, bias = unpack(found, network)[int(row["layer"]) - 1]
        neuron = int(row["neuron"]) - 1
        if row["input"] == "bias":
            bias[neuron] = row["value"]
        else:
            weight[neuron, int(row["input"]) - 1] = row["value"]
    assert len(rows) == network.parameter_count and np.array_equal(found, run.parameters(1))


def test_a_step_that_is_not_kept_is_trained_again(ginn_gl_run, tmp_path, capsys):
    assert main(["export", str(ginn_gl_run), str(tmp_path / "a.csv"), "--step", "7"]) == 0
    assert main(["export", str(ginn_gl_run), str(tmp_path / "b.csv"), "--step", "8"]) == 0
    assert (tmp_path / "a.csv").read_text() != (tmp_path / "b.csv").read_text()


@pytest.fixture
def ginn_gl_run(tmp_path):
    from ginn_gl.target import load_target
    from ginn_gl.train.worker import train_runs

    path = tmp_path / "trained.ginn"
    train_runs([path], NetworkSpec((4,)), [TrainingSpec(iterations=50, checkpoints=2)], load_target(size=20), "cpu")
    return path


@pytest.mark.parametrize("arguments, said", [
    (["a.txt"], "a model's: .safetensors, .onnx, .py, .csv"), (["a.onnx", "--step", "999"], "step 999 is not in"),
    (["a.onnx", "--checkpoints", "3"], "for a page"), (["a.html", "--step", "1"], "for a model"),
    (["RUN", "a.py"], "of one run, not of 2"),
])
def test_what_makes_no_sense_is_one_line(run_file, arguments, said, capsys):
    assert main(["export", str(run_file), *(str(run_file) if word == "RUN" else word for word in arguments)]) == 2
    assert said in capsys.readouterr().err


def test_without_onnx_it_says_what_to_install(run_file, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    monkeypatch.delitem(sys.modules, "ginn_gl.own.onnx_writing", raising=False)
    assert main(["export", str(run_file), str(tmp_path / "a.onnx")]) == 1
    assert "pip install onnx" in capsys.readouterr().err
    assert not (tmp_path / "a.onnx").exists()
