"""Weights by name: a chain of layers where names and shapes tell it, and asked for or refused where they do not."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import Linear
from torch.nn.utils import parametrizations, prune, spectral_norm, weight_norm

from ginn_gl import Run
from ginn_gl.cli import main
from ginn_gl.own import safetensors


def chain(*widths: int, act=nn.ReLU) -> nn.Sequential:
    torch.manual_seed(1)
    parts = [part for fan_in, out in pairwise(widths) for part in (Linear(fan_in, out), act())]
    return nn.Sequential(*parts[:-1])


def imported(path, *options) -> Run:
    out = path.with_suffix(".ginn")
    assert main(["import", str(path), "--out", str(out), *options]) == 0
    return Run(out)


def refusal(path, capsys, *options) -> str:
    assert main(["import", str(path), "--out", str(path.with_suffix(".ginn")), *options]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"ginn-gl: {path}: ") and said.count("\n") == 1
    assert not path.with_suffix(".ginn").exists()
    return said


def saved(module: nn.Module, path):
    """As a state_dict, or as safetensors, by the name's ending."""
    if path.suffix == ".safetensors":
        tensors = {name: tensor.detach().numpy() for name, tensor in module.state_dict().items()}
        path.write_bytes(safetensors.packed(dict(sorted(tensors.items())), {}))
    else:
        torch.save(module.state_dict(), path)
    return path


