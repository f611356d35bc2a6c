"""Modules are read as they are, at every step, and are left as they were."""

import importlib.util
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from ginn_gl.errors import GinnError
from ginn_gl.own.reading import Reader

_spec = importlib.util.spec_from_file_location("modules", Path(__file__).with_name("modules.py"))
modules = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(modules)

pytestmark = pytest.mark.filterwarnings("ignore")  # of torch, about old weight_norm, scripting and the like


@pytest.fixture(autouse=True)
def seeded():
    torch.manual_seed(3)


def answer(module: nn.Module, points: torch.Tensor) -> np.ndarray:
    """The module's own, in eval mode, (N, outputs) float64."""
    was = module.training
    module.eval()
    kind = next(module.parameters()).dtype
    inputs = points.to(kind).split(1, dim=1) if isinstance(module, modules.OfTwo) else [points.to(kind)]
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = module(*inputs).double().numpy()
    module.train(was)
    return found


def computed(layers, points: torch.Tensor) -> np.ndarray:
    values = points.double().numpy()
    for place, (weight, bias) in enumerate(layers):
        values = (np.maximum(values, 0) if place else values) @ weight.T + bias
    return values


def up_to_constants(name: str, logits: np.ndarray) -> np.ndarray:
    """One for each point, where the module ends with a softmax."""
    return logits - logits.mean(axis=1, keepdims=True) if "Softmax" in name else logits


def train_a_little(module: nn.Module) -> None:
    """Every parameter changes, and so do statistics."""
    optimiser = torch.optim.SGD(module.parameters(), lr=0.05)
    points = torch.rand(16, 2).to(next(module.parameters()).dtype)
    inputs = points.split(1, dim=1) if isinstance(module, modules.OfTwo) else [points]
    for _ in range(3):
        optimiser.zero_grad()
        module(*inputs).square().sum().backward()
        optimiser.step()


@pytest.mark.parametrize("name", modules.READ)
def test_a_module_is_read_now_and_after_its_training(name):
    module = modules.READ[name]()
    inner = getattr(module, "_orig_mod", getattr(module, "module", module))  # compiling takes a minute, and a compiler
    inner.__dict__.pop("_compiled_call_impl", None)
    reader, points = Reader(module), torch.rand(50, 2) * 4 - 2
    tolerance = 0.05 if name == "bfloat16" else 1e-4
    for _ in range(2):
        found = answer(inner, points)
        wanted = up_to_constants(name, np.log(found) if name == "Softmax" else found)
        np.testing.assert_allclose(up_to_constants(name, computed(reader.layers(), points)), wanted,
                                   rtol=tolerance, atol=tolerance * abs(wanted).max())
        flat = np.concatenate([part.ravel() for layer in reader.layers() for part in layer])
        np.testing.assert_allclose(reader.parameters(), flat, rtol=1e-6, atol=1e-6)
        train_a_little(inner)


@pytest.mark.parametrize("name", modules.REFUSED)
def test_another_module_is_refused_in_one_line_that_names_the_operator(name):
    build, said = modules.REFUSED[name]
    with pytest.raises(GinnError, match=said) as refusal:
        Reader(build())
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("name", modules.READ)
@pytest.mark.parametrize("training", [True, False])
def test_a_module_is_left_as_it_was(name, training):
    module = modules.READ[name]().train(training)
    tensors = {key: value.clone() for key, value in module.state_dict().items()}
    parts = list(module.modules())
    attributes = [dict(part.__dict__) for part in parts]
    random, identities = torch.get_rng_state(), [id(one) for one in module.parameters()]
    Reader(module)
    assert all(part.training == training for part in module.modules())
    assert all(torch.equal(value, tensors[key]) for key, value in module.state_dict().items())
    assert [id(one) for one in module.parameters()] == identities
    assert all(own[key] is part.__dict__[key] for part, own in zip(parts, attributes) for key in own
               if isinstance(own[key], torch.Tensor))
    assert torch.equal(torch.get_rng_state(), random)
    assert all(one.grad is None for one in module.parameters())


def test_a_refused_module_is_left_as_it_was():
    module = nn.Sequential(modules.normalised_batches(), nn.Tanh())
    before = {key: value.clone() for key, value in module.state_dict().items()}
    with pytest.raises(GinnError):
        Reader(module)
    assert module.training and all(one.dtype == torch.float32 for one in module.parameters())
    assert all(torch.equal(value, before[key]) for key, value in module.state_dict().items())


def test_any_number_of_inputs_and_outputs_is_read():
    module = nn.Sequential(nn.Flatten(), nn.Linear(12, 7), nn.ReLU(), nn.Linear(7, 3))
    assert Reader(module, example=torch.zeros(1, 3, 4)).widths == (12, 7, 3)


def test_parameters_that_are_exchanged_are_found():
    module = modules.plain()
    reader = Reader(module)
    module[0].weight = nn.Parameter(torch.full((16, 2), 0.25))
    assert (reader.layers()[0][0] == 0.25).all() and (reader.parameters()[:32] == 0.25).all()
