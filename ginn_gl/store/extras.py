"""What the second version of the run file keeps beside checkpoints: arrays, and other curves than the loss."""

from __future__ import annotations

import json
import math
from typing import Any, cast

import numpy as np

from ..checks import is_whole
from ..config import Window
from ..data import Dataset
from ..errors import GinnError, RunFileError
from ..target import MAX_SIZE
from . import schema
from .database import CHUNK, Database
from .texts import printable

MOST_POINTS = 5_000_000  # of all curves together
MOST_SIDES = 8           # of an array


def read_array(database: Database, name: str) -> np.ndarray | None:
    """The array of a name, of whatever shape; None where there is none. Raises RunFileError where it is damaged."""
    rows = database.rows("SELECT type, shape, length(numbers) FROM data WHERE name = ?", name)
    if not rows:
        return None
    kind, stated, length = rows[0]
    try:
        shape = _shape(json.loads(stated))
        if kind not in schema.TYPES or length > schema.MAX_DATA or math.prod(shape) * np.dtype(kind).itemsize != length:
            raise ValueError("its size")
    except (TypeError, ValueError, RecursionError):
        raise RunFileError(f"{database.path}: the array '{printable(name)}' is not what it says") from None
    [(numbers,)] = database.rows("SELECT numbers FROM data WHERE name = ?", name, longest=length + schema.MAX_POINT)
    array = np.frombuffer(numbers, kind).reshape(shape)
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise RunFileError(f"{database.path}: the array '{printable(name)}' is not finite")
    return array


def read_shape(database: Database, name: str) -> tuple[int, ...] | None:
    """The shape of an array without its numbers; None where there is none. Raises RunFileError where it is damaged."""
    rows = database.rows("SELECT shape FROM data WHERE name = ?", name)
    try:
        return _shape(json.loads(rows[0][0])) if rows else None
    except (TypeError, ValueError, RecursionError):
        raise RunFileError(f"{database.path}: the array '{printable(name)}' is not what it says") from None


def _shape(read: object) -> tuple[int, ...]:
    if not isinstance(read, list):
        raise TypeError("its shape")
    sides = cast(list[Any], read)
    if len(sides) > MOST_SIDES or not all(is_whole(side, 0, 2**31) for side in sides):
        raise ValueError("its shape")
    return tuple(sides)


def read_curves(database: Database) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """By name the steps (N,) int64 and values (N,) float64. Raises RunFileError where they are damaged."""
    found: dict[str, list[tuple[int, float]]] = {}
    for number, rows in enumerate(database.chunks("SELECT name, step, value FROM scalar ORDER BY name, step",
                                                  longest=schema.MAX_NAME + schema.MAX_POINT)):
        for name, step, value in rows:
            found.setdefault(printable(name), []).append((step, value))
        if number * CHUNK > MOST_POINTS or len(found) > schema.MAX_CURVES:
            raise RunFileError(f"{database.path}: more curves than a run keeps")
    return {name: _curve(database, name, points) for name, points in found.items()}


def _curve(database: Database, name: str, points: list[tuple[int, float]]) -> tuple[np.ndarray, np.ndarray]:
    steps, values = np.array(points, np.float64).T
    if not (np.diff(steps) > 0).all() or not np.isfinite(values).all():
        raise RunFileError(f"{database.path}: the curve of '{name}' is damaged")
    return steps.astype(np.int64), values


def read_dataset(database: Database, described: object, window: Window) -> Dataset | None:
    """What a run learns, where that is no black and white image; None where that is not kept.

    described: under 'data' in the description. Raises RunFileError where it is not what it says.
    """
    try:
        name, classes = _names(described)
        image = read_array(database, "image")
        if image is not None:
            return Dataset.of_image(name, _as_image(image))
        points, labels = read_array(database, "points"), read_array(database, "labels")
        if points is None or labels is None:
            return None
        points = points.reshape(len(points), -1).astype(np.float32, copy=False)
        if labels.dtype.kind == "f":
            labels = labels.reshape(len(labels), -1).astype(np.float32, copy=False)
        return Dataset(name, points, labels.astype(np.int32) if labels.dtype.kind != "f" else labels, window, classes)
    except (TypeError, KeyError, ValueError, GinnError) as error:
        raise RunFileError(f"{database.path}: its data are not what they say ({printable(str(error))})") from None


def _names(described: object) -> tuple[str, tuple[str, ...]]:
    if described is None:  # of a watched run
        return "data", ()
    read = cast(dict[str, Any], described)
    classes = read["classes"]
    if not isinstance(classes, list) or not all(isinstance(one, str) for one in cast(list[Any], classes)):
        raise TypeError("names that are no list")
    return printable(read["name"]), tuple(map(printable, cast(list[str], classes)))


def _as_image(array: np.ndarray) -> np.ndarray:
    is_image = array.dtype == np.uint8 and array.ndim in (2, 3) and array.size > 0
    if not is_image or max(array.shape) > MAX_SIZE or array.shape[2:] not in ((), (3,)):
        raise ValueError("the image's size")
    return array
