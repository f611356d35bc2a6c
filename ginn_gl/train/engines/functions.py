"""Activations as the compiled kernel has them: values and slopes of many neurons' pre-activations, in float32.

Plain arithmetic without calls, so that the compiler makes vectors of the loops: a sixth of the time that the C
library's functions take. Exponentials, sines and tanh are Cephes' (S. Moshier), good to a few units in the last place;
the error function is Abramowitz and Stegun's 7.1.26, good to 1.5e-7.
"""

from __future__ import annotations

import math

import numpy as np

from ...activations import CUBIC, NAMES, ROOT, SELU_ALPHA, SELU_SCALE
from ...compiled import compiled

# Not reassoc: the order of subtractions is what makes an argument's remainder exact.
_compiled = compiled(fastmath={"contract", "nsz"})

CODES = {name: code for code, name in enumerate(NAMES)}
"""By an activation's name, what the kernel calls it."""

NOTHING = -1
"""The code of a neuron that is none, and fills up a layer to an even width."""

(_RELU, _LEAKY, _HARDTANH, _RELU6, _ABS, _IDENTITY, _TANH, _SIGMOID, _SILU, _GELU, _GELU_TANH, _ELU, _SELU, _SOFTPLUS,
 _SINE) = (CODES[name] for name in (
    "relu", "leaky_relu", "hardtanh", "relu6", "abs", "identity", "tanh", "sigmoid", "silu", "gelu", "gelu_tanh", "elu",
    "selu", "softplus", "sine"))

_F = np.float32
_ZERO, _HALF, _ONE, _TWO, _SIX = map(_F, (0, 0.5, 1, 2, 6))
_LOWEST, _HIGHEST = _F(-87.3), _F(88.3)                     # whose exponentials float32 holds
_LOG2E, _LN2_HIGH, _LN2_LOW = map(_F, (math.log2(math.e), 0.693359375, -2.12194440e-4))
_E0, _E1, _E2, _E3, _E4, _E5 = map(_F, (1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2,
                                        1.6666665459e-1, 5.0000001201e-1))
_MANTISSA, _BIAS = np.int32(23), np.int32(127)
_T0, _T1, _T2, _T3, _T4 = map(_F, (-5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1,
                                   -3.33332819422e-1))
_BENT = _F(0.625)                                           # from where on tanh is made from an exponential
_A1, _A2, _A3, _A4, _A5 = map(_F, (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429))
_SLANT = _F(0.3275911)
_ROOT_HALF, _DENSITY = _F(math.sqrt(0.5)), _F(1 / math.sqrt(2 * math.pi))
_TWO_OVER_PI = _F(2 / math.pi)
_QUARTER_1, _QUARTER_2, _QUARTER_3 = map(_F, (1.5703125, 4.837512969970703125e-4, 7.549789948768648e-8))
_S0, _S1, _S2 = map(_F, (-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1))
_C0, _C1, _C2 = map(_F, (2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2))
_L1, _L2, _L3, _L4, _L5, _L6 = (_F(1 / odd) for odd in (3, 5, 7, 9, 11, 13))
_ROOT, _CUBIC, _THREE_CUBIC = _F(ROOT), _F(CUBIC), _F(3 * CUBIC)
_ALPHA, _SCALE = _F(SELU_ALPHA), _F(SELU_SCALE)
_FAR = _F(20)


@_compiled
def _expm1_and_exp(x):
    x = min(max(x, _LOWEST), _HIGHEST)
    whole = np.floor(x * _LOG2E + _HALF)
    rest = x - whole * _LN2_HIGH
    rest = rest - whole * _LN2_LOW
    power = ((((_E0 * rest + _E1) * rest + _E2) * rest + _E3) * rest + _E4) * rest + _E5
    power = power * rest * rest + rest
    scale = np.int32((np.int32(whole) + _BIAS) << _MANTISSA).view(np.float32)
    return power * scale + (scale - _ONE), power * scale + scale


@_compiled
def exp(x):
    """e^x; 0 and infinity are the smallest and largest of float32's powers of 2."""
    return _expm1_and_exp(x)[1]


@_compiled
def _sigmoid(x):
    return _ONE / (_ONE + exp(-x))


@_compiled
def _tanh(x):
    size, square = abs(x), x * x
    decay = exp(-_TWO * size)
    far = np.copysign((_ONE - decay) / (_ONE + decay), x)
    near = ((((_T0 * square + _T1) * square + _T2) * square + _T3) * square + _T4) * square * x + x
    return far if size > _BENT else near


@_compiled
def _normal_and_density(x):
    """The share of a normal distribution below x, and its density there."""
    size = abs(x) * _ROOT_HALF
    fall = exp(-size * size)
    t = _ONE / (_ONE + _SLANT * size)
    beyond = _HALF * ((((_A5 * t + _A4) * t + _A3) * t + _A2) * t + _A1) * t * fall
    return (_ONE - beyond if x > _ZERO else beyond), _DENSITY * fall


