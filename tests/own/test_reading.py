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


def computed(reader: Reader, points: torch.Tensor) -> np.ndarray:
    values = points.double().numpy()
    for (weight, bias), runs in zip(reader.layers(), reader.activations):
        parts = np.split(values @ weight.T + bias, np.cumsum([width for _, width in runs])[:-1], axis=1)
        values = np.concatenate([one.value(part) for (one, _), part in zip(runs, parts)], axis=1)
    weight, bias = reader.layers()[-1]
    return values @ weight.T + bias


def up_to_constants(reader: Reader, logits: np.ndarray) -> np.ndarray:
    """One for each point, where the module ends with a softmax."""
    return logits - logits.mean(axis=1, keepdims=True) if reader.ending else logits


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
        found = answer(inner, points).reshape(50, -1)
        wanted = up_to_constants(reader, np.log(found) if reader.ending == "softmax" else found)
        np.testing.assert_allclose(up_to_constants(reader, computed(reader, points)), wanted,
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
    module = nn.Sequential(modules.normalised_batches(), nn.Mish())
    before = {key: value.clone() for key, value in module.state_dict().items()}
    with pytest.raises(GinnError):
        Reader(module)
    assert module.training and all(one.dtype == torch.float32 for one in module.parameters())
    assert all(torch.equal(value, before[key]) for key, value in module.state_dict().items())


def test_any_number_of_inputs_and_outputs_is_read():
    module = nn.Sequential(nn.Flatten(), nn.Linear(12, 7), nn.ReLU(), nn.Linear(7, 3))
    for reader in (Reader(module, example=torch.zeros(1, 3, 4)), Reader(module, shape=(3, 4)), Reader(module, (12,))):
        assert (reader.inputs, reader.hidden, reader.outputs) == (12, (7,), 3)


def test_skips_are_carried_along_by_neurons_that_leave_them_as_they_are():
    residual = Reader(modules.READ["residual"]())
    assert residual.hidden == (16, 32, 48)
    assert {one.name for runs in residual.activations for one, _ in runs} == {"relu"}
    again = Reader(modules.READ["inputs once more"]())
    assert [[(one.name, width) for one, width in runs] for runs in again.activations] == [
        [("relu", 8), ("identity", 2)], [("relu", 8)]]


def test_a_sigmoid_at_the_end_can_be_left_out():
    module = modules.READ["ends in sigmoid"]()
    reader, points = Reader(module), torch.rand(50, 2)
    assert reader.ends_in_sigmoid and reader.hidden == (8, 8, 1)
    reader.leave_out_sigmoid()
    assert (reader.hidden, reader.ending) == ((8, 8), "sigmoid")
    np.testing.assert_allclose(computed(reader, points), module[0](points).detach(), atol=1e-6)
    assert len(reader.parameters()) == 105
    assert not Reader(modules.READ["ends in tanh"]()).ends_in_sigmoid
    assert not Reader(modules.READ["Sigmoid"]()).ends_in_sigmoid


def test_parameters_that_are_exchanged_are_found():
    module = modules.plain()
    reader = Reader(module)
    module[0].weight = nn.Parameter(torch.full((16, 2), 0.25))
    assert (reader.layers()[0][0] == 0.25).all() and (reader.parameters()[:32] == 0.25).all()
