"""The plane that is looked at: where a point (u, v) of a picture lies among a network's inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, radians, sin

import numpy as np
from numpy.typing import ArrayLike

from .errors import GinnError

MARGIN = 0.1
"""Of a square around points, that is left free on each side of them."""

FARTHEST = 1e10
"""What no number of a plane exceeds."""

FLAT = 1e-12
"""Of a square's sides: three points that are no farther from one line are on it, and what leads no farther out of a
plane lies in it."""

MIDDLE = (0.5, 0.5)

SPARE, ROUNDS, SETTLED = 8, 100, 1e-14  # directions beside those asked for; and when iteration ends


@dataclass(frozen=True)
class Plane:
    """A plane among a network's inputs: (u, v) is the point x = origin + u across + v down.

    origin, across, down: (inputs,) numbers each. (0, 0) is a picture's upper left corner and (1, 1) the opposite one.
    Raises GinnError for other than three finite vectors of one length, of which the last two lead in two directions.
    """

    origin: tuple[float, ...]
    across: tuple[float, ...]
    down: tuple[float, ...]

    def __post_init__(self) -> None:
        lengths = {len(vector) for vector in (self.origin, self.across, self.down)}
        if len(lengths) > 1 or min(lengths) < 2:
            raise GinnError(f"a plane's vectors have one length, 2 or more, not {', '.join(map(str, sorted(lengths)))}")
        if not np.abs(self.vectors).max() <= FARTHEST:  # nor anything that is not a number
            raise GinnError(f"a plane's numbers are finite, and at most {FARTHEST:g}")
        across, down = self.vectors[1:]
        if not _rest(across, down) > FLAT or not _rest(down, across) > FLAT:
            raise GinnError("a plane takes three points that are not on one line")

    @classmethod
    def of_vectors(cls, vectors: ArrayLike) -> Plane:
        """vectors: (3, inputs), origin, across and down. Raises GinnError where they make no plane."""
        found = np.asarray(vectors, np.float64)
        if found.ndim != 2 or len(found) != 3:
            raise GinnError(f"a plane is an array of (3, inputs), not {found.shape}")
        return cls(*(tuple(vector) for vector in found.tolist()))

    @classmethod
    def of_window(cls, window: Sequence[float]) -> Plane:
        """Of a network with two inputs, a window of them: (left, top, right, bottom)."""
        left, top, right, bottom = window
        return cls((left, top), (right - left, 0.0), (0.0, bottom - top))

    @classmethod
    def through(cls, a: ArrayLike, b: ArrayLike, c: ArrayLike) -> Plane:
        """The plane through three points, which are at (u, v) = (0, 0), (1, 0) and (0, 1).

        a, b, c: (inputs,) each; images of any shape are taken pixel by pixel, as Flatten takes them.
        Raises GinnError for points of different lengths, that are not finite, or on one line.
        """
        points = [np.asarray(point, np.float64).ravel() for point in (a, b, c)]
        if len({len(point) for point in points}) > 1:
            lengths = ", ".join(str(len(point)) for point in points)
            raise GinnError(f"a plane goes through three points of as many numbers each, not of {lengths}")
        start, right, below = points
        return cls.of_vectors([start, right - start, below - start])

    @classmethod
    def features(cls, i: int, j: int, at: ArrayLike, window: Sequence[float] = (0.0, 0.0, 1.0, 1.0)) -> Plane:
        """The plane in which two features vary, and all others stay as they are in one point.

        i, j: which, from 0; the first goes from left to right. at: (inputs,), that point. window: (left, top, right,
        bottom), between which values of the two the unit square lies.
        Raises GinnError for a feature that there is not, for twice the same, or a window without an inside.
        """
        start = np.array(at, np.float64).ravel()
        left, top, right, bottom = window
        for feature in (i, j):
            if not 0 <= feature < len(start):
                raise GinnError(f"features are 0 to {len(start) - 1}, not {feature}")
        if i == j:
            raise GinnError(f"a plane is of two features, not of feature {i} twice")
        if not (left < right and top < bottom):
            raise GinnError(f"a window is left, top, right, bottom, with left < right and top < bottom; not {window}")
        vectors = np.zeros((3, len(start)))
        vectors[0] = start
        vectors[0, [i, j]] = left, top
        vectors[1, i], vectors[2, j] = right - left, bottom - top
        return cls.of_vectors(vectors)

    @classmethod
    def pca(cls, points: ArrayLike) -> Plane:
        """The plane that points (N, inputs) are spread most in: through their mean, along their first two principal
        components. The unit square lies around all of them.

        Raises GinnError where they are on one line, or fewer than three.
        """
        found = _points(points)
        return cls._around(found, directions_of_spread(found, 2))

    @classmethod
    def random(cls, seed: int, inputs: int, around: ArrayLike | None = None) -> Plane:
        """A plane in two random directions, at right angles.

        seed: 0 or more, decides which. inputs: how many the network has. around: (N, inputs) points through whose mean
        it goes, with all of them in the unit square as they are seen from above; without them that is of side 2, with
        its middle at the origin. Raises GinnError for points of another length.
        """
        if seed < 0 or inputs < 2:
            raise GinnError(f"a random plane has a seed from 0 and 2 inputs or more, not {seed} and {inputs}")
        drawn = np.random.Generator(np.random.Philox(seed)).normal(size=(inputs, 2))
        directions = np.linalg.qr(drawn)[0].T
        if around is None:
            across, down = 2 * directions
            return cls.of_vectors([-(across + down) / 2, across, down])
        found = _points(around)
        if found.shape[1] != inputs:
            raise GinnError(f"points of {found.shape[1]} inputs, and a plane of {inputs}")
        return cls._around(found, directions)

    @classmethod
    def _around(cls, points: np.ndarray, directions: np.ndarray) -> Plane:
        """The plane through the mean of points in two directions (2, inputs) at right angles, with a square that all of
        them are seen in."""
        if len(directions) < 2:
            raise GinnError("a plane takes three points that are not on one line")
        mean = points.mean(axis=0)
        seen = (points - mean) @ directions.T
        low, high = seen.min(axis=0), seen.max(axis=0)
        side = (1 + 2 * MARGIN) * (float((high - low).max()) or 1.0)
        corner = mean + ((low + high - side) / 2) @ directions
        return cls.of_vectors([corner, *(side * directions)])

    @property
    def inputs(self) -> int:
        """How many numbers a point has."""
        return len(self.origin)

    @cached_property
    def vectors(self) -> np.ndarray:
        """(3, inputs) float64: origin, across and down."""
        return np.array([self.origin, self.across, self.down], np.float64)

    def points(self, places: ArrayLike) -> np.ndarray:
        """Inputs (N, inputs) float64 at places (N, 2)."""
        u, v = np.asarray(places, np.float64).T
        origin, across, down = self.vectors
        return origin + u[:, None] * across + v[:, None] * down

    def project(self, points: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
        """Where points (N, inputs) are seen on the plane, from straight above: places (N, 2) of the nearest points on
        it, and how far they are from these, (N,), both float64."""
        across_down = self.vectors[1:]
        out = np.asarray(points, np.float64) - self.vectors[0]
        places = out @ np.linalg.pinv(across_down)
        return places, np.linalg.norm(out - places @ across_down, axis=1)

    def shifted(self, by: ArrayLike) -> Plane:
        """The plane moved by (inputs,)."""
        origin, across, down = self.vectors
        return Plane.of_vectors([origin + np.asarray(by, np.float64), across, down])

    def turned(self, degrees: float, towards: ArrayLike, about: tuple[float, float] = MIDDLE,
               side: str = "across") -> Plane:
        """The plane turned as a whole, without being stretched, so that one of its sides leads towards a direction.

        degrees: 90 has that side lead where the direction does. towards: (inputs,), of which only counts what leads out
        of the plane. about: the place (u, v) that stays. side: 'across' or 'down'.
        Raises GinnError for a direction that does not lead out of the plane.
        """
        sides, angle = self.vectors[1:], radians(degrees)
        leading = sides[("across", "down").index(side)]
        along = leading / np.linalg.norm(leading)
        turned = sides + np.outer(sides @ along, (cos(angle) - 1) * along + sin(angle) * self.outwards(towards))
        return Plane.of_vectors([self.vectors[0] + np.array(about) @ (sides - turned), *turned])

    def outwards(self, direction: ArrayLike) -> np.ndarray:
        """What of a direction (inputs,) leads straight out of the plane, (inputs,), of length 1.

        Raises GinnError where none of it does.
        """
        whole = np.asarray(direction, np.float64).ravel()
        if whole.shape != (self.inputs,):
            raise GinnError(f"a direction is of {self.inputs} numbers, as the plane is, not {len(whole)}")
        frame = np.linalg.qr(self.vectors[1:].T)[0]
        out = whole - frame @ (frame.T @ whole)
        out -= frame @ (frame.T @ out)  # once more: of a direction that hardly leads out, rounding would be left
        length = np.linalg.norm(out)
        if not length > FLAT * np.linalg.norm(whole):
            raise GinnError("this direction does not lead out of the plane")
        return out / length


def directions_of_spread(points: np.ndarray, count: int, beside: Plane | None = None) -> np.ndarray:
    """The directions (K, inputs) in which points (N, inputs) are spread most, at right angles and of length 1: up to so
    many, as far as they are spread at all. beside: only out of this plane.

    Each leads where the largest of its numbers is above 0, so that it is the same on every machine.
    """
    out = points - points.mean(axis=0)
    least = FLAT * max((out * out).sum(), np.finfo(float).tiny)
    if beside:
        frame = np.linalg.qr(beside.vectors[1:].T)[0]
        out = out - out @ frame @ frame.T
    squares, found = _principal(out, count)
    found = found[squares > least]
    largest = np.take_along_axis(found, np.abs(found).argmax(axis=1)[:, None], axis=1)
    return found * np.sign(largest)


def _principal(out: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Sums of squares (K,), falling, of points (N, inputs) along their principal directions (K, inputs), up to count.

    By iteration in a few directions at once: all of them would take seconds among hundreds of inputs.
    """
    block = np.random.Generator(np.random.Philox(0)).normal(size=(out.shape[1], min(count + SPARE, *out.shape)))
    squares, found = np.zeros(block.shape[1]), block
    for _ in range(ROUNDS):
        basis, before = np.linalg.qr(block)[0], squares
        seen = out @ basis
        squares, mixed = (part[..., ::-1] for part in np.linalg.eigh(seen.T @ seen))
        found, block = basis @ mixed, out.T @ seen
        if np.abs(squares - before)[:count].max() <= SETTLED * squares[0]:
            break
    return squares[:count], found.T[:count]


def _points(given: ArrayLike) -> np.ndarray:
    points = np.asarray(given, np.float64)
    points = points.reshape(len(points), -1) if points.ndim > 1 else points
    if points.ndim != 2 or len(points) < 1 or not np.isfinite(points).all():
        raise GinnError(f"points are finite numbers, an array of (N, inputs), not {points.shape}")
    return points


def _rest(vector: np.ndarray, other: np.ndarray) -> float:
    """How much of a vector leads away from another one, as a share of it."""
    length = np.linalg.norm(vector)
    square = other @ other
    if not length or not square:
        return 0.0
    return float(np.linalg.norm(vector - vector @ other / square * other) / length)


SQUARE = Plane.of_window((0.0, 0.0, 1.0, 1.0))
