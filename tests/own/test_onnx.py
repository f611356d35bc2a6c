"""ONNX files are read by their graphs, whatever their tensors are called, and give what ONNX Runtime gives."""

import logging
import sys
import warnings

import numpy as np
import pytest
import torch

from ginn_gl import Run
from ginn_gl.cli import main

from .modules import READ

onnx = pytest.importorskip("onnx")
from onnx import TensorProto, helper, numpy_helper  # noqa: E402 - once it is known to be there

LEFT_OUT = ("bfloat16", "double", "compiled", "compiled in place", "DataParallel", "spectral_norm")
"""Of READ: ONNX Runtime has no Gemm for the first, and is asked in float32; torch does not export the others."""

RANDOM = np.random.default_rng(0)
W1, B1, W2, B2 = RANDOM.normal(size=(8, 2)), RANDOM.normal(size=8), RANDOM.normal(size=(3, 8)), RANDOM.normal(size=3)
SCALE, SHIFT, MEAN, VARIANCE = RANDOM.normal(size=(4, 8)) ** 2 + 0.1


def imported(path, *options) -> Run:
    """What comes out, once it has been compared with ONNX Runtime."""
    out = path.with_suffix(".ginn")
    assert main(["import", str(path), "--out", str(out), *options]) == 0
    return Run(out)


def refusal(path, capsys, *options) -> str:
    assert main(["import", str(path), "--out", str(path.with_suffix(".ginn")), *options]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"ginn-gl: {path}: ") and said.count("\n") == 1
    assert not path.with_suffix(".ginn").exists()
    return said


def exported(module, path, dynamo=False):
    points = (torch.randn(3, 1),) * 2 if type(module).__name__ == "OfTwo" else (torch.randn(3, 2),)
    names = ["x", "t"][:len(points)]
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # of exporters, about themselves
        if dynamo:
            torch.onnx.export(module, points, path, dynamo=True, verbose=False,
                              dynamic_shapes=[{0: torch.export.Dim.DYNAMIC}] * len(points))
        else:
            torch.onnx.export(module, points, path, dynamo=False, input_names=names,
                              dynamic_axes={name: {0: "N"} for name in names})
    return path


@pytest.mark.parametrize("name", [name for name in READ if name not in LEFT_OUT])
def test_what_torch_has_exported_is_read(name, tmp_path):
    module = of_torch(name)
    run = imported(exported(module, tmp_path / "a.onnx"), "--head", head_for(module))
    assert run.made == "imported"


