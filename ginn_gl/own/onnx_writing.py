"""A network as an ONNX model, of operators that every runtime has had for years. Loads onnx."""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from ..activations import SELU_ALPHA, SELU_SCALE, Activation
from ..config import NetworkSpec
from ..network import unpack

OPSET, IR = 20, 9  # of late 2023, since when there is Gelu

LIMITS = {"hardtanh": (-1.0, 1.0), "relu6": (0.0, 6.0)}

PLAIN = {"relu": ("Relu", None), "leaky_relu": ("LeakyRelu", "alpha"), "abs": ("Abs", None),
         "tanh": ("Tanh", None), "sigmoid": ("Sigmoid", None), "elu": ("Elu", "alpha"), "softplus": ("Softplus", None),
         "identity": ("Identity", None)}
"""Activations that are one operator, and as what it knows their parameter."""


def onnx_bytes(network: NetworkSpec, parameters: np.ndarray, about: str) -> bytes:
    """The file: from `points` (N, inputs) to `outputs` (N, k), before softmax or sigmoid. parameters: (P,) float32."""
    return _Graph(network, parameters).model(about).SerializeToString()


class _Graph:
    """What it is made of: nodes in order, and constants."""

    def __init__(self, network: NetworkSpec, parameters: np.ndarray) -> None:
        self._network = network
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []
        values = "points"
        for layer, (weight, bias) in enumerate(unpack(parameters, network), 1):
            is_last = layer > len(network.hidden)
            names = [self._constant(f"layer{layer}.{name}", tensor)
                     for name, tensor in (("weight", weight), ("bias", bias))]
            values = self._node("Gemm", [values, *names], "outputs" if is_last else f"layer{layer}.z", transB=1)
            if not is_last:
                values = self._activate(layer, values)

    def model(self, about: str) -> ModelProto:
        """All of it. about: where it comes from."""
        ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", count])
                for name, count in (("points", self._network.inputs), ("outputs", self._network.outputs))]
        graph = helper.make_graph(self._nodes, "network", ends[:1], ends[1:], self._constants, doc_string=about)
        return helper.make_model(graph, producer_name="GINN-GL", ir_version=IR,
                                 opset_imports=[helper.make_opsetid("", OPSET)])

    def _constant(self, name: str, value: np.ndarray | np.floating) -> str:
        self._constants.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def _node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self._nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def _activate(self, layer: int, values: str) -> str:
        runs, end = self._network.runs(layer), f"layer{layer}"
        if len(runs) == 1:
            return self._apply(runs[0][0], values, end)
        parts = [f"{end}.{number}" for number in range(len(runs))]
        counts = np.array([place.stop - place.start for _, place in runs], np.int64)
        self._nodes.append(helper.make_node("Split", [values, self._constant(f"{end}.counts", counts)],
                                            [f"{part}.z" for part in parts], axis=1))
        activated = [self._apply(one, f"{part}.z", part) for (one, _), part in zip(runs, parts)]
        return self._node("Concat", activated, end, axis=1)

    def _apply(self, activation: Activation, values: str, end: str) -> str:
        """The nodes of an activation; `end` is what the last one gives, and begins the names of the others."""
        name, parameter = activation.name, activation.parameter
        if name in PLAIN:
            operator, known_as = PLAIN[name]
            return self._node(operator, [values], end, **({known_as: parameter} if known_as else {}))
        if name in LIMITS:
            limits = [self._constant(f"{end}.{which}", np.float32(limit))
                      for which, limit in zip(("least", "most"), LIMITS[name])]
            return self._node("Clip", [values, *limits], end)
        match name:
            case "silu":
                return self._node("Mul", [values, self._node("Sigmoid", [values], f"{end}.gate")], end)
            case "gelu" | "gelu_tanh":
                return self._node("Gelu", [values], end, approximate="none" if name == "gelu" else "tanh")
            case "selu":
                return self._node("Selu", [values], end, alpha=SELU_ALPHA, gamma=SELU_SCALE)
            case "sine":
                omega = self._constant(f"{end}.omega", np.float32(parameter))
                return self._node("Sin", [self._node("Mul", [values, omega], f"{end}.turned")], end)
        raise AssertionError(f"no operator for {name}")
