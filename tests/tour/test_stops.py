"""What each stop of the tour says is so: measured again here, from the bundled runs and in another way."""

import re

import numpy as np
import pytest

from ginn_gl.geometry import partition
from ginn_gl.network import evaluate, unpack
from ginn_gl.store import Run
from ginn_gl.target import pixel_centers
from ginn_gl.tour import TITLES, Tour

POINTS = np.random.default_rng(0).random((5_000, 2))
MIRRORED = [1, 0] + [-1, 1] * POINTS


@pytest.fixture(scope="module")
def tour() -> Tour:
    return Tour()


def at(run: Run, step: int, points: np.ndarray = POINTS):
    """The network at a step's checkpoint."""
    return evaluate(run.parameters(run.index_of(step)).astype(float), run.network, points)


def on(run: Run, step: int, neuron, points: np.ndarray = POINTS) -> np.ndarray:
    return at(run, step, points).preactivations[neuron[0] - 1][:, neuron[1] - 1] > 0


def wrong(run: Run, step: int) -> np.ndarray:
    """Which pixels of the target are predicted the wrong way round, (H, W) bool."""
    pixels = run.target.pixels
    return (at(run, step, pixel_centers(*pixels.shape)).probability > 0.5).reshape(pixels.shape) != pixels


def in_diamond(run: Run) -> np.ndarray:
    """Pixels of the large white diamond, as target.bottle draws it."""
    x, y = pixel_centers(*run.target.pixels.shape).T
    return (np.abs(x - 0.5) + np.abs(y - 0.631) < 0.16).reshape(run.target.pixels.shape)


