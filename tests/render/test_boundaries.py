"""Boundaries against float64: drawn wherever a neuron's state changes, and nowhere else."""

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, View
from ginn_gl.store import Run
from ginn_gl.target import Target, load_target

from .reference import RUNS, WAYS, folded_network, pixel_middles, pixel_points, preactivations

SIZE = (120, 97)
FARTHEST = 1.5  # pixels
DRAWN = 0.4     # coverage of a pixel that counts as on the line; the line is 1.5 pixels wide
TOUCHED = 0.02  # coverage that counts as being drawn at all

STRUCTURES = [(16, 16, 16), (32,), (7, 5), (9, 1), (12, 12, 12, 12), (8,) * 8]
WHOLE = View(beyond=True)
VIEWS = [View(zoom=30, center=(0.3, 0.62), beyond=True), View(zoom=0.4, beyond=True)]


def neighbourhood_changes(states: np.ndarray) -> np.ndarray:
    """Which pixels of (H, W) states differ from any of the eight around them."""
    padded = np.pad(states, 1, mode="edge")
    height, width = states.shape
    around = [padded[i:i + height, j:j + width] for i in range(3) for j in range(3)]
    return np.any(np.stack(around) != states, axis=0)


def adjoining_changes(states: np.ndarray) -> np.ndarray:
    """Which pixels of (H, W) states differ from one left, right, above or below."""
    changes = np.zeros(states.shape, bool)
    sideways, downwards = states[:, 1:] != states[:, :-1], states[1:] != states[:-1]
    changes[:, 1:] |= sideways
    changes[:, :-1] |= sideways
    changes[1:] |= downwards
    changes[:-1] |= downwards
    return changes


def spread(mask: np.ndarray) -> np.ndarray:
    """Pixels whose middle is within 1.5 pixels of one in the mask: those and the eight around each."""
    return mask | (neighbourhood_changes(mask) & ~mask)


def changes_nearby(positions: np.ndarray, state_at) -> np.ndarray:
    """Whether the state changes within FARTHEST of (N, 2) pixel positions, looked at ever more closely: (N,) bool."""
    changing = np.zeros(len(positions), bool)
    for spacing in (0.3, 0.1, 0.03):
        steps = np.arange(-FARTHEST, FARTHEST, spacing)
        disc = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
        disc = disc[np.hypot(*disc.T) <= FARTHEST]
        unclear = np.flatnonzero(~changing)
        states = state_at((positions[unclear, None] + disc).reshape(-1, 2)).reshape(len(unclear), len(disc))
        changing[unclear] = states.any(axis=1) & ~states.all(axis=1)
    return changing


def check_all_neurons(drawing, network, parameters, view, target: Target | None = None, ways=WAYS) -> None:
    target = target or load_target()
    drawings = [drawing(way, network, parameters, target) for way in ways]
    aspect = target.width / target.height
    middles = pixel_middles(SIZE)
    layers = preactivations(parameters, network, pixel_points(view, SIZE, aspect, middles))
    for layer, number in network.neurons:
        def state_at(positions, layer=layer, number=number):
            points = pixel_points(view, SIZE, aspect, positions)
            return preactivations(parameters, network, points, depth=layer)[-1][:, number - 1] > 0

        states = layers[layer - 1][:, number - 1].reshape(SIZE[1], SIZE[0]) > 0
        one = View(neurons=frozenset([(layer, number)]), zoom=view.zoom, center=view.center, beyond=True)
        for way, one_way in zip(ways, drawings):
            check_coverage(one_way.values(one, SIZE)[:, :, 1], states, state_at, f"{layer}:{number} by {way}")


def check_coverage(coverage: np.ndarray, states: np.ndarray, state_at, name: str) -> None:
    """coverage: of pixels by one neuron's boundary, (H, W); states: at their middles; state_at: anywhere."""
    gaps = adjoining_changes(states) & ~spread(coverage >= DRAWN)
    assert not gaps.any(), f"{name} switches unseen at row, column {np.argwhere(gaps)[:3]}"
    unclear = np.argwhere((coverage >= TOUCHED) & ~neighbourhood_changes(states))
    wrong = unclear[~changes_nearby(unclear[:, ::-1] + 0.5, state_at)]
    assert not len(wrong), f"{name} is drawn at row, column {wrong[:3]}, but does not switch there"


@pytest.mark.parametrize("hidden", STRUCTURES, ids=str)
def test_of_folded_networks(drawing, hidden):
    network = NetworkSpec(hidden)
    check_all_neurons(drawing, network, folded_network(network, seed=1), WHOLE)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"zoom {view.zoom}")
def test_of_a_folded_network_at_other_zooms(drawing, view):
    network = NetworkSpec()
    check_all_neurons(drawing, network, folded_network(network, seed=2), view)


def test_with_a_target_that_is_not_square(drawing):
    """Distances are in pixels, whatever the axes' scales are."""
    network = NetworkSpec((8, 8))
    target = Target("wide", np.eye(20, 100, dtype=np.uint8))
    check_all_neurons(drawing, network, folded_network(network, seed=3), WHOLE, target)


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.stem)
def test_of_trained_networks(drawing, path):
    with Run(path) as run:
        ways = WAYS if path in RUNS[:2] else WAYS[:1]  # pixels, which take long, are all of one kind
        check_all_neurons(drawing, run.network, run.parameters(-1), WHOLE, ways=ways)


@pytest.mark.parametrize("way", WAYS)
def test_dead_neurons_draw_nothing(drawing, way):
    """Neither where all is zero nor where a layer below never switches on."""
    network = NetworkSpec((2, 3))
    dead = drawing(way, network, np.zeros(network.parameter_count, np.float32))
    assert not dead.values(View(neurons=frozenset(network.neurons)), (50, 50))[..., 1].any()
    weights = folded_network(network, seed=4)
    weights[4:6] = -100  # the biases of layer 1
    dead.set_parameters(weights)
    assert not dead.values(View(neurons=frozenset(network.neurons)), (50, 50))[..., 1].any()
