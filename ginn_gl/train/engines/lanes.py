"""Sixteen float32 numbers at once, for numba: the vector registers that its scalar loops cannot hold on to.

A `Lanes` value lives in registers (two of AVX2, one of AVX-512, four of NEON). Arrays are flat float32,
indices are trusted.
"""

from __future__ import annotations

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, register_model

WIDTH = 16

_FLOAT = ir.FloatType()
_VECTOR = ir.VectorType(_FLOAT, WIDTH)
_ZEROS = ir.Constant(_VECTOR, [0.0] * WIDTH)
_UNDEFINED = ir.Constant(_VECTOR, ir.Undefined)
_FIRST_LANE = ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH)
_FLOAT_ALIGNMENT = 4


class _LanesType(types.Type):
    def __init__(self) -> None:
        super().__init__("Lanes")


_LANES = _LanesType()


@register_model(_LanesType)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager, kind) -> None:
        super().__init__(manager, kind, _VECTOR)


@intrinsic
def zeros(_typing):
    """A vector of zeros."""
    return _LANES(), lambda context, builder, signature, arguments: _ZEROS


@intrinsic
def load(_typing, array, index):
    """The vector array[index : index + WIDTH]."""
    def emit(context, builder, signature, arguments):
        address = _address(context, builder, signature, arguments, _VECTOR)
        return builder.load(address, align=_FLOAT_ALIGNMENT, typ=_VECTOR)
    return _LANES(array, types.intp), emit


@intrinsic
def store(_typing, array, index, lanes):
    """array[index : index + WIDTH] = lanes."""
    def emit(context, builder, signature, arguments):
        address = _address(context, builder, signature, arguments, _VECTOR)
        builder.store(arguments[2], address, align=_FLOAT_ALIGNMENT)
        return context.get_dummy_value()
    return types.void(array, types.intp, _LANES), emit


@intrinsic
def broadcast(_typing, array, index):
    """A vector with array[index] in every lane."""
    def emit(context, builder, signature, arguments):
        address = _address(context, builder, signature, arguments, _FLOAT)
        number = builder.load(address, align=_FLOAT_ALIGNMENT, typ=_FLOAT)
        first = builder.insert_element(_UNDEFINED, number, ir.IntType(32)(0))
        return builder.shuffle_vector(first, _UNDEFINED, _FIRST_LANE)
    return _LANES(array, types.intp), emit


@intrinsic
def add(_typing, a, b):
    """a + b."""
    def emit(context, builder, signature, arguments):
        return builder.fadd(*arguments)
    return _LANES(_LANES, _LANES), emit


@intrinsic
def multiply_add(_typing, a, b, c):
    """a * b + c."""
    def emit(context, builder, signature, arguments):
        return _call(builder, f"llvm.fmuladd.v{WIDTH}f32", _VECTOR, arguments)
    return _LANES(_LANES, _LANES, _LANES), emit


@intrinsic
def where_positive(_typing, condition, lanes):
    """lanes where condition > 0, else 0."""
    def emit(context, builder, signature, arguments):
        condition, lanes = arguments
        return builder.select(builder.fcmp_ordered(">", condition, _ZEROS), lanes, _ZEROS)
    return _LANES(_LANES, _LANES), emit


@intrinsic
def total(_typing, lanes):
    """Sum of the lanes, in whichever order is fastest."""
    def emit(context, builder, signature, arguments):
        operands = [_FLOAT(-0.0), arguments[0]]
        return _call(builder, f"llvm.vector.reduce.fadd.v{WIDTH}f32", _FLOAT, operands, ("reassoc",))
    return types.float32(_LANES), emit


def _address(context, builder, signature, arguments, kind: ir.Type) -> ir.Value:
    array = cgutils.create_struct_proxy(signature.args[0])(context, builder, value=arguments[0])
    return builder.bitcast(builder.gep(array.data, [arguments[1]]), kind.as_pointer())


def _call(builder, name: str, result: ir.Type, operands: list, fastmath: tuple = ()) -> ir.Value:
    kind = ir.FunctionType(result, [operand.type for operand in operands])
    function = cgutils.get_or_insert_function(builder.module, kind, name)
    return builder.call(function, operands, fastmath=fastmath)
