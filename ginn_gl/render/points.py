"""Points over a picture: those that are learnt, or any others of the plane that is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np

from ..config import INPUTS, View
from ..data import Dataset, held_out
from ..heads import Head
from ..network import AT_ONCE
from ..plane import Plane
from ..store import Run
from .ground import ground_of
from .mapping import pixels_per_unit, point_to_pixel
from .palette import class_colors, value_scale

MOST = 20_000
"""Points of the data that are drawn; of more, every second, third or so on."""

MOST_NUMBERS = 1_000_000
"""In all these points, so that they are seen from above on any plane within a frame's time."""

# Radii in pixels of a picture of USUAL pixels; in a larger one, points are larger by as much.
USUAL = 600
SMALLEST, LARGEST = 1.7, 5.0
CROWDED = 0.16  # of the distance between points, if they were spread evenly: so large are they where these limits allow
LEAST = 0.5      # of these sizes, however small the picture
EDGE = 0.3      # of the radius, how wide the edge is around that; at least THINNEST, of a pixel
THINNEST = 0.8
DARK, LIGHT = 0.04, 0.97  # edges of light points, and of dark ones: one of both is seen on any ground
LIGHT_FROM = 0.4
FADING = 1.5     # exponent, so that among many points few but the nearest are seen
FAINTEST = 0.02

Size = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Points:
    """places: (N, 2) over the picture, whose square is 0 to 1. colours: (N, 3) and opacities: (N,), from 0 to 1.

    held_out: (N,) bool: those that nothing is learnt from are diamonds, and the others are discs.
    numbers: (N,) int64, which of the data they are, from 0.
    """

    places: np.ndarray
    colours: np.ndarray
    opacities: np.ndarray
    held_out: np.ndarray
    numbers: np.ndarray

    @cached_property
    def inks(self) -> np.ndarray:
        """(N, 6) float32, all that a point is drawn with: its colour, the grey of its edge, its opacity, and 1 for a
        diamond, or 0."""
        lightness = self.colours @ np.array([0.2126, 0.7152, 0.0722])
        edges = np.where(lightness > LIGHT_FROM, DARK, LIGHT)
        return np.column_stack([self.colours, edges, self.opacities, self.held_out]).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Placed:
    """Those that are in sight in one picture.

    which: (M,) of the points. middles: (M, 2) float32, in pixels from the picture's upper left corner.
    radius, edge: in pixels, of their inside, and how far their edge goes beyond that.
    """

    which: np.ndarray
    middles: np.ndarray
    radius: float
    edge: float


def placed(points: Points, view: View, size: Size, aspect: float) -> Placed:
    """Where points are in a picture of (width, height) pixels. aspect: width / height of what is looked at."""
    radius, edge = radius_for(len(points.places), view, size, aspect)
    x, y = point_to_pixel(view, size, aspect, points.places.T)
    reach = 1.5 * (radius + edge)
    seen = (x > -reach) & (x < size[0] + reach) & (y > -reach) & (y < size[1] + reach)
    if not view.beyond:
        seen &= ((points.places >= 0) & (points.places <= 1)).all(axis=1)
    which = np.flatnonzero(seen)
    return Placed(which, np.stack([x[which], y[which]], axis=1).astype(np.float32), radius, edge)


def radius_for(count: int, view: View, size: Size, aspect: float) -> tuple[float, float]:
    """Of so many points, in pixels: the smaller the more they are, and never small beside what they lie on."""
    unit = max(LEAST, min(size) / USUAL)
    across, down = pixels_per_unit(view, size, aspect)
    apart = (across * down / max(1, count)) ** 0.5
    radius = unit * min(LARGEST, max(SMALLEST, CROWDED * apart / unit))
    return radius, max(THINNEST, EDGE * radius)


def draw_points(picture: np.ndarray, points: Points, view: View, aspect: float) -> None:
    """Over a picture, (height, width, 3 or 4) uint8, in place."""
    from .cells.discs import draw_discs

    there = placed(points, view, (picture.shape[1], picture.shape[0]), aspect)
    draw_discs(picture, there.middles, points.inks[there.which], there.radius, there.edge)


