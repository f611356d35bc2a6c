"""Cells against the independent clipper, and their pieces against whole boundaries."""

import numpy as np
import pytest

from ginn_gl.bench.clipper import area, clip_regions
from ginn_gl.config import NetworkSpec
from ginn_gl.errors import GinnError
from ginn_gl.geometry import UNIT_SQUARE, cells, count_cells, partition
from ginn_gl.network import forward, initialise
from ginn_gl.store import Run

from .networks import RUNS, SEEDS, SHAPES, doubled, spread, whole_numbers


def check_against_clipper(network, parameters, window=UNIT_SQUARE) -> None:
    found = cells(network, parameters, window)
    expected = {tuple(pattern): (area(polygon), affine)
                for polygon, pattern, affine in clip_regions(network, parameters, window)}
    assert {tuple(pattern) for pattern in found.patterns.tolist()} == expected.keys()
    assert found.regions == len(expected) == found.counts[-1]
    whole = (window[2] - window[0]) * (window[3] - window[1])
    in_order = [expected[tuple(pattern)] for pattern in found.patterns.tolist()]
    assert np.abs(found.areas - [area for area, _ in in_order]).max() < 1e-11 * whole + 1e-15
    affine = np.array([affine for _, affine in in_order])
    assert np.abs(found.affine - affine).max() < 1e-10 * np.abs(affine).max()


@pytest.mark.parametrize("make", [initialise, spread, doubled, whole_numbers])
@pytest.mark.parametrize("hidden", [*SHAPES, (40, 40)], ids=str)
def test_regions_of_networks_that_are_not_trained(make, hidden):
    network = NetworkSpec(hidden)
    for seed in SEEDS if max(hidden) < 40 else range(2):
        check_against_clipper(network, make(network, seed))


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.stem)
def test_regions_of_trained_networks(path):
    with Run(path) as run:
        for index in (0, 300, 900, -1):
            check_against_clipper(run.network, run.parameters(index))
        x, y = np.median(cells(run.network, run.parameters(-1)).corners, axis=0)
        for window in [(0.3, 0.4, 0.35, 0.44), (-2, -1, 3, 4), (x - 1e-3, y - 1e-3, x + 1e-3, y + 1e-3)]:
            check_against_clipper(run.network, run.parameters(-1), window)


def test_counts_are_those_of_the_partition():
    with Run(RUNS[0]) as run:
        for index in range(0, len(run), 150):
            parameters = run.parameters(index)
            assert count_cells(run.network, parameters) == partition(run.network, parameters).counts


@pytest.mark.parametrize("make", [initialise, spread, doubled, whole_numbers])
@pytest.mark.parametrize("hidden", [(12,), (3, 2), (9, 9), (16, 16, 16)], ids=str)
def test_pieces_make_up_the_boundaries(make, hidden):
    """As long as the partition's, neuron by neuron, and where the network's own values are zero."""
    network = NetworkSpec(hidden)
    for seed in SEEDS:
        parameters = make(network, seed)
        found, whole = cells(network, parameters), partition(network, parameters).boundaries
        ends = np.linalg.norm(found.pieces[:, 1] - found.pieces[:, 0], axis=1)
        lengths = np.bincount(found.neurons, ends, len(network.neurons))
        for k, (layer, number) in enumerate(network.neurons):
            expected = sum(np.linalg.norm(np.diff(line, axis=0), axis=1).sum() for line in whole[layer, number])
            assert lengths[k] == pytest.approx(expected, abs=1e-6), f"seed {seed}, {layer}:{number}"
        for layer in range(1, len(hidden) + 1):
            mine = np.flatnonzero([network.neurons[k][0] == layer for k in found.neurons])
            values = forward(parameters, network, found.pieces[mine].mean(axis=1))[layer - 1]
            numbers = [network.neurons[k][1] - 1 for k in found.neurons[mine]]
            assert np.abs(values[np.arange(len(mine)), numbers]).max(initial=0) < 1e-9


def test_a_piece_has_its_neuron_on_at_the_right():
    network = NetworkSpec()
    parameters = spread(network, 3)
    found = cells(network, parameters)
    along = found.pieces[:, 1] - found.pieces[:, 0]
    clear = np.linalg.norm(along, axis=1) > 1e-4
    right = 1e-6 * np.stack([-along[:, 1], along[:, 0]], axis=1) / np.linalg.norm(along, axis=1, keepdims=True)
    middles = found.pieces.mean(axis=1)
    for side, on in ((1, True), (-1, False)):
        values = np.hstack(forward(parameters, network, middles + side * right)[:-1])
        assert ((values[np.arange(len(values)), found.neurons] > 0) == on)[clear].all()


def test_a_boundary_along_a_fold_is_found():
    """A neuron of the second layer that is the first one's output, and so zero all over where that one is off."""
    network = NetworkSpec((1, 2))
    # On right of x = 0.5; the second one's second neuron is minus the first, and nowhere on.
    parameters = np.array([1, 0, -0.5, 1, -1, 0, 0, 1, 0, 0, 1, 0, 0], np.float32)
    found = cells(network, parameters)
    assert found.regions == 2
    assert found.neurons.tolist() == [0, 1]
    assert found.pieces.tolist() == [[[0.5, 0], [0.5, 1]]] * 2 or found.pieces.tolist() == [[[0.5, 1], [0.5, 0]]] * 2


@pytest.mark.parametrize("window", [(0, 0, 0, 1), (1, 0, 0, 1), (0, 0, 1, float("nan"))])
def test_a_window_without_an_inside_is_refused(window):
    with pytest.raises(GinnError, match="left < right"):
        cells(NetworkSpec(), initialise(NetworkSpec(), 0), window)
