"""The plain forward pass against torch, and the initialisation against its definition."""

import numpy as np
import pytest
import torch

from ginn_gl.activations import RELU, Activation
from ginn_gl.config import NetworkSpec
from ginn_gl.heads import Head
from ginn_gl.network import evaluate, forward, initialise, unpack

SMOOTH = (Activation("tanh"), ((Activation("sine", 3), 2), (Activation("gelu"), 3)), Activation("leaky_relu"))
NETWORKS = [*(NetworkSpec(hidden) for hidden in ((1,), (16, 16, 16), (3, 40, 2, 5), (4,) * 8)),
            NetworkSpec((7, 5, 4), 6, SMOOTH, Head("classes", 3)), NetworkSpec((5,), 9, head=Head("logit"))]


MODULES = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh, "leaky_relu": torch.nn.LeakyReLU, "gelu": torch.nn.GELU}


class SineAndGelu(torch.nn.Module):
    """Of SMOOTH's second layer."""

    def forward(self, z):
        return torch.cat([torch.sin(3 * z[:, :2]), torch.nn.functional.gelu(z[:, 2:])], dim=1)


def as_torch(parameters: np.ndarray, network: NetworkSpec) -> torch.nn.Sequential:
    """The same network as torch.nn.Linear layers, whose own flat order of parameters must be ours."""
    layers = []
    for (out, fan_in), one in zip(network.shapes, (*network.activations, RELU)):
        activation = MODULES[one.name]() if isinstance(one, Activation) else SineAndGelu()
        layers += [torch.nn.Linear(fan_in, out, dtype=torch.float64), activation]
    model = torch.nn.Sequential(*layers[:-1])
    torch.nn.utils.vector_to_parameters(torch.from_numpy(parameters.astype(np.float64)), model.parameters())
    return model


@pytest.mark.parametrize("network", NETWORKS, ids=str)
def test_evaluation_is_torchs(network):
    parameters = initialise(network, 3)
    points = np.random.default_rng(0).uniform(-1, 2, (50, network.inputs))
    found = evaluate(parameters, network, points)
    model = as_torch(parameters, network)
    x = torch.from_numpy(points).requires_grad_()
    values = x
    for index, module in enumerate(model[:-1]):
        values = module(values)
        if isinstance(module, torch.nn.Linear):
            layer = index // 2
            np.testing.assert_allclose(found.preactivations[layer], values.detach(), atol=1e-13)
            for neuron in range(values.shape[1]):
                (gradient,) = torch.autograd.grad(values[:, neuron].sum(), x, retain_graph=True)
                np.testing.assert_allclose(found.gradients[layer][:, neuron], gradient, atol=1e-13)
    logits = model(x).detach()
    np.testing.assert_allclose(found.logits, logits, atol=1e-13)
    np.testing.assert_allclose(forward(parameters, network, points)[-1], found.logits, atol=1e-13)
    if network.head == NetworkSpec().head:
        np.testing.assert_allclose(found.probability, torch.softmax(logits, 1)[:, 1], atol=1e-13)


def test_probability_does_not_overflow():
    network = NetworkSpec((1,))
    parameters = np.array([1, 0, 0, 1e5, -1e5, 0, 0], np.float32)
    with np.errstate(all="raise"):
        black, undecided = evaluate(parameters, network, np.array([[1.0, 0], [0, 0]])).probability
    assert black == pytest.approx(0) and undecided == 0.5


@pytest.mark.parametrize("network", NETWORKS, ids=str)
def test_initial_parameters_lie_within_one_over_the_root_of_fan_in(network):
    for (weight, bias), (out, fan_in) in zip(unpack(initialise(network, 0), network), network.shapes):
        assert weight.shape == (out, fan_in) and bias.shape == (out,)
        assert max(np.abs(weight).max(), np.abs(bias).max()) <= 1 / np.sqrt(fan_in)


def test_initial_parameters_are_uniform_as_torch_draws_them():
    network = NetworkSpec((256, 256))
    ours = unpack(initialise(network, 0), network)[1][0].ravel()
    torch.manual_seed(0)
    theirs = torch.nn.Linear(256, 256).weight.detach().numpy().ravel()
    quantiles = np.linspace(0, 1, 21)
    np.testing.assert_allclose(np.quantile(ours, quantiles), np.quantile(theirs, quantiles), atol=0.002)


def test_a_seed_gives_the_same_network_for_ever():
    start = initialise(NetworkSpec(), 7)
    assert start.dtype == np.float32 and np.array_equal(start, initialise(NetworkSpec(), 7))
    np.testing.assert_allclose(start[:3], [-0.04409873, -0.10444556, -0.19377314], rtol=1e-6)
    assert not np.array_equal(start, initialise(NetworkSpec(), 8))
