"""Descriptions refuse what they cannot mean."""

import math

import pytest

from ginn_gl.config import NetworkSpec, TrainingSpec, check_field, parse_neurons
from ginn_gl.errors import GinnError


def test_the_papers_network():
    network = NetworkSpec()
    assert str(network) == "2-16-16-16-2"
    assert network.shapes == [(16, 2), (16, 16), (16, 16), (2, 16)]
    assert network.parameter_count == 626
    assert len(network.neurons) == 48 and network.neurons[0] == (1, 1) and network.neurons[-1] == (3, 16)


@pytest.mark.parametrize("text, hidden", [("1", (1,)), ("256, 3", (256, 3)), (",".join("8" * 8), (8,) * 8)])
def test_hidden_layers_are_read(text, hidden):
    assert NetworkSpec.parse(text).hidden == hidden


@pytest.mark.parametrize("text", ["", "0", "257", "-3", "16,x", "16,,16", "1.5", "٤x", ",".join("8" * 9)])
def test_other_hidden_layers_are_refused(text):
    with pytest.raises(GinnError):
        NetworkSpec.parse(text)


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
