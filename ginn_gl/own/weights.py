"""Weights by name, as safetensors and state_dict have them: a chain of layers, as far as names and shapes tell it.

What is not among them, such as the activations, is asked for; a file of which the rest cannot be known is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from ..activations import Activation
from ..config import MAX_DEPTH, Mixed, NetworkSpec
from ..errors import GinnError
from ..store.specs import network_from_json
from . import safetensors
from .file_names import natural
from .sources import Source

Tensors = dict[str, np.ndarray]

EXPORT = "export it to ONNX instead, which says all of it"

NESTED = ("state_dict", "model_state_dict", "model_state", "model", "net", "network", "params")
"""What programs call a state_dict that they save with other things."""

ROLES = {
    "weight_g": ("weight", "g"), "weight_v": ("weight", "v"), "weight_orig": ("weight", "orig"),
    "weight_mask": ("weight", "mask"), "weight_u": ("weight", "u"), "bias_orig": ("bias", "orig"),
    "bias_mask": ("bias", "mask"), "parametrizations.weight.original0": ("weight", "g"),
    "parametrizations.weight.original1": ("weight", "v"), "parametrizations.weight.original": ("weight", "orig"),
    "parametrizations.weight.0._u": ("weight", "u"), "parametrizations.weight.0._v": ("weight", "right"),
    "weight": ("weight", ""), "bias": ("bias", ""),
}
"""Endings of names, longest first where one ends in another: of which tensor they are a part, and which."""


@dataclass(frozen=True)
class Layer:
    """weight (out, in) and bias (out,), float64. slopes: of a PReLU that follows, (1,) or (out,); None without."""

    weight: np.ndarray
    bias: np.ndarray
    slopes: np.ndarray | None = None


class ChainOfLayers:
    """Layers, one after another, and the activations of all but the last; as reading.Reader knows a network.

    fixed_slopes: a PReLU is a LeakyReLU of each neuron; otherwise a ReLU, and beside it what it is of, as it is.
    """

    ending, ends_in_sigmoid = "", False

    def __init__(self, layers: Sequence[Layer], kinds: Sequence[Activation | Mixed | None], fixed_slopes: bool) -> None:
        if len(layers) == 1:  # at least one is hidden, and so it is
            layers = [layers[0], Layer(np.eye(len(layers[0].bias)), np.zeros(len(layers[0].bias)))]
            kinds = [Activation("identity")]
        self._layers = [layers[0]]
        self.activations: tuple[Activation | Mixed, ...] = ()
        for following, kind in zip(layers[1:], kinds):
            slopes = self._layers[-1].slopes
            if slopes is None:
                assert kind is not None
                self.activations += (kind,)
                self._layers.append(following)
            elif fixed_slopes:
                self.activations += (_leaky(slopes, len(self._layers[-1].bias)),)
                self._layers.append(following)
            else:
                self._layers[-1:] = _beside(self._layers[-1], following)
                count = len(following.weight[0])
                self.activations += (((Activation("relu"), count), (Activation("identity"), count)),)
        self.inputs, self.outputs = self._layers[0].weight.shape[1], len(self._layers[-1].bias)
        self.hidden = tuple(len(layer.bias) for layer in self._layers[:-1])

    def leave_out_sigmoid(self) -> None:
        """There is none."""

    def parameters(self) -> np.ndarray:
        """As a run file keeps them, (P,) float32."""
        return np.concatenate([part.ravel() for layer in self._layers for part in (layer.weight, layer.bias)],
                              dtype=np.float32, casting="same_kind")


def _leaky(slopes: np.ndarray, width: int) -> Mixed:
    return tuple((Activation("leaky_relu", float(slope)), 1) for slope in np.broadcast_to(slopes, width))


def _beside(layer: Layer, following: Layer) -> list[Layer]:
    """A layer twice, for a ReLU and for what it is of, and the following one, to add up a PReLU of them."""
    assert layer.slopes is not None
    twice = Layer(np.concatenate([layer.weight] * 2), np.concatenate([layer.bias] * 2))
    weight = np.concatenate([following.weight * (1 - layer.slopes), following.weight * layer.slopes], axis=1)
    return [twice, Layer(weight, following.bias, following.slopes)]


def read_weights(path: Path, activations: str | None, order: Sequence[str] | None, is_only: bool) -> Source:
    """The network of a .safetensors file, or of what torch.save has made of a state_dict.

    activations: one for all hidden layers, or one for each, with commas. order: names of the layers, first to last.
    is_only: there is no other stage of it, so that slopes of PReLUs stay as they are.
    Raises GinnError, without the file's name, where it is none, or what it leaves open is not told.
    """
    tensors, described = _read_safetensors(path) if path.suffix == ".safetensors" else (_read_torch(path), None)
    layers = _in_order(_layers(tensors), order, is_ordered=path.suffix != ".safetensors")
    kinds = described.activations if described and activations is None else _asked(layers, activations)
    shapes = ((layers[0].weight.shape[1],),)
    return Source(ChainOfLayers(layers, kinds, is_only), shapes, described=described)


def _read_safetensors(path: Path) -> tuple[Tensors, NetworkSpec | None]:
    """Tensors, and the network where the file is of our own making."""
    tensors, metadata = safetensors.unpacked(path.read_bytes())
    try:
        described = network_from_json(json.loads(metadata["network"]), 2)
    except (KeyError, TypeError, ValueError, RecursionError, GinnError):
        described = None
    return tensors, described


def _read_torch(path: Path) -> Tensors:
    import torch

    try:
        loaded = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a file of others
        if "weights_only" in str(error) or "Weights only" in str(error):
            raise GinnError("it holds more than tensors, which could run any program and is not read: save "
                            "module.state_dict() alone") from None
        raise GinnError(f"damaged, or no file of torch.save ({type(error).__name__})") from None
    found = _state_dict(loaded, torch.Tensor)
    if found is None:
        raise GinnError("there is no state_dict in it")
    return {name: one.detach().to(torch.float64).numpy() if one.is_floating_point() else one.numpy()
            for name, one in found.items()}


def _state_dict(loaded: Any, kind: type) -> dict[str, Any] | None:
    """It itself, or the only one among what else was saved with it. kind: of tensors."""
    if not isinstance(loaded, dict):
        return None
    if loaded and all(isinstance(name, str) and isinstance(one, kind) for name, one in loaded.items()):
        return loaded
    named = [loaded[name] for name in NESTED if name in loaded]
    inner = [found for one in named or loaded.values() if (found := _state_dict(one, kind))]
    return inner[0] if len(inner) == 1 else None


def _layers(tensors: Tensors) -> dict[str, Layer]:
    """By name, in the order of the file."""
    parts: dict[str, dict[tuple[str, str], np.ndarray]] = {}
    for name, tensor in tensors.items():
        owner, role = _role(name)
        if role:
            parts.setdefault(owner, {})[role] = tensor
    found: dict[str, Layer] = {}
    for owner, own in parts.items():
        weight, bias = (_tensor(own, name, owner) for name in ("weight", "bias"))
        if weight is None or (bias is not None and weight.ndim != 2):
            raise GinnError(f"'{owner}' is no linear layer, but perhaps a normalisation: {EXPORT}")
        if weight.ndim == 2:
            found[owner] = Layer(weight, np.zeros(len(weight)) if bias is None else bias)
        elif weight.ndim == 1 and found:
            before = next(reversed(found))  # a PReLU
            found[before] = Layer(found[before].weight, found[before].bias, weight)
        else:
            raise GinnError(f"'{owner}' has weights of {weight.shape}, and is no linear layer: {EXPORT}")
    if not found:
        raise GinnError("there is no weight in it")
    return found


def _role(name: str) -> tuple[str, tuple[str, str] | None]:
    """The layer's name, and what a tensor is in it; None for what is of no use."""
    for ending, role in ROLES.items():
        if name == ending or name.endswith(f".{ending}"):
            return name[:-len(ending)].rstrip("."), role
    if name.endswith(("running_mean", "running_var", "num_batches_tracked")):
        raise GinnError(f"'{name}' is of a BatchNorm, whose epsilon and place are not in the file: {EXPORT}")
    raise GinnError(f"'{name}' is neither the weight nor the bias of a layer: {EXPORT}")


