"""What is learnt and what the outputs mean: told, or plain from labels and outputs, and otherwise asked for."""

import numpy as np
import pytest
import torch
from torch import nn

import ginn_gl
from ginn_gl import Activation, GinnError, Head, NetworkSpec
from ginn_gl.store import Run

POINTS = np.random.default_rng(0).normal(size=(60, 2)) * (3, 1)
ZERO_OR_ONE = (POINTS[:, 0] > 0).astype(int)
THREE = np.arange(60) % 3


def net(outputs: int, *after: nn.Module, inputs: int = 2, act=nn.Tanh) -> nn.Module:
    return nn.Sequential(nn.Linear(inputs, 6), act(), nn.Linear(6, outputs), *after)


def watched(tmp_path, model, **told) -> Run:
    with ginn_gl.watch(model, tmp_path / "mine.ginn", **told) as log:
        log(0, 1.0)
    return Run(tmp_path / "mine.ginn")


@pytest.mark.parametrize("model, told, head", [
    (net(2), {}, "classes:2"),
    (net(5), {}, "classes:5"),
    (net(3), {"data": (POINTS, THREE)}, "classes:3"),
    (net(3), {"data": (POINTS, np.eye(3)[THREE])}, "classes:3"),
    (net(3, nn.LogSoftmax(1)), {}, "classes:3"),
    (net(1), {"data": (POINTS, ZERO_OR_ONE)}, "logit"),
    (net(1), {"data": (POINTS, 2 * ZERO_OR_ONE - 1)}, "logit"),
    (net(1), {"data": (torch.tensor(POINTS), torch.tensor(ZERO_OR_ONE[:, None] * 1.0))}, "logit"),
    (net(1, nn.Sigmoid()), {}, "logit"),
    (net(1, nn.Sigmoid()), {"image": np.eye(9)}, "logit"),
    (net(1), {"head": "logit"}, "logit"),
    (net(1), {"head": "value:-2,2"}, "value:-2.0,2.0"),
    (net(1), {"data": (POINTS, np.linspace(-1, 3, 60))}, "value:-1.0,3.0"),
    (net(1, nn.Sigmoid()), {"data": (POINTS, np.linspace(0, 0.5, 60))}, "value:0.0,0.5"),
    (net(1), {"data": (POINTS, THREE)}, "value:0.0,2.0"),
    (net(3, nn.Sigmoid()), {}, "rgb"),
    (net(3), {"data": (POINTS, np.random.default_rng(1).random((60, 3)))}, "rgb"),
    (net(3), {"head": "classes"}, "classes:3"),
])
def test_a_head_is_as_labels_and_outputs_tell_or_as_was_asked(tmp_path, model, told, head):
    run = watched(tmp_path, model, **told)
    assert run.network.head == Head.parse(head)
    points = torch.rand(20, 2)
    with torch.no_grad():
        wanted = model(points).numpy()
    found = ginn_gl.Run(run.path).outputs(points)
    if head == "logit" and isinstance(model[-1], nn.Sigmoid):
        found = 1 / (1 + np.exp(-found))
    if isinstance(model[-1], nn.LogSoftmax):
        found, wanted = (one - one.mean(axis=1, keepdims=True) for one in (found, wanted))
    np.testing.assert_allclose(found, wanted, atol=1e-5)


@pytest.mark.parametrize("model, told, said", [
    (net(1), {}, "one output may be a logit or a value: say which with head="),
    (net(3), {}, "3 outputs may be any of classes, logit, value, rgb: say which"),
    (net(2), {"data": (POINTS, POINTS)}, "2 outputs may be any of"),
    (net(2), {"head": "logit"}, "has 1 outputs, and the network has 2"),
    (net(2), {"head": "colours"}, "not 'colours'"),
    (net(1, nn.Softmax(1)), {"head": "value"}, "ends in softmax"),
    (net(2), {"data": (POINTS, THREE)}, "labels of 2 classes are whole numbers from 0 to 1"),
    (net(1), {"data": (POINTS, THREE), "head": "logit"}, "labels of 2 classes"),
    (net(1), {"data": (POINTS, np.eye(3)[THREE]), "head": "value"}, r"labels of a value are \(N,\)"),
    (net(2), {"data": (POINTS, THREE[:-1])}, r"60 points, and labels of \(59,\)"),
    (net(2), {"data": (POINTS[:, 0], THREE)}, r"array of \(N, inputs\), not \(60,\)"),
    (net(2), {"data": (POINTS * np.nan, THREE)}, "finite numbers"),
    (net(2), {"data": np.ones((4, 3))}, "example="),
    (net(2), {"data": (POINTS, ZERO_OR_ONE), "image": np.eye(3)}, "data= or image="),
    (net(2), {"window": (0, 0, 0, 1)}, "a window is"),
    (net(2, inputs=1), {"example": torch.zeros(1, 1)}, "2 to 4096 inputs, not 1"),
])
def test_what_does_not_fit_or_cannot_be_told_is_said_in_one_line(tmp_path, model, told, said):
    with pytest.raises(GinnError, match=said) as refusal:
        ginn_gl.watch(model, tmp_path / "mine.ginn", **told)
    assert "\n" not in str(refusal.value) and not list(tmp_path.iterdir())


def test_points_and_the_window_around_them_are_in_the_file(tmp_path):
    run = watched(tmp_path, net(1), data=(torch.tensor(POINTS), torch.tensor(ZERO_OR_ONE)))
    np.testing.assert_array_equal(run.data("points"), POINTS.astype(np.float32))
    np.testing.assert_array_equal(run.data("labels"), ZERO_OR_ONE)
    left, top, right, bottom = run.window
    assert right - left == pytest.approx(bottom - top)
    assert left < POINTS[:, 0].min() < POINTS[:, 0].max() < right
    assert run.target is None


def test_a_window_that_is_asked_for_is_in_the_file(tmp_path):
    assert watched(tmp_path, net(2), window=(-3, -2, 3, 2)).window == (-3, -2, 3, 2)


def test_images_keep_their_shape_and_the_network_its_inputs(tmp_path):
    images = np.random.default_rng(2).integers(0, 17, (30, 8, 8))
    run = watched(tmp_path, nn.Sequential(nn.Flatten(), net(10, inputs=64, act=nn.ReLU)), data=(images, THREE[:30]))
    assert run.data("points").shape == (30, 8, 8)
    assert run.network == NetworkSpec((6,), 64, head=Head("classes", 10))


def test_two_scalars_are_two_inputs(tmp_path):
    class Field(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.net = net(1)

        def forward(self, x, t):
            return self.net(torch.cat([x, t], 1))

    run = watched(tmp_path, Field(), data=(POINTS, POINTS[:, 0]))
    assert run.network == NetworkSpec((6,), 2, (Activation("tanh"),), run.network.head)
