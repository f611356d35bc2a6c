"""The partition against an independent clipper, and the boundaries against the network itself."""

import numpy as np
import pytest

from ginn_gl.bench.clipper import area, clip_regions
from ginn_gl.config import NetworkSpec, View
from ginn_gl.errors import GinnError
from ginn_gl.geometry import UNIT_SQUARE, partition
from ginn_gl.network import evaluate, forward, initialise
from ginn_gl.render import pixel_to_point
from ginn_gl.render.pixels import PixelRenderer
from ginn_gl.store import Run
from ginn_gl.target import load_target

from .networks import RUNS, SEEDS, SHAPES, doubled, spread, whole_numbers


def check_against_clipper(network, parameters, window=UNIT_SQUARE) -> None:
    found = partition(network, parameters, window)
    expected = {tuple(pattern): (area(polygon), affine)
                for polygon, pattern, affine in clip_regions(network, parameters, window)}
    assert {tuple(pattern) for pattern in found.patterns.tolist()} == expected.keys()
    assert found.regions == len(expected)
    whole = (window[2] - window[0]) * (window[3] - window[1])
    assert found.areas.sum() == pytest.approx(whole, rel=1e-12)
    in_order = [expected[tuple(pattern)] for pattern in found.patterns.tolist()]
    assert np.abs(found.areas - [area for area, _ in in_order]).max() < 1e-11 * whole + 1e-15
    affine = np.array([affine for _, affine in in_order])
    assert np.abs(found.affine - affine).max() < 1e-10 * np.abs(affine).max()


@pytest.mark.parametrize("make", [initialise, spread, doubled, whole_numbers])
@pytest.mark.parametrize("hidden", SHAPES, ids=str)
def test_regions_of_networks_that_are_not_trained(make, hidden):
    network = NetworkSpec(hidden)
    for seed in SEEDS:
        check_against_clipper(network, make(network, seed))


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.stem)
def test_regions_of_trained_networks(path):
    with Run(path) as run:
        for index in (300, 900, -1):
            check_against_clipper(run.network, run.parameters(index))
        x, y = np.median(partition(run.network, run.parameters(-1)).vertices, axis=0)
        for window in [(0.3, 0.4, 0.35, 0.44), (-2, -1, 3, 4), (x - 1e-3, y - 1e-3, x + 1e-3, y + 1e-3)]:
            check_against_clipper(run.network, run.parameters(-1), window)


def crossings(polylines: list[np.ndarray], start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """How often each segment from start (N, 2) to end (N, 2) crosses polylines, (N,)."""
    def side(a, b, c):
        return np.sign((b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1])
                       - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0]))

    count = np.zeros(len(start), int)
    start, end = start[:, None], end[:, None]
    for line in polylines:
        a, b = line[:-1], line[1:]
        count += ((side(start, end, a) != side(start, end, b)) & (side(a, b, start) != side(a, b, end))).sum(axis=1)
    return count


CASES = [(make, hidden) for make in (spread, doubled, whole_numbers) for hidden in [(16, 16, 16), (9, 9)]]


@pytest.mark.parametrize("make, hidden", CASES, ids=lambda value: getattr(value, "__name__", str(value)))
def test_boundaries_lie_where_neurons_switch_and_only_there(make, hidden):
    network = NetworkSpec(hidden)
    start, end = np.random.default_rng(1).uniform(size=(2, 100, 2))
    for seed in SEEDS:
        parameters = make(network, seed)
        boundaries = partition(network, parameters).boundaries
        before, after = (np.hstack(forward(parameters, network, points)[:-1]) for points in (start, end))
        clear = np.minimum(np.abs(before), np.abs(after)) > 1e-9  # or all of a dead neuron's zeros are rounded
        clear |= (before == 0) & (after == 0)
        for k, (layer, number) in enumerate(network.neurons):
            pieces = boundaries[layer, number]
            odd = crossings(pieces, start, end) % 2 == 1
            assert (odd == ((before > 0) != (after > 0))[:, k])[clear[:, k]].all(), f"{seed}, {layer}:{number}"
            for piece in pieces:
                points = np.concatenate([piece, (piece[1:] + piece[:-1]) / 2])
                assert np.abs(forward(parameters, network, points)[layer - 1][:, number - 1]).max() < 1e-9


