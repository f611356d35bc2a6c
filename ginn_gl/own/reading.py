"""A PyTorch module read as layers, whatever it is built of, and left as it was."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import prod
from operator import is_
from typing import Any

import numpy as np
import torch

from ..activations import Activation
from .layering import Layering
from .program import Program, Source
from .tracing import Refused, Trace

CHECKED = 64
"""Points at which what was read is compared with the module's own answer."""

FIRST_BATCH = 101
"""Of the first reading, which finds out how wide the layers are. A prime, as all batches here are."""

TOLERANCE = {torch.float64: 1e-7, torch.float32: 2e-4, torch.float16: 2e-2, torch.bfloat16: 1e-1}
"""By the type of a module's parameters, of the largest of its answers. Read is in float64, without its rounding."""

Shape = tuple[int, ...]
Example = torch.Tensor | np.ndarray | Sequence[torch.Tensor | np.ndarray] | None

Layer = tuple[torch.Tensor, torch.Tensor]
"""weight (out, in) and bias (out,), float64 on the processor."""


class Reader:
    """Reads the layers of a module, now and after every step of its training.

    module: a torch.nn.Module, also compiled, scripted or in parallel. shape: of one point that it is called with.
    example: a batch of what it is called with, or a tuple of such, where that is not one of (N, *shape), or two of
    (N, 1). box: (2, inputs), the lowest and highest values that its inputs have.
    inputs, outputs: how many values go in and come out, of a point. hidden, activations: of the layers between.
    ending: what follows the outputs that are read: 'softmax', 'log_softmax', 'sigmoid' or ''.
    Raises Refused, in one line that names the operator, where it is no network of layers and activations.
    """

    def __init__(self, module: torch.nn.Module, shape: Shape = (2,), example: Example = None,
                 box: np.ndarray | None = None) -> None:
        if not isinstance(module, torch.nn.Module):
            raise Refused(f"it is a {type(module).__name__}, and not a torch.nn.Module")
        self._module = _original(module)
        self._shapes = _shapes(self._module, shape, example)
        self.inputs = sum(map(prod, self._shapes))
        with _left_as_it_was(self._module):
            self._read(FIRST_BATCH)
            self._read(_prime_above(max(10, *(place.stop for place in self._program.places().values()))))
            affine = self._program.affine()
            self._compare(self._layering.layers(affine), _box(box, self.inputs))
        self.outputs = len(affine[-1].bias)
        self._last = affine[-1]

    @property
    def ending(self) -> str:
        return self._program.ending

    @property
    def hidden(self) -> tuple[int, ...]:
        return self._layering.widths

    @property
    def activations(self) -> tuple[tuple[tuple[Activation, int], ...], ...]:
        return self._layering.activations

    @property
    def ends_in_sigmoid(self) -> bool:
        """Whether its outputs are sigmoids, as they are, of the values of the last layer."""
        last = self._program.stages[-1:]
        if not last or last[0].activation.name != "sigmoid" or self._program.blocks != {last[0].block}:
            return False
        if len(self._program.without_sigmoid().sources) < len(self._program.sources):  # what follows it is trained
            return False
        weight = self._last.weights[last[0].block]
        return torch.equal(weight, torch.eye(len(weight), dtype=weight.dtype)) and not self._last.bias.any()

    def leave_out_sigmoid(self) -> None:
        """Read what these are of, from now on."""
        self._take(self._program.without_sigmoid())

    def layers(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """The layers as they are now: weight (out, in) and bias (out,), float64."""
        return [(weight.numpy(), bias.numpy()) for weight, bias in self._layers()]

    def parameters(self) -> np.ndarray:
        """The same as a run file keeps them: layer by layer the weight row by row, then the bias. (P,) float32."""
        if self._plain:
            return self._plain.parameters()
        return _flat([part for layer in self._layers() for part in layer])

    def _layers(self) -> list[Layer]:
        return self._layering.layers(self._program.affine())

    def _read(self, samples: int) -> None:
        points = _points(samples, _box(None, self.inputs), self._device(), seed=2)
        with torch.no_grad(), _in_float64(self._module) as sources, Trace(points, sources) as trace:
            outputs = self._call(points)
        self._take(trace.program(outputs))

    def _take(self, program: Program) -> None:
        self._program, self._layering = program, Layering(program)
        plain = program.plain() if self._layering.is_chain else None
        self._plain = None if plain is None else Plain(plain)

    def _call(self, points: torch.Tensor) -> Any:
        """The module's answer. Raises Refused where it has none for such a batch."""
        inputs, at = [], 0
        for shape in self._shapes:
            part = points if len(self._shapes) == 1 else points[:, at:at + prod(shape)]
            inputs.append(part if shape == part.shape[1:] else part.reshape(len(points), *shape))
            at += prod(shape)
        try:
            return self._module(*inputs)
        except Refused:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a forward of others may raise
            said = (str(error).strip().splitlines() or [type(error).__name__])[0]
            shapes = " and ".join(str(("N", *shape)).replace("'", "") for shape in self._shapes)
            raise Refused(f"called with {shapes} it fails ({said}): example= gives a batch that it takes") from None

    def _device(self) -> torch.device:
        """Where the module is; float64 is known there, or the processor takes its place."""
        first = next((one.device for one in self._module.parameters()), torch.device("cpu"))
        return first if first.type == "cuda" else torch.device("cpu")

    def _compare(self, layers: list[Layer], box: np.ndarray) -> None:
        """With the module's own answer, in its own precision, in the box and around it."""
        kind = next((one.dtype for one in self._module.parameters() if one.is_floating_point()), torch.float32)
        points = _points(CHECKED, box, self._device(), seed=3).to(kind)
        with torch.no_grad():
            answer = self._call(points).double().cpu().reshape(CHECKED, -1)
        values = _computed(layers, self.activations, points.double().cpu())
        if self.ending:
            values = values.softmax(1) if self.ending == "softmax" else values.log_softmax(1)
        size = float(answer.abs().max())
        difference = float((values - answer).abs().max())
        if not difference <= TOLERANCE.get(kind, 1e-1) * max(size, 1e-9):
            raise Refused(f"at other points its answer differs from what was read, by {difference:.1e} of {size:.1e}")


class Plain:
    """Reads layers that are nothing but torch.nn.Linear: weights and biases as they are."""

    def __init__(self, layers: list[tuple[Source, Source | None]]) -> None:
        self._sources = [source for layer in layers for source in layer]
        self._found: list[torch.Tensor] = []
        self._places: list[int] = []
        self._views: list[np.ndarray] | None = None  # of the memory that the tensors are in, where numpy can share it

    def parameters(self) -> np.ndarray:
        """(P,) float32."""
        found = [source.table[source.name] for source in self._sources if source]
        # Modules exchange tensors, and tensors their memory; most never do.
        if self._views is None or not all(map(is_, found, self._found)) or self._places != _places(found):
            self._found, self._places, self._views = found, _places(found), self._shared(found)
        return np.concatenate(self._views) if self._views else _flat(list(self._tensors()))

    def _shared(self, found: list[torch.Tensor]) -> list[np.ndarray]:
        """None of them where there is one that numpy cannot share, or that is not there."""
        if None in self._sources or not all(one.device.type == "cpu" and one.dtype == torch.float32
                                            and one.is_contiguous() for one in found):
            return []
        return [one.detach().numpy().reshape(-1) for one in found]

    def _tensors(self) -> Iterator[torch.Tensor]:
        for weight, bias in zip(self._sources[::2], self._sources[1::2]):
            assert weight
            yield weight.tensor()
            yield bias.tensor() if bias else weight.tensor().new_zeros(len(weight.tensor()))


def _places(tensors: list[torch.Tensor]) -> list[int]:
    return [one.data_ptr() for one in tensors]


def _flat(parts: list[torch.Tensor]) -> np.ndarray:
    return torch.cat([part.detach().reshape(-1) for part in parts]).to("cpu", torch.float32).numpy()


def _computed(layers: list[Layer], activations: tuple[tuple[tuple[Activation, int], ...], ...],
              values: torch.Tensor) -> torch.Tensor:
    """The outputs of layers at points (N, inputs), float64."""
    for (weight, bias), runs in zip(layers, activations):
        parts = (values @ weight.T + bias).split([width for _, width in runs], dim=1)
        values = torch.cat([torch.from_numpy(one.value(part.numpy())) for (one, _), part in zip(runs, parts)], dim=1)
    weight, bias = layers[-1]
    return values @ weight.T + bias


def _box(box: np.ndarray | None, inputs: int) -> np.ndarray:
    """A box, by default the unit cube, with as much room around it as it is wide: (2, inputs)."""
    low, high = np.array([[0.0], [1.0]]) * np.ones(inputs) if box is None else box
    size = np.where(high > low, high - low, max(float((high - low).max()), 1e-3))
    return np.array([low - size, high + size])


def _original(module: torch.nn.Module) -> torch.nn.Module:
    """What torch.compile and running in parallel have wrapped. A compiled module has no truth value."""
    parallel = torch.nn.DataParallel, torch.nn.parallel.DistributedDataParallel
    while True:
        if isinstance(module, torch._dynamo.OptimizedModule):
            module = module._orig_mod
        elif isinstance(module, parallel):
            module = module.module
        else:
            return module


def _shapes(module: torch.nn.Module, shape: Shape, example: Example) -> list[Shape]:
    """Of one point of each input: as in the example, or of the shape that data has, by how many `forward` asks for."""
    if example is not None:
        batches = example if isinstance(example, tuple | list) else [example]
        return [tuple(torch.as_tensor(batch).shape[1:]) for batch in batches]
    if isinstance(module, torch.jit.ScriptModule):
        asked = [one for one in module.forward.schema.arguments[1:] if not one.has_default_value()]
    else:
        parameters = inspect.signature(module.forward).parameters.values()
        asked = [one for one in parameters if one.default is one.empty
                 and one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    return [(1,)] * len(asked) if len(asked) > 1 and shape == (len(asked),) else [shape]


@contextmanager
def _in_float64(module: torch.nn.Module) -> Iterator[dict[int, Source]]:
    """Parameters and buffers in float64 for this block, by identity. Scripted modules keep theirs."""
    tables, scripted = [], []
    for part in module.modules():
        if isinstance(part, torch.jit.ScriptModule):
            scripted.append(dict([*part.named_parameters(recurse=False), *part.named_buffers(recurse=False)]))
        else:
            tables += [part._parameters, part._buffers]
    before = [dict(table) for table in tables]
    wide: dict[int, torch.Tensor] = {}  # one that is shared stays one
    found = {id(one): Source(table, name) for table in scripted for name, one in table.items()}
    try:
        for table in tables:
            for name, one in table.items():
                if one is not None:
                    if one.is_floating_point():
                        table[name] = wide.setdefault(id(one), one.detach().to(torch.float64, copy=True))
                    found[id(table[name])] = Source(table, name)
        yield found
    finally:
        for table, own in zip(tables, before):
            table.update(own)


@contextmanager
def _left_as_it_was(module: torch.nn.Module) -> Iterator[None]:
    """In eval mode and not compiled in this block; afterwards with the modes, buffers and attributes of before.

    Modules may set attributes of theirs at each call: old weight_norm does. torch's random numbers go on as before.
    """
    parts = list(module.modules())
    modes = [part.training for part in parts]
    attributes = [None if isinstance(part, torch.jit.ScriptModule) else dict(part.__dict__) for part in parts]
    buffers = [(one, one.detach().clone()) for one in module.buffers()]
    devices = {one.device for one in module.parameters() if one.device.type == "cuda"}
    with torch.random.fork_rng(devices=list(devices)):
        try:
            for part, own in zip(parts, attributes):
                part.training = False
                if own is not None:
                    part.__dict__["_compiled_call_impl"] = None
            yield
        finally:
            for part, own, mode in zip(parts, attributes, modes):
                if own is None:
                    part.training = mode
                else:
                    part.__dict__.clear()
                    part.__dict__.update(own)
            with torch.no_grad():
                for one, before in buffers:
                    if not torch.equal(one, before):
                        one.copy_(before)


def _points(count: int, box: np.ndarray, device: torch.device, seed: int) -> torch.Tensor:
    """At random in a box, (count, inputs) float64."""
    random = torch.Generator().manual_seed(seed)
    low, high = torch.from_numpy(box)
    return (low + (high - low) * torch.rand(count, len(low), dtype=torch.float64, generator=random)).to(device)


def _prime_above(number: int) -> int:
    candidate = number + 1
    while any(candidate % divisor == 0 for divisor in range(2, int(candidate**0.5) + 1)):
        candidate += 1
    return candidate
