"""Sixteen pixels of a row at once, in vectors that are written for the compiler.

From plain loops it makes vectors only where it can prove that arrays do not overlap and that places are not counted
from the end, and even then one by one those that are left over: painting took twice as long. `on_lanes` makes a
compiled function of one in Python that is run once, while it is compiled, with stand-ins for its arguments: what it
does with them becomes the code. So it has no branches and no loops of its own.
"""

# What numba and llvmlite hand around has no types.
# pyright: basic, reportAttributeAccessIssue=false

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import update_wrapper
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

LANES = 16
FLOATS, PIXELS = types.float32[::1], types.int32[::1]  # kinds of arguments: rows of numbers, of packed colours,
PLACE, NUMBER = types.uint64, types.float32            # a place in such a row, and a number for all lanes
FLAGS = ("contract", "nsz", "arcp")

NONE = ir.Constant(ir.IntType(64), 0)  # the place of a row's first lane

_WORD = ir.IntType(32)
_FLOATS, _WORDS = ir.VectorType(ir.FloatType(), LANES), ir.VectorType(_WORD, LANES)


class Numbers:
    """A float32 in each lane, with Python's operators; beside another one or a number for all lanes."""

    def __init__(self, builder: ir.IRBuilder, value: Any) -> None:
        self._builder, self.value = builder, value

    def __add__(self, other: Numbers | float) -> Numbers:
        return self._made("fadd", self, other)

    def __sub__(self, other: Numbers | float) -> Numbers:
        return self._made("fsub", self, other)

    def __rsub__(self, other: float) -> Numbers:
        return self._made("fsub", self._of(other), self)

    def __mul__(self, other: Numbers | float) -> Numbers:
        return self._made("fmul", self, other)

    def __truediv__(self, other: Numbers | float) -> Numbers:
        return self._made("fdiv", self, other)

    def __rtruediv__(self, other: float) -> Numbers:
        return self._made("fdiv", self._of(other), self)

    def __neg__(self) -> Numbers:
        return 0.0 - self

    def at_most(self, other: Numbers | float) -> Numbers:
        return self._chosen("<", self._of(other))

    def at_least(self, other: Numbers | float) -> Numbers:
        return self._chosen(">", self._of(other))

    def root(self) -> Numbers:
        """The square root."""
        module, name = self._builder.module, f"llvm.sqrt.v{LANES}f32"
        root = module.globals.get(name) or ir.Function(module, ir.FunctionType(_FLOATS, [_FLOATS]), name)
        return Numbers(self._builder, self._builder.call(root, [self.value]))

    def as_byte(self, first_bit: int) -> Words:
        """Rounded, in a word from its `first_bit` on."""
        rounded = self._builder.fptosi((self + 0.5).value, _WORDS)
        return Words(self._builder, self._builder.shl(rounded, _same(_WORDS, first_bit)))

    def _of(self, other: Numbers | float) -> Numbers:
        return other if isinstance(other, Numbers) else Numbers(self._builder, _same(_FLOATS, other))

    def _made(self, operation: str, one: Numbers, other: Numbers | float) -> Numbers:
        made = getattr(self._builder, operation)(one.value, self._of(other).value, flags=FLAGS)
        return Numbers(self._builder, made)

    def _chosen(self, order: str, other: Numbers) -> Numbers:
        first = self._builder.fcmp_ordered(order, self.value, other.value)
        return Numbers(self._builder, self._builder.select(first, self.value, other.value))


class Words:
    """A packed colour in each lane."""

    def __init__(self, builder: ir.IRBuilder, value: Any) -> None:
        self._builder, self.value = builder, value

    def __or__(self, other: Words | int) -> Words:
        value = other.value if isinstance(other, Words) else _same(_WORDS, other)
        return Words(self._builder, self._builder.or_(self.value, value))

    def byte(self, first_bit: int) -> Numbers:
        """What is in a byte of it, as a number."""
        shifted = self._builder.lshr(self.value, _same(_WORDS, first_bit))
        byte = self._builder.and_(shifted, _same(_WORDS, 255))
        return Numbers(self._builder, self._builder.uitofp(byte, _FLOATS))


class Row:
    """Numbers or colours in a row in memory, of which LANES from a place on are loaded or stored."""

    def __init__(self, builder: ir.IRBuilder, pointer: Any, kind: Any) -> None:
        self._builder, self._pointer = builder, pointer
        self._vector, self._loaded = (_FLOATS, Numbers) if kind is FLOATS else (_WORDS, Words)

    def load(self, place: Any, beyond: int = 0) -> Any:
        """Numbers or Words. beyond: so many after the place."""
        return self._loaded(self._builder, self._builder.load(self._at(place, beyond), align=4))

    def store(self, place: Any, lanes: Numbers | Words, beyond: int = 0) -> None:
        self._builder.store(lanes.value, self._at(place, beyond), align=4)

    def _at(self, place: Any, beyond: int) -> Any:
        there = self._builder.add(place, ir.Constant(place.type, beyond))
        return self._builder.bitcast(self._builder.gep(self._pointer, [there]), self._vector.as_pointer())


def on_lanes(*kinds: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A compiled function of arguments of these kinds: FLOATS and PIXELS become Rows, NUMBERs Numbers, and PLACEs are
    handed on. Its body is given, before them, the numbers 0, 1, 2 ... of the lanes."""

    def make(body: Callable[..., None]) -> Callable[..., None]:
        def generate(context: Any, builder: ir.IRBuilder, signature: Any, args: Sequence[Any]) -> Any:
            stand_ins = [_stand_in(context, builder, kind, value) for kind, value in zip(kinds, args)]
            body(Numbers(builder, ir.Constant(_FLOATS, [float(lane) for lane in range(LANES)])), *stand_ins)
            return context.get_dummy_value()

        def typed(typing: Any, *args: Any) -> Any:
            return types.void(*kinds), generate

        update_wrapper(typed, body)  # numba asks for the names of its arguments
        return intrinsic(typed)

    return make


def _stand_in(context: Any, builder: ir.IRBuilder, kind: Any, value: Any) -> Any:
    if kind in (FLOATS, PIXELS):
        return Row(builder, context.make_array(kind)(context, builder, value).data, kind)
    return Numbers(builder, _all_of(builder, value)) if kind is NUMBER else value


def _all_of(builder: ir.IRBuilder, number: Any) -> Any:
    undefined = ir.Constant(_FLOATS, ir.Undefined)
    one = builder.insert_element(undefined, number, ir.Constant(_WORD, 0))
    return builder.shuffle_vector(one, undefined, _same(_WORDS, 0))


def _same(vector: ir.VectorType, number: float) -> ir.Constant:
    return ir.Constant(vector, [number] * LANES)
