"""Keras 3's files are read in the order that their description says, and give what Keras gives."""

import json
import os
import zipfile

import numpy as np
import pytest

from ginn_gl import Run
from ginn_gl.cli import main

os.environ.setdefault("KERAS_BACKEND", "torch")
keras = pytest.importorskip("keras")
pytestmark = pytest.mark.filterwarnings("ignore")
layers = keras.layers


def sequence(*parts, inputs=(2,)):
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input(inputs), *parts])
    random = np.random.default_rng(0)
    for weight in model.weights:  # BatchNormalization has begun with what changes nothing
        numbers = random.normal(size=weight.shape)
        weight.assign(numbers**2 + 0.1 if "variance" in weight.path else numbers)
    return model


def graph():
    keras.utils.set_random_seed(2)
    start = keras.Input((2,))
    shared = layers.Dense(5, activation="tanh")
    first = shared(start)
    again = layers.Add()([first, layers.Dense(5, activation="relu")(first)])
    joined = layers.Concatenate()([again, start, shared(start)])
    return keras.Model(start, layers.Dense(1, activation="sigmoid")(joined))


def nested():
    inner = keras.Sequential([layers.Dense(4, activation="tanh"), layers.Dense(3)])
    return sequence(layers.Dense(3, activation="relu"), inner, layers.Activation("relu"), layers.Dense(2))


ACTIVATIONS = ["relu", "relu6", "tanh", "sigmoid", "silu", "gelu", "elu", "selu", "celu", "softplus", "hard_tanh",
               "leaky_relu", "hard_sigmoid", "log_sigmoid", "linear"]
MODELS = {
    "twelve layers": lambda: sequence(*[layers.Dense(3, activation="tanh") for _ in range(7)], layers.Dense(3),
                                      *[layers.Dense(3) for _ in range(3)], layers.Dense(4)),
    "all around": lambda: sequence(
        layers.Rescaling(2.0, -1.0), layers.Normalization(mean=[0.0, 1.0], variance=[1.0, 4.0]), layers.Dense(8),
        layers.BatchNormalization(), layers.ReLU(), layers.Dropout(0.5), layers.Dense(7, use_bias=False),
        layers.LeakyReLU(negative_slope=0.2), layers.Dense(6), layers.PReLU(), layers.Flatten(), layers.Dense(5),
        layers.ReLU(6.0), layers.GaussianNoise(1.0), layers.Dense(4), layers.ELU(0.5), layers.Dense(3),
        layers.Softmax()),
    "images": lambda: sequence(layers.Flatten(), layers.Dense(6, activation="relu"), layers.Dense(10),
                               inputs=(4, 4, 1)),
    "BatchNormalization by itself": lambda: sequence(
        layers.Dense(6), layers.BatchNormalization(scale=False, center=False), layers.Activation("relu"),
        layers.Dense(2, activation="softmax")),
    "a graph": graph,
    "a model in a model": nested,
    **{name: lambda name=name: sequence(layers.Dense(5, activation=name), layers.Dense(2)) for name in ACTIVATIONS},
}


def imported(path, *options) -> Run:
    """What comes out, once it has been compared with Keras."""
    out = path.with_suffix(".ginn")
    assert main(["import", str(path), "--out", str(out), *options]) == 0
    return Run(out)


def refusal(path, capsys, *options) -> str:
    assert main(["import", str(path), "--out", str(path.with_suffix(".ginn")), *options]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"ginn-gl: {path}: ") and said.count("\n") == 1
    assert not path.with_suffix(".ginn").exists()
    return said


@pytest.mark.parametrize("name", MODELS)
def test_a_model_is_read(name, tmp_path):
    model = MODELS[name]()
    model.save(tmp_path / "a.keras")
    head = {1: "logit", 3: "classes"}.get(model.output_shape[-1])
    run = imported(tmp_path / "a.keras", *(["--head", head] if head else []))
    points = np.random.default_rng(0).normal(size=(40, *model.input_shape[1:])).astype(np.float32)
    theirs = np.asarray(model.predict(points, verbose=0))
    ours = run.outputs(points.reshape(40, -1))
    if model.output_shape[-1] == 1:
        ours = 1 / (1 + np.exp(-ours))
    elif np.allclose(theirs.sum(axis=1), 1, atol=1e-5):
        ours = np.exp(ours) / np.exp(ours).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(ours, theirs, atol=1e-4, rtol=1e-4)


REFUSED = {
    "a normalisation of layers": (lambda: sequence(layers.Dense(4), layers.LayerNormalization(), layers.Dense(2)),
                                  "the layer LayerNormalization"),
    "pooling": (lambda: sequence(layers.Reshape((4, 1)), layers.MaxPooling1D(), layers.Flatten(), layers.Dense(2),
                                 inputs=(4,)), "the layer MaxPooling1D"),
    "mish": (lambda: sequence(layers.Dense(4, activation="mish"), layers.Dense(2)), "the activation mish"),
    "a product": (lambda: keras.Model(start := keras.Input((2,)), layers.Multiply()(
        [layers.Dense(3)(start), layers.Dense(3)(start)])), "the layer Multiply"),
    "two outputs": (lambda: keras.Model(start := keras.Input((2,)), [layers.Dense(3)(start), layers.Dense(2)(start)]),
                    "it has 2 outputs"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_none_is_refused_by_the_layers_name(name, tmp_path, capsys):
    make, said = REFUSED[name]
    make().save(tmp_path / "a.keras")
    assert said in refusal(tmp_path / "a.keras", capsys)


def changed(path, change) -> None:
    """The same file with another description."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    described = json.loads(parts["config.json"])
    change(described)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (parts | {"config.json": json.dumps(described)}).items():
            archive.writestr(name, content)


LAMBDA = {"module": "builtins", "class_name": "function", "config": "print", "registered_name": "function"}
TAMPERING = {
    "an activation of its own": lambda model: model["config"]["layers"][1]["config"].update(activation=LAMBDA),
    "a layer of its own": lambda model: model["config"]["layers"][1].update(module="os", class_name="system"),
    "no settings": lambda model: model["config"]["layers"][1].update(config={}),
    "no layers": lambda model: model["config"].update(layers=[]),
    "a model of its own": lambda model: model.update(class_name="Mine"),
    "a layer too many": lambda model: model["config"]["layers"].append(model["config"]["layers"][1]),
    "a shape of nothing": lambda model: model["config"]["layers"][0]["config"].update(batch_shape=None),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_a_tampered_description_is_one_line(name, tmp_path, capsys):
    sequence(layers.Dense(4, activation="relu"), layers.Dense(2)).save(tmp_path / "a.keras")
    changed(tmp_path / "a.keras", TAMPERING[name])
    refusal(tmp_path / "a.keras", capsys)


def test_what_else_a_description_says_is_not_looked_up(tmp_path):
    sequence(layers.Dense(4, activation="relu"), layers.Dense(2)).save(tmp_path / "a.keras")
    changed(tmp_path / "a.keras",
            lambda model: model["config"]["layers"][1]["config"].update(kernel_initializer=LAMBDA, dtype=LAMBDA))
    imported(tmp_path / "a.keras")


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" * 20])
def test_what_is_no_archive_is_one_line(content, tmp_path, capsys):
    (tmp_path / "a.keras").write_bytes(content)
    refusal(tmp_path / "a.keras", capsys)
