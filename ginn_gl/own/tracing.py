"""A module's operators, watched as it computes: which of them are affine, and which activations stand between.

Nothing is taken from names of layers or the text of `forward`: an operator is a known function of each number by
itself, or it proves on random numbers that it is affine, or the module is refused by its name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import TreeSpec, tree_flatten, tree_unflatten

from ..activations import RELU, Activation
from ..errors import GinnError
from .elementwise import elementwise
from .program import INPUTS, Activate, Call, Program, Slot, Source

SOFTMAX = ("_softmax", "_log_softmax")
NUMBERS = ("_local_scalar_dense", "is_nonzero", "equal")
"""Operators that take values from tensors to Python."""

Operator = torch._ops.OpOverload


class Refused(GinnError):
    """A module that cannot be read; the text names the operator."""

    def __init__(self, why: str) -> None:
        super().__init__(f"this module cannot be watched: {why}")


@dataclass(frozen=True)
class Follows:
    """A tensor that is affine in blocks of values: the inputs, and what activations give. slot: its own."""

    slot: Slot
    blocks: frozenset[int]


@dataclass(frozen=True)
class Made:
    """A tensor made of a module's parameters alone."""

    slot: Slot


@dataclass(frozen=True)
class Aside:
    """A tensor that depends on the inputs, but not as a network's layer does. operator: that made it so; why: how."""

    operator: str
    why: str = "is neither affine nor a known activation"

    def refused(self) -> Refused:
        return Refused(f"{self.operator} {self.why}")


CONSTANT = None


