"""Pictures of any network, against what numpy says of it in float64: every activation, every head."""

from dataclasses import replace

import numpy as np
import pytest

from ginn_gl.activations import NAMES, Activation
from ginn_gl.config import NetworkSpec, View
from ginn_gl.network import activate, forward, initialise
from ginn_gl.plane import Plane
from ginn_gl.render.cells import Painter
from ginn_gl.render.ground import Ground
from ginn_gl.render.look import levels
from ginn_gl.render.mapping import pixel_to_point
from ginn_gl.target import load_target

SIZE = (100, 80)
HIDDEN = "9,12,7"
WINDOW = (-2.0, -1.5, 3.0, 2.5)
HEADS = ["classes", "classes:3", "classes:12", "logit", "value:-1,1", "rgb"]
ACTIVATIONS = [*NAMES, "leaky_relu:-0.4", "sine:4", "elu:0.5", "relu,tanh,hardtanh", "abs,relu6,identity"]


def made(activations="relu", head="classes", seed=3, scale=3.0) -> tuple[NetworkSpec, np.ndarray]:
    """A network with parameters so large that much happens in the window."""
    network = NetworkSpec.parse(HIDDEN, activations, head)
    return network, scale * initialise(network, seed)


GROUND = Ground(5 / 4, None, Plane.of_window(WINDOW))


def painter_of(network, parameters, ground=GROUND) -> Painter:
    painter = Painter(network, ground)
    painter.set_parameters(parameters)
    return painter


def places(view, size=SIZE) -> np.ndarray:
    """Inputs of the network at the middles of a picture's pixels, row by row."""
    x, y = pixel_to_point(view, size, GROUND.aspect, np.meshgrid(np.arange(size[0]) + 0.5, np.arange(size[1]) + 0.5))
    return GROUND.plane.points(np.stack([x.ravel(), y.ravel()], axis=1))


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("activations", ACTIVATIONS)
@pytest.mark.parametrize("zoom", [1, 40])
def test_probabilities_are_within_1e_4_of_float64(activations, zoom):
    network, parameters = made(activations)
    view = View(zoom=zoom, center=(0.4, 0.6))
    painted = painter_of(network, parameters).values(view, SIZE)[:, :, 0].ravel()
    logits = forward(parameters, network, places(view))[-1]
    assert np.abs(painted - softmax(logits)[:, 1]).max() < 1e-4


@pytest.mark.parametrize("activations", ["relu", "tanh"])
@pytest.mark.parametrize("head", HEADS)
def test_every_head_says_what_it_says_in_float64(activations, head):
    network, parameters = made(activations, head)
    painter, view = painter_of(network, parameters), View()
    outputs = forward(parameters, network, places(view))[-1]
    if head == "rgb":
        wanted = np.round(255 * np.clip(outputs, 0, 1)).reshape(*SIZE[::-1], 3)
        assert np.abs(painter.read(view, SIZE).astype(float) - wanted).max() <= 1
        return
    said = painter.values(view, SIZE)[:, :, 0].ravel()
    if network.has_classes:
        for field, right in (("confidence", softmax(outputs).max(axis=1)), ("class:2", softmax(outputs)[:, 1])):
            there = painter.values(replace(view, field=field), SIZE)[:, :, 0].ravel()
            assert np.abs(there - right).max() < 1e-4
        ordered = np.sort(outputs, axis=1)
        clear = ordered[:, -1] - ordered[:, -2] > 1e-3
        assert (said == outputs.argmax(axis=1) + 1)[clear].all()
    elif network.head.kind == "value":
        assert np.abs(said - outputs[:, 0]).max() < 1e-4 * np.abs(outputs).max()
    else:
        share = 1 / (1 + np.exp(-outputs[:, 0])) if head == "logit" else softmax(outputs)[:, 1]
        assert np.abs(said - share).max() < 1e-4


@pytest.mark.parametrize("activations", ACTIVATIONS)
def test_a_neurons_activation_is_that_of_float64(activations):
    network, parameters = made(activations)
    painter, view = painter_of(network, parameters), View()
    hidden = forward(parameters, network, places(view))[:-1]
    for layer, number in ((1, 4), (3, 2)):
        right = activate(hidden[layer - 1], network, layer)[:, number - 1]
        painted = painter.values(replace(view, field=f"{layer}:{number}"), SIZE)[:, :, 0].ravel()
        assert np.abs(painted - right).max() < 1e-4 * max(1.0, np.abs(right).max())


