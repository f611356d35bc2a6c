"""Insights into networks of other kinds: what can be measured is, and the rest says why not."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.data import Dataset
from ginn_gl.geometry import cells, vertices
from ginn_gl.insight import History, Insight, analyse
from ginn_gl.network import forward, initialise, unpack
from ginn_gl.store import Run, RunWriter

WINDOW = (-2.0, -2.0, 2.0, 2.0)


@pytest.fixture
def run_of(tmp_path) -> Iterator[Callable[..., Run]]:
    """Make a run of points from one network's parameters at each of some steps."""
    with ExitStack() as stack:
        def make(network: NetworkSpec, checkpoints: list[np.ndarray]) -> Run:
            points = np.random.default_rng(0).uniform(-2, 2, (30, network.inputs)).astype(np.float32)
            labels = np.arange(30, dtype=np.int32) % max(2, network.head.classes)
            lesson = Dataset("points", points, labels if network.head.kind in ("classes", "logit") else
                             np.zeros((30, network.outputs), np.float32), WINDOW)
            path = tmp_path / f"made-{len(list(tmp_path.iterdir()))}.ginn"
            training = TrainingSpec(iterations=10 * len(checkpoints), checkpoints=len(checkpoints) + 1)
            with RunWriter.create(path, network, training, lesson) as writer:
                for k, parameters in enumerate(checkpoints):
                    writer.append(10 * k, 0.5, 1e-3, parameters.astype(np.float32))
            return stack.enter_context(Run(path))
        yield make


def insights(run: Run) -> dict[str, Insight]:
    return {insight.name: insight for insight in analyse(run)}


@pytest.mark.parametrize("activations, head", [("tanh", "classes:3"), ("leaky_relu,hardtanh", "value"), ("gelu", "rgb"),
                                               ("relu", "logit")])
def test_every_measure_says_something(run_of, activations, head):
    network = NetworkSpec.parse("6,5", activations, head)
    found = insights(run_of(network, [2.0 * initialise(network, seed) for seed in (1, 2, 3)]))
    assert len(found) == 8 and all(insight.summary for insight in found.values())
    assert ("not piecewise linear" in found["regions"].summary) == (not network.is_piecewise_linear)
    assert "black and white" in found["unmodelled"].summary
    if network.is_piecewise_linear:
        assert found["regions"].tracks[-1].values[-1] == cells(network, 2.0 * initialise(network, 3), WINDOW).regions


def test_neurons_that_copy_each_other_or_say_the_same_everywhere(run_of):
    network = NetworkSpec.parse("5", "tanh", "logit")
    parameters = initialise(network, 1)
    (weight, bias), _ = unpack(parameters, network)
    weight[:], bias[:] = [(1, 0), (-3, 0), (0, 1e-4), (0, 0.01), (0, 1)], (0.3, -0.9, 0, 9, 0.5)
    found = insights(run_of(network, [parameters, parameters]))
    assert [finding.neurons for finding in found["copycats"].findings] == [((1, 1), (1, 2))]
    assert found["silent"].title == "Flat and straight neurons"
    assert {finding.neurons[0]: "flat" in finding.text for finding in found["silent"].findings} == {
        (1, 3): False, (1, 4): True}


def test_the_prediction_of_several_classes_changes_by_what_they_lose_to_others(run_of):
    network = NetworkSpec.parse("2", "tanh", "classes:3")
    parameters = [np.zeros(network.parameter_count) for _ in range(2)]
    unpack(parameters[0], network)[1][1][:] = 50, 0, 0
    unpack(parameters[1], network)[1][1][:] = 0, 50, 0
    assert History(run_of(network, parameters)).change(0) == pytest.approx(1.0)


def test_networks_of_more_inputs_are_looked_at_on_their_plane(run_of):
    network = NetworkSpec.parse("4,4", "leaky_relu", "classes:3", inputs=5)
    run = run_of(network, [2.0 * initialise(network, seed) for seed in (0, 1)])
    found = insights(run)
    assert len(found) == 8
    assert found["regions"].tracks[-1].values[-1] == cells(network, run.parameters(-1), (0, 0, 1, 1), run.plane).regions


@pytest.mark.parametrize("activations", ["leaky_relu", "hardtanh", "abs,relu6"])
def test_vertices_are_where_boundaries_meet(activations):
    network = NetworkSpec.parse("6,5", activations, "classes:3")
    parameters = 3.0 * initialise(network, 4)
    places, tags = vertices(network, parameters, WINDOW)
    values = np.hstack(forward(parameters, network, places)[:-1])
    bends = [bend for layer in (1, 2) for activation, run in network.runs(layer)
             for bend in [activation.pieces.bends] * (run.stop - run.start)]
    assert len(places) > 20
    for vertex, neuron in tags:
        assert min(abs(values[vertex, neuron] - bend) for bend in bends[neuron]) < 1e-8
    first, second = (parameters[k:k + 12].reshape(6, 2) for k in (0, 0))
    bias, found = parameters[12:18], 0
    for a in range(6):  # two lines of the first layer meet at one point for each pair of bends
        for b in range(a):
            for at_a in bends[a]:
                for at_b in bends[b]:
                    point = np.linalg.solve([first[a], second[b]], (at_a - bias[a], at_b - bias[b]))
                    if np.abs(point).max() < 2:
                        found += 1
                        assert np.abs(places - point).max(axis=1).min() < 1e-6
    assert found