def points_of(run: Run, view: View) -> Points | None:
    """The points that a run learns, over the picture of a view; None where it keeps none, or they are an image's.

    Raises GinnError for a view's plane that is none of the run, and RunFileError where its data is damaged.
    """
    plane = ground_of(run).plane_in(view)
    if run not in _samples:
        data = run.dataset
        has_points = data is not None and data.image is None and data.points.shape[1] == plane.inputs
        _samples[run] = Sample(data, run.network.head, run.training.validation) if data and has_points else None
    sample = _samples[run]
    return sample.on(plane) if sample else None


def points_on(data: Dataset, plane: Plane, head: Head, share_held_out: float = 0.0) -> Points:
    """The points of data over a plane: those beside it where they are seen from straight above, and the fainter the
    farther they are from it; at a distance as large as they are spread, they are gone."""
    return Sample(data, head, share_held_out).on(plane)


class Sample:
    """As many of the points of data as are drawn, with what does not depend on the plane they are seen on."""

    def __init__(self, data: Dataset, head: Head, share_held_out: float) -> None:
        most = min(MOST, max(1, MOST_NUMBERS // data.points.shape[1]))
        self._numbers = np.arange(0, len(data.points), -(-len(data.points) // most))
        self._colours = colours_of(data, head)[self._numbers]
        self._held_out = held_out(len(data.points), share_held_out)[self._numbers]
        points = data.points[self._numbers].astype(np.float64)
        self._mean = points.mean(axis=0)
        self._points = points - self._mean
        self._squares = np.square(self._points).sum(axis=1)
        self._spread = float(np.sqrt(self._squares.mean()))
        self._last: tuple[Plane, Points] | None = None

    def on(self, plane: Plane) -> Points:
        """Those to be seen on a plane; the same ones for as long as that is the same."""
        last = self._last
        if last is None or (last[0] is not plane and last[0] != plane):
            self._last = last = plane, self._seen(plane)
        return last[1]

    def _seen(self, plane: Plane) -> Points:
        places, distances = self._project(plane)
        opacities = np.ones(len(places))
        if plane.inputs > INPUTS and self._spread:
            opacities = np.clip(1 - distances / self._spread, 0, 1) ** FADING
        seen = opacities > FAINTEST
        return Points(places[seen], self._colours[seen], opacities[seen], self._held_out[seen], self._numbers[seen])

    def _project(self, plane: Plane) -> tuple[np.ndarray, np.ndarray]:
        """As Plane.project, for each frame in which that is turned: with one product of each point with three vectors,
        which leaves of small distances but their order of magnitude."""
        origin, sides = plane.vectors[0] - self._mean, plane.vectors[1:]
        frame, corner = np.linalg.qr(sides.T)
        vectors = np.column_stack([frame, origin])
        rows = max(1, AT_ONCE // vectors.size)
        along = np.concatenate([self._points[start:start + rows] @ vectors
                                for start in range(0, len(self._points), rows)])
        inside = along[:, :2] - origin @ frame
        squares = self._squares - 2 * along[:, 2] + origin @ origin - np.square(inside).sum(axis=1)
        return inside @ np.linalg.inv(corner).T, np.sqrt(np.maximum(squares, 0))


_samples: WeakKeyDictionary[Run, Sample | None] = WeakKeyDictionary()


def colours_of(data: Dataset, head: Head) -> np.ndarray:
    """(N, 3) from 0 to 1, those of the fields: of what a network with this head is to say at each point."""
    if head.kind == "value":
        return _of_values(data.labels.reshape(len(data.labels), -1)[:, 0], head.low, head.high)
    if data.is_labelled:
        return colours_of_classes(max(data.class_count, head.classes))[data.labels]
    if data.labels.shape[1] == 3:
        return np.clip(data.labels, 0, 1)
    values = data.labels[:, 0]
    return _of_values(values, float(values.min()), float(values.max()))


def colours_of_classes(count: int) -> np.ndarray:
    """(count, 3): two are black and white, as in their field."""
    return np.array([[0.0] * 3, [1.0] * 3]) if count == 2 else class_colors(count)


def _of_values(values: np.ndarray, low: float, high: float) -> np.ndarray:
    scale = value_scale()
    part = np.clip((values - low) / ((high - low) or 1.0), 0, 1)
    return scale[np.rint(part * (len(scale) - 1)).astype(int)]