def _tensor(own: dict[tuple[str, str], np.ndarray], name: str, owner: str) -> np.ndarray | None:
    """A weight or bias from its parts: weight_norm, spectral_norm and pruning keep it in several."""
    parts = {part: tensor for (of, part), tensor in own.items() if of == name}
    match sorted(parts):
        case []:
            return None
        case [""]:
            return parts[""]
        case ["g", "v"]:
            length = np.sqrt((parts["v"] ** 2).reshape(len(parts["v"]), -1).sum(axis=1))
            return parts["g"].reshape(-1, 1) * parts["v"] / length[:, None]
        case ["mask", "orig"]:
            return parts["orig"] * parts["mask"]
        case ["orig", "right", "u"] | ["orig", "u", "v"]:
            weight, right = parts["orig"], parts["right"] if "right" in parts else parts["v"]
            return weight / (parts["u"] @ weight @ right)
    raise GinnError(f"the {name} of '{owner}' is in parts that are not known: {EXPORT}")


def _in_order(layers: dict[str, Layer], order: Sequence[str] | None, is_ordered: bool) -> list[Layer]:
    """First to last. is_ordered: does the file have them in the order in which they were made?"""
    names = list(layers)
    if len(names) > MAX_DEPTH + 1:
        raise GinnError(f"it has {len(names)} layers, and a network here up to {MAX_DEPTH + 1}")
    if order is not None:
        if sorted(order) != sorted(names):
            raise GinnError(f"its layers are {', '.join(sorted(names, key=natural))}")
        return _fitting([layers[name] for name in order], order)
    if is_ordered and _fit([layers[name] for name in names]):
        return [layers[name] for name in names]
    found = list(_chains(layers))
    if len(found) == 1:
        return [layers[name] for name in found[0]]
    if not found:
        _fitting([layers[name] for name in sorted(names, key=natural)], sorted(names, key=natural))
    raise GinnError("names and shapes do not tell in which order its layers come: say it with --layers and these "
                    f"names: {', '.join(sorted(names, key=natural))}")


