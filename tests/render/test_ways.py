"""Both ways draw the same picture, but for a few pixels between folds, where cells are the more exact."""

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, View
from ginn_gl.store import Run
from ginn_gl.target import Target

from .reference import RUNS, WAYS, folded_network, pixel_points, preactivations

NETWORK = NetworkSpec()
ALL = frozenset(NETWORK.neurons)

FEW = 8e-3  # of all pixels

VIEWS = {
    "all boundaries": View(neurons=ALL),
    "none": View(),
    "beyond": View(neurons=ALL, beyond=True, zoom=0.5),
    "thick": View(neurons=ALL, line_width=8),
    "thin": View(neurons=ALL, line_width=0.5),
    "highlighted": View(neurons=frozenset({(1, 2), (3, 4)}), highlighted=(2, 7)),
    "highlighted alone": View(highlighted=(3, 9)),
    "target": View(field="target", neurons=ALL, center=(0.2, 0.4), zoom=3),
    "error": View(field="error", neurons=ALL),
    "regions": View(field="regions"),
    "regions and boundaries": View(field="regions", neurons=ALL, zoom=2.3),
    "activation": View(field="2:7", neurons=ALL),
    "close": View(neurons=ALL, center=(0.37, 0.42), zoom=200),
    "far": View(neurons=ALL, center=(0.9, 0.9), zoom=0.3),
    "away": View(neurons=ALL, center=(7.0, 7.0)),
}


def differences(drawing, network, parameters, view, size, target=None):
    """Of the two pictures, in colours, (H, W), in 255ths."""
    one, other = (drawing(way, network, parameters, target).read(view, size).astype(int) for way in WAYS)
    return np.abs(one - other).max(axis=2)


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_of_any_view(drawing, view):
    different = differences(drawing, NETWORK, folded_network(NETWORK, 1), view, (203, 151))
    assert (different > 2).mean() < FEW


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_values_of_any_view(drawing, view):
    parameters = folded_network(NETWORK, 1)
    one, other = (drawing(way, NETWORK, parameters).values(view, (203, 151)) for way in WAYS)
    different = np.abs(one - other)
    assert (different[..., 0] > 1e-4 * max(1, np.abs(one[..., 0]).max())).mean() < FEW
    assert (different[..., 1] > 0.02).mean() < FEW


@pytest.mark.parametrize("size", [(40, 30), (64, 97), (33, 250), (7, 3), (1, 1)])
def test_of_any_size(drawing, size):
    different = differences(drawing, NETWORK, folded_network(NETWORK, 1), VIEWS["highlighted"], size)
    assert (different > 2).mean() < max(FEW, 2 / different.size)


@pytest.mark.parametrize("hidden", [(1,), (5, 3), (8,) * 8, (70, 20)], ids=str)
def test_of_any_network(drawing, hidden):
    network = NetworkSpec(hidden)
    view = View(neurons=frozenset(network.neurons), beyond=True)
    different = differences(drawing, network, folded_network(network, 2), view, (160, 120))
    assert (different > 12).mean() < FEW


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.stem)
def test_of_bundled_runs(drawing, path):
    with Run(path) as run:
        for index in (0, len(run) // 3, -1):
            parameters = run.parameters(index)
            different = differences(drawing, run.network, parameters, VIEWS["all boundaries"], (250, 250))
            assert (different > 2).mean() < FEW


def test_with_a_target_that_is_not_square(drawing):
    target = Target("wide", np.eye(20, 100, dtype=np.uint8))
    view = View(field="error", neurons=ALL)
    assert (differences(drawing, NETWORK, folded_network(NETWORK, 3), view, (211, 97), target) > 2).mean() < FEW


def distance_to_change(state_at, middle: np.ndarray, farthest: float) -> float:
    """Pixels from a pixel's middle (x, y) to where a neuron's state changes, to within 0.03; inf if farther."""
    steps = np.arange(-farthest, farthest, 0.03)
    around = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    changed = state_at(middle + around) != state_at(middle[None])
    return np.hypot(*around[changed].T).min(initial=np.inf)


@pytest.mark.parametrize("path", RUNS[:3:2], ids=lambda path: path.stem)
def test_where_pictures_differ_cells_are_the_more_exact(drawing, path):
    size, width = (140, 140), 3
    with Run(path) as run:
        parameters, network = run.parameters(-1), run.network
    drawings = [drawing(way, network, parameters) for way in WAYS]
    errors = []
    for layer, number in network.neurons:
        view = View(neurons=frozenset({(layer, number)}), line_width=width)

        def state_at(positions, view=view, layer=layer, number=number):
            points = pixel_points(view, size, 1.0, positions)
            return preactivations(parameters, network, points)[layer - 1][:, number - 1] > 0

        one, other = (way.values(view, size)[..., 1] for way in drawings)
        for row, column in np.argwhere(np.abs(one - other) > 0.05)[:3]:
            distance = distance_to_change(state_at, np.array([column + 0.5, row + 0.5]), width / 2 + 1)
            exact = np.clip(width / 2 + 0.5 - distance, 0, 1)
            errors.append((abs(one[row, column] - exact), abs(other[row, column] - exact)))
    by_cells, by_pixels = np.array(errors).T
    assert len(errors) > 3 and by_cells.mean() < by_pixels.mean() and by_cells.max() < 0.25