def sign_changes(values: np.ndarray) -> np.ndarray:
    """Pixels (H, W) bool between which and a neighbour a function changes its sign, of values (H, W)."""
    found = np.zeros(values.shape, bool)
    for axis in (0, 1):
        here, there = [slice(None)] * 2, [slice(None)] * 2
        here[axis], there[axis] = slice(None, -1), slice(1, None)
        changed = (values[tuple(here)] > 0) != (values[tuple(there)] > 0)
        found[tuple(here)] |= changed
        found[tuple(there)] |= changed
    return found


def agree(covers: np.ndarray, crossed: np.ndarray) -> bool:
    """Whether lines that are three pixels wide are where functions change their sign: every change is covered, and
    near every pixel that is covered all over there is a change. A line's end, and one that only touches zero, may stay
    alone."""
    near = largest_near(crossed, 2)
    inner = (slice(2, -2), slice(2, -2))
    return (covers[crossed] > 0.45).mean() > 0.999 and near[inner][covers[inner] == 1].mean() > 0.995


def largest_near(values: np.ndarray, pixels: int) -> np.ndarray:
    """The largest so many pixels around each."""
    shifts = range(-pixels, pixels + 1)
    return np.max([np.roll(values, (down, right), (0, 1)) for down in shifts for right in shifts], axis=0)


@pytest.mark.parametrize("activations", ACTIVATIONS)
def test_boundaries_are_where_the_pre_activation_goes_through_a_bend_or_zero(activations):
    network, parameters = made(activations)
    view = View(neurons=frozenset(network.neurons), line_width=3.0)
    size = (400, 320)
    covers = painter_of(network, parameters).values(view, size)[:, :, 1]
    crossed = np.zeros(size[::-1], bool)
    for layer, z in enumerate(forward(parameters, network, places(view, size))[:-1], 1):
        for activation, run in network.runs(layer):
            for bend in (0.0,) if activation.pieces is None else activation.pieces.bends:
                for values in (z[:, run] - bend).T:
                    crossed |= sign_changes(values.reshape(size[::-1]))
    assert agree(covers, crossed) if crossed.any() else covers.max() == 0


@pytest.mark.parametrize("activations", ["relu", "tanh", "hardtanh"])
@pytest.mark.parametrize("head", ["classes:3", "classes:12", "value:-1,1"])
def test_contours_are_where_classes_or_levels_meet(activations, head):
    network, parameters = made(activations, head)
    view, size = View(line_width=2.5), (400, 320)
    covers = painter_of(network, parameters).values(view, size)[:, :, 1]
    outputs = forward(parameters, network, places(view, size))[-1]
    crossed = np.zeros(size[::-1], bool)
    if network.has_classes:
        for number in range(network.outputs):
            crossed |= sign_changes((outputs.argmax(axis=1) == number).reshape(size[::-1]) - 0.5)
        assert agree(covers, crossed)
    else:
        for level in levels(network):
            crossed |= sign_changes(outputs[:, 0].reshape(size[::-1]) - level)
        assert (largest_near(covers, 1)[crossed] > 0.3).mean() > 0.99
        assert largest_near(crossed, 2)[2:-2, 2:-2][covers[2:-2, 2:-2] > 0.5].mean() > 0.995


def test_without_contours_there_are_none():
    network, parameters = made("tanh", "classes:3")
    assert painter_of(network, parameters).values(View(contours=False), SIZE)[:, :, 1].max() == 0


def test_a_picture_of_a_target_in_classes_values_and_colours():
    bottle = load_target(None, 40).pixels
    for head, pixels in (("classes:3", bottle), ("value", bottle.astype(np.float32)),
                         ("rgb", np.stack([255 * bottle] * 3, axis=2))):
        network, parameters = made("gelu", head)
        painter = painter_of(network, parameters, Ground(1.0, pixels))
        for field in ("target", "error"):
            assert painter.read(View(field=field), SIZE).std() > 0


@pytest.mark.parametrize("name", NAMES)
def test_activations_are_good_to_3e_6(name):
    from ginn_gl.render.cells import blocks
    from ginn_gl.render.cells.smooth import code_of

    activation = Activation(name)
    z = np.linspace(-30, 30, 64_000, dtype=np.float32).reshape(100, 640)
    code, numbers = code_of(activation)
    found = z.copy()
    blocks.activate_in_place(found, code, np.array(numbers, np.float32))
    right = activation.value(z.astype(np.float64))
    assert (np.abs(found - right) / np.maximum(1, np.abs(right))).max() < 3e-6
