"""Figures of networks of other kinds: their lines lie where float64 has them, and they look like the picture."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, TrainingSpec, View
from ginn_gl.data import Dataset
from ginn_gl.network import evaluate, forward, initialise, network_on, parameters_on
from ginn_gl.record.figure import figure_of
from ginn_gl.render import pixel_to_point, render
from ginn_gl.render.ground import ground_of
from ginn_gl.render.look import activation_of, bends_of, levels
from ginn_gl.store import Run, RunWriter

from .test_figure import SAVE, SVG, drawn_by_others

KINDS = [("tanh", "classes:3"), ("gelu,hardtanh", "value:-1,1"), ("leaky_relu,abs", "classes:4"), ("hardtanh", "value")]
SIZE = (260, 220)
NEAR = 0.05  # pixels
POINTS = 40


@pytest.fixture(scope="module", params=KINDS, ids=str)
def run(request, tmp_path_factory) -> Iterator[Run]:
    network = NetworkSpec.parse("7,6", *request.param)
    points = np.random.default_rng(1).uniform(-2, 3, (POINTS, 2))
    labels = np.arange(POINTS) % network.head.classes if network.has_classes else points[:, 0]
    path = tmp_path_factory.mktemp("figures") / "kind.ginn"
    with RunWriter.create(path, network, TrainingSpec(iterations=10, checkpoints=2),
                          Dataset.of_arrays("points", points, labels)) as writer:
        for step in (0, 10):
            writer.append(step, 0.7, 1e-3, 3.0 * initialise(network, step + 3))
        writer.set_status("finished")
    with Run(path) as run:
        yield run


def places(run: Run, view: View, line: np.ndarray) -> np.ndarray:
    """Points over the picture, of a line's corners in pixels."""
    return np.stack(pixel_to_point(view, SIZE, ground_of(run).aspect, line.T), axis=1)


def on_picture(run: Run) -> tuple[NetworkSpec, np.ndarray]:
    plane = ground_of(run).plane
    return network_on(plane, run.network), parameters_on(plane, run.network, run.parameters(-1))


def test_boundaries_lie_where_neurons_bend_and_none_is_missing(run):
    view = View(neurons=frozenset(run.network.neurons), zoom=0.9)
    network, parameters = on_picture(run)
    figure = figure_of(run, None, SIZE, view)
    found = {neuron: lines for layer in figure.layers for neuron, lines in layer.lines.items()}
    scale = pixel_to_point(view, SIZE, ground_of(run).aspect, (1, 1))[0] - pixel_to_point(
        view, SIZE, ground_of(run).aspect, (0, 0))[0]
    everywhere = forward(parameters, network, np.random.default_rng(0).uniform(size=(4_000, 2)))
    for neuron in network.neurons:
        layer, number = neuron
        bends = bends_of(activation_of(network, neuron))
        z = everywhere[layer - 1][:, number - 1]
        assert neuron in found or all((z > bend).all() or (z <= bend).all() for bend in bends)
        for line in found.get(neuron, ()):
            at = evaluate(parameters, network, places(run, view, line))
            off = np.min([np.abs(at.preactivations[layer - 1][:, number - 1] - bend) for bend in bends], axis=0)
            slope = np.linalg.norm(at.gradients[layer - 1][:, number - 1], axis=1) * scale
            assert (off <= NEAR * slope + 1e-9).mean() > 0.99


def test_contours_lie_where_classes_tie_or_a_value_is_a_level(run):
    view = View()
    network, parameters = on_picture(run)
    contours = figure_of(run, None, SIZE, view).contours
    assert contours is not None and contours.lines
    for line in contours.lines:
        outputs = forward(parameters, network, places(run, view, line))[-1]
        if network.has_classes:
            first, second = np.sort(outputs, axis=1)[:, :-3:-1].T
            assert np.median(first - second) < 1e-4 and (first - second).max() < 0.3
        else:
            assert np.abs(outputs - levels(network)).min(axis=1).max() < 0.01
    assert figure_of(run, None, SIZE, View(contours=False)).contours is None


@pytest.mark.parametrize("suffix", SAVE)
def test_others_draw_the_renderers_picture(run, tmp_path, suffix):
    view = View(neurons=frozenset(run.network.neurons), line_width=2.0)
    path = tmp_path / f"figure{suffix}"
    SAVE[suffix](path, figure_of(run, None, SIZE, view))
    different = np.abs(drawn_by_others(path) - render(run, None, SIZE, view)).max(axis=2)
    assert np.median(different) <= 2 and (different > 64).mean() < 0.02
    if suffix == ".svg":
        text = path.read_text(encoding="utf-8")
        assert 'class="contours"' in text and SVG.strip("{}") in text and text.count("<circle ") == POINTS


def test_a_legend_says_what_colours_mean(run):
    view = View(neurons=frozenset({(1, 1)}))
    (note,) = figure_of(run, None, SIZE, view, legend=True).notes
    said = [text.text for text in note.texts]
    head = run.network.head
    colours = [f"class {number + 1}" for number in range(head.classes)] if run.network.has_classes else [
        f"value {end:.4g}" for end in (head.low, head.high)]
    assert said == ["layer 1", *colours]
    (note,) = figure_of(run, None, SIZE, replace(view, field="1:1"), legend=True).notes
    assert [text.text for text in note.texts] == ["layer 1"]
