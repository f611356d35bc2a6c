"""A target's outline: where black meets white, where that line has corners, and how far points are from them."""

from __future__ import annotations

import numpy as np

MOST_PIXELS = 200  # along a side; of larger targets, a grid of so many is looked at
TOLERANCE = 0.01   # sides; how far the outline may be from the polygon that its corners make

Point = tuple[int, int]


def looked_at(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What is looked at of a target (H, W): all of it, or 200 rows and columns at even distances.

    Returns those pixels, and the positions y of the rows and x of the columns in the unit square.
    """
    height, width = pixels.shape
    rows, columns = (np.unique(np.linspace(0, side - 1, MOST_PIXELS).round().astype(int)) for side in pixels.shape)
    return pixels[np.ix_(rows, columns)], (rows + 0.5) / height, (columns + 0.5) / width


def edges(pixels: np.ndarray) -> np.ndarray:
    """Middles of the sides of pixels between black and white, (E, 2) in the unit square; pixels (H, W) bool."""
    height, width = pixels.shape
    upright = np.argwhere(pixels[:, 1:] != pixels[:, :-1])[:, ::-1] + (1.0, 0.5)
    level = np.argwhere(pixels[1:] != pixels[:-1])[:, ::-1] + (0.5, 1.0)
    return np.concatenate([upright, level]) / (width, height)


def corners(pixels: np.ndarray) -> np.ndarray:
    """Corners of the outline, (C, 2) in the unit square; pixels (H, W) bool.

    They are the corners of the polygons to which Douglas and Peucker (1973) reduce the curves between black and
    white, with at most 0.01 sides between them. Where such a curve ends at the picture's border is no corner.
    """
    height, width = pixels.shape
    found = [_corners_of(np.array(curve) / (width, height)) for curve in _curves(pixels)]
    return np.concatenate([np.empty((0, 2)), *found])


def distances(points: np.ndarray, places: np.ndarray) -> np.ndarray:
    """From each of (N, 2) points to the nearest of the places (M, 2), (N,); infinite where there are none."""
    # |p - q|^2 = |p|^2 + (|q|^2 - 2 p.q), which is one product of matrices.
    beyond = (places**2).sum(axis=1) - 2 * points @ places.T
    return np.sqrt(np.maximum((points**2).sum(axis=1) + beyond.min(axis=1, initial=np.inf), 0.0))


def _curves(pixels: np.ndarray) -> list[list[Point]]:
    """The curves between black and white, along the sides of pixels, as the (x, y) they pass in pixels.

    A closed one ends where it starts; others go from one place of the picture's border to another.
    """
    onwards: dict[Point, list[Point]] = {}
    arrivals: set[Point] = set()
    for start, end in _directed_sides(pixels):
        onwards.setdefault(start, []).append(end)
        arrivals.add(end)
    found = []
    for start in sorted(onwards, key=arrivals.__contains__):  # open curves first: nothing arrives where they start
        while onwards[start]:
            curve = [start]
            while onwards.get(curve[-1]):
                curve.append(onwards[curve[-1]].pop())
            found.append(curve)
    return found


def _directed_sides(pixels: np.ndarray) -> list[tuple[Point, Point]]:
    """Sides of pixels between black and white, from corner to corner, with black on the left of the way."""
    found = []
    for y, x in np.argwhere(pixels[:, 1:] != pixels[:, :-1]).tolist():
        upper, lower = (x + 1, y), (x + 1, y + 1)
        found.append((lower, upper) if pixels[y, x + 1] else (upper, lower))
    for y, x in np.argwhere(pixels[1:] != pixels[:-1]).tolist():
        left, right = (x, y + 1), (x + 1, y + 1)
        found.append((left, right) if pixels[y + 1, x] else (right, left))
    return found


def _corners_of(curve: np.ndarray) -> np.ndarray:
    """Corners of one curve (K, 2)."""
    closed = np.array_equal(curve[0], curve[-1])
    if not closed:
        return _reduced(curve)[1:-1]
    # The point farthest from the middle is a corner for sure; let it be the first.
    middle = curve[:-1].mean(axis=0)
    start = int(np.linalg.norm(curve[:-1] - middle, axis=1).argmax())
    curve = np.concatenate([curve[start:-1], curve[:start + 1]])
    opposite = int(np.linalg.norm(curve - curve[0], axis=1).argmax())
    return np.concatenate([_reduced(curve[:opposite + 1])[:-1], _reduced(curve[opposite:])[:-1]])


def _reduced(curve: np.ndarray) -> np.ndarray:
    """The ends of a curve (K, 2), and between them the points without which it would be too far from a polygon."""
    kept, spans = {0, len(curve) - 1}, [(0, len(curve) - 1)]
    while spans:
        first, last = spans.pop()
        way, from_first = curve[last] - curve[first], curve[first:last + 1] - curve[first]
        off = np.abs(way[0] * from_first[:, 1] - way[1] * from_first[:, 0]) / max(np.hypot(*way), 1e-12)
        farthest = int(off.argmax())
        if off[farthest] > TOLERANCE:
            kept.add(first + farthest)
            spans += [(first, first + farthest), (first + farthest, last)]
    return curve[sorted(kept)]
