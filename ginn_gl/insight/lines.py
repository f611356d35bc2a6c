"""First-layer boundaries as what they are, lines: the part in the square, and how it moves."""

from __future__ import annotations

import numpy as np

SHORTEST = 0.05  # sides of the square; of shorter pieces, how they turn cannot be seen


def visible_parts(weight: np.ndarray, bias: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The part of each line weight . (x, y) + bias = 0 in the unit square; weight (..., 2), bias (...).

    Returns its middle (..., 2), its direction (..., 2) of length 1, and its length (...), which is not above 0
    where no part of it is in the square.
    """
    size = np.linalg.norm(weight, axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        normal = weight / size
        direction = np.stack([-normal[..., 1], normal[..., 0]], axis=-1)
        foot = -bias[..., None] / size * normal  # the line's point nearest to the origin
        # Along the line from its foot: where it meets x = 0 and 1, y = 0 and 1. A parallel one meets them at infinity.
        meets = (np.array([0.0, 1.0]) - foot[..., None]) / direction[..., None]
        start, stop = meets.min(axis=-1).max(axis=-1), meets.max(axis=-1).min(axis=-1)
        middle = foot + (start + stop)[..., None] / 2 * direction
        length = np.nan_to_num(stop - start, nan=0.0, posinf=0.0, neginf=0.0)
    return middle, direction, length


def shifts_and_turns(weight: np.ndarray, bias: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How far lines move from each of T times to the next, by translation and by rotation, (T - 1, L) both.

    weight (T, L, 2), bias (T, L). Where the new line is at a signed distance d(s) from the old one's point s, with s
    in -L/2..L/2 along the part in the square, d(s) = d(0) + s * sin(angle). The translation is |d(0)|, that of the
    middle; the rotation is the root mean square of the rest, |sin(angle)| * L / sqrt(12). Both are in sides of the
    square; the sum of their squares is the mean square distance. Both are 0 where either line has less than 0.05
    sides in the square.
    """
    middle, direction, length = visible_parts(weight, bias)
    seen = (length[:-1] >= SHORTEST) & (length[1:] >= SHORTEST)
    size = np.maximum(np.linalg.norm(weight[1:], axis=-1), 1e-30)
    with np.errstate(invalid="ignore"):  # of a line far away, the middle of what is in the square is no place
        shift = np.abs((weight[1:] * middle[:-1]).sum(axis=-1) + bias[1:]) / size
    turn = np.abs((weight[1:] * direction[:-1]).sum(axis=-1)) / size * length[:-1] / np.sqrt(12)
    return np.where(seen, shift, 0.0), np.where(seen, turn, 0.0)
