"""The points that a network of someone else's learns, as a run keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..config import UNIT_SQUARE, Window
from ..errors import GinnError
from ..heads import Head

MOST_BYTES = 32_000_000
"""Of points that a run keeps; of more, some are left out, evenly."""

MOST_LOOKED_AT = 100_000
"""Labels that are looked at to tell what they are."""

SAY = "data=(points, labels): "

MARGIN = 0.1
"""Room around the points, by the longer side of where they are."""


@dataclass(frozen=True)
class Data:
    """What is learnt, where that is no image.

    points: (N, ...) as the network takes them. labels: (N,) or (N, K) numbers, or None where they are not told.
    """

    points: np.ndarray
    labels: np.ndarray | None = None

    @property
    def flat(self) -> np.ndarray:
        """The points as (N, inputs)."""
        return self.points.reshape(len(self.points), -1)

    @property
    def classes(self) -> np.ndarray | None:
        """The labels as numbers of classes from 0, (N,) int32; None where they can be none.

        Such are whole numbers, True and False, the larger of -1 and 1, and one in K as (N, K).
        """
        labels = self.labels
        if labels is None:
            return None
        found = {*np.unique(labels[:MOST_LOOKED_AT]).tolist()}
        if labels.ndim == 2 and found == {0, 1} and (labels.sum(axis=1) == 1).all():
            labels = labels.argmax(axis=1)
        elif found == {-1, 1}:
            labels = labels > 0
        elif labels.dtype.kind == "f" and found != {0, 1}:  # as binary_cross_entropy takes them
            return None
        return labels.astype(np.int32) if labels.ndim == 1 and labels.min() >= 0 else None

    @property
    def box(self) -> np.ndarray:
        """(2, inputs), the lowest and highest values of each input."""
        return np.array([self.flat.min(axis=0), self.flat.max(axis=0)], np.float64)

    @property
    def window(self) -> Window:
        """A square of the plane with all points in it, where these are of two inputs; else the unit square."""
        if self.flat.shape[1] != 2:
            return UNIT_SQUARE
        low, high = self.box
        middle, half = (low + high) / 2, max(float((high - low).max()), 1e-6) * (0.5 + MARGIN)
        return tuple(float(edge) for edge in (*(middle - half), *(middle + half)))

    def kept(self) -> Data:
        """As many of them, evenly, as a run keeps."""
        every = -(-self.points.nbytes // MOST_BYTES)
        return Data(self.points[::every], None if self.labels is None else self.labels[::every])

    def labelled_for(self, head: Head) -> Data:
        """With labels as a head has them: int32 classes from 0, or float32 values, (N, 3) of red, green and blue.

        Raises GinnError where they are none such.
        """
        if self.labels is None:
            return self
        if head.kind in ("value", "rgb"):
            if self.labels.shape[1:] != ((3,) if head.kind == "rgb" else ()):
                raise GinnError(f"{SAY}labels of a {head.kind} are {'(N, 3)' if head.kind == 'rgb' else '(N,)'}, not "
                                f"{self.labels.shape}")
            return Data(self.points, self.labels.astype(np.float32))
        classes, most = self.classes, max(2, head.outputs)
        if classes is None or classes.max() >= most:
            raise GinnError(f"{SAY}labels of {most} classes are whole numbers from 0 to {most - 1}")
        return Data(self.points, classes)


def read_data(given: Any) -> Data:
    """From (points, labels), or points alone: arrays, tensors or whatever numpy takes for an array.

    Raises GinnError where they do not fit each other, or are no finite numbers.
    """
    points, labels = given if isinstance(given, tuple | list) and len(given) == 2 else (given, None)
    array = _numbers(points, "points")
    if array.ndim < 2 or not len(array):
        raise GinnError(f"{SAY}points are an array of (N, inputs), not {array.shape}")
    array = array.astype(np.uint8 if array.dtype == np.uint8 else np.float32)
    if labels is None:
        return Data(array)
    found = _numbers(labels, "labels")
    if found.ndim == 2 and found.shape[1] == 1:
        found = found[:, 0]
    if found.ndim not in (1, 2) or len(found) != len(array):
        raise GinnError(f"{SAY}{len(array):,} points, and labels of {found.shape}")
    return Data(array, found)


def numbered(given: Any, classes: np.ndarray | None) -> Any:
    """(points, labels) with numbers in place of labels, which may be of any kind. classes: them in order, if there are.

    Raises GinnError for a label that is none of them.
    """
    if classes is None or not isinstance(given, tuple | list) or len(given) != 2:
        return given
    points, labels = given[0], np.asarray(given[1])
    if labels.ndim == 1 and not np.isin(labels, classes).all():
        raise GinnError(f"{SAY}labels are of {', '.join(map(str, classes[:10]))}")
    return (points, np.searchsorted(classes, labels)) if labels.ndim == 1 else given


def _numbers(given: Any, what: str) -> np.ndarray:
    if hasattr(given, "detach"):  # a tensor, perhaps on a GPU
        given = given.detach().cpu()
        given = given.float() if given.is_floating_point() else given  # numpy has no bfloat16
    array = np.asarray(given)
    if array.dtype.kind not in "biuf" or not np.isfinite(array).all():
        raise GinnError(f"{SAY}{what} are finite numbers")
    return array