@_compiled
def _sine_and_cosine(x):
    quarter = np.floor(x * _TWO_OVER_PI + _HALF)
    rest = x - quarter * _QUARTER_1
    rest = rest - quarter * _QUARTER_2
    rest = rest - quarter * _QUARTER_3
    square = rest * rest
    sine = ((_S0 * square + _S1) * square + _S2) * square * rest + rest
    cosine = ((_C0 * square + _C1) * square + _C2) * square * square - _HALF * square + _ONE
    turn = np.int32(quarter) & 3
    swapped = (turn & 1) == 1
    first, second = (cosine if swapped else sine), (sine if swapped else cosine)
    return (-first if turn > 1 else first), (-second if (turn == 1) | (turn == 2) else second)


@_compiled
def _softplus_and_slope(x):
    small = exp(-abs(x))
    s = small / (_TWO + small)
    square = s * s
    series = (((((_L6 * square + _L5) * square + _L4) * square + _L3) * square + _L2) * square + _L1) * square + _ONE
    share = _ONE / (_ONE + small)
    return max(x, _ZERO) + _TWO * s * series, (share if x > _ZERO else small * share)


@_compiled
def _gelu_tanh_and_slope(z):
    near = min(max(z, -_FAR), _FAR)
    square = near * near
    bent = _tanh(_ROOT * (near + _CUBIC * square * near))
    share = _HALF * (_ONE + bent)
    return z * share, share + _HALF * near * (_ONE - bent * bent) * _ROOT * (_ONE + _THREE_CUBIC * square)


@_compiled
def activate(code, parameter, values, slopes):
    """Replace pre-activations by what an activation makes of them, and write its slopes there.

    values, slopes: (n,) float32. parameter: as float32. Where it bends, a piecewise linear one has the left slope.
    """
    if code == _RELU:
        for k in range(len(values)):
            on = values[k] > _ZERO
            values[k], slopes[k] = values[k] if on else _ZERO, _ONE if on else _ZERO
    elif code == _LEAKY:
        for k in range(len(values)):
            slope = _ONE if values[k] > _ZERO else parameter
            values[k], slopes[k] = values[k] * slope, slope
    elif code == _HARDTANH:
        for k in range(len(values)):
            z = values[k]
            values[k], slopes[k] = min(max(z, -_ONE), _ONE), _ONE if (z > -_ONE) & (z <= _ONE) else _ZERO
    elif code == _RELU6:
        for k in range(len(values)):
            z = values[k]
            values[k], slopes[k] = min(max(z, _ZERO), _SIX), _ONE if (z > _ZERO) & (z <= _SIX) else _ZERO
    elif code == _ABS:
        for k in range(len(values)):
            slope = _ONE if values[k] > _ZERO else -_ONE
            values[k], slopes[k] = values[k] * slope, slope
    elif code == _IDENTITY:
        slopes[:] = _ONE
    elif code == _TANH:
        for k in range(len(values)):
            value = _tanh(values[k])
            values[k], slopes[k] = value, _ONE - value * value
    elif code == _SIGMOID:
        for k in range(len(values)):
            value = _sigmoid(values[k])
            values[k], slopes[k] = value, value * (_ONE - value)
    elif code == _SILU:
        for k in range(len(values)):
            z = values[k]
            share = _sigmoid(z)
            values[k], slopes[k] = z * share, share * (_ONE + z * (_ONE - share))
    elif code == _GELU:
        for k in range(len(values)):
            z = values[k]
            share, density = _normal_and_density(z)
            values[k], slopes[k] = z * share, share + z * density
    elif code == _GELU_TANH:
        for k in range(len(values)):
            values[k], slopes[k] = _gelu_tanh_and_slope(values[k])
    elif code == _ELU:
        for k in range(len(values)):
            z = values[k]
            below, power = _expm1_and_exp(min(z, _ZERO))
            values[k], slopes[k] = z if z > _ZERO else parameter * below, _ONE if z > _ZERO else parameter * power
    elif code == _SELU:
        for k in range(len(values)):
            z = values[k]
            below, power = _expm1_and_exp(min(z, _ZERO))
            values[k] = _SCALE * (z if z > _ZERO else _ALPHA * below)
            slopes[k] = _SCALE * (_ONE if z > _ZERO else _ALPHA * power)
    elif code == _SOFTPLUS:
        for k in range(len(values)):
            values[k], slopes[k] = _softplus_and_slope(values[k])
    elif code == _SINE:
        for k in range(len(values)):
            sine, cosine = _sine_and_cosine(parameter * values[k])
            values[k], slopes[k] = sine, parameter * cosine
    else:
        values[:] = _ZERO
        slopes[:] = _ZERO