def test_a_boundary_has_the_neuron_on_at_its_right():
    """As the screen shows it: y goes down."""
    network = NetworkSpec((1,))
    downwards = [[0.5, 0], [0.5, 1]]
    left_on, right_on = (np.array([sign, 0, -sign / 2, 1, 1, 0, 0]) for sign in (-1, 1))
    assert partition(network, left_on).boundaries[1, 1][0].tolist() == downwards
    assert partition(network, right_on).boundaries[1, 1][0].tolist() == downwards[::-1]


def test_a_boundary_that_closes_ends_where_it_starts():
    """A tent over the middle, cut off at a height: a diamond."""
    network = NetworkSpec((4, 1))
    distances = [[1, 0, -0.5], [-1, 0, 0.5], [0, 1, -0.5], [0, -1, 0.5]]
    first = np.array(distances)
    parameters = np.concatenate([first[:, :2].ravel(), first[:, 2], [-1] * 4, [0.25], [1, 1], [0, 0]])
    found = partition(network, parameters)
    (diamond,) = found.boundaries[2, 1]
    assert diamond[0].tolist() == diamond[-1].tolist()
    corners = {(0.25, 0.5), (0.75, 0.5), (0.5, 0.25), (0.5, 0.75)}
    assert set(map(tuple, diamond.tolist())) == corners and len(diamond) == 5
    assert found.regions == 8
    # In the middle meet the two lines, each of them the boundary of two neurons.
    (middle,) = np.flatnonzero((found.vertices == 0.5).all(axis=1))
    assert found.tags[found.tags[:, 0] == middle, 1].tolist() == [0, 1, 2, 3]
    (top,) = np.flatnonzero((found.vertices == (0.5, 0.25)).all(axis=1))
    assert found.tags[found.tags[:, 0] == top, 1].tolist() == [0, 1, 4]


def test_region_at_a_point():
    network = NetworkSpec()
    parameters = spread(network, 3)
    found = partition(network, parameters, (0.2, 0.1, 0.9, 0.7))
    middles = np.array([polygon.mean(axis=0) for polygon in found.polygons])
    assert found.region_at(middles).tolist() == list(range(found.regions))
    assert found.region_at([(0.1, 0.5), (0.5, 0.8), (0.9, 0.7)]).tolist()[:2] == [-1, -1]
    # On a vertex it is one of the regions that meet there.
    for vertex, region in zip(found.vertices, found.region_at(found.vertices)):
        assert vertex.tolist() in found.polygons[region].tolist()


@pytest.mark.parametrize("window", [(0, 0, 0, 1), (1, 0, 0, 1), (0, 0, 1, float("nan"))])
def test_a_window_without_an_inside_is_refused(window):
    with pytest.raises(GinnError, match="left < right"):
        partition(NetworkSpec(), initialise(NetworkSpec(), 0), window)


@pytest.mark.parametrize("view", [View(), View(zoom=20, center=(0.43, 0.61))], ids=lambda view: f"zoom {view.zoom}")
def test_the_shader_has_the_same_neurons_on(context, view):
    """At the middles of pixels that are not within 1e-6 of a boundary."""
    size = (101, 97)
    with Run(RUNS[0]) as run:
        network, parameters = run.network, run.parameters(-1)
    renderer = PixelRenderer(context, network, load_target())
    renderer.set_parameters(parameters)
    rows, columns = np.mgrid[0:size[1], 0:size[0]] + 0.5
    points = np.stack(pixel_to_point(view, size, 1.0, (columns.ravel(), rows.ravel())), axis=1)
    shown = ((points > 0) & (points < 1)).all(axis=1)
    points = points[shown]
    found = partition(network, parameters)
    patterns = found.patterns[found.region_at(points)]
    there = evaluate(parameters.astype(np.float64), network, points)
    for k, (layer, number) in enumerate(network.neurons):
        drawn = renderer.values(View(f"{layer}:{number}", center=view.center, zoom=view.zoom), size)[..., 0]
        slope = np.linalg.norm(there.gradients[layer - 1][:, number - 1], axis=1)
        far = np.abs(there.preactivations[layer - 1][:, number - 1]) > 1e-6 * slope
        assert ((drawn.ravel()[shown] > 0) == patterns[:, k])[far].all(), f"{layer}:{number}"
    renderer.release()
