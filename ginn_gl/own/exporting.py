"""A network at one step, written for other programs: weights alone, or with what computes them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..config import NetworkSpec
from ..errors import GinnError
from ..network import unpack
from ..store.specs import network_to_json
from . import safetensors
from .module_text import linear_places, module_text

NEWEST = 2  # version of the description that has words for any network


@dataclass(frozen=True)
class Model:
    """A network as it is written. parameters: (P,) float32. about: where it comes from, in one line."""

    network: NetworkSpec
    parameters: np.ndarray
    about: str

    def tensors(self) -> dict[str, np.ndarray]:
        """Weights (out, in) and biases (out,) under the names that the written torch module has for them."""
        layers = zip(linear_places(self.network), unpack(self.parameters, self.network))
        return {f"{place}.{name}": tensor for place, layer in layers for name, tensor in zip(("weight", "bias"), layer)}


def save_model(model: Model, path: Path, suffix: str) -> None:
    """Write it. suffix: one of MODELS, which says how. Raises GinnError where a library is missing for that."""
    MODELS[suffix](model, path)


def _save_safetensors(model: Model, path: Path) -> None:
    described = json.dumps(network_to_json(model.network, NEWEST))
    path.write_bytes(safetensors.packed(model.tensors(), {"about": model.about, "network": described}))


def _save_onnx(model: Model, path: Path) -> None:
    try:
        from .onnx_writing import onnx_bytes
    except ImportError:
        raise GinnError("an .onnx file takes the onnx package: pip install onnx") from None

    path.write_bytes(onnx_bytes(model.network, model.parameters, model.about))


def _save_module(model: Model, path: Path) -> None:
    path.write_text(module_text(model.network, model.parameters, model.about), encoding="utf-8")


def _save_csv(model: Model, path: Path) -> None:
    """A line for each weight and bias, everything counted from 1. Numbers are the shortest that are read back right."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["layer", "neuron", "input", "value"])
        for layer, (weight, bias) in enumerate(unpack(model.parameters, model.network), 1):
            for neuron, (row, offset) in enumerate(zip(weight, bias), 1):
                writer.writerows([layer, neuron, place, str(value)] for place, value in enumerate(row, 1))
                writer.writerow([layer, neuron, "bias", str(offset)])


MODELS: dict[str, Callable[[Model, Path], None]] = {
    ".safetensors": _save_safetensors, ".onnx": _save_onnx, ".py": _save_module, ".csv": _save_csv,
}
