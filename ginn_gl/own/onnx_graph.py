"""An ONNX file as a torch module: its operators in their order, whatever they and their tensors are called.

What depends on constants alone is computed at once, by the package's own reference implementation, and so are shapes.
Loads onnx and torch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from onnx.inliner import inline_local_functions
from onnx.reference import ReferenceEvaluator

from ..activations import Activation
from ..errors import GinnError
from .functions import applied
from .onnx_operators import OPERATORS, Argument, Setting

STANDARD = ("", "ai.onnx")
"""Names of the domain of ONNX's own operators."""

MOST_BYTES = 1_000_000_000   # of a file with what lies beside it
LARGEST = 50_000_000         # numbers of a constant that is computed
MAKERS = ("ConstantOfShape", "Expand", "Tile", "Range")
"""What makes large tensors of small ones, and so may fill the memory."""

RANDOM = ("Random", "Bernoulli", "Multinomial")

BATCHES = 11, 13
"""Of two runs, in which whatever shapes are computed are seen: a number that differs is that of the batch."""


@dataclass(frozen=True)
class Node:
    """One operator. inputs and outputs: names of tensors. activation: what it is where it has been recognised."""

    operator: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: dict[str, Any]
    activation: Activation | None = None


@dataclass(frozen=True)
class Graph:
    """What computes the output from the inputs, in order.

    inputs: names, each with the shape of one point. batch: how many points the file is for, 0 where that is open.
    constants: by name. version: of the operators.
    """

    inputs: tuple[tuple[str, tuple[int, ...]], ...]
    output: str
    nodes: tuple[Node, ...]
    constants: dict[str, np.ndarray]
    version: int
    batch: int

    def with_nodes(self, nodes: Iterable[Node]) -> Graph:
        """With these in place of its own, less those that lead nowhere."""
        wanted, kept = {self.output}, list[Node]()
        for node in reversed(list(nodes)):
            if not wanted.isdisjoint(node.outputs):
                kept.append(node)
                wanted |= set(node.inputs)
        return replace(self, nodes=tuple(reversed(kept)))

    def run(self, node: Node, arguments: Sequence[Argument]) -> torch.Tensor | tuple[torch.Tensor, ...]:
        """What a node makes of its arguments. Raises GinnError for an operator that is not known here."""
        if node.activation:
            (z,) = arguments
            assert isinstance(z, torch.Tensor)
            return applied(node.activation, z)
        if node.operator not in OPERATORS:
            raise GinnError(f"the operator {node.operator} is none that layers and activations are made of")
        try:
            return OPERATORS[node.operator](Setting(node.attributes, self.version), *arguments)
        except (RuntimeError, TypeError, ValueError, LookupError, AttributeError) as error:
            said = " ".join(str(error).split())[:200]
            raise GinnError(f"{node.operator} does not fit what it is given ({said})") from None


def read_graph(path: Path) -> Graph:
    """The graph of a file. Raises GinnError, without the file's name, where it is none, or none of a network."""
    model = load_model(path)
    graph = model.graph
    if len(graph.output) != 1:
        raise GinnError(f"it has {len(graph.output)} outputs, and not one")
    constants = {one.name: _array(one) for one in graph.initializer}
    inputs = [one for one in graph.input if one.name not in constants]
    versions = [one.version for one in model.opset_import if one.domain in STANDARD]
    shapes = [_shape(one) for one in inputs]
    points = tuple((one.name, shape[1:]) for one, shape in zip(inputs, shapes))
    known = Graph(points, graph.output[0].name, (), constants, max(versions, default=1),
                  max((shape[0] for shape in shapes), default=0))
    nodes = _live(known, graph.node, model)
    found = known.with_nodes(nodes)
    if not found.nodes:
        raise GinnError("its output does not depend on its input")
    return _with_shapes(found, model)


def load_model(path: Path) -> ModelProto:
    """The file, and what it keeps beside it in its own folder. Raises GinnError where something is missing."""
    if path.stat().st_size > MOST_BYTES:
        raise GinnError("too large for a small network")
    try:
        model = onnx.load_model_from_string(path.read_bytes())
        names = [one for node in model.graph.node for one in (node.op_type, *node.input, *node.output)]
        if not names or not all(isinstance(name, str) for name in names):  # bytes where they are no text
            raise ValueError("an empty graph, or a damaged one")
    except Exception as error:  # noqa: BLE001 - of protobuf, whichever implementation it has
        raise GinnError(f"damaged, or no ONNX file ({type(error).__name__})") from None
    _load_beside(model, path.parent)
    return inline_local_functions(model) if model.functions else model