def gives_the_same(run: Run, module: nn.Module) -> None:
    points = torch.from_numpy(np.random.default_rng(0).normal(size=(50, run.network.inputs)).astype(np.float32))
    with torch.no_grad():
        np.testing.assert_allclose(run.outputs(points.numpy()), module.eval()(points), atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("ending", [".pt", ".safetensors"])
def test_a_chain_is_read(ending, tmp_path):
    module = chain(3, 8, 9, 8, 10)
    gives_the_same(imported(saved(module, tmp_path / f"a{ending}"), "--activation", "relu"), module)


def test_layers_past_the_tenth_come_after_the_second(tmp_path):
    module = nn.Sequential(*[part for _ in range(7) for part in (Linear(4, 4), nn.Tanh())], Linear(4, 2))
    path = saved(module, tmp_path / "a.safetensors")
    assert sorted(module.state_dict())[2] == "10.bias"
    gives_the_same(imported(path, "--activation", "tanh"), module)


PARTS = {
    "weight_norm": parametrizations.weight_norm,
    "weight_norm, old": weight_norm,
    "spectral_norm": parametrizations.spectral_norm,
    "spectral_norm, old": spectral_norm,
    "pruned": lambda one: prune.l1_unstructured(one, "weight", amount=0.5),
    "without bias": lambda one: Linear(one.in_features, one.out_features, bias=False),
}


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.filterwarnings("ignore")
def test_weights_in_several_parts_are_put_together(name, tmp_path):
    module = nn.Sequential(*[PARTS[name](one) if isinstance(one, Linear) else one for one in chain(3, 8, 7, 4)])
    module(torch.randn(5, 3))  # spectral_norm estimates
    gives_the_same(imported(saved(module, tmp_path / "a.pt"), "--activation", "relu"), module)


def test_slopes_of_a_prelu_are_in_the_file(tmp_path):
    slopes = nn.PReLU(8)
    slopes.weight = nn.Parameter(torch.linspace(-0.5, 0.5, 8))
    module = nn.Sequential(Linear(3, 8), slopes, Linear(8, 6), nn.PReLU(), Linear(6, 4))
    run = imported(saved(module, tmp_path / "a.pt"))
    gives_the_same(run, module)
    assert run.network.is_piecewise_linear and run.network.widths == (3, 8, 6, 4)


def test_slopes_that_differ_from_stage_to_stage_are_weights(tmp_path):
    modules = [nn.Sequential(Linear(3, 8), nn.PReLU(8, slope), Linear(8, 6), nn.PReLU(1, slope), Linear(6, 4))
               for slope in (0.3, 0.1)]
    (tmp_path / "stages").mkdir()
    for step, module in enumerate(modules):
        torch.save(module.state_dict(), tmp_path / "stages" / f"{step}.pt")
    assert main(["import", str(tmp_path / "stages"), "--out", str(tmp_path / "a.ginn")]) == 0
    run = Run(tmp_path / "a.ginn")
    assert str(run.network) == "3-16-12-4 relu*8+identity*8,relu*6+identity*6"
    points = torch.randn(20, 3)
    for step, module in enumerate(modules):
        with torch.no_grad():
            np.testing.assert_allclose(run.outputs(points.numpy(), step), module(points), atol=1e-5)


def test_a_linear_model_is_a_network_too(tmp_path):
    module = nn.Sequential(Linear(3, 4))
    gives_the_same(imported(saved(module, tmp_path / "a.pt")), module)


@pytest.mark.parametrize("wrapped", [
    lambda state: {"model_state_dict": state, "epoch": 3, "optimizer": {"state": {}, "param_groups": []}},
    lambda state: {"state_dict": state, "hyper_parameters": {"lr": 0.1}, "global_step": 5},
    lambda state: {f"module.{name}": tensor for name, tensor in state.items()},
    lambda state: {"weights": state},
])
def test_a_state_dict_is_found_among_other_things(wrapped, tmp_path):
    module = chain(3, 8, 4)
    torch.save(wrapped(module.state_dict()), tmp_path / "a.ckpt")
    gives_the_same(imported(tmp_path / "a.ckpt", "--activation", "relu"), module)


def test_half_precision_is_read(tmp_path):
    module = chain(3, 8, 4).to(torch.bfloat16)
    torch.save(module.state_dict(), tmp_path / "a.pt")
    gives_the_same(imported(tmp_path / "a.pt", "--activation", "relu"), module.float())


def test_what_other_libraries_have_written_is_read(tmp_path):
    library = pytest.importorskip("safetensors.torch")
    module = chain(3, 8, 4).to(torch.bfloat16)
    library.save_file(module.state_dict(), tmp_path / "a.safetensors", {"format": "pt"})
    gives_the_same(imported(tmp_path / "a.safetensors", "--activation", "relu"), module.float())


def test_what_we_have_written_needs_no_words(tmp_path):
    module = chain(3, 8, 5, 1, act=nn.SiLU)
    run = imported(saved(module, tmp_path / "a.pt"), "--activation", "silu", "--head", "value:-2,3")
    assert main(["export", str(run.path), str(tmp_path / "b.safetensors")]) == 0
    again = imported(tmp_path / "b.safetensors")
    assert again.network == run.network and np.array_equal(again.parameters(0), run.parameters(0))


class Named(nn.Module):
    def __init__(self, **shapes: tuple[int, int]) -> None:
        super().__init__()
        for name, shape in shapes.items():
            setattr(self, name, Linear(*shape))


def test_shapes_tell_the_order_where_names_do_not(tmp_path):
    path = saved(Named(fc1=(3, 9), fc2=(9, 9), fc10=(9, 9), out=(9, 4)), tmp_path / "a.safetensors")
    run = imported(path, "--activation", "relu")
    weights = {tuple(weight.ravel()[:3]) for weight, _, _ in run.layers()[:1]}
    tensors, _ = safetensors.unpacked(path.read_bytes())
    assert weights == {tuple(tensors["fc1.weight"].ravel()[:3].astype(np.float32))}
    assert run.network.widths == (3, 9, 9, 9, 4)
    assert np.array_equal(run.layers()[2][0], tensors["fc10.weight"].astype(np.float32))


def test_an_order_that_nothing_tells_is_asked_for(tmp_path, capsys):
    module = Named(encoder=(3, 8), decoder=(8, 8), middle=(8, 8), out=(8, 4))
    path = saved(module, tmp_path / "a.safetensors")
    assert "--layers and these names: decoder, encoder, middle, out" in refusal(path, capsys, "--activation", "relu")
    run = imported(path, "--activation", "relu", "--layers", "encoder,middle,decoder,out")
    assert np.array_equal(run.layers()[1][0], module.middle.weight.detach())


REFUSED = {
    "no activation": (lambda: chain(3, 8, 8, 4), [], "--activation, such as relu, or one for each of the 2"),
    "too many activations": (lambda: chain(3, 8, 4), ["--activation", "relu,tanh"], "1 hidden layers, and 2"),
    "a BatchNorm": (lambda: nn.Sequential(Linear(3, 8), nn.BatchNorm1d(8), nn.ReLU(), Linear(8, 4)),
                    ["--activation", "relu"], "of a BatchNorm|normalisation"),
    "a LayerNorm": (lambda: nn.Sequential(Linear(3, 8), nn.LayerNorm(8), nn.ReLU(), Linear(8, 4)),
                    ["--activation", "relu"], "perhaps a normalisation"),
    "a convolution": (lambda: nn.Sequential(nn.Conv1d(1, 2, 3), Linear(3, 4)), ["--activation", "relu"], "no linear"),
    "attention": (lambda: nn.MultiheadAttention(8, 2), ["--activation", "relu"], "neither the weight nor the bias"),
    "no chain": (lambda: Named(a=(3, 8), b=(7, 4)), ["--activation", "relu"], "do not follow each other"),
    "another's names": (lambda: chain(3, 8, 4), ["--activation", "relu", "--layers", "a,b"], "its layers are 0, 2"),
    "one output": (lambda: chain(3, 8, 1), ["--activation", "relu"], "a logit or a value: say which with --head"),
    "a head of others": (lambda: chain(3, 8, 4), ["--activation", "relu", "--head", "rgb"], "rgb: has 3 outputs"),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("ending", [".pt", ".safetensors"])
def test_what_cannot_be_known_is_refused(name, ending, tmp_path, capsys):
    make, options, wanted = REFUSED[name]
    said = refusal(saved(make(), tmp_path / f"a{ending}"), capsys, *options)
    assert any(words in said for words in wanted.split("|"))


class Hostile:
    def __reduce__(self):
        return print, ("it ran",)


@pytest.mark.parametrize("write", [
    lambda path: torch.save(chain(3, 8, 4), path),
    lambda path: torch.save({"model": Hostile()}, path),
    lambda path: path.write_bytes(b"\x80\x04N."),
    lambda path: path.write_text("hello"),
    lambda path: torch.save([1, 2], path),
    lambda path: torch.save({}, path),
])
def test_what_is_no_state_dict_is_one_line_and_runs_nothing(write, tmp_path, capsys):
    write(tmp_path / "a.pt")
    said = refusal(tmp_path / "a.pt", capsys, "--activation", "relu")
    assert "it ran" not in said + capsys.readouterr().out


def headed(header: str) -> bytes:
    return len(header).to_bytes(8, "little") + header.encode() + b"1234"


@pytest.mark.parametrize("content", [
    b"", b"\xff" * 8, b"\x02\0\0\0\0\0\0\0{}", b"\x03\0\0\0\0\0\0\0[1]", (2**40).to_bytes(8, "little"),
    headed('{"a.weight":{"dtype":"F32","shape":[1000000,1000000],"data_offsets":[0,4]}}'),
    headed('{"a.weight":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}'),
    headed('{"a.weight":{"dtype":"X","shape":[1],"data_offsets":[0,4]}}'), headed('{"a.weight":7}'),
    headed("[" * 10_000),
])
def test_what_is_no_safetensors_is_one_line(content, tmp_path, capsys):
    (tmp_path / "a.safetensors").write_bytes(content)
    refusal(tmp_path / "a.safetensors", capsys, "--activation", "relu")
