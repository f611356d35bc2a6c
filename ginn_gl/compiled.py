"""Functions compiled by numba, which keeps the machine code on disk where it finds a place for it.

It looks beside the function's own file, and then in the user's folder. An installation without either works all the
same: every process then compiles for itself what it needs, and says so once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from numba import njit

_said: list[str] = []


def compiled(function: Callable[..., Any] | None = None, signatures: list[str] | None = None, borrows: bool = False,
             **options: Any) -> Callable[..., Any]:
    """A decorator, with or without options of numba.njit. Divisions by zero give infinity, as in numpy.

    signatures: of arguments, where it is to be compiled for these alone, and at once. Else numba compiles it for all
    that it is called with, also where they differ in no more than that one is a constant.
    borrows: for functions that only compiled ones call, and that make no arrays and return none. Others count who uses
    an array, whenever they are given one, slice it or assign it, by steps that no other thread may come between: half
    of what clipping took. (numba 0.68 calls it _nrt, in core/options.py.)
    The machine code is found again by the content of the function's own file: not of others that it calls into.
    """
    if function is None:
        return lambda function: compiled(function, signatures, borrows, **options)
    options = {"nogil": True, "error_model": "numpy"} | ({"_nrt": False} if borrows else {}) | options
    try:
        return njit(signatures, cache=True, **options)(function)
    except RuntimeError:  # numba knows no place to keep it
        _say_once("no folder to keep compiled code in can be written: it is compiled anew each time, which takes "
                  "seconds. NUMBA_CACHE_DIR names another folder")
        return njit(signatures, **options)(function)


def _say_once(line: str) -> None:
    if line not in _said:
        _said.append(line)
        print(f"ginn-gl: {line}", file=sys.stderr)
