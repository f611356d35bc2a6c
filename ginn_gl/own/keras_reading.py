"""Keras 3's .keras files: a zip archive of the model's description in JSON and of its weights in HDF5.

The description says in what order layers come; in the weights they lie by the alphabet. Nothing of a file is
executed: of the description only names of known layers and their numbers are used. Loads h5py and torch.
"""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import torch

from ..errors import GinnError
from .keras_layers import LAYERS
from .sources import Answer, Source, of_module

CONFIG, WEIGHTS = "config.json", "model.weights.h5"
MOST_BYTES = 1_000_000_000
MODELS = ("Sequential", "Functional", "Model")
MOST_LAYERS = 200

Call = tuple[str, int]
"""A layer by name, and which of its calls."""


@dataclass
class Part:
    """A layer. kind: of LAYERS. inbound: of each call, the calls whose results it takes, and whether as a list."""

    kind: str
    settings: dict[str, Any]
    weights: list[torch.nn.Parameter]
    inbound: list[tuple[list[Call], bool]] = field(default_factory=list)


def read_keras(path: Path, is_only: bool) -> Source:
    """The network of a .keras file. is_only: there is no other stage of it, so that slopes of PReLUs stay as they are.

    Raises GinnError, without the file's name, where it is none that can be read.
    """
    if path.stat().st_size > MOST_BYTES:
        raise GinnError("too large for a small network")
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_BYTES:
                raise GinnError("too large for a small network")
            described = json.loads(archive.read(CONFIG))
            weights = archive.read(WEIGHTS)
    except (zipfile.BadZipFile, KeyError, ValueError, RecursionError, NotImplementedError, OSError, EOFError):
        raise GinnError("damaged, or no .keras file of Keras 3") from None
    try:
        module = Module(described, _arrays(weights), is_only)
    except (OSError, LookupError, TypeError, ValueError, AttributeError, RuntimeError) as error:
        raise GinnError(f"its description and its weights do not fit each other ({type(error).__name__})") from None
    return of_module(module, module.shapes, _answer(described, weights))


class Module(torch.nn.Module):
    """The model as torch computes it. arrays: of each layer its weights, by where they lie.

    fixed_slopes: whether those of PReLUs are numbers, and their neurons LeakyReLUs.
    """

    def __init__(self, described: dict[str, Any], arrays: dict[str, list[np.ndarray]], fixed_slopes: bool) -> None:
        super().__init__()
        self._arrays, self._fixed_slopes = arrays, fixed_slopes
        self._parts: dict[str, Part] = {}
        self._inputs: dict[str, tuple[int, ...]] = {}
        if described["class_name"] == "Sequential":
            self._output = self._chain(described, "layers", "")
        elif described["class_name"] in MODELS:
            self._output = self._graph(described["config"])
        else:
            raise GinnError(f"a model of the class {described['class_name']}, whose code is not in the file: "
                            "export it to ONNX")
        if not self._inputs:
            raise GinnError("it does not say how many inputs it has: build it before it is saved")

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """Of one point of each input."""
        return tuple(self._inputs.values())

    def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
        values: dict[Call, torch.Tensor] = {(name, 0): one for name, one in zip(self._inputs, inputs)}
        return self._value(self._output, values)

    def _value(self, call: Call, values: dict[Call, torch.Tensor]) -> torch.Tensor:
        if call not in values:
            part = self._parts[call[0]]
            calls, as_list = part.inbound[call[1]]
            given = [self._value(one, values) for one in calls]
            values[call] = LAYERS[part.kind](part.settings, part.weights, *([given] if as_list else given))
        return values[call]

    def _chain(self, model: dict[str, Any], folder: str, prefix: str, before: Call | None = None) -> Call:
        """One layer after another; the last call. folder: where their weights lie; prefix: of their names."""
        layers = model["config"]["layers"]
        if before is None and layers[0]["class_name"] != "InputLayer":
            shape = model.get("build_config", {}).get("input_shape") or model["config"]["build_input_shape"]
            before = self._input("input", shape)
        for layer, place in zip(layers, _places(layers)):
            name, here = f"{prefix}{layer['config']['name']}", f"{folder}/{place}"
            if layer["class_name"] == "InputLayer":
                before = before or self._input(name, layer["config"]["batch_shape"])
            elif layer["class_name"] == "Sequential":
                before = self._chain(layer, f"{here}/layers", f"{name}/", before)
            else:
                assert before is not None
                self._add(name, layer, here)
                self._parts[name].inbound.append(([before], False))
                before = name, 0
        assert before is not None
        return before

    def _graph(self, config: dict[str, Any]) -> Call:
        """Layers that say what they take; the call that gives the output."""
        layers = config["layers"]
        for layer, place in zip(layers, _places(layers)):
            name = str(layer["name"])
            if layer["class_name"] == "InputLayer":
                self._input(name, layer["config"]["batch_shape"])
                continue
            self._add(name, layer, f"layers/{place}")
            self._parts[name].inbound = [_inbound(node) for node in layer["inbound_nodes"]]
        output = config["output_layers"]
        if isinstance(output[0], list):
            if len(output) != 1:
                raise GinnError(f"it has {len(output)} outputs, and not one")
            output = output[0]
        return str(output[0]), int(output[1])

    def _input(self, name: str, shape: list[int | None]) -> Call:
        if len(shape) < 2 or not all(isinstance(side, int) and side > 0 for side in shape[1:]):
            raise GinnError(f"its input is {tuple(shape)}, and not a batch of points of a known size")
        self._inputs[name] = tuple(int(side or 0) for side in shape[1:])
        return name, 0

    def _add(self, name: str, layer: dict[str, Any], place: str) -> None:
        kind = str(layer["class_name"])
        if kind not in LAYERS or str(layer["module"]) != "keras.layers" or len(self._parts) >= MOST_LAYERS:
            raise GinnError(f"the layer {kind} is none that layers and activations are made of")
        weights, settings = list[torch.nn.Parameter](), dict(layer["config"])
        if kind == "PReLU" and self._fixed_slopes:
            settings["slopes"] = self._arrays[place][0].reshape(-1)
        for array in self._arrays.get(place, ()):
            weights.append(torch.nn.Parameter(torch.from_numpy(array), requires_grad=False))
            self.register_parameter(f"weight{len(list(self.parameters()))}", weights[-1])
        self._parts[name] = Part(kind, settings, weights)


