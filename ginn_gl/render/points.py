"""Points over a picture: those that are learnt, or any others of the plane that is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np

from ..config import INPUTS, View
from ..data import Dataset, held_out
from ..heads import Head
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

    Kept for each run until its plane is another. Raises GinnError for a view's plane that is none of the run, and
    RunFileError where its data is damaged.
    """
    plane = ground_of(run).plane_in(view)
    before = _found.get(run)
    if before is None or (before[0] is not plane and before[0] != plane):
        data, found = run.dataset, None
        if data is not None and data.image is None and data.points.shape[1] == plane.inputs:
            found = points_on(data, plane, run.network.head, run.training.validation)
        _found[run] = before = plane, found
    return before[1]


_found: WeakKeyDictionary[Run, tuple[Plane, Points | None]] = WeakKeyDictionary()


def points_on(data: Dataset, plane: Plane, head: Head, share_held_out: float = 0.0) -> Points:
    """The points of data over a plane: those beside it where they are seen from straight above, and the fainter the
    farther they are from it; at a distance as large as they are spread, they are gone."""
    most = min(MOST, max(1, MOST_NUMBERS // data.points.shape[1]))
    numbers = np.arange(0, len(data.points), -(-len(data.points) // most))
    points = data.points[numbers].astype(np.float64)
    places, distances = plane.project(points)
    spread = float(np.sqrt(((points - points.mean(axis=0)) ** 2).sum(axis=1).mean()))
    opacities = np.clip(1 - distances / spread, 0, 1) ** FADING if plane.inputs > INPUTS and spread else None
    seen = slice(None) if opacities is None else np.flatnonzero(opacities > FAINTEST)
    return Points(places[seen], colours_of(data, head)[numbers][seen],
                  np.ones(len(numbers)) if opacities is None else opacities[seen],
                  held_out(len(data.points), share_held_out)[numbers][seen], numbers[seen])


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
