"""Descriptions refuse what they cannot mean."""

import math

import pytest

from ginn_gl.activations import RELU, Activation
from ginn_gl.config import NetworkSpec, TrainingSpec, check_field, parse_neurons
from ginn_gl.errors import GinnError
from ginn_gl.heads import Head


def test_the_papers_network():
    network = NetworkSpec()
    assert str(network) == "2-16-16-16-2"
    assert network.shapes == [(16, 2), (16, 16), (16, 16), (2, 16)]
    assert network.parameter_count == 626
    assert len(network.neurons) == 48 and network.neurons[0] == (1, 1) and network.neurons[-1] == (3, 16)


@pytest.mark.parametrize("text, hidden", [("1", (1,)), ("1024, 3", (1024, 3)), (",".join("8" * 8), (8,) * 8)])
def test_hidden_layers_are_read(text, hidden):
    assert NetworkSpec.parse(text).hidden == hidden


@pytest.mark.parametrize("text", ["", "0", "1025", "-3", "16,x", "16,,16", "1.5", "٤x", ",".join("8" * 9)])
def test_other_hidden_layers_are_refused(text):
    with pytest.raises(GinnError):
        NetworkSpec.parse(text)


MIXED = ((Activation("sine"), 3), (Activation("sine"), 1), (Activation("tanh"), 4))


def test_a_network_of_another_kind():
    network = NetworkSpec((8, 8), 64, (MIXED, Activation("gelu")), Head("value", low=-1, high=1))
    assert network.widths == (64, 8, 8, 1) and network.parameter_count == 64 * 8 + 8 + 8 * 8 + 8 + 8 + 1
    assert network.runs(1) == [(Activation("sine"), slice(0, 4)), (Activation("tanh"), slice(4, 8))]
    assert network.runs(2) == [(Activation("gelu"), slice(0, 8))]
    assert str(network) == "64-8-8-1 sine:1.0*4+tanh*4,gelu value:-1.0,1.0"
    assert not network.is_piecewise_linear and not network.is_of_paper


def test_equal_networks_are_equal_however_they_are_written():
    assert NetworkSpec((4,), activations=(((RELU, 1), (RELU, 3)),)) == NetworkSpec((4,))
    assert NetworkSpec.parse("4", "relu") == NetworkSpec((4,))
    assert hash(NetworkSpec((4,), activations=(RELU,))) == hash(NetworkSpec((4,)))
    assert NetworkSpec.parse("8,8", "relu6,abs", "classes:10", 64).is_piecewise_linear


@pytest.mark.parametrize("settings", [
    {"inputs": 1}, {"inputs": 4097}, {"inputs": 2.0}, {"inputs": True}, {"activations": (RELU,)},
    {"activations": ("relu", "relu")}, {"activations": (((RELU, 3),), RELU)}, {"activations": (((RELU, 9),), RELU)},
    {"activations": (((RELU, 8, 1),), RELU)}, {"activations": (((RELU, 0), (RELU, 8)), RELU)},
    {"activations": (None, 5)},
])
def test_a_network_that_makes_no_sense_is_refused(settings):
    with pytest.raises(GinnError) as caught:
        NetworkSpec((8, 8), **settings)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text, outputs", [("classes", 2), ("classes:10", 10), ("logit", 1), ("value:-2,3.5", 1),
                                           ("rgb", 3)])
def test_heads_are_read(text, outputs):
    head = Head.parse(text)
    assert head.outputs == outputs and Head.parse(str(head)) == head


@pytest.mark.parametrize("text", ["", "class", "classes:1", "classes:x", "classes:1025", "logit:2", "rgb:3", "value:1",
                                  "value:1,1", "value:2,1", "value:nan,1", "value:0,inf", "value:0,1,2"])
def test_other_heads_are_refused(text):
    with pytest.raises(GinnError):
        Head.parse(text)


@pytest.mark.parametrize("settings", [
    {"seed": -1}, {"seed": 2**63}, {"seed": 1.0}, {"iterations": 0}, {"iterations": True},
    {"iterations": 10**10}, {"batch_size": 0}, {"learning_rate": 0}, {"learning_rate": math.nan},
    {"learning_rate": math.inf}, {"checkpoints": 1},
])
def test_a_training_out_of_range_is_refused(settings):
    with pytest.raises(GinnError):
        TrainingSpec(**settings)


def test_neurons_are_read():
    network = NetworkSpec((2, 3))
    assert parse_neurons("all", network) == set(network.neurons)
    assert parse_neurons("none", network) == set()
    assert parse_neurons("1:*,2:3", network) == {(1, 1), (1, 2), (2, 3)}


@pytest.mark.parametrize("text", ["", "3:1", "1:3", "1:0", "0:1", "*", "1:1,", "1", "1:1;2:1"])
def test_neurons_that_are_not_there_are_refused(text):
    with pytest.raises(GinnError, match="no neuron"):
        parse_neurons(text, NetworkSpec((2, 3)))


def test_fields_are_checked():
    network = NetworkSpec((2, 3))
    assert [check_field(field, network) for field in ("error", "2:3")] == ["error", "2:3"]
    for field in ("", "2:4", "3:1", "Error", "2:*"):
        with pytest.raises(GinnError, match="a field is"):
            check_field(field, network)
