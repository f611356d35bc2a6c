"""Flushing denormal numbers to zero in the calling thread.

Adam's moments of neurons that are dead for a while sink into the denormal range, where x86 processors
compute a hundred times slower; as zeros they mean the same.
"""

from __future__ import annotations

import platform

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

_HAS_MXCSR = platform.machine().lower() in ("x86_64", "amd64")
_FLUSH_TO_ZERO = 1 << 15
_DENORMALS_ARE_ZERO = 1 << 6
_WORD = ir.IntType(32)


@intrinsic
def flush_denormals(_typing):
    """Begin to flush; returns the mode until now, for `restore_mode`. Only x86 has any need of it."""
    def emit(context, builder, signature, arguments):
        if not _HAS_MXCSR:
            return _WORD(0)
        slot = cgutils.alloca_once(builder, _WORD)
        _access_mxcsr(builder, "st", slot)
        before = builder.load(slot)
        builder.store(builder.or_(before, _WORD(_FLUSH_TO_ZERO | _DENORMALS_ARE_ZERO)), slot)
        _access_mxcsr(builder, "ld", slot)
        return before
    return types.uint32(), emit


@intrinsic
def restore_mode(_typing, mode):
    """Undo `flush_denormals`, given what it returned."""
    def emit(context, builder, signature, arguments):
        if _HAS_MXCSR:
            slot = cgutils.alloca_once_value(builder, arguments[0])
            _access_mxcsr(builder, "ld", slot)
        return context.get_dummy_value()
    return types.void(types.uint32), emit


def _access_mxcsr(builder, direction: str, slot: ir.Value) -> None:
    bytes_pointer = ir.IntType(8).as_pointer()
    kind = ir.FunctionType(ir.VoidType(), [bytes_pointer])
    access = cgutils.get_or_insert_function(builder.module, kind, f"llvm.x86.sse.{direction}mxcsr")
    builder.call(access, [builder.bitcast(slot, bytes_pointer)])
