"""Activations that an ONNX graph spells out, such as x Sigmoid(x): told by their values, however they are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch

from ..activations import Activation
from .functions import applied
from .onnx_graph import Graph, Node

SPELT = ("relu", "tanh", "sigmoid", "silu", "gelu", "gelu_tanh", "elu", "selu", "softplus", "abs")
"""What somebody may spell out, with its usual parameter."""

SCALED = ("silu", "gelu", "gelu_tanh", "softplus")
"""Those of them that may have factors: x Sigmoid(1.702 x) is SiLU of 1.702 x, less 1.702 times."""

CURVED = {"Pow", "Sqrt", "Reciprocal", "Exp", "Log", "Erf", "Greater", "GreaterOrEqual", "Less", "LessOrEqual",
          "Where"}
"""Functions that are no activation themselves, but may be a part of one."""

OF_ONE_NUMBER = CURVED | {"Add", "Sub", "Mul", "Div", "Neg", "Sum", "Identity", "Cast", "Tanh", "Sigmoid", "Softplus",
                          "Relu", "Abs", "Elu", "Clip", "Max", "Min", "Dropout"}

PLACES = torch.cat([torch.linspace(-9, 9, 400, dtype=torch.float64), torch.tensor([-30.0, 30.0], dtype=torch.float64)])
CLOSE = 1e-6  # constants are in float32, and the closest two of SPELT differ by 5e-4


@dataclass(frozen=True)
class Function:
    """A tensor as a function of each number of another, the root. is_spelt: has anything CURVED been part of it?"""

    root: str
    values: Callable[[torch.Tensor], torch.Tensor]
    is_spelt: bool


def with_activations(graph: Graph) -> Graph:
    """The same graph with one node for each activation that is spelt out, and its factors."""
    functions = {name: _itself(name) for name, _ in graph.inputs}
    nodes, constants = list[Node](), dict(graph.constants)
    for node in graph.nodes:
        function = _function(node, graph, functions)
        name = node.outputs[0]
        functions |= {one: _itself(one) for one in node.outputs}
        if function and function.is_spelt and (found := _recognised(function)):
            nodes += _spelt(name, function.root, *found, constants)
            continue
        nodes.append(node)
        if function:
            functions[name] = function
    return replace(graph, constants=constants).with_nodes(nodes)


def _spelt(name: str, root: str, activation: Activation, inner: float, outer: float,
           constants: dict[str, np.ndarray]) -> list[Node]:
    """Nodes of outer * activation(inner * root)."""
    constants |= {f"{name} inner": np.array(inner), f"{name} outer": np.array(outer)}
    return [Node("Mul", (root, f"{name} inner"), (f"{name} z",), {}),
            Node(str(activation), (f"{name} z",), (f"{name} y",), {}, activation),
            Node("Mul", (f"{name} y", f"{name} outer"), (name,), {})]


def _itself(name: str) -> Function:
    return Function(name, lambda z: z, False)


def _function(node: Node, graph: Graph, functions: dict[str, Function]) -> Function | None:
    """What a node makes of one number; None where it is none such."""
    live = [name for name in node.inputs if name in functions]
    roots = {functions[name].root for name in live}
    if node.operator not in OF_ONE_NUMBER or len(roots) != 1 or len(node.outputs) > 1:
        return None
    if any(name and name not in functions and graph.constants[name].size != 1 for name in node.inputs):
        return None

    def values(z: torch.Tensor) -> torch.Tensor:
        arguments = [functions[name].values(z) if name in functions else graph.constants.get(name)
                     for name in node.inputs]
        found = graph.run(node, arguments)
        return found if isinstance(found, torch.Tensor) else found[0]

    is_product = node.operator in ("Mul", "Div") and (len(live) > 1 or (node.inputs[-1] in live and
                                                      node.operator == "Div"))
    is_spelt = node.operator in CURVED or is_product or any(functions[name].is_spelt for name in live)
    return Function(next(iter(roots)), values, is_spelt)


def _recognised(function: Function) -> tuple[Activation, float, float] | None:
    """The activation, and the factors before and after it."""
    values = function.values(PLACES)
    if values.dtype != torch.float64 or not values.isfinite().all():
        return None
    for name in SPELT:
        activation = Activation(name)
        inner, outer = _factors(activation, function)
        wanted = outer * applied(activation, inner * PLACES)
        if torch.allclose(values, wanted, rtol=CLOSE, atol=CLOSE):
            return activation, inner, outer
    return None


def _factors(activation: Activation, function: Function) -> tuple[float, float]:
    """From the first and the second derivative at 0, where the activation has both; else it is taken as it is."""
    if activation.name not in SCALED:
        return 1.0, 1.0
    (first, second), (ours, ours_too) = _derivatives(function.values), _derivatives(lambda z: applied(activation, z))
    if 0 in (first, second):
        return 1.0, 1.0
    inner = second / first * ours / ours_too
    outer = first / (ours * inner)
    return (1.0, 1.0) if abs(inner - 1) + abs(outer - 1) < CLOSE else (inner, outer)


def _derivatives(values: Callable[[torch.Tensor], torch.Tensor]) -> tuple[float, float]:
    z = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    (first,) = torch.autograd.grad(values(z).sum(), z, create_graph=True)
    if not first.requires_grad:
        return first.item(), 0.0
    (second,) = torch.autograd.grad(first.sum(), z)
    return first.item(), second.item()
