"""Activations in float32, such that the compiler makes vectors of them; compiled.

Each is within some 1e-6 of float64: rational functions and polynomials, without a branch and without a call. What is
no activation of this list is a piecewise linear one, and written out in blocks.py.

numba keeps compiled code by the content of each file alone: blocks.py, which calls these, is to be changed with them.
"""

# Arguments of compiled functions have whatever type numba finds them to have; docstrings say what is meant.
# pyright: basic, reportCallIssue=false

from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from ...compiled import compiled

F = np.float32
HALF, ONE, TWO, ZERO = F(0.5), F(1), F(2), F(0)

inlined = compiled(fastmath={"nnan", "nsz", "contract", "arcp"})


@intrinsic
def _as_float(typing, bits):
    """The float32 that has these 32 bits."""
    return types.float32(types.int32), lambda context, builder, signature, args: builder.bitcast(args[0],
                                                                                                 ir.FloatType())


@inlined
def exp(z):
    """From 1e-37 to 1e37: a power of two, by its bits, times a polynomial of what is left."""
    x = min(max(z * F(1.4426950408889634), F(-125)), F(125))
    whole = np.int32(x + F(126.5)) - np.int32(126)
    t = (x - F(whole)) * F(0.6931471805599453)
    rest = ONE + t * (ONE + t * (HALF + t * (F(1 / 6) + t * (F(1 / 24) + t * (F(1 / 120) + t * F(1 / 720))))))
    return rest * _as_float(np.int32((whole + np.int32(127)) << np.int32(23)))


@inlined
def normal(z):
    """The share of a normal distribution below z: Chebyshev's fit of erfc in Numerical Recipes, to 1.2e-7 of itself."""
    x = abs(z) * F(0.7071067811865476)
    t = ONE / (ONE + HALF * x)
    power = F(-1.26551223) + t * (F(1.00002368) + t * (F(0.37409196) + t * (F(0.09678418) + t * (
        F(-0.18628806) + t * (F(0.27886807) + t * (F(-1.13520398) + t * (F(1.48851587) + t * (
            F(-0.82215223) + t * F(0.17087277)))))))))
    tail = HALF * t * exp(power - x * x)
    return tail if z < ZERO else ONE - tail


@inlined
def softplus(z):
    """log(1 + exp(z)): above zero z, and a series of the rest."""
    t = exp(-abs(z))
    s = t / (TWO + t)
    y = s * s
    series = ONE + y * (F(1 / 3) + y * (F(1 / 5) + y * (F(1 / 7) + y * (F(1 / 9) + y * F(1 / 11)))))
    return max(z, ZERO) + TWO * s * series


@inlined
def sine(x):
    """Less whole turns, in three steps so that little is lost, folded to a quarter of a turn either way."""
    turns = F(np.int32(x * F(0.15915494309189535) + (HALF if x > ZERO else -HALF)))
    x = ((x - turns * F(6.28125)) - turns * F(0.0019350051879882812)) - turns * F(3.0199159819567e-07)
    x = F(3.14159265) - x if x > F(1.57079633) else (F(-3.14159265) - x if x < F(-1.57079633) else x)
    y = x * x
    return x * (ONE + y * (F(-1 / 6) + y * (F(1 / 120) + y * (F(-1 / 5040) + y * (F(1 / 362880)
                                                                              - y * F(1 / 39916800))))))