def _load_beside(model: ModelProto, folder: Path) -> None:
    outside = [tensor for tensor in _tensors(model) if tensor.data_location == TensorProto.EXTERNAL]
    for tensor in outside:
        where = {entry.key: entry.value for entry in tensor.external_data}
        name = Path(where.get("location", ""))
        if name.is_absolute() or ".." in name.parts or not name.parts:
            raise GinnError(f"its weights are said to be in '{name}', outside of its folder")
        if not (folder / name).is_file():
            raise GinnError(f"its weights are in {name}, which does not lie beside it")
    if outside:
        try:
            onnx.load_external_data_for_model(model, str(folder))
        except Exception as error:  # noqa: BLE001 - of whatever is wrong with the file beside
            raise GinnError(f"its weights beside it cannot be read ({' '.join(str(error).split())[:200]})") from None


def _tensors(model: ModelProto) -> Iterable[TensorProto]:
    yield from model.graph.initializer
    for node in [*model.graph.node, *(node for function in model.functions for node in function.node)]:
        yield from (attribute.t for attribute in node.attribute if attribute.HasField("t"))


def _array(tensor: TensorProto) -> np.ndarray:
    """In float64 where it is of floats of any kind."""
    if tensor.data_location == TensorProto.EXTERNAL:
        raise GinnError("its weights are not in the file")
    try:
        array = numpy_helper.to_array(tensor)
    except Exception:  # noqa: BLE001 - of sizes that do not fit
        raise GinnError(f"the tensor {tensor.name} is damaged") from None
    return array.astype(np.float64) if tensor.data_type in (1, 10, 11, 16) else array


def _shape(value: Any) -> tuple[int, ...]:
    """Of an input, with 0 for a batch of any size."""
    sides = value.type.tensor_type.shape.dim
    if len(sides) < 2 or not all(side.dim_value > 0 for side in sides[1:]):
        said = ", ".join(str(side.dim_value or side.dim_param or "?") for side in sides)
        raise GinnError(f"its input is ({said}), and not a batch of points of a known size, (N, inputs)")
    return (max(0, sides[0].dim_value), *(side.dim_value for side in sides[1:]))


def _live(known: Graph, protos: Iterable[NodeProto], model: ModelProto) -> list[Node]:
    """Nodes that depend on the inputs; what the others give is added to the constants."""
    live, found = {name for name, _ in known.inputs}, list[Node]()
    for proto in protos:
        if proto.domain not in STANDARD:
            raise GinnError(f"the operator {proto.op_type} of {proto.domain} is none of ONNX's own")
        inputs = tuple(proto.input)
        if unknown := [name for name in inputs if name and name not in live and name not in known.constants]:
            raise GinnError(f"{proto.op_type} takes a tensor that nothing gives, '{unknown[0]}'")
        if not live.isdisjoint(inputs):
            attributes = {one.name: _value(one) for one in proto.attribute}
            if proto.op_type == "Split":
                attributes["outputs in all"] = len(proto.output)
            found.append(Node(proto.op_type, inputs, tuple(name for name in proto.output if name), attributes))
            live |= set(proto.output)
        else:
            _compute(proto, model, known.constants)
    return found


def _value(attribute: Any) -> Any:
    value = helper.get_attribute_value(attribute)
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _compute(proto: NodeProto, model: ModelProto, constants: dict[str, np.ndarray]) -> None:
    """What a node of constants gives, among them from now on."""
    feeds = {name: constants[name] for name in proto.input if name}
    if proto.op_type in MAKERS and any(prod(map(int, one.reshape(-1)), start=1) > LARGEST for one in feeds.values()
                                       if one.dtype.kind in "iu" and one.size <= 16):
        raise GinnError(f"{proto.op_type} makes a constant that is too large for a small network")
    if proto.op_type.startswith(RANDOM):
        raise GinnError(f"{proto.op_type} is random")
    if any(attribute.type in (5, 10) for attribute in proto.attribute):
        raise GinnError(f"the operator {proto.op_type} has graphs of its own")
    found = _computed([proto], feeds, model)
    constants |= {name: value.astype(np.float64) if value.dtype.kind == "f" else value
                  for name, value in zip(proto.output, found) if name}


def _computed(nodes: list[NodeProto], feeds: dict[str, np.ndarray], model: ModelProto) -> list[np.ndarray]:
    """The outputs of the last of these."""
    given = [helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(value.dtype), value.shape)
             for name, value in feeds.items()]
    wanted = [helper.make_empty_tensor_value_info(name) for name in nodes[-1].output if name]
    alone = helper.make_model(helper.make_graph(nodes, "constants", given, wanted), opset_imports=model.opset_import,
                              ir_version=min(model.ir_version, 10))
    try:
        return [np.asarray(one) for one in ReferenceEvaluator(alone).run(None, feeds)]
    except Exception as error:  # noqa: BLE001 - whatever the reference may raise
        raise GinnError(f"{nodes[-1].op_type} of constants cannot be computed ({type(error).__name__})") from None