def _places(layers: list[dict[str, Any]]) -> list[str]:
    """Names of layers among the weights: of their class, with a number from the second of a class on."""
    seen: dict[str, int] = {}
    found: list[str] = []
    for layer in layers:
        name = re.sub(r"\W+", "", str(layer["class_name"]))
        name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
        name = re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()
        count = seen[name] = seen.get(name, -1) + 1
        found.append(f"{name}_{count}" if count else name)
    return found


def _inbound(node: dict[str, Any]) -> tuple[list[Call], bool]:
    if any(value is not None and name not in ("training", "mask") for name, value in node["kwargs"].items()):
        raise GinnError("a layer that is called with more than tensors")
    (given,) = node["args"]
    as_list = isinstance(given, list)
    calls = [one["config"]["keras_history"] for one in (given if as_list else [given])]
    return [(str(name), int(number)) for name, number, _ in calls], as_list


def _arrays(content: bytes) -> dict[str, list[np.ndarray]]:
    """The weights of an HDF5 file by their folder, float64, in the order of their numbers. Links are not followed."""
    found: dict[str, dict[int, np.ndarray]] = {}

    def take(path: str, stored: object) -> None:
        folder, _, number = path.rpartition("/vars/")
        if isinstance(stored, h5py.Dataset) and number.isdecimal():
            if stored.external:
                raise GinnError("its weights lie in another file")
            found.setdefault(folder, {})[int(number)] = np.asarray(stored[()], np.float64)

    with h5py.File(io.BytesIO(content), "r") as file:
        file.visititems(take)
    return {folder: [arrays[number] for number in sorted(arrays)] for folder, arrays in found.items()}


def _answer(described: dict[str, Any], weights: bytes) -> Answer:
    """By Keras, where it is installed: of the same layers, built anew of what has been understood of them."""
    def ask(points: list[np.ndarray]) -> np.ndarray | None:
        keras = _keras()
        if keras is None:
            return None
        with tempfile.TemporaryDirectory(prefix="ginn-gl-") as folder:
            path = Path(folder) / "model.keras"
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("metadata.json", json.dumps({"keras_version": keras.__version__}))
                archive.writestr(CONFIG, json.dumps(_plain(described)))
                archive.writestr(WEIGHTS, weights)
            model = keras.saving.load_model(path, compile=False, safe_mode=True)
        return np.asarray(model.predict(points if len(points) > 1 else points[0], verbose=0))
    return ask


def _keras() -> Any:
    """None where it is not installed, or has no library to compute with."""
    os.environ.setdefault("KERAS_BACKEND", "torch")
    try:
        import keras
    except ImportError:
        return None
    return keras


NUMBERS = ("name", "units", "activation", "use_bias", "axis", "epsilon", "center", "scale", "mean", "variance",
           "invert", "offset", "max_value", "negative_slope", "threshold", "shared_axes", "target_shape", "alpha",
           "rate", "stddev", "batch_shape")
"""Settings of layers that are understood, or do nothing to what a model computes."""


def _plain(model: dict[str, Any]) -> dict[str, Any]:
    """A description without anything that would have to be looked up, such as initialisers and regularisers."""
    config = {name: model["config"][name] for name in ("name", "input_layers", "output_layers", "build_input_shape")
              if name in model["config"]}
    config["layers"] = [_plain(layer) if layer["class_name"] == "Sequential" else _plain_layer(layer)
                        for layer in model["config"]["layers"]]
    is_chain = model["class_name"] == "Sequential"
    return _named(model, "keras" if is_chain else "keras.src.models.functional", config) | (
        {} if is_chain else {"registered_name": "Functional"})


def _plain_layer(layer: dict[str, Any]) -> dict[str, Any]:
    config = {name: layer["config"][name] for name in NUMBERS if _is_plain(layer["config"].get(name, {}))}
    if layer["class_name"] == "InputLayer":
        config["dtype"] = "float32"
    found = _named(layer, "keras.layers", config)
    if "inbound_nodes" in layer:
        found["inbound_nodes"] = [_plain_call(node) for node in layer["inbound_nodes"]]
    return found


def _named(one: dict[str, Any], module: str, config: dict[str, Any]) -> dict[str, Any]:
    found = {"module": module, "class_name": one["class_name"], "config": config, "registered_name": None}
    shape = (one.get("build_config") or {}).get("input_shape")
    return found | ({"build_config": {"input_shape": shape}} if _is_plain(shape) and shape else {}) | (
        {"name": one["name"]} if "name" in one else {})


def _plain_call(node: dict[str, Any]) -> dict[str, Any]:
    def plain(tensor: dict[str, Any]) -> dict[str, Any]:
        config = {"shape": tensor["config"]["shape"], "dtype": "float32",
                  "keras_history": tensor["config"]["keras_history"]}
        return {"class_name": "__keras_tensor__", "config": config}
    (given,) = node["args"]
    return {"args": [[plain(one) for one in given] if isinstance(given, list) else plain(given)], "kwargs": {}}


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(_is_plain(one) for one in value)
    return value is None or isinstance(value, bool | int | float | str)
