"""Neurons of two networks are matched by what they do, whatever their order and scale."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from ginn_gl import align
from ginn_gl.activations import Activation
from ginn_gl.cli import main
from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.errors import GinnError
from ginn_gl.insight.alignment import aligned, reordered
from ginn_gl.network import forward, initialise, unpack
from ginn_gl.store import Run, RunWriter

TRAINED = Path(__file__).parents[2] / "runs" / "bottle-good-1.ginn"
MIXED = NetworkSpec((10, 6), activations=(((Activation("relu"), 4), (Activation("tanh"), 6)), Activation("relu")))
POINTS = np.random.default_rng(5).random((500, 2))


def shuffled(parameters: np.ndarray, network: NetworkSpec, powers_of_two: bool) -> tuple[np.ndarray, list[np.ndarray]]:
    """The same ReLU network with its neurons in another order and each with another scale, (P,) float64; that order.

    By powers of two, without any rounding.
    """
    random = np.random.default_rng(7)
    layers = [[weight.astype(np.float64), bias.astype(np.float64)] for weight, bias in unpack(parameters, network)]
    order = [random.permutation(width) for width in network.hidden]
    for (here, after), places in zip(pairwise(layers), order):
        scale = np.exp2(random.integers(-4, 5, len(places)) if powers_of_two else random.normal(size=len(places)))
        here[0], here[1] = here[0][places] * scale[:, None], here[1][places] * scale
        after[0] = after[0][:, places] / scale
    return np.concatenate([part.ravel() for layer in layers for part in layer]), order


def written(path: Path, network: NetworkSpec, parameters: np.ndarray) -> Path:
    with Run(TRAINED) as run, RunWriter.create(path, network, TrainingSpec(iterations=1), run.target) as writer:
        writer.append(0, 0.7, 1e-3, initialise(network, 3))
        writer.append(1, 0.1, 0.0, parameters)
        writer.set_status("finished")
    return path


def test_every_neuron_of_a_shuffled_and_rescaled_network_is_found(tmp_path, capsys):
    with Run(TRAINED) as run:
        parameters, order = shuffled(run.parameters(-1), run.network, powers_of_two=True)
        path = written(tmp_path / "shuffled.ginn", run.network, parameters.astype(np.float32))
        with Run(path) as other:
            found = align(run, other)
            back = found.reorder(other.parameters(-1))
        (*hidden, said), (*hidden_back, said_back) = (forward(one, run.network, POINTS)
                                                      for one in (run.parameters(-1), back))
    assert found.alike == found.by_layer[0] == 1 and found.unmatched < 0.7
    for match, places, counted in zip(found.order, order, found.counted):
        assert sorted(match) == list(range(16))
        assert (places[match] == np.arange(16))[counted].all()  # others are on everywhere, or nowhere: all the same
    assert np.allclose(said, said_back)
    assert all(((a > 0) == (b > 0)).all() for a, b in zip(hidden, hidden_back))

    assert main(["align", str(TRAINED), str(path), "--json"]) == 0
    read = json.loads(capsys.readouterr().out)
    assert (read["alike"], read["layers"], read["a"]["step"], read["b"]["step"]) == (1, [1, 1, 1], 1_270_000, 1)
    assert [pair["b"] for pair in read["neurons"][:16]] == [f"1:{place + 1}" for place in found.order[0]]
    assert main(["align", str(TRAINED), str(path)]) == 0
    *_, last = capsys.readouterr().out.splitlines()
    assert last.startswith("alike: 100.0 % (neurons paired by their numbers: ")


def test_and_of_one_that_was_rescaled_by_any_factors():
    with Run(TRAINED) as run:
        parameters, order = shuffled(run.parameters(-1), run.network, powers_of_two=False)
        found = aligned(run.network, run.parameters(-1), parameters)
    assert found.alike > 0.999_999  # a point on a boundary may be on either side of it
    assert all((places[match] == np.arange(16))[counted].all()
               for match, places, counted in zip(found.order, order, found.counted))


def test_a_network_is_like_itself_neuron_by_neuron_even_where_some_never_switch():
    with Run(TRAINED) as run:
        found = align(run, run)
    assert all((match == np.arange(16)).all() for match in found.order)
    assert (found.alike, found.unmatched) == (1, 1)
    assert any(not counted.all() for counted in found.counted)


def test_agreement_is_the_share_of_the_square_where_both_are_on_or_off():
    """Lines x = 0.25, 0.5 and 1 against x = 0.75, 0.3 and never: the best of all six pairings."""
    network = NetworkSpec((3,))

    def lines(*places: float) -> np.ndarray:  # on to the right of each
        return np.concatenate([np.array([(1, 0)] * 3, float).ravel(), -np.array(places), np.zeros(8)])

    found = aligned(network, lines(0.25, 0.5, 2), lines(0.75, 0.3, 3))
    assert found.order[0].tolist() == [1, 0, 2]
    assert found.agreement[0] == pytest.approx([0.95, 0.75, 1])
    assert found.counted[0].tolist() == [True, True, False]
    assert found.alike == pytest.approx(0.85)
    assert found.unmatched == pytest.approx((0.5 + 0.8) / 2)
    nothing = aligned(network, lines(2, 3, 4), lines(5, 6, 7))
    assert np.isnan(nothing.alike) and np.isnan(nothing.by_layer[0])


def test_neurons_of_different_activations_are_not_paired():
    a, b = initialise(MIXED, 1), initialise(MIXED, 2)
    found = aligned(MIXED, a, b)
    assert set(found.order[0][:4]) == set(range(4)) and set(found.order[0]) == set(range(10))
    back = found.reorder(b)
    assert np.allclose(forward(b, MIXED, POINTS)[-1], forward(back, MIXED, POINTS)[-1], atol=1e-6)
    assert (reordered(back, MIXED, [np.argsort(match) for match in found.order]) == b).all()


def test_networks_of_other_shapes_are_refused_in_one_line(tmp_path):
    network = NetworkSpec((16, 8))
    path = written(tmp_path / "other.ginn", network, initialise(network, 1))
    with Run(TRAINED) as run, Run(path) as other:
        with pytest.raises(GinnError, match="bottle-good-1.ginn is a 2-16-16-16-2, and other.ginn a 2-16-8-2"):
            align(run, other)
        with pytest.raises(GinnError, match="step 2 is not in other.ginn: it has 0 to 1"):
            align(other, other, 2)
