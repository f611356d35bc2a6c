"""Linear regions as a field: their numbers against float64, and what their colours promise."""

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, View
from ginn_gl.geometry import partition
from ginn_gl.render import point_to_pixel
from ginn_gl.store import Run

from .reference import RUNS, WAYS, folded_network, pixel_middles, pixel_points, preactivations

SIZE = (160, 121)
REGIONS = View("regions")
SLACK = 0.05      # pixels from a boundary, within which a pixel may be on either side
SEEN = 20         # 255ths by which colours are to differ, so as to be told apart beside each other

Size = tuple[int, int]


def keys(network: NetworkSpec) -> np.ndarray:
    """Of all neurons, (N,): those of pattern.glsl, written down once more."""
    numbers = np.array([256 * (layer - 1) + number for layer, number in network.neurons], np.uint32)
    mixed = numbers * np.uint32(2654435769)
    mixed = (mixed ^ mixed >> np.uint32(15)) * np.uint32(2246822519)
    mixed = (mixed ^ mixed >> np.uint32(13)).astype(int)
    return mixed % 128 + 64 + mixed // 128 % 32 * 256


def numbers(parameters: np.ndarray, network: NetworkSpec, view: View, size: Size, offset=(0.0, 0.0)) -> np.ndarray:
    """Of the patterns at all pixels, moved by an offset, (H, W) int."""
    points = pixel_points(view, size, 1.0, pixel_middles(size) + offset)
    on = np.concatenate(preactivations(parameters, network, points)[:-1], axis=1) > 0
    return (on.astype(float) @ keys(network)).astype(int).reshape(size[1], size[0])


def is_inside(numbers: np.ndarray) -> np.ndarray:
    """Which pixels of (H, W) have no other number around them; never those at the edge."""
    inside = np.zeros(numbers.shape, bool)
    rows, columns = numbers.shape[0] - 2, numbers.shape[1] - 2
    around = [numbers[i:i + rows, j:j + columns] for i in range(3) for j in range(3)]
    inside[1:-1, 1:-1] = np.all(np.stack(around) == around[4], axis=0)
    return inside


def check_numbers(drawing, network: NetworkSpec, parameters: np.ndarray, view: View) -> None:
    expected = numbers(parameters, network, view, SIZE)
    beside = [numbers(parameters, network, view, SIZE, (x, y)) for x in (-SLACK, SLACK) for y in (-SLACK, SLACK)]
    clear = np.all(np.stack(beside) == expected, axis=0)
    assert clear.mean() > 0.6 and len(np.unique(expected[clear])) >= 3
    for way in WAYS:
        drawn = drawing(way, network, parameters).values(view, SIZE)[..., 0]
        assert (drawn == expected)[clear].all(), f"by {way}"


@pytest.mark.parametrize("hidden", [(16, 16, 16), (2, 5), (8,) * 8, (70, 90)], ids=str)
@pytest.mark.parametrize("zoom", [1.0, 30.0])
def test_numbers_of_folded_networks(drawing, hidden, zoom):
    network = NetworkSpec(hidden)
    parameters = folded_network(network, 1)
    vertices = partition(network, parameters).vertices
    center = tuple(vertices[np.hypot(*(vertices - 0.5).T).argmin()])
    check_numbers(drawing, network, parameters, View("regions", zoom=zoom, center=center, beyond=True))


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.stem)
def test_numbers_of_bundled_runs(drawing, path):
    with Run(path) as run:
        for index in (0, len(run) // 2, -1):
            check_numbers(drawing, run.network, run.parameters(index), View("regions", beyond=True))


def test_a_pattern_keeps_its_colour_at_any_step_size_zoom_and_way_of_drawing(drawing):
    views = [(View("regions"), (200, 200)), (View("regions", zoom=3, center=(0.3, 0.4)), (160, 250))]
    found: dict[int, set[tuple[int, ...]]] = {}
    at_steps: list[set[int]] = []
    with Run(RUNS[-2]) as run:
        for index in (len(run) // 3, len(run) // 2):
            at_steps.append(set())
            for view, size in views:
                for way in WAYS:
                    one_way = drawing(way, run.network, run.parameters(index))
                    drawn, colours = one_way.values(view, size)[..., 0].astype(int), one_way.read(view, size)
                    for row, column in np.argwhere(is_inside(drawn)):
                        number = drawn[row, column]
                        found.setdefault(number, set()).add(tuple(colours[row, column]))
                        at_steps[-1].add(number)
    assert len(set.intersection(*at_steps)) > 20
    assert all(np.ptp(list(colours), axis=0).max() <= 1 for colours in found.values())


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.stem)
def test_colours_to_both_sides_of_a_boundary_differ(drawing, path):
    size = (800, 800)
    with Run(path) as run:
        for index in (0, len(run) // 2, -1):
            painter = drawing("cells", run.network, run.parameters(index))
            inside = is_inside(painter.values(REGIONS, size)[..., 0])
            colours = painter.read(REGIONS, size).astype(int)
            cut = partition(run.network, run.parameters(index))
            middles = np.array([polygon.mean(axis=0) for polygon in cut.polygons])
            columns, rows = np.floor(point_to_pixel(REGIONS, size, 1.0, middles.T)).astype(int)
            beside = neighbours(cut)
            large = inside[rows, columns]
            pairs = beside[large[beside].all(axis=1)]
            assert len(pairs) > 50
            of_regions = colours[rows, columns]
            assert np.abs(of_regions[pairs[:, 0]] - of_regions[pairs[:, 1]]).max(axis=1).min() > SEEN


def neighbours(cut) -> np.ndarray:
    """Pairs of regions that share an edge, (K, 2)."""
    edges: dict[tuple[int, int], int] = {}
    pairs = []
    for region, corners in enumerate(np.split(cut.corners, cut.starts[1:-1])):
        for edge in zip(corners, np.roll(corners, -1)):
            edges[edge] = region
            if edge[::-1] in edges:
                pairs.append((edges[edge[::-1]], region))
    return np.array(pairs)


@pytest.mark.parametrize("way", WAYS)
def test_a_pixel_on_a_boundary_is_mixed_from_both_sides(drawing, way):
    network = NetworkSpec((1,))
    parameters = np.array([1, 0, -0.4975, 1, 0, 0, 0], np.float32)  # switches at 49.75 of 100 pixels
    row = drawing(way, network, parameters).read(REGIONS, (100, 100))[20].astype(float)
    off, on = row[10], row[90]
    assert np.abs(off - on).max() > SEEN
    assert row[49] == pytest.approx(0.75 * off + 0.25 * on, abs=1.5)
    assert row[48] == pytest.approx(off, abs=1) and row[50] == pytest.approx(on, abs=1)