def of_torch(name) -> torch.nn.Module:
    torch.manual_seed(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some of what people write is going out of use
        return READ[name]().eval()


def head_for(module) -> str:
    """Whatever there is room for: what outputs mean is not the point here."""
    points = [torch.zeros(1, 1)] * 2 if type(module).__name__ == "OfTwo" else [torch.zeros(1, 2)]
    kind = next((one.dtype for one in module.parameters()), torch.float32)
    with torch.no_grad():
        outputs = module.eval()(*[one.to(kind) for one in points]).numel()
    return "value" if outputs == 1 else "classes"


@pytest.mark.parametrize("name", ["Sequential", "GELU", "SiLU", "Softplus", "residual", "spectral_norm"])
def test_so_is_what_its_newer_exporter_writes(name, tmp_path, caplog):
    pytest.importorskip("onnxscript")
    caplog.set_level(logging.CRITICAL)
    module = of_torch(name)
    imported(exported(module, tmp_path / "a.onnx", dynamo=True), "--head", head_for(module))


def made(path, nodes, inputs=((None, 2),), outputs=((None, 3),), constants=None, opset=13, **settings):
    """A file made by hand; its tensors have names that mean nothing."""
    ends = [[helper.make_tensor_value_info(f"{letter}{i}", TensorProto.FLOAT, shape) for i, shape in enumerate(shapes)]
            for letter, shapes in (("x", inputs), ("y", outputs))]
    tensors = [numpy_helper.from_array(np.asarray(value, getattr(value, "dtype", np.float32)), name)
               for name, value in (constants or {}).items()]
    tensors = [one if one.data_type != TensorProto.DOUBLE else numpy_helper.from_array(
        numpy_helper.to_array(one).astype(np.float32), one.name) for one in tensors]
    graph = helper.make_graph([helper.make_node(*node[:3], **node[3]) for node in nodes], "g", *ends, tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8, **settings)
    path.write_bytes(model.SerializeToString())
    return path


LAST = ("MatMul", ["h", "w2"], ["y0"], {})
GRAPHS = {
    "Gemm with transB": [("Gemm", ["x0", "w1", "b1"], ["a"], {"transB": 1}), ("Relu", ["a"], ["h"], {}), LAST],
    "Gemm without C": [("Gemm", ["x0", "w1t"], ["a"], {}), ("Relu", ["a"], ["h"], {}), LAST],
    "Gemm with factors": [("Gemm", ["x0", "w1", "b1"], ["a"], {"transB": 1, "alpha": 0.5, "beta": 2.0}),
                          ("Tanh", ["a"], ["h"], {}), LAST],
    "MatMul and Add": [("MatMul", ["x0", "w1t"], ["m"], {}), ("Add", ["b1", "m"], ["a"], {}),
                       ("LeakyRelu", ["a"], ["h"], {"alpha": 0.2}), LAST],
    "the weight first": [("Transpose", ["x0"], ["t"], {"perm": [1, 0]}), ("MatMul", ["w1", "t"], ["m"], {}),
                         ("Transpose", ["m"], ["a"], {}), ("Sigmoid", ["a"], ["h"], {}), LAST],
    "BatchNormalization": [("Gemm", ["x0", "w1t"], ["m"], {}),
                           ("BatchNormalization", ["m", "s", "b", "mean", "v"], ["a"], {"epsilon": 1e-3}),
                           ("Elu", ["a"], ["h"], {"alpha": 0.7}), LAST],
    "constant normalisation": [("Sub", ["x0", "two"], ["c"], {}), ("Div", ["c", "two"], ["d"], {}),
                               ("Gemm", ["d", "w1t"], ["a"], {}), ("Softplus", ["a"], ["h"], {}), LAST],
    "Flatten, Identity and Cast": [("Identity", ["x0"], ["i"], {}), ("Flatten", ["i"], ["f"], {}),
                                   ("Cast", ["f"], ["k"], {"to": TensorProto.FLOAT}), ("Gemm", ["k", "w1t"], ["a"], {}),
                                   ("Sin", ["a"], ["h"], {}), LAST],
    "Dropout": [("Gemm", ["x0", "w1t"], ["m"], {}), ("Dropout", ["m"], ["a"], {}), ("Selu", ["a"], ["h"], {}), LAST],
    "Clip": [("Gemm", ["x0", "w1t"], ["a"], {}), ("Clip", ["a", "low", "high"], ["h"], {}), LAST],
    "PRelu": [("Gemm", ["x0", "w1t"], ["a"], {}), ("PRelu", ["a", "s"], ["h"], {}), LAST],
    "a shape that is computed": [("Shape", ["x0"], ["sh"], {}), ("Gather", ["sh", "zero"], ["n"], {}),
                                 ("Concat", ["n", "minus"], ["to"], {"axis": 0}), ("Reshape", ["x0", "to"], ["r"], {}),
                                 ("Gemm", ["r", "w1t"], ["a"], {}), ("Relu", ["a"], ["h"], {}), LAST],
    "a scaled SiLU": [("Gemm", ["x0", "w1t"], ["z"], {}), ("Mul", ["z", "two1"], ["u"], {}),
                      ("Sigmoid", ["u"], ["g"], {}), ("Mul", ["g", "z"], ["h"], {}), LAST],
    "softmax": [("Gemm", ["x0", "w1t"], ["a"], {}), ("Relu", ["a"], ["h"], {}), ("MatMul", ["h", "w2"], ["l"], {}),
                ("Softmax", ["l"], ["y0"], {"axis": -1})],
    "weights that are computed": [("Neg", ["w1t"], ["w"], {}), ("Mul", ["w", "two1"], ["w_"], {}),
                                  ("Gemm", ["x0", "w_"], ["a"], {}), ("Relu", ["a"], ["h"], {}), LAST],
}
CONSTANTS = {
    "w1": W1, "w1t": W1.T.copy(), "b1": B1, "w2": W2.T.copy(), "s": SCALE, "b": SHIFT, "mean": MEAN, "v": VARIANCE,
    "two": np.array([0.5, 2.0]), "two1": np.array([1.7]), "low": np.array(-0.5, np.float32),
    "high": np.array(1.5, np.float32), "zero": np.array([0]), "minus": np.array([-1]),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_a_graph_made_by_hand_is_read(name, tmp_path):
    used = {one for node in GRAPHS[name] for one in node[1]}
    constants = {one: value for one, value in CONSTANTS.items() if one in used}
    run = imported(made(tmp_path / "a.onnx", GRAPHS[name], constants=constants), "--head", "classes")
    assert run.network.widths == (2, 8, 3)


def test_a_file_for_one_point_is_read(tmp_path):
    nodes = [("Reshape", ["x0", "to"], ["r"], {}), *GRAPHS["MatMul and Add"]]
    nodes[1] = ("MatMul", ["r", "w1t"], ["m"], {})
    constants = {name: CONSTANTS[name] for name in ("w1t", "b1", "w2")} | {"to": np.array([1, 2])}
    path = made(tmp_path / "a.onnx", nodes, inputs=((1, 2, 1),), outputs=((1, 3),), constants=constants)
    assert imported(path, "--head", "classes").network.inputs == 2


WEIGHTS = {name: CONSTANTS[name] for name in ("w1t", "w2")}
GEMM = ("Gemm", ["x0", "w1t"], ["a"], {})
REFUSED = {
    "Dropout in training": ([GEMM, ("Dropout", ["a", "half", "yes"], ["h"], {}), LAST], "Dropout is in training mode"),
    "BatchNormalization in training": ([GEMM, ("BatchNormalization", ["a", "s", "b", "mean", "v"], ["h", "p", "q"],
                                               {"training_mode": 1}), LAST], "BatchNormalization is in training"),
    "a normalisation of layers": ([GEMM, ("LayerNormalization", ["a", "s"], ["h"], {}), LAST], "LayerNormalization"),
    "another's operator": ([GEMM, ("Gelu", ["a"], ["h"], {"domain": "com.microsoft"}), LAST], "com.microsoft"),
    "noise": ([GEMM, ("RandomNormalLike", ["a"], ["n"], {}), ("Add", ["a", "n"], ["h"], {}), LAST], "RandomNormalLike"),
    "a product": ([GEMM, ("Mul", ["a", "a"], ["h"], {}), LAST], "neither affine nor"),
    "softmax inside": ([GEMM, ("Softmax", ["a"], ["h"], {}), LAST], "softmax"),
    "a constant too large": ([("ConstantOfShape", ["huge"], ["big"], {}), ("Add", ["x0", "big"], ["a_"], {}),
                              ("Gemm", ["a_", "w1t"], ["h"], {}), LAST], "too large"),
    "weights of another size": ([("Gemm", ["x0", "w2"], ["y0"], {})], "Gemm does not fit what it is given"),
    "the batch's mean": ([GEMM, ("ReduceMean", ["a"], ["m"], {"axes": [0]}), ("Sub", ["a", "m"], ["h"], {}), LAST],
                         "mean"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_none_is_refused_by_the_operators_name(name, tmp_path, capsys):
    nodes, said = REFUSED[name]
    used = {one for node in nodes for one in node[1]}
    more = {"half": np.array(0.5, np.float32), "yes": np.array(True), "huge": np.array([10**6, 10**6])}
    constants = {one: value for one, value in (CONSTANTS | more).items() if one in used}
    path = made(tmp_path / "a.onnx", nodes, constants=constants, opset=17)
    assert said in refusal(path, capsys, "--head", "classes")


def test_weights_beside_are_read_and_missed(tmp_path, capsys):
    path = made(tmp_path / "a.onnx", GRAPHS["Gemm without C"], constants=WEIGHTS)
    onnx.save(onnx.load(path), path, save_as_external_data=True, location="a.data", size_threshold=0)
    imported(path, "--head", "classes")
    path.with_suffix(".ginn").unlink()
    (tmp_path / "a.data").unlink()
    assert "its weights are in a.data, which does not lie beside it" in refusal(path, capsys)


def test_weights_elsewhere_are_not_read(tmp_path, capsys):
    path = made(tmp_path / "a.onnx", GRAPHS["Gemm without C"], constants=WEIGHTS)
    model = onnx.load(path)
    for tensor in model.graph.initializer:
        onnx.external_data_helper.set_external_data(tensor, "../secret")
        tensor.ClearField("raw_data")
    path.write_bytes(model.SerializeToString())
    assert "outside of its folder" in refusal(path, capsys)


@pytest.mark.parametrize("content", [b"", b"hello", b"\x08\x07" * 50, None])
def test_what_is_no_model_is_one_line(content, tmp_path, capsys):
    path = made(tmp_path / "a.onnx", GRAPHS["Gemm without C"], constants=WEIGHTS)
    path.write_bytes(path.read_bytes()[:-50] if content is None else content)
    refusal(path, capsys)


def test_without_onnx_it_says_what_to_install(tmp_path, capsys, monkeypatch):
    path = made(tmp_path / "a.onnx", GRAPHS["Gemm without C"], constants=WEIGHTS)
    for name in ("onnx_reading", "onnx_functions", "onnx_graph"):
        monkeypatch.delitem(sys.modules, f"ginn_gl.own.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "onnx", None)
    assert "pip install onnx" in refusal(path, capsys)