def _fit(layers: Sequence[Layer]) -> bool:
    return all(one.weight.shape[0] == other.weight.shape[1] for one, other in pairwise(layers))


def _fitting(layers: list[Layer], names: Sequence[str]) -> list[Layer]:
    if not _fit(layers):
        shapes = ", ".join(f"{name} {one.weight.shape}" for name, one in zip(names, layers))
        raise GinnError(f"its layers do not follow each other: {shapes}: {EXPORT}")
    return layers


def _chains(layers: dict[str, Layer], taken: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Orders in which they fit each other, and names that differ in one number come in order of that; at most two."""
    if len(taken) == len(layers):
        yield taken
        return
    left = [name for name in layers if name not in taken]
    count = 0
    for name in left:
        follows = not taken or layers[taken[-1]].weight.shape[0] == layers[name].weight.shape[1]
        if follows and not any(_comes_before(other, name) for other in left):
            for chain in _chains(layers, (*taken, name)):
                yield chain
                count += 1
                if count == 2:
                    return


def _comes_before(name: str, other: str) -> bool:
    """Whether it is the same name with a smaller number in the first place where they differ."""
    mine, others = natural(name), natural(other)
    here, there = next((pair for pair in zip(mine, others) if pair[0] != pair[1]), ("", ""))
    return isinstance(here, int) and isinstance(there, int) and here < there


def _asked(layers: list[Layer], activations: str | None) -> list[Activation | None]:
    """Of each hidden layer the one that was asked for; None where a PReLU is in the file."""
    hidden = layers[:-1]
    if all(layer.slopes is not None for layer in hidden):
        return [None] * len(hidden)
    if activations is None:
        raise GinnError("it does not tell the activations: say them with --activation, such as relu"
                        + (f", or one for each of the {len(hidden)} hidden layers" if len(hidden) > 1 else ""))
    read = [Activation.parse(one) for one in activations.split(",")]
    if len(read) not in (1, len(hidden)):
        raise GinnError(f"there are {len(hidden)} hidden layers, and {len(read)} activations")
    return [None if layer.slopes is not None else one
            for layer, one in zip(hidden, read * len(hidden) if len(read) == 1 else read)]