def figures(text: str) -> list[float]:
    return [float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


@pytest.mark.parametrize("name", TITLES)
def test_every_stop_is_one_that_can_be_shown(tour, name):
    stop = tour.stop(name)
    assert (stop.name, stop.title) == (name, TITLES[name])
    with Run(stop.run) as run:
        assert run.steps[0] <= stop.first <= stop.last <= run.steps[-1]
        assert (stop.first == stop.last) == (stop.suffix == ".png")
        assert stop.view.neurons and stop.view.neurons <= set(run.network.neurons)
    assert stop.text.endswith(".") and len(figures(stop.text)) >= 3 and len(stop.text) < 600


def test_full_sweep(tour):
    stop = tour.stop("full-sweep")
    with Run(stop.run) as run:
        assert (stop.first, stop.last) == (0, 1_270_000) and len(stop.view.neurons) == 48
        said = [run.losses[0], run.losses[-1], 100 * wrong(run, 0).mean(), 100 * wrong(run, stop.last).mean()]
    assert figures(stop.text)[1:5] == pytest.approx(said, abs=0.05)


def test_bias_before_weight(tour):
    """Of the clearest line, by where it is: first its middle moves and its angle stays, then the reverse."""
    stop = tour.stop("bias-before-weight")
    layer, line, turning_point = re.search(r"line of neuron (\d+):(\d+) .* Up to step ([\d,]+)", stop.text).groups()
    with Run(stop.run) as run:
        def angle_and_distance(step):
            weight, bias = unpack(run.parameters(run.index_of(step)).astype(float), run.network)[0]
            normal = weight[int(line) - 1]
            middle = (normal @ (0.5, 0.5) + bias[int(line) - 1]) / np.hypot(*normal)
            return np.degrees(np.arctan2(*normal)), middle

        assert layer == "1"
        places = np.array([angle_and_distance(step) for step in
                           (stop.first, int(turning_point.replace(",", "")), stop.last)])
    (turned_first, shifted_first), (turned_then, shifted_then) = np.abs(np.diff(places, axis=0))
    assert shifted_first > 0.5 > 0.2 > shifted_then
    assert turned_first < 15 < 30 < turned_then


def test_layer_dependence(tour):
    """Each deeper boundary that is shown makes a sharp turn near the corner, and that is one of the diamond's."""
    stop = tour.stop("layer-dependence")
    corner = np.array(stop.view.center)
    across, down = np.abs(corner - (0.5, 0.631))
    assert min(abs(across + down - size) for size in (0.206, 0.182, 0.163)) < 0.01 and min(across, down) < 0.01
    with Run(stop.run) as run:
        boundaries = partition(run.network, run.parameters(run.index_of(stop.last))).boundaries
    deeper = [neuron for neuron in stop.view.neurons if neuron[0] > 1]
    assert len(deeper) >= 4 and len(deeper) < len(stop.view.neurons)
    for neuron in deeper:
        turns = 0.0
        for piece in boundaries[neuron]:
            directions = np.unwrap(np.arctan2(*np.diff(piece, axis=0).T))
            near = np.hypot(*(piece[1:-1] - corner).T) < 0.021
            turns += abs(np.degrees(np.diff(directions)[near].sum()))
        assert turns > 45, neuron


def test_copycats(tour):
    stop = tour.stop("copycats")
    share, since = re.search(r"on ([\d.]+)% of the square, from step ([\d,]+)", stop.text).groups()
    first, second = sorted(stop.view.neurons)
    assert first[0] == second[0]
    with Run(stop.run) as run:
        assert 100 * np.mean(on(run, run.steps[-1], first) == on(run, run.steps[-1], second)) \
            == pytest.approx(float(share), abs=0.3)
        for step in np.geomspace(int(since.replace(",", "")), run.steps[-1], 8).astype(int):
            assert np.mean(on(run, step, first) == on(run, step, second)) > 0.98
        before = on(run, stop.first, first), on(run, stop.first, second)
        assert all(0 < states.mean() < 1 for states in before)


def test_indecisive(tour):
    """Counted with three times as many checkpoints: its boundary passes, and the prediction stays."""
    stop = tour.stop("indecisive")
    (neuron,) = stop.view.neurons
    pixels = pixel_centers(200, 200)[::37]
    with Run(stop.run) as run:
        steps = run.steps[run.index_of(stop.first)::3]
        for points, most, share in ((pixels, 0.001, 0.2), (POINTS[:1_000], 0.003, 0.5)):
            passed = np.diff([on(run, step, neuron, points) for step in steps], axis=0)
            change = np.abs(np.diff([at(run, step, points).probability for step in steps], axis=0))
            assert passed.mean(axis=1).sum() > 1.6
            assert change[passed].mean() < min(most, share * change.mean())


def test_symmetry(tour):
    """Every neuron that is shown has a mirror image in its layer, in layers 2 and 3 mostly itself."""
    stop = tour.stop("symmetry")
    with Run(stop.run) as run:
        here, there = at(run, stop.last), at(run, stop.last, MIRRORED)
        pixels = pixel_centers(*run.target.pixels.shape)
        then, now = (at(run, step, pixels).probability.reshape(run.target.pixels.shape) for step in (0, stop.last))
        assert np.abs(now - now[:, ::-1]).mean() < 1e-4 < 2e-3 < np.abs(then - then[:, ::-1]).mean()
    for layer, number in stop.view.neurons:
        states = here.preactivations[layer - 1] > 0
        mirrored = there.preactivations[layer - 1][:, number - 1] > 0
        agreement = np.mean(states == mirrored[:, None], axis=0)
        switching = (states.mean(axis=0) > 0.01) & (states.mean(axis=0) < 0.99)
        assert np.maximum(agreement, 1 - agreement)[switching].max() > 0.97
    assert sum(layer > 1 for layer, _ in stop.view.neurons) >= 5


def test_bad_run(tour):
    """It alone has the diamond black."""
    stop = tour.stop("bad-run")
    for path in stop.run.parent.glob("*.ginn"):
        with Run(path) as run:
            missing = wrong(run, run.steps[-1])[in_diamond(run)].mean()
        assert missing > 0.95 if path == stop.run else missing < 0.05


def test_good_versus_bad(tour):
    stop = tour.stop("good-versus-bad")
    parting, good_wrong, bad_wrong, good_loss, bad_loss = figures(stop.text)
    with Run(stop.run) as good, Run(stop.beside) as bad:
        assert np.array_equal(good.steps, bad.steps)
        assert [100 * wrong(run, stop.last).mean() for run in (good, bad)] \
            == pytest.approx([good_wrong, bad_wrong], abs=0.05)
        assert [good.losses[-1], bad.losses[-1]] == pytest.approx([good_loss, bad_loss], abs=5e-4)
        assert wrong(bad, parting).mean() <= 1.02 * wrong(good, parting).mean()
        assert wrong(good, parting)[in_diamond(good)].mean() > 0.5  # which both have yet to find
        assert wrong(good, stop.last)[in_diamond(good)].mean() < 0.05
