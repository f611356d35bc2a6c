"""The shader against a float64 forward pass: probabilities, and where every neuron changes its state."""

from dataclasses import replace

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, View
from ginn_gl.network import initialise, unpack
from ginn_gl.paths import bundled_runs
from ginn_gl.render import Renderer, pixel_to_point
from ginn_gl.store import Run
from ginn_gl.target import load_target

SIZE = (150, 150)
FINER = 3  # samples across a pixel, in which islands smaller than one are seen too
TARGET = load_target()
BUNDLED = sorted(bundled_runs().glob("*.ginn"))


def random_network(hidden: tuple[int, ...], seed: int) -> tuple[NetworkSpec, np.ndarray]:
    """A network with many folds: initialisation, exaggerated."""
    network = NetworkSpec(hidden)
    return network, initialise(network, seed) * np.float32(2.5)


def forward(network, parameters, view, finer=1):
    """States of all neurons (rows, columns, neurons), and probabilities of white, in float64, at every sample."""
    width, height = SIZE
    x, y = np.meshgrid((np.arange(width * finer) + 0.5) / finer, (np.arange(height * finer) + 0.5) / finer)
    values = np.stack(pixel_to_point(view, SIZE, 1.0, (x.ravel(), y.ravel())), axis=1)
    states = []
    for weight, bias in unpack(parameters.astype(np.float64), network)[:-1]:
        values = np.maximum(values @ weight.T + bias, 0)
        states.append(values > 0)
    weight, bias = unpack(parameters.astype(np.float64), network)[-1]
    black, white = (values @ weight.T + bias).T
    return np.concatenate(states, axis=1).reshape(*x.shape, -1), 1 / (1 + np.exp(black - white))


def grown(mask: np.ndarray) -> np.ndarray:
    """A mask and the eight neighbours of each of its pixels: what lies within 1.5 pixels."""
    padded = np.pad(mask, 1)
    height, width = mask.shape
    return np.any([padded[i:i + height, j:j + width] for i in range(3) for j in range(3)], axis=0)


def changing(on: np.ndarray) -> np.ndarray:
    """Samples with a neighbour, across or down, of the other state."""
    changes = np.zeros_like(on)
    across, down = on[:, 1:] != on[:, :-1], on[1:] != on[:-1]
    changes[:, 1:] |= across
    changes[:, :-1] |= across
    changes[1:] |= down
    changes[:-1] |= down
    return changes


CASES = [((16, 16, 16), 1), ((16, 16, 16), 2), ((7,), 3), ((5, 9), 4), ((8,) * 8, 5), ((70, 90), 6)]


@pytest.mark.parametrize("hidden, seed", CASES)
@pytest.mark.parametrize("zoom", [1.0, 30.0])
def test_probability_is_that_of_a_float64_forward_pass(context, hidden, seed, zoom):
    network, parameters = random_network(hidden, seed)
    view = View(zoom=zoom, center=(0.4, 0.6), beyond=True)
    renderer = Renderer(context, network, TARGET)
    renderer.set_parameters(parameters)
    drawn = renderer.values(view, SIZE)[..., 0].ravel()
    assert np.abs(drawn - forward(network, parameters, view)[1]).max() < 1e-4


def assert_boundaries_lie_where_states_change(context, network, parameters, view):
    """Each within 1.5 pixels of the other, for every neuron."""
    renderer = Renderer(context, network, TARGET)
    renderer.set_parameters(parameters)
    on, on_finer = forward(network, parameters, view)[0], forward(network, parameters, view, FINER)[0]
    inside = (slice(2, -2), slice(2, -2))  # at the edge a change may lie outside the picture
    for index, neuron in enumerate(network.neurons):
        drawn = renderer.values(replace(view, neurons=frozenset({neuron})), SIZE)[..., 1] >= 0.5
        assert not (changing(on[..., index]) & ~grown(drawn)).any(), f"a change of {neuron} without its boundary"
        finer = changing(on_finer[..., index])
        changes = finer.reshape(SIZE[1], FINER, SIZE[0], FINER).any(axis=(1, 3))
        assert not (drawn & ~grown(changes))[inside].any(), f"a boundary of {neuron} without a change"


@pytest.mark.parametrize("hidden, seed", CASES[:-1])
def test_boundaries_of_random_networks(context, hidden, seed):
    network, parameters = random_network(hidden, seed)
    assert_boundaries_lie_where_states_change(context, network, parameters, View())


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_boundaries_of_bundled_runs(context, path):
    with Run(path) as run:
        for view, step in ((View(), 200_000), (View(zoom=8.0, center=(0.35, 0.6)), int(run.steps[-1]))):
            parameters = run.parameters(run.index_of(step))
            assert_boundaries_lie_where_states_change(context, run.network, parameters, view)
