"""A PyTorch module read as layers, whatever it is built of, and left as it was."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import prod

import numpy as np
import torch

from .program import Layer, Program, Source
from .tracing import Refused, Trace

CHECKED = 64
"""Points at which what was read is compared with the module's own answer."""

FIRST_BATCH = 101
"""Of the first reading, which finds out how wide the layers are. A prime, as all batches here are."""

TOLERANCE = {torch.float64: 1e-7, torch.float32: 2e-4, torch.float16: 2e-2, torch.bfloat16: 1e-1}
"""By the type of a module's parameters, of the largest of its answers. Read is in float64, without its rounding."""

Shape = tuple[int, ...]


class Reader:
    """Reads the layers of a module, now and after every step of its training.

    module: a torch.nn.Module, also compiled, scripted or in parallel. example: a batch of what it is called with, or
    a tuple of such, where that is not a (N, 2) tensor or two of (N, 1).
    widths: of all layers, inputs and outputs included.
    Raises Refused, in one line that names the operator, where it is no plain ReLU network.
    """

    def __init__(self, module: torch.nn.Module, example: torch.Tensor | Sequence[torch.Tensor] | None = None) -> None:
        if not isinstance(module, torch.nn.Module):
            raise Refused(f"it is a {type(module).__name__}, and not a torch.nn.Module")
        self._module = _original(module)
        self._shapes = _shapes(self._module, example)
        with _left_as_it_was(self._module):
            self._program = self._read(FIRST_BATCH)
            self._program = self._read(_prime_above(max(10, self._program.widest)))
            layers = self._program.layers()
            self._compare(layers)
        self._plain = self._program.plain()
        self.widths = (self._program.inputs, *(len(bias) for _, bias in layers))

    def layers(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """The layers as they are now, with ReLU between them: weight (out, in) and bias (out,), float64."""
        return [(weight.numpy(), bias.numpy()) for weight, bias in self._program.layers()]

    def parameters(self) -> np.ndarray:
        """The same as a run file keeps them: layer by layer the weight row by row, then the bias. (P,) float32."""
        parts = self._tensors() if self._plain else [part for layer in self._program.layers() for part in layer]
        return torch.cat([part.reshape(-1) for part in parts]).to("cpu", torch.float32).numpy()

    def _tensors(self) -> Iterator[torch.Tensor]:
        """Where all layers are torch.nn.Linear, their weights and biases as they are."""
        for weight, bias in self._plain:
            found = weight.tensor()
            yield found
            yield bias.tensor() if bias else found.new_zeros(len(found))

    def _read(self, samples: int) -> Program:
        points = _points(samples, sum(map(prod, self._shapes)), self._device(), seed=2)
        with torch.no_grad(), _in_float64(self._module) as sources, Trace(points, sources) as trace:
            outputs = self._call(points)
        return trace.program(outputs)

    def _call(self, points: torch.Tensor) -> object:
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

    def _compare(self, layers: list[Layer]) -> None:
        """With the module's own answer, in its own precision."""
        kind = next((one.dtype for one in self._module.parameters() if one.is_floating_point()), torch.float32)
        points = _points(CHECKED, sum(map(prod, self._shapes)), self._device(), seed=3).to(kind)
        with torch.no_grad():
            answer = self._call(points).double().cpu().reshape(CHECKED, -1)
        values = points.double().cpu()
        for place, (weight, bias) in enumerate(layers):
            values = (values.relu() if place else values) @ weight.T + bias
        if self._program.softmax:
            values = values.softmax(1) if self._program.softmax == "_softmax" else values.log_softmax(1)
        size = float(answer.abs().max())
        difference = float((values - answer).abs().max())
        if not difference <= TOLERANCE.get(kind, 1e-1) * max(size, 1e-9):
            raise Refused(f"at other points its answer differs from what was read, by {difference:.1e} of {size:.1e}")


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


def _shapes(module: torch.nn.Module, example: object) -> list[Shape]:
    """Of one point of each input: as in the example, or from how many arguments `forward` asks for."""
    if example is not None:
        batches = example if isinstance(example, tuple | list) else [example]
        return [tuple(torch.as_tensor(batch).shape[1:]) for batch in batches]
    if isinstance(module, torch.jit.ScriptModule):
        asked = [one for one in module.forward.schema.arguments[1:] if not one.has_default_value()]
    else:
        parameters = inspect.signature(module.forward).parameters.values()
        asked = [one for one in parameters if one.default is one.empty
                 and one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    return [(1,), (1,)] if len(asked) == 2 else [(2,)]


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


def _points(count: int, inputs: int, device: torch.device, seed: int) -> torch.Tensor:
    """In and around the unit square, (count, inputs) float64."""
    random = torch.Generator().manual_seed(seed)
    return (3 * torch.rand(count, inputs, dtype=torch.float64, generator=random) - 1).to(device)


def _prime_above(number: int) -> int:
    candidate = number + 1
    while any(candidate % divisor == 0 for divisor in range(2, int(candidate**0.5) + 1)):
        candidate += 1
    return candidate
