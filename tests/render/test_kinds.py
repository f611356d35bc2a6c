"""The shader draws every activation and head as float64 has it, and as the painter does."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from ginn_gl.activations import NAMES, Activation
from ginn_gl.config import NetworkSpec, View
from ginn_gl.network import activate, forward, initialise, parameters_on
from ginn_gl.render.cells import Painter
from ginn_gl.render.ground import Ground
from ginn_gl.render.look import levels
from ginn_gl.render.mapping import pixel_to_point
from ginn_gl.render.pixels import PixelRenderer
from ginn_gl.target import load_target

from .test_any_network import GROUND, agree, largest_near, sign_changes, softmax

SIZE = (200, 160)
FEW, SOME = 0.004, 0.015  # of all pixels
FOURIER = ((Activation("sine", 1.5), 3), (Activation("leaky_relu", -0.3), 1), (Activation("hardtanh"), 2))
ACTIVATIONS = [*NAMES, "elu:0.5", "relu,tanh"]


@pytest.fixture
def ways(context) -> Iterator:
    """Makes what draws given parameters both ways: (shader, painter), over a ground in the unit square."""
    made = []

    def make(network: NetworkSpec, parameters: np.ndarray, ground: Ground | None = None):
        ground = ground or Ground(GROUND.aspect)
        both = PixelRenderer(context, network, ground), Painter(network, ground)
        made.append(both[0])
        for way in both:
            way.set_parameters(parameters)
        return both

    yield make
    for one in made:
        one.release()


def network_of(activations: str, head: str = "classes", hidden: str = "6,5") -> tuple[NetworkSpec, np.ndarray]:
    """A network, and parameters on the unit square with which much happens there."""
    network = NetworkSpec.parse(hidden, activations, head)
    return network, parameters_on(GROUND.plane, network, 3.0 * initialise(network, 3))


def places(view: View) -> np.ndarray:
    x, y = pixel_to_point(view, SIZE, GROUND.aspect, np.meshgrid(*(np.arange(side) + 0.5 for side in SIZE)))
    return np.stack([x.ravel(), y.ravel()], axis=1)


def check_picture(shader: PixelRenderer, painter: Painter, view: View) -> None:
    """Colours to within 2 of 255, and lines to within a quarter of a pixel, which they cover more or less of."""
    plain = replace(view, neurons=frozenset(), highlighted=None, contours=False)
    for chosen, most, share in ((plain, 2, FEW), (view, 64, SOME)):
        one, other = (way.read(chosen, SIZE).astype(int) for way in (shader, painter))
        assert (np.abs(one - other).max(axis=2) > most).mean() < share


def check_lines(shader: PixelRenderer, network: NetworkSpec, parameters: np.ndarray, view: View) -> None:
    covers = shader.values(view, SIZE)[:, :, 1]
    crossed = np.zeros(covers.shape, bool)
    for layer, z in enumerate(forward(parameters, network, places(view))[:-1], 1):
        for activation, run in network.runs(layer):
            for bend in (0.0,) if activation.pieces is None else activation.pieces.bends:
                for values in (z[:, run] - bend).T:
                    crossed |= sign_changes(values.reshape(covers.shape))
    assert agree(covers, crossed) if crossed.any() else covers.max() == 0


def check_all(shader: PixelRenderer, painter: Painter, network: NetworkSpec, parameters: np.ndarray) -> None:
    view = View(neurons=frozenset(network.neurons), line_width=3.0)
    for zoom, center in ((1, (0.5, 0.5)), (3_000, (0.4, 0.6))):
        there = replace(view, zoom=zoom, center=center)
        *hidden, outputs = forward(parameters, network, places(there))
        said = shader.values(there, SIZE)[:, :, 0].ravel()
        assert np.abs(said - softmax(outputs)[:, 1]).max() < 2e-5
    for layer, number in ((1, 4), (2, 2)):
        right = activate(hidden[layer - 1], network, layer)[:, number - 1]
        drawn = shader.values(replace(there, field=f"{layer}:{number}"), SIZE)[:, :, 0].ravel()
        assert np.abs(drawn - right).max() < 1e-5 * max(1.0, np.abs(right).max())
    check_lines(shader, network, parameters, view)
    for field in ("probability", "2:3", *(["regions"] if network.is_piecewise_linear else [])):
        check_picture(shader, painter, replace(view, field=field, highlighted=(2, 1)))


@pytest.mark.parametrize("activations", ACTIVATIONS)
def test_every_activation(ways, activations):
    network, parameters = network_of(activations)
    check_all(*ways(network, parameters), network, parameters)


def test_neurons_that_differ_within_a_layer(ways):
    network = NetworkSpec((6, 5), activations=(FOURIER, Activation("tanh")))
    parameters = parameters_on(GROUND.plane, network, 3.0 * initialise(network, 3))
    check_all(*ways(network, parameters), network, parameters)


@pytest.mark.parametrize("activations", ["hardtanh", "tanh"])
@pytest.mark.parametrize("head", ["classes:3", "classes:11", "logit", "value:-1,1", "rgb"])
def test_every_head(ways, activations, head):
    network, parameters = network_of(activations, head)
    shader, painter = ways(network, parameters)
    view = View(neurons=frozenset({(1, 1), (2, 2)}), line_width=2.5)
    outputs = forward(parameters, network, places(view))[-1]
    for zoom in (1, 7):
        check_picture(shader, painter, replace(view, zoom=zoom, center=(0.4, 0.6)))
    if head == "rgb":
        picture = shader.read(replace(view, neurons=frozenset()), SIZE).reshape(-1, 3)
        assert np.abs(picture - 255 * np.clip(outputs, 0, 1)).max() <= 1
        return
    said, covers = np.moveaxis(shader.values(replace(view, neurons=frozenset()), SIZE), 2, 0)
    crossed = np.zeros(covers.shape, bool)
    if network.has_classes:
        chances = softmax(outputs)
        for field, right in (("confidence", chances.max(axis=1)), ("class:2", chances[:, 1])):
            assert np.abs(shader.values(replace(view, field=field), SIZE)[:, :, 0].ravel() - right).max() < 2e-5
            check_picture(shader, painter, replace(view, field=field))
        for number in range(network.outputs):
            crossed |= sign_changes((outputs.argmax(axis=1) == number).reshape(covers.shape) - 0.5)
        assert agree(covers, crossed)
    elif network.head.kind == "value":
        assert np.abs(said.ravel() - outputs[:, 0]).max() < 1e-5 * np.abs(outputs).max()
        for level in levels(network):
            crossed |= sign_changes(outputs[:, 0].reshape(covers.shape) - level)
        assert (largest_near(covers, 1)[crossed] > 0.3).mean() > 0.99
        assert largest_near(crossed, 2)[2:-2, 2:-2][covers[2:-2, 2:-2] > 0.5].mean() > 0.995
    else:
        assert np.abs(said.ravel() - 1 / (1 + np.exp(-outputs[:, 0]))).max() < 2e-5


@pytest.mark.parametrize("head", ["logit", "classes:3", "value", "rgb"])
def test_targets_of_every_head(ways, head):
    bottle = load_target(None, 40).pixels
    pixels = {"logit": bottle, "classes:3": bottle + bottle[::-1], "value": bottle / np.float32(2),
              "rgb": np.stack([200 * bottle, 90 * bottle, 255 - 255 * bottle], axis=2)}[head]
    network, parameters = network_of("tanh", head)
    shader, painter = ways(network, parameters, Ground(1.0, pixels))
    for field in ("target", "error"):
        check_picture(shader, painter, View(field=field))
