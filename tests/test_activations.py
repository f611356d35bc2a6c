"""Every activation against torch's own, value and derivative."""

import numpy as np
import pytest
import torch

from ginn_gl.activations import NAMES, RELU, Activation
from ginn_gl.errors import GinnError

THEIRS = {
    "relu": torch.relu,
    "leaky_relu:0.2": lambda z: torch.nn.functional.leaky_relu(z, 0.2),
    "leaky_relu:-3.0": lambda z: torch.nn.functional.leaky_relu(z, -3),
    "hardtanh": torch.nn.functional.hardtanh,
    "relu6": torch.nn.functional.relu6,
    "abs": torch.abs,
    "identity": lambda z: z + 0,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "silu": torch.nn.functional.silu,
    "gelu": torch.nn.functional.gelu,
    "gelu_tanh": lambda z: torch.nn.functional.gelu(z, approximate="tanh"),
    "elu:1.0": torch.nn.functional.elu,
    "elu:0.3": lambda z: torch.nn.functional.elu(z, 0.3),
    "selu": torch.nn.functional.selu,
    "softplus": lambda z: torch.nn.functional.softplus(z, threshold=1000),
    "sine:1.0": torch.sin,
    "sine:30.0": lambda z: torch.sin(30 * z),
}
PLACES = np.concatenate([np.linspace(-12, 12, 996), [-700, -90, -1e-9, 1e-9, 90, 700]])


def test_all_of_them_are_looked_at():
    assert {name.partition(":")[0] for name in THEIRS} == set(NAMES)


@pytest.mark.parametrize("text", THEIRS)
def test_an_activation_is_torchs(text):
    activation = Activation.parse(text)
    assert str(activation) == text
    z = torch.from_numpy(PLACES).requires_grad_()
    theirs = THEIRS[text](z)
    (slopes,) = torch.autograd.grad(theirs.sum(), z)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        value, derivative = activation.value(PLACES), activation.derivative(PLACES)
    np.testing.assert_allclose(value, theirs.detach(), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(derivative, slopes, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("text", THEIRS)
def test_float32_stays_float32_and_does_not_overflow(text):
    activation, places = Activation.parse(text), np.array([-1e30, -100, 0.5, 100, 1e30], np.float32)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        found = activation.value(places), activation.derivative(places)
    assert [one.dtype for one in found] == [np.float32] * 2
    np.testing.assert_allclose(found[0][1:4], activation.value(places[1:4].astype(np.float64)), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("text", [text for text in THEIRS if Activation.parse(text).pieces])
def test_pieces_make_up_the_function(text):
    activation = Activation.parse(text)
    pieces = activation.pieces
    piece = np.searchsorted(pieces.bends, PLACES)
    made_up = np.array(pieces.slopes)[piece] * PLACES + np.array(pieces.offsets)[piece]
    np.testing.assert_allclose(made_up, activation.value(PLACES), atol=1e-12)


def test_what_is_left_out_is_as_usual():
    assert Activation("leaky_relu") == Activation.parse("leaky_relu:0.01") == Activation("leaky_relu", 0.01)
    assert Activation("sine", 30) == Activation.parse(" sine:30 ") and Activation() == RELU


@pytest.mark.parametrize("text", ["", "Relu", "relu:1", "leaky_relu:", "elu:x", "elu:nan", "sine:inf", "sine:1e7",
                                  "a:b:c"])
def test_others_are_refused_in_one_line(text):
    with pytest.raises(GinnError) as caught:
        Activation.parse(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("arguments", [(None,), (["relu"],), ("elu", "1"), ("elu", True), ("tanh", 2)])
def test_what_is_no_activation_at_all_is_refused(arguments):
    with pytest.raises(GinnError):
        Activation(*arguments)
