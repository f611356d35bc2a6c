"""A module's operators, watched as it computes: which of them are affine, and where a ReLU stands between.

Nothing is taken from names of layers or the text of `forward`: an operator is ReLU, or it proves on random numbers
that it is affine, or the module is refused by its name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_flatten, tree_unflatten

from ..errors import GinnError
from .program import Call, Program, Relu, Slot, Source

SOFTMAX = ("_softmax", "_log_softmax")


class Refused(GinnError):
    """A module that cannot be read; the text names the operator."""

    def __init__(self, why: str) -> None:
        super().__init__(f"this module cannot be watched: {why}")


@dataclass(frozen=True)
class Follows:
    """A tensor that the inputs decide. slot: its own; stage: how many ReLUs lie before it."""

    slot: Slot
    stage: int


@dataclass(frozen=True)
class Made:
    """A tensor made of a module's parameters alone."""

    slot: Slot


@dataclass(frozen=True)
class Aside:
    """A tensor that depends on the inputs, but not as a network's layer does. operator: that made it so."""

    operator: str

    def refused(self) -> Refused:
        return Refused(f"{self.operator} is neither ReLU nor affine in each point by itself")


CONSTANT = None


class Trace(TorchDispatchMode):
    """Watches what is done with `points`, (samples, inputs) float64. tensors: those of the module, by identity."""

    def __init__(self, points: torch.Tensor, tensors: dict[int, Source]) -> None:
        super().__init__()
        self.samples, self.device = len(points), points.device
        self._inputs = points.shape[1]
        self._tensors = tensors
        self._random = torch.Generator(device=points.device).manual_seed(1)
        self._steps: list[Call | Relu] = []
        self._sources: dict[Slot, Source] = {}
        self._known: dict[int, Follows | Made | Aside | None] = {}
        self._alive: list[torch.Tensor] = []  # or another could have its identity
        self._slots = 0
        self._stage = 0
        self._softmax: tuple[int, str, Slot] | None = None  # of what, which, and the layer before
        self._first = self._new_slot()
        self._learn(points, Follows(self._first, 0))

    def program(self, outputs: object) -> Program:
        """What has led to a module's outputs. Raises Refused where these are none of a network."""
        if not isinstance(outputs, torch.Tensor):
            raise Refused(f"it returns a {type(outputs).__name__}, and not one tensor")
        what, softmax = self._known.get(id(outputs)), ""
        if self._softmax and self._softmax[0] == id(outputs):
            softmax, what = self._softmax[1], Follows(self._softmax[2], self._stage)
        if isinstance(what, Aside):
            raise what.refused()
        if not isinstance(what, Follows) or outputs.shape[:1] != (self.samples,):
            raise Refused("its output does not come from its input, point by point")
        if what.stage != self._stage:
            raise Refused("relu: a branch of it does not lead to the output")
        return Program(self.samples, self._inputs, tuple(self._steps), self._sources, self._first, what.slot, softmax,
                       self.device)

    def __torch_dispatch__(self, operator, types, args=(), kwargs=None):
        name = operator._schema.name.partition("::")[2]
        if torch.Tag.nondeterministic_seeded in operator.tags:
            raise Refused(f"{name} is random, in eval mode too")
        flat, shape = tree_flatten((tuple(args), dict(kwargs or {})))
        known = {place: self._what_is(one) for place, one in enumerate(flat) if isinstance(one, torch.Tensor)}
        following = {place: what for place, what in known.items() if isinstance(what, Follows)}
        aside = next((what for what in known.values() if isinstance(what, Aside)), None)
        if aside:
            return self._put_aside(name, operator, args, kwargs or {}, bool(following), aside)
        is_made = any(isinstance(what, Made) for what in known.values())
        if name.endswith("_like") or name.startswith("new_") or (not following and not is_made):
            return self._is_constant(operator(*args, **(kwargs or {})))
        flat = [_widened(one) for one in flat]
        if not following:
            return self._make(name, operator, flat, shape, known)
        return self._follow(name, operator, flat, shape, known, following)

    def _what_is(self, tensor: torch.Tensor) -> Follows | Made | Aside | None:
        """Of a tensor that is met for the first time: one of the module's own, or of its attributes."""
        if id(tensor) not in self._known:
            slot = self._new_slot()
            self._sources[slot] = self._tensors.get(id(tensor)) or Source({"": tensor}, "")
            self._learn(tensor, Made(slot))
        return self._known[id(tensor)]

    def _learn(self, tensor: torch.Tensor, what: Follows | Made | Aside | None) -> None:
        self._known[id(tensor)] = what
        self._alive.append(tensor)

    def _new_slot(self) -> Slot:
        self._slots += 1
        return Slot(self._slots)

    def _is_constant(self, results: object) -> object:
        for one in tree_flatten(results)[0]:
            if isinstance(one, torch.Tensor):
                self._learn(one, CONSTANT)
        return results

    def _put_aside(self, name: str, operator: Callable, args: tuple, kwargs: dict, joins: bool,
                   aside: Aside) -> object:
        """An operator on what is no layer's value any more: of use for nothing that a network's output needs."""
        if joins:
            raise aside.refused()
        if name in ("_local_scalar_dense", "is_nonzero", "equal"):
            raise Refused(f"{aside.operator} leads to a number in Python: what depends on its input cannot be read")
        results = operator(*args, **kwargs)
        for one in tree_flatten(results)[0]:
            if isinstance(one, torch.Tensor):
                self._learn(one, aside)
        return results

    def _make(self, name: str, operator: Callable, flat: list, shape: object, known: dict) -> object:
        """An operator on parameters alone, such as weight normalisation."""
        if name == "_local_scalar_dense":
            raise Refused("item leads a parameter to a number in Python, which would stay as it is now")
        args, kwargs = tree_unflatten(flat, shape)
        if operator._schema.is_mutable:
            first = known.get(0)
            if not isinstance(first, Made):
                raise Refused(f"{name} writes parameters into another tensor")
            if first.slot in self._sources:  # a counter, say, which is put back afterwards
                return operator(*args, **kwargs)
        results = operator(*args, **kwargs)
        slots = self._record(operator, flat, shape, known, results)
        for slot, one in zip(slots, _listed(results)):
            if slot is not None:
                self._learn(one, Made(slot))
        return results

    def _follow(self, name: str, operator: Callable, flat: list, shape: object, known: dict,
                following: dict[int, Follows]) -> object:
        stages = {what.stage for what in following.values()}
        args, kwargs = tree_unflatten(flat, shape)
        if len(stages) > 1:
            raise Refused(f"{name} joins values from before and after a ReLU (a skip connection)")
        (stage,) = stages
        if _is_relu(name, args, kwargs):
            return self._end_stage(name, operator, args, kwargs, flat[0], following[0])
        if name in SOFTMAX and args[1] in (-1, 1) and flat[0].ndim == 2 and not self._softmax:
            results = operator(*args, **kwargs)
            self._softmax = id(results), name, following[0].slot
            self._learn(results, Aside(name))
            return results
        places = sorted(following)
        if operator._schema.is_mutable and places[0] != 0:
            raise Refused(f"{name} writes into a tensor that is not of its input")
        before = [flat[place].clone() for place in places]

        def computed(*inputs: torch.Tensor) -> list:
            tried = list(flat)
            for place, one in zip(places, inputs):
                tried[place] = one.clone()
            args, kwargs = tree_unflatten(tried, shape)
            return _listed(operator(*args, **kwargs))

        results = operator(*args, **kwargs)
        if not isinstance(results, torch.Tensor | tuple | list):
            raise Refused(f"{name} leads to a number in Python: what depends on its input cannot be read")
        self._require_affine(name, computed, before, _listed(results))
        if len(places) == 1 and isinstance(results, torch.Tensor) and self._changes_nothing(computed, before[0]):
            self._learn(results, following[places[0]])
            return results
        slots = self._record(operator, flat, shape, known, results)
        for slot, one in zip(slots, _listed(results)):
            if slot is not None:
                self._learn(one, Follows(slot, stage) if self._has_samples(one) else Aside(name))
        return results

    def _end_stage(self, name: str, operator: Callable, args: tuple, kwargs: dict, values: torch.Tensor,
                   what: Follows) -> torch.Tensor:
        if what.stage != self._stage:
            raise Refused(f"{name}: there are branches side by side")
        if values.shape[0] != self.samples:
            raise Refused(f"{name}: its batch is not first")
        self._stage += 1
        after, results = self._new_slot(), operator(*args, **kwargs)
        self._steps.append(Relu(what.slot, after, tuple(values.shape)))
        self._learn(results, Follows(after, self._stage))
        return results

    def _record(self, operator: Callable, flat: list, shape: object, known: dict, results: object) -> list[Slot | None]:
        """Note an operator among the steps; the slots of its results."""
        noted = [known[place].slot if known.get(place) else one for place, one in enumerate(flat)]
        args, kwargs = tree_unflatten(noted, shape)
        slots = [self._new_slot() if isinstance(one, torch.Tensor) else None for one in _listed(results)]
        self._steps.append(Call(operator, tuple(args), kwargs, tuple(slots)))
        return slots

    def _has_samples(self, tensor: torch.Tensor) -> bool:
        """Whether a batch can still be told in it. A batch is of a prime size, larger than a layer is wide."""
        return tensor.is_floating_point() and any(side and side % self.samples == 0 for side in tensor.shape)

    def _noise(self, like: torch.Tensor) -> torch.Tensor:
        return torch.randn(like.shape, dtype=like.dtype, device=like.device, generator=self._random)

    def _changes_nothing(self, computed: Callable, like: torch.Tensor) -> bool:
        noise = self._noise(like)
        (found,) = computed(noise)
        return found.shape == noise.shape and torch.equal(found, noise)

    def _require_affine(self, name: str, computed: Callable, inputs: list[torch.Tensor], results: list) -> None:
        """Raises Refused where results that may be of a layer are not affine, or of one point depend on another's."""
        wanted = [place for place, one in enumerate(results)
                  if isinstance(one, torch.Tensor) and self._has_samples(one)]
        if not wanted:
            return
        a, b = ([self._noise(one) for one in inputs] for _ in range(2))
        rest = [torch.cat([one[:1], other[1:]]) for one, other in zip(a, b)]
        zero, of_a, of_b, of_sum, of_double, of_rest = (
            computed(*points) for points in ([torch.zeros_like(one) for one in inputs], a, b,
                                             [one + other for one, other in zip(a, b)], [2 * one for one in a], rest))
        by_point = all(one.shape[0] == self.samples for one in inputs)
        for i in wanted:
            if not (_close(of_a[i] + of_b[i] - zero[i], of_sum[i]) and _close(2 * of_a[i] - zero[i], of_double[i])):
                raise Refused(f"{name} is neither affine nor ReLU")
            if by_point and results[i].shape[0] == self.samples and not (
                    _close(of_rest[i][:1], of_a[i][:1]) and _close(of_rest[i][1:], of_b[i][1:])):
                raise Refused(f"{name} mixes the points of a batch")


def _is_relu(name: str, args: tuple, kwargs: dict) -> bool:
    bounds = [*args[1:], *kwargs.values()]
    match name.removesuffix("_"):
        case "relu":
            return True
        case "clamp_min":
            return bounds == [0]
        case "clamp":
            return bounds in ([0], [0, None])
        case "threshold":
            return bounds == [0, 0]
    return False


def _close(found: torch.Tensor, wanted: torch.Tensor) -> bool:
    return torch.allclose(found, wanted, rtol=1e-7, atol=1e-9 * (1 + float(wanted.abs().max())))


def _listed(results: object) -> list:
    return list(results) if isinstance(results, tuple | list) else [results]


def _widened(argument: object) -> object:
    """In float64, tensors as well as the type that an operator is to convert to."""
    if isinstance(argument, torch.Tensor) and argument.is_floating_point():
        return argument.to(torch.float64)
    return torch.float64 if isinstance(argument, torch.dtype) and argument.is_floating_point else argument
