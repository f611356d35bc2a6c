"""A plane that turns, or becomes another one, as a stiff sheet does: it is never torn, nor pressed flat on the way."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, sin

import numpy as np

from ..data.planes import directions_out_of
from ..errors import GinnError
from ..plane import Plane
from ..store import Run

AT_REST = 1e-9  # of an angle: smaller ones turn nothing


@dataclass(frozen=True)
class Turn:
    """A plane turns by so many degrees about the middle of its square, its side `across` towards a direction (inputs,).
    """

    plane: Plane
    towards: tuple[float, ...]
    degrees: float

    def at(self, part: float) -> Plane:
        """The plane after a part of the time, 0 to 1: evenly, so that whole turns follow each other without a jolt."""
        return self.plane.turned(self.degrees * part, self.towards)


def turn_of(run: Run, plane: Plane | None, degrees: float, number: int | None) -> Turn:
    """How a plane of a run, by default its own, turns: towards a point of the data, or where these are spread most.

    Raises GinnError where the run has no planes, or no such point, or where that lies in the plane.
    """
    plane, points = plane or run.plane, run.points
    if plane is None:
        raise GinnError(f"--turn is for networks with more than two inputs, and {run.path.name} is a {run.network}")
    if number is None:
        return Turn(plane, tuple(directions_out_of(plane, points, 1)[0].tolist()), degrees)
    if points is None or number >= len(points):
        raise GinnError(f"there is no point {number:,} to turn towards: the run keeps "
                        f"{'none' if points is None else f'0 to {len(points) - 1:,}'}")
    middle = plane.points([(0.5, 0.5)])[0]
    return Turn(plane, tuple(plane.outwards(points[number] - middle).tolist()), degrees)


def plane_between(start: Plane, end: Plane, part: float) -> Plane:
    """The plane after a part, 0 to 1, of the way to another one.

    The middle of its square goes straight; both sides are turned by the smallest rotation that takes one plane into the
    other, and become as long, and as far apart in angle, as the other's.
    """
    if start.inputs != end.inputs:
        raise GinnError(f"planes among {start.inputs} and {end.inputs} inputs have no way from one to the other")
    first, last = start.vectors[1:].T, end.vectors[1:].T
    here, here_inside = np.linalg.qr(first)
    there, there_inside = np.linalg.qr(last)
    left, cosines, right = np.linalg.svd(here.T @ there)
    here, here_inside = here @ left, left.T @ here_inside
    there, there_inside = there @ right.T, right @ there_inside
    if np.linalg.det(here_inside) * np.linalg.det(there_inside) < 0:  # it is seen from behind: over it goes
        there[:, 1], there_inside[1], cosines[1] = -there[:, 1], -there_inside[1], -cosines[1]
    aside, sines = _aside(here, there, cosines)
    angles = np.arctan2(sines, cosines)
    frame = here * np.cos(part * angles) + aside * np.sin(part * angles)
    sides = (frame @ _inside(here_inside, there_inside, part)).T
    middles = [plane.points([(0.5, 0.5)])[0] for plane in (start, end)]
    middle = middles[0] + part * (middles[1] - middles[0])
    return Plane.of_vectors([middle - sides.sum(axis=0) / 2, *sides])


def _aside(here: np.ndarray, there: np.ndarray, cosines: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of two frames (inputs, 2) whose vectors have these cosines in pairs, where each of the first turns to: at right
    angles to both of them, (inputs, 2), of length 1. And the sines, (2,)."""
    aside = there - here * cosines
    lengths = np.linalg.norm(aside, axis=0)
    for number in np.flatnonzero(lengths < AT_REST):
        others = np.column_stack([here, aside[:, lengths >= AT_REST]])
        axis = np.eye(len(here))[np.abs(others).sum(axis=1).argmin()]
        basis = np.linalg.qr(others)[0]
        aside[:, number] = axis - basis @ (basis.T @ axis)
    return aside / np.maximum(np.linalg.norm(aside, axis=0), np.finfo(float).tiny), lengths


def _inside(start: np.ndarray, end: np.ndarray, part: float) -> np.ndarray:
    """Between two (2, 2) matrices with determinants of one sign: rotation and stretch, each by itself."""
    turned: list[float] = []
    stretches: list[np.ndarray] = []
    mirror = np.diag([1.0, np.sign(np.linalg.det(start))])
    for matrix in (mirror @ start, mirror @ end):
        left, lengths, right = np.linalg.svd(matrix)
        rotation = left @ right
        turned.append(atan2(rotation[1, 0], rotation[0, 0]))
        stretches.append(right.T @ np.diag(lengths) @ right)
    way = (turned[1] - turned[0] + np.pi) % (2 * np.pi) - np.pi
    angle = turned[0] + part * way
    rotation = np.array([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])
    return mirror @ rotation @ (stretches[0] + part * (stretches[1] - stretches[0]))
