"""Activations that bend like a sigmoid, of a block of pixels at once; in vectors that are written for the compiler.

All are one rational function, 1 / (1 + exp(-z)) to 2e-7, the same fit as fill.py's. Its division takes as long as all
else, so four vectors are divided by the product of all that they are to be divided by.

numba keeps compiled code by the content of each file alone: blocks.py, which calls these, is to be changed with them.
"""

from __future__ import annotations

from collections.abc import Callable

from .lanes import FLOATS, LANES, PLACE, Numbers, on_lanes

BLOCK = 4 * LANES  # pixels
ABOVE = (1.376879139947989e-11, 8.250628726424771e-08, 5.5090991445675486e-05, 0.008378881386267583, 0.2499999864203245)
BELOW = (3.153761795480391e-09, 5.212024786692907e-06, 0.0016244470901706262, 0.1168488041274189, 1.0)


def _parts(z: Numbers) -> tuple[Numbers, Numbers]:
    """Two numbers, of which the first by the second is the sigmoid of z, less a half."""
    x = z.at_least(-17).at_most(17)
    y = x * x
    return x * _polynomial(ABOVE, y), _polynomial(BELOW, y)


def _polynomial(factors: tuple[float, ...], y: Numbers) -> Numbers:
    highest, *others = factors
    value = y * highest + others[0]
    for factor in others[1:]:
        value = value * y + factor
    return value


def _quotients(parts: list[tuple[Numbers, Numbers]]) -> list[Numbers]:
    """Each first by its second, with one division for four of them."""
    (above_0, below_0), (above_1, below_1), (above_2, below_2), (above_3, below_3) = parts
    first, second = below_0 * below_1, below_2 * below_3
    by = 1.0 / (first * second)
    by_first, by_second = by * second, by * first
    return [above_0 * below_1 * by_first, above_1 * below_0 * by_first,
            above_2 * below_3 * by_second, above_3 * below_2 * by_second]


def _on_block(before: Callable[[Numbers], Numbers],
              after: Callable[[Numbers, Numbers], Numbers]) -> Callable[..., None]:
    """A compiled function of (out, to, z, at): BLOCK numbers from z[at] on become activations from out[to] on.

    before: what the sigmoid is taken of. after: the activation of z and that sigmoid, less a half.
    """
    @on_lanes(FLOATS, PLACE, FLOATS, PLACE)
    def bend(lanes, out, to, z, at):
        values = [z.load(at, part) for part in range(0, BLOCK, LANES)]
        for place, (value, quotient) in enumerate(zip(values, _quotients([_parts(before(value)) for value in values]))):
            out.store(to, after(value, quotient), place * LANES)

    return bend


def _cubic(z: Numbers) -> Numbers:
    """What gelu_tanh takes the tanh of, twice."""
    near = z.at_least(-20).at_most(20)
    return (near * near * near * 0.044715 + near) * (2 * 0.7978845608028654)


sigmoid_block = _on_block(lambda z: z, lambda z, part: (part + 0.5).at_least(0).at_most(1))
tanh_block = _on_block(lambda z: z * 2.0, lambda z, part: (part * 2.0).at_least(-1).at_most(1))
silu_block = _on_block(lambda z: z, lambda z, part: z * (part + 0.5).at_least(0).at_most(1))
gelu_tanh_block = _on_block(_cubic, lambda z, part: z * (part + 0.5).at_least(0).at_most(1))
