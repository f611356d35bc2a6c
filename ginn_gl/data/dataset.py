"""Data: points of which each has a label or values; an image in shades or colours is such points, too."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..config import MAX_INPUTS, Window
from ..errors import GinnError
from ..heads import MAX_CLASSES
from ..target import Target, pixel_centers

MARGIN = 0.1
"""Of the points' own extent, that a window leaves around them."""

MOST_POINTS = 5_000_000
MOST_VALUES = 3


@dataclass(frozen=True)
class Dataset:
    """What a network learns, where that is no black and white image.

    points: (N, D) float32, what the network is given.
    labels: (N,) int32 from 0, numbers of classes; or (N, K) float32, K values of each.
    window: of the plane, that is of interest: where the points are.
    classes: the names of the labels, from 0; none where they are numbers, or there are values.
    image: (H, W) or (H, W, 3) uint8, of which the points are the pixels' centres; None of other points.
    Raises GinnError for arrays that do not go together.
    """

    name: str
    points: np.ndarray
    labels: np.ndarray
    window: Window
    classes: tuple[str, ...] = ()
    image: np.ndarray | None = None

    def __post_init__(self) -> None:
        points, labels = self.points, self.labels
        if points.ndim != 2 or not 2 <= points.shape[1] <= MAX_INPUTS:
            raise GinnError(f"{self.name}: points are an array of (N, 2) or more columns, not {points.shape}")
        if not 1 <= len(points) <= MOST_POINTS or len(labels) != len(points):
            raise GinnError(f"{self.name}: 1 to {MOST_POINTS:,} points, and as many labels, not {len(points):,} and "
                            f"{len(labels):,}")
        if not np.isfinite(points).all() or not np.isfinite(labels).all():
            raise GinnError(f"{self.name}: a number in it is not finite")
        if self.is_labelled:
            if labels.min() < 0 or labels.max() >= MAX_CLASSES:
                raise GinnError(f"{self.name}: labels are numbers of classes, 0 to {MAX_CLASSES - 1:,}")
        elif labels.ndim != 2 or not 1 <= labels.shape[1] <= MOST_VALUES:
            raise GinnError(f"{self.name}: 1 to {MOST_VALUES} values a point, not {labels.shape}")

    @classmethod
    def of_image(cls, name: str, image: np.ndarray) -> Dataset:
        """image: (H, W) or (H, W, 3) uint8, whose values are learnt as 0 to 1."""
        height, width = image.shape[:2]
        values = (image.reshape(height * width, -1) / np.float32(255)).astype(np.float32)
        return cls(name, pixel_centers(height, width), values, (0.0, 0.0, 1.0, 1.0), image=image)

    @classmethod
    def of_arrays(cls, name: str, points: np.ndarray, labels: np.ndarray, classes: tuple[str, ...] = ()) -> Dataset:
        """points: (N, D) numbers. labels: (N,) whole numbers, which are classes, or numbers; or (N, K) values."""
        points = np.asarray(points, np.float32)
        labels = np.asarray(labels)
        if labels.dtype.kind in "biu" and labels.ndim == 1:
            labels = np.clip(labels, -1, MAX_CLASSES).astype(np.int32)
        else:
            labels = np.asarray(labels, np.float32).reshape(len(labels), -1)
        return cls(name, points, labels, window_around(points), classes)

    @cached_property
    def pixels(self) -> np.ndarray | None:
        """Of an image, what is to be said at each pixel: (H, W) float32 shades from 0 to 1, or (H, W, 3) uint8."""
        if self.image is None or self.image.ndim == 3:
            return self.image
        return self.image / np.float32(255)

    @property
    def is_labelled(self) -> bool:
        """Whether its points have labels, and not values."""
        return self.labels.dtype.kind == "i"

    @property
    def class_count(self) -> int:
        """How many classes its labels need, 2 at least."""
        return max(2, len(self.classes), int(self.labels.max()) + 1)


Lesson = Target | Dataset
"""What a network learns."""


def window_around(points: np.ndarray) -> Window:
    """A square around the first two columns of points (N, D), with a margin; around a single point, one of side 1."""
    low, high = points[:, :2].min(axis=0).astype(float), points[:, :2].max(axis=0).astype(float)
    middle, half = (low + high) / 2, max(high - low) * (0.5 + MARGIN) or 0.5
    return (*(middle - half).tolist(), *(middle + half).tolist())


def count_of(lesson: Lesson) -> int:
    """How many points it has."""
    return lesson.pixels.size if isinstance(lesson, Target) else len(lesson.points)


def points_of(lesson: Lesson) -> np.ndarray:
    """(N, D) float32, of an image its pixels' centres."""
    if isinstance(lesson, Target):
        return pixel_centers(lesson.height, lesson.width)
    return lesson.points


def inputs_of(lesson: Lesson) -> int:
    """How many numbers a point has: D."""
    return 2 if isinstance(lesson, Target) else lesson.points.shape[1]


def fingerprint(lesson: Lesson) -> str:
    """Equal where the same is learnt, whatever it is called."""
    arrays = (lesson.pixels,) if isinstance(lesson, Target) else (lesson.points, lesson.labels)
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(repr((array.shape, array.dtype.str)).encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()
