"""Planes among the points that a network learns: by name, and the one that is looked at first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..checks import whole_number
from ..config import UNIT_SQUARE, Window
from ..errors import GinnError
from ..plane import MARGIN, Plane, directions_of_spread

NAMES = "through:3,17,42 (three points of the data), features:0,5, pca, random:7, or a .npy file"
MOST = 1_000
"""Points that principal components are found of; of more, every second, third or so on."""

FEW = 300
"""The same where a plane begins to turn towards them, and must not wait."""


def first_plane(points: np.ndarray | None, labels: np.ndarray | None, inputs: int, window: Window) -> Plane:
    """The plane that is looked at first.

    points: (N, inputs), labels: (N,) int of classes, or None. It goes through points of three classes, each the nearest
    to its class's mean; where there are not so many, along the points' principal components; else along the first two
    inputs, in a window of them.
    """
    if points is not None and labels is not None and labels.dtype.kind == "i":
        typical = typical_points(points, labels)
        if typical:
            return Plane.through(*points[typical])
    if points is not None:
        try:
            return Plane.pca(thinned(points))
        except GinnError:  # as of points on one line
            pass
    return Plane.features(0, 1, np.zeros(inputs), window)


def typical_points(points: np.ndarray, labels: np.ndarray) -> list[int]:
    """The numbers of three points of the first three classes, each the nearest to its class's mean; none where there
    are fewer classes, or these are on one line."""
    found: list[int] = []
    for label in np.unique(labels)[:3]:
        members = np.flatnonzero(labels == label)
        own = points[members].astype(np.float64)
        found.append(int(members[np.square(own - own.mean(axis=0)).sum(axis=1).argmin()]))
    try:
        Plane.through(*points[found])
    except (GinnError, TypeError):  # no plane, or not three
        return []
    return found


def along_features(i: int, j: int, points: np.ndarray) -> Plane:
    """The plane of two features, counted from 0, around all points (N, inputs), others as they are in the mean."""
    low, high = points.min(axis=0), points.max(axis=0)
    for feature in (i, j):
        if not 0 <= feature < len(low):
            raise GinnError(f"features are 0 to {len(low) - 1}, not {feature}")
    (left, right), (top, bottom) = (roomy(float(low[feature]), float(high[feature])) for feature in (i, j))
    return Plane.features(i, j, points.mean(axis=0, dtype=np.float64), (left, top, right, bottom))


def roomy(low: float, high: float) -> tuple[float, float]:
    """A range with a margin; one of no length with 0.5 on either side."""
    free = MARGIN * (high - low) or 0.5
    return low - free, high + free


def plane_named(text: str, points: np.ndarray | None, inputs: int) -> Plane:
    """Read 'through:3,17,42', 'features:0,5', 'pca', 'random:7' or the name of a file. points: (N, inputs), or None.

    A file is one of numpy's, (3, inputs): where (0, 0) is, and the sides across and down.
    Raises GinnError for what is no plane, or needs points where there are none.
    """
    if text.endswith(".npy"):
        return _from_file(Path(text))
    kind, _, rest = text.partition(":")
    numbers = [whole_number(part) for part in rest.split(",")] if rest else []
    if None in numbers or (kind, len(numbers)) not in (("through", 3), ("features", 2), ("pca", 0), ("random", 1)):
        raise GinnError(f"a plane is {NAMES}, not '{text}'")
    return _plane(kind, [number for number in numbers if number is not None], points, inputs)


def _plane(kind: str, numbers: Sequence[int], points: np.ndarray | None, inputs: int) -> Plane:
    if kind == "random":
        return Plane.random(numbers[0], inputs, None if points is None else thinned(points))
    if kind == "features" and points is None:
        return Plane.features(numbers[0], numbers[1], np.zeros(inputs), UNIT_SQUARE)
    if points is None:
        raise GinnError(f"the plane {kind} is one of the run's points, and it keeps none: say features:0,1 or random:7")
    if kind == "features":
        return along_features(numbers[0], numbers[1], points)
    if kind == "pca":
        return Plane.pca(thinned(points))
    for number in numbers:
        if number >= len(points):
            raise GinnError(f"points are 0 to {len(points) - 1:,}, not {number:,}")
    return Plane.through(*points[list(numbers)])


def directions_out_of(plane: Plane, points: np.ndarray | None, count: int) -> np.ndarray:
    """(count, inputs), directions straight out of a plane and at right angles to each other: those in which points
    (N, inputs) are spread most, and where these are not so many, any others. Raises GinnError where there are fewer.
    """
    if plane.inputs < count + 2:
        raise GinnError(f"a plane among {plane.inputs} inputs cannot be turned out of itself {count} ways")
    few = None if points is None else thinned(points, FEW).astype(np.float64)
    found = [] if few is None else [*directions_of_spread(few, count, plane)]
    while len(found) < count:
        basis = np.linalg.qr(np.array([*plane.vectors[1:], *found]).T)[0]
        axis = np.eye(plane.inputs)[np.square(basis).sum(axis=1).argmin()]  # the one that leads out of it most
        out = axis - basis @ (basis.T @ axis)
        found.append(out / np.linalg.norm(out))
    return np.array(found)


def _from_file(path: Path) -> Plane:
    try:
        vectors = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no array of numpy's"
        raise GinnError(f"{path}: cannot be read ({reason})") from None
    if not isinstance(vectors, np.ndarray) or vectors.dtype.kind not in "fiu":
        raise GinnError(f"{path}: a plane is an array of (3, inputs) numbers")
    return Plane.of_vectors(vectors)


def thinned(points: np.ndarray, most: int = MOST) -> np.ndarray:
    """So few of points (N, inputs), evenly, that their principal components are found while one waits."""
    return points[::-(-len(points) // most)]