def _with_shapes(graph: Graph, model: ModelProto) -> Graph:
    """With the shapes that it computes as constants, in which any number of points is told from the first place."""
    seen = [_run_for_shapes(graph, model, count) for count in BATCHES]
    constants = dict(graph.constants)
    for name in seen[0]:
        first, second = (found[name] for found in seen)
        constants[name] = _of_any_batch(first, second)
    nodes = [node for node in graph.nodes if node.outputs[0] not in constants]
    if graph.batch:
        nodes = [_open_batch(node, graph.batch, constants) for node in nodes]
    return replace(graph, constants=constants).with_nodes(nodes)


def _of_any_batch(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """A shape that was seen with batches of two sizes: 0, for as it is, in the first place, elsewhere -1, the rest."""
    if first.shape != second.shape or (first == second).all():
        return first
    differ = first != second
    return np.where(differ, np.where(np.arange(first.size).reshape(first.shape) == 0, 0, -1), first)


def _run_for_shapes(graph: Graph, model: ModelProto, count: int) -> dict[str, np.ndarray]:
    """Values that are of whole numbers and depend on no more than the shapes of a batch of so many points."""
    module, whole = Module(graph), dict[str, np.ndarray]()
    values: dict[str, Any] = {name: torch.zeros(graph.batch or count, *shape, dtype=torch.float64)
                              for name, shape in graph.inputs}
    for node in graph.nodes:
        given = [name for name in node.inputs if name]
        if node.operator in ("Shape", "Size"):
            whole[node.outputs[0]] = _measured(node, values[given[0]])
        elif all(name in whole or name in graph.constants for name in given):
            proto = helper.make_node(node.operator, node.inputs, node.outputs, **node.attributes)
            feeds = {name: whole[name] if name in whole else graph.constants[name] for name in given}
            whole |= dict(zip(node.outputs, _computed([proto], feeds, model)))
        else:
            found = module.call(node, whole, values)
            values |= dict(zip(node.outputs, found if isinstance(found, tuple) else (found,)))
    return whole


def _measured(node: Node, tensor: torch.Tensor) -> np.ndarray:
    if node.operator == "Size":
        return np.array(tensor.numel())
    return np.array(tensor.shape[node.attributes.get("start", 0):node.attributes.get("end")], np.int64)


def _open_batch(node: Node, batch: int, constants: dict[str, np.ndarray]) -> Node:
    """A file that is for a batch of one size may have that written into its shapes: any size will do."""
    if node.operator == "Reshape" and len(node.inputs) > 1:
        shape = constants.get(node.inputs[1])
        if shape is not None and shape.size and shape[0] == batch and not node.attributes.get("allowzero", 0):
            constants[f"{node.inputs[1]} for any batch"] = np.array([0, *shape[1:]])  # as it is
            return replace(node, inputs=(node.inputs[0], f"{node.inputs[1]} for any batch"))
    return node


class Module(torch.nn.Module):
    """A graph that torch computes. Constants of several numbers are parameters.

    fixed_slopes: whether those of PReLUs are numbers, and their neurons LeakyReLUs.
    """

    def __init__(self, graph: Graph, fixed_slopes: bool = True) -> None:
        super().__init__()
        self._graph = graph
        self._places: dict[str, str] = {}
        slopes = {node.inputs[1] for node in graph.nodes if node.operator == "PRelu"}
        for number, (name, value) in enumerate(graph.constants.items()):
            if value.dtype.kind == "f" and (not fixed_slopes if name in slopes else value.size > 1):
                self._places[name] = f"constant{number}"
                tensor = torch.nn.Parameter(torch.from_numpy(value.copy()), requires_grad=False)
                self.register_parameter(self._places[name], tensor)

    def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
        values: dict[str, Any] = {name: one for (name, _), one in zip(self._graph.inputs, inputs)}
        for node in self._graph.nodes:
            found = self.call(node, {}, values)
            values |= dict(zip(node.outputs, found if isinstance(found, tuple) else (found,)))
        return values[self._graph.output]

    def call(self, node: Node, whole: dict[str, np.ndarray], values: dict[str, Any]) -> Any:
        """What a node gives. whole: shapes that are known beside its constants; values: of what depends on inputs."""
        def argument(name: str) -> Argument:
            if name in self._places:
                return getattr(self, self._places[name])
            return whole.get(name, values.get(name, self._graph.constants.get(name)))
        return self._graph.run(node, [argument(name) for name in node.inputs])