class Trace(TorchDispatchMode):
    """Watches what is done with `points`, (samples, inputs) float64. tensors: those of the module, by identity."""

    def __init__(self, points: torch.Tensor, tensors: dict[int, Source]) -> None:
        super().__init__()
        self.samples, self.device = len(points), points.device
        self._inputs = points.shape[1]
        self._tensors = tensors
        self._random = torch.Generator(device=points.device).manual_seed(1)
        self._steps: list[Call | Activate] = []
        self._sources: dict[Slot, Source] = {}
        self._known: dict[int, Follows | Made | Aside | None] = {}
        self._alive: list[torch.Tensor] = []  # or another could have its identity
        self._slots = self._blocks = 0
        self._softmax: tuple[int, str, Follows] | None = None  # of what, which, and the logits
        self._first = self._new_slot()
        self._learn(points, Follows(self._first, frozenset({INPUTS})))

    def program(self, outputs: object) -> Program:
        """What has led to a module's outputs. Raises Refused where these are none of a network."""
        if not isinstance(outputs, torch.Tensor):
            raise Refused(f"it returns a {type(outputs).__name__}, and not one tensor")
        what, ending = self._known.get(id(outputs)), ""
        if self._softmax and self._softmax[0] == id(outputs):
            _, ending, what = self._softmax
        if isinstance(what, Aside):
            raise what.refused()
        if not isinstance(what, Follows) or outputs.shape[:1] != (self.samples,) or not what.blocks:
            raise Refused("its output does not come from its input, point by point")
        return Program(self.samples, self._inputs, tuple(self._steps), self._sources, self._first, what.slot,
                       what.blocks, ending, self.device).pruned()

    def __torch_dispatch__(self, func: Operator, types: Any, args: tuple = (), kwargs: dict | None = None) -> Any:
        kwargs = kwargs or {}
        name = func._schema.name.partition("::")[2]
        flat, shape = tree_flatten((tuple(args), dict(kwargs)))
        known = {place: self._what_is(one) for place, one in enumerate(flat) if isinstance(one, torch.Tensor)}
        following = {place: what for place, what in known.items() if isinstance(what, Follows)}
        aside = next((what for what in known.values() if isinstance(what, Aside)), None)
        if aside:
            return self._put_aside(name, func, args, kwargs, bool(following), aside)
        is_made = any(isinstance(what, Made) for what in known.values())
        if name.endswith("_like") or name.startswith("new_") or (not following and not is_made):
            if torch.Tag.nondeterministic_seeded in func.tags:
                raise Refused(f"{name} is random, in eval mode too")
            return self._is_constant(func(*args, **kwargs))
        flat = [_widened(one) for one in flat]
        if not following:
            return self._make(name, func, flat, shape, known)
        results = self._activate(name, func, flat, shape, known)
        return self._follow(name, func, flat, shape, known, following) if results is None else results

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

    def _is_constant(self, results: Any) -> Any:
        for one in _tensors(results):
            self._learn(one, CONSTANT)
        return results

    def _put_aside(self, name: str, operator: Operator, args: tuple, kwargs: dict, joins: bool, aside: Aside) -> Any:
        """An operator on what is no layer's value any more: of use for nothing that a network's output needs."""
        if joins:
            raise aside.refused()
        if name in NUMBERS:
            raise Refused(f"{aside.operator} leads to a number in Python: what depends on its input cannot be read")
        results = operator(*args, **kwargs)
        for one in _tensors(results):
            self._learn(one, aside)
        return results

    def _make(self, name: str, operator: Operator, flat: list, shape: TreeSpec, known: dict) -> Any:
        """An operator on parameters alone, such as weight normalisation."""
        if name in NUMBERS:
            raise Refused("item leads a parameter to a number in Python, which would stay as it is now")
        if torch.Tag.nondeterministic_seeded in operator.tags:
            raise Refused(f"{name} is random, in eval mode too")
        args, kwargs = tree_unflatten(flat, shape)
        if operator._schema.is_mutable:
            first = known.get(0)
            if not isinstance(first, Made):
                raise Refused(f"{name} writes parameters into another tensor")
            if first.slot in self._sources:  # a counter, say, which is put back afterwards
                return operator(*args, **kwargs)
        results = operator(*args, **kwargs)
        for slot, one in self._record(operator, flat, shape, known, results):
            self._learn(one, Made(slot))
        return results

    def _activate(self, name: str, operator: Operator, flat: list, shape: TreeSpec, known: dict) -> Any:
        """An operator that is an activation, or made of one; None for any other."""
        args, kwargs = tree_unflatten(flat, shape)
        what = known.get(0)
        if isinstance(what, Follows) and (found := elementwise(operator, args, kwargs)):
            self._require_points(name, args[0])
            results = operator(*args, **kwargs)
            slot = what.slot if found.before is None else self._step(_scaled, what.slot, *found.before)
            given = self._end_stage(slot, args[0].shape, found.activation, what.blocks)
            if found.after:
                given = Follows(self._step(_scaled, given.slot, *found.after), given.blocks)
            for one in _tensors(results)[:1]:  # what else it returns is for its gradient
                self._learn(one, given)
            return results
        if name == "_prelu_kernel" and isinstance(what, Follows) and isinstance(known[1], Made | None):
            return self._bend(name, operator, args, what, known)
        if name in ("maximum", "minimum"):
            return self._larger(name, operator, args, known)
        return None

    def _bend(self, name: str, operator: Operator, args: tuple, what: Follows, known: dict) -> torch.Tensor:
        """A ReLU whose slope to the left is trained: slope * z + (1 - slope) * relu(z)."""
        self._require_points(name, args[0])
        results = operator(*args)
        bent = self._end_stage(what.slot, args[0].shape, RELU, what.blocks)
        slope = known[1].slot if known[1] else args[1]
        self._learn(results, Follows(self._step(_bent, what.slot, bent.slot, slope), what.blocks | bent.blocks))
        return results

    def _larger(self, name: str, operator: Operator, args: tuple, known: dict) -> torch.Tensor:
        """The larger of two is the second, and a ReLU of how much larger the first is; likewise the smaller."""
        results = operator(*args)
        self._require_points(name, results)
        a, b = (known[place].slot if known[place] else args[place] for place in (0, 1))
        sign = 1.0 if name == "maximum" else -1.0
        blocks = [what.blocks if isinstance(what, Follows) else frozenset() for what in known.values()]
        more = self._end_stage(self._step(_difference, a, b, sign, tuple(results.shape)), results.shape, RELU,
                               blocks[0] | blocks[1])
        self._learn(results, Follows(self._step(torch.add, b, self._step(_scaled, more.slot, sign, 0.0)),
                                     more.blocks | blocks[1]))
        return results

    def _end_stage(self, slot: Slot, shape: torch.Size, activation: Activation, blocks: frozenset[int]) -> Follows:
        self._blocks += 1
        after = self._new_slot()
        self._steps.append(Activate(slot, after, tuple(shape), activation, self._blocks, blocks))
        return Follows(after, frozenset({self._blocks}))

    def _step(self, function: Callable, *arguments: object) -> Slot:
        """Note a function among the steps; the slot of its result."""
        slot = self._new_slot()
        self._steps.append(Call(function, arguments, {}, (slot,)))
        return slot

    def _require_points(self, name: str, values: torch.Tensor) -> None:
        if values.shape[:1] != (self.samples,):
            raise Refused(f"{name}: its batch is not first")

    def _follow(self, name: str, operator: Operator, flat: list, shape: TreeSpec, known: dict,
                following: dict[int, Follows]) -> Any:
        """An operator that has to be affine in what follows the inputs."""
        args, kwargs = tree_unflatten(flat, shape)
        if name in SOFTMAX and args[1] in (-1, 1) and flat[0].ndim == 2 and not self._softmax:
            results = operator(*args, **kwargs)
            self._softmax = id(results), name.removeprefix("_"), following[0]
            self._learn(results, Aside(name))
            return results
        if torch.Tag.nondeterministic_seeded in operator.tags:
            raise Refused(f"{name} is random, in eval mode too")
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
        wrong = self._why_not_affine(name, computed, before, _listed(results))
        if wrong:  # and of use for nothing that the output needs
            for one in _tensors(results):
                self._learn(one, wrong)
            return results
        # A bias may be nothing only for now.
        trained = any(isinstance(what, Made) for what in known.values())
        if not trained and isinstance(results, torch.Tensor) and self._changes_nothing(computed, before):
            self._learn(results, following[places[0]])
            return results
        blocks = frozenset().union(*(what.blocks for what in following.values()))
        for slot, one in self._record(operator, flat, shape, known, results):
            self._learn(one, Follows(slot, blocks) if self._has_samples(one) else Aside(name))
        return results

    def _record(self, operator: Operator, flat: list, shape: TreeSpec, known: dict,
                results: Any) -> list[tuple[Slot, torch.Tensor]]:
        """Note an operator among the steps; its results that are tensors, with their slots."""
        noted = [known[place].slot if known.get(place) else one for place, one in enumerate(flat)]
        args, kwargs = tree_unflatten(noted, shape)
        slots = [self._new_slot() if isinstance(one, torch.Tensor) else None for one in _listed(results)]
        self._steps.append(Call(operator, tuple(args), kwargs, tuple(slots), operator._schema.is_mutable))
        return [(slot, one) for slot, one in zip(slots, _listed(results)) if slot is not None]

    def _has_samples(self, tensor: torch.Tensor) -> bool:
        """Whether a batch can still be told in it. A batch is of a prime size, larger than a layer is wide."""
        return tensor.is_floating_point() and any(side and side % self.samples == 0 for side in tensor.shape)

    def _noise(self, like: torch.Tensor) -> torch.Tensor:
        return torch.randn(like.shape, dtype=like.dtype, device=like.device, generator=self._random)

    def _changes_nothing(self, computed: Callable, inputs: list[torch.Tensor]) -> bool:
        if len(inputs) != 1:
            return False
        noise = self._noise(inputs[0])
        (found,) = computed(noise)
        return found.shape == noise.shape and torch.equal(found, noise)

    def _why_not_affine(self, name: str, computed: Callable, inputs: list[torch.Tensor],
                        results: list) -> Aside | None:
        """What results that may be of a layer are where they are not affine, or of one point depend on another's."""
        wanted = [place for place, one in enumerate(results)
                  if isinstance(one, torch.Tensor) and self._has_samples(one)]
        if not wanted:
            return None
        a, b = ([self._noise(one) for one in inputs] for _ in range(2))
        rest = [torch.cat([one[:1], other[1:]]) for one, other in zip(a, b)]
        zero, of_a, of_b, of_sum, of_double, of_rest = (
            computed(*points) for points in ([torch.zeros_like(one) for one in inputs], a, b,
                                             [one + other for one, other in zip(a, b)], [2 * one for one in a], rest))
        by_point = all(one.shape[0] == self.samples for one in inputs)
        for i in wanted:
            if not (_close(of_a[i] + of_b[i] - zero[i], of_sum[i]) and _close(2 * of_a[i] - zero[i], of_double[i])):
                return Aside(name)
            if by_point and results[i].shape[0] == self.samples and not (
                    _close(of_rest[i][:1], of_a[i][:1]) and _close(of_rest[i][1:], of_b[i][1:])):
                return Aside(name, "mixes the points of a batch")
        return None


def _scaled(values: torch.Tensor, factor: float, offset: float) -> torch.Tensor:
    return values * factor + offset


def _bent(z: torch.Tensor, positive: torch.Tensor, slope: torch.Tensor) -> torch.Tensor:
    return slope * z + (1 - slope) * positive


def _difference(a: torch.Tensor, b: torch.Tensor, sign: float, shape: tuple[int, ...]) -> torch.Tensor:
    return (sign * (a - b)).expand(shape)


def _close(found: torch.Tensor, wanted: torch.Tensor) -> bool:
    return torch.allclose(found, wanted, rtol=1e-7, atol=1e-9 * (1 + float(wanted.abs().max())))


def _listed(results: Any) -> list:
    return list(results) if isinstance(results, tuple | list) else [results]


def _tensors(results: Any) -> list[torch.Tensor]:
    return [one for one in tree_flatten(results)[0] if isinstance(one, torch.Tensor)]


def _widened(argument: Any) -> Any:
    """In float64, tensors as well as the type that an operator is to convert to."""
    if isinstance(argument, torch.Tensor) and argument.is_floating_point():
        return argument.to(torch.float64)
    return torch.float64 if isinstance(argument, torch.dtype) and argument.is_floating_point else argument
