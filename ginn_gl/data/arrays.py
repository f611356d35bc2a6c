"""Points from numpy: arrays of a program, or a file of its own format."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from ..errors import GinnError
from ..heads import MAX_CLASSES
from .dataset import Dataset, window_around

NAMES = (("X", "y"), ("points", "labels"), ("points", "values"), ("x", "y"), ("data", "target"))
"""Of the arrays in a file, points first; where it has two only, they may have any names, too."""


def data_of(name: str, points: ArrayLike, labels: ArrayLike, as_values: bool = False) -> Dataset:
    """points: (N, D). labels: (N,) of whole numbers, truth values or text, which are classes; or of other numbers, and
    (N, K), which are values.

    as_values: are whole numbers values? Raises GinnError for arrays that do not go together.
    """
    try:
        numbers, said = np.asarray(points, np.float32), np.asarray(labels)
    except (TypeError, ValueError) as error:
        raise GinnError(f"{name}: not an array of numbers ({error})") from None
    if numbers.ndim != 2 or said.ndim not in (1, 2) or len(said) != len(numbers):
        raise GinnError(f"{name}: points (N, 2) and labels (N,) belong together, not {numbers.shape} and {said.shape}")
    if said.ndim == 2 and said.shape[1] == 1:
        said = said[:, 0]
    if said.dtype.kind in "biuU" and said.ndim == 1 and not as_values:
        return _labelled(name, numbers, said)
    try:
        values = np.asarray(said, np.float32).reshape(len(said), -1)
    except (TypeError, ValueError):
        raise GinnError(f"{name}: labels are whole numbers or text, values are numbers, not {said.dtype}") from None
    if values.shape[1] not in (1, 3):
        raise GinnError(f"{name}: a point has one value, or three for red, green and blue, not {values.shape[1]}")
    return Dataset(name, numbers, values, window_around(numbers))


def read_arrays(path: Path, as_values: bool = False) -> Dataset:
    """The points of a .npz file, as `numpy.savez("file.npz", X=points, y=labels)` writes it.

    Raises GinnError, which says what is wrong, for anything else.
    """
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            names = _named(path, list(file.files))
            points, labels = (file[name] for name in names)
    except FileNotFoundError:
        raise GinnError(f"{path}: no such file") from None
    except OSError as error:
        raise GinnError(f"{path}: cannot be read ({error.strerror or error})") from None
    except (ValueError, EOFError, AttributeError, TypeError, zipfile.BadZipFile, zlib.error, NotImplementedError):
        raise GinnError(f"{path}: not a .npz file that can be read: numpy.savez(\"mine.npz\", X=points, y=labels) "
                        "writes one") from None
    return data_of(path.stem, points, labels, as_values)


def _named(path: Path, names: list[str]) -> tuple[str, ...]:
    found = next((pair for pair in NAMES if set(pair) <= set(names)), tuple(names))
    if len(found) != 2:
        raise GinnError(f"{path}: its arrays are to be called X and y, and are called {', '.join(names) or 'nothing'}")
    return found


def _labelled(name: str, points: np.ndarray, labels: np.ndarray) -> Dataset:
    """Of classes, which have names where they are more than the numbers from 0."""
    classes, numbers = np.unique(labels, return_inverse=True)
    if len(classes) > MAX_CLASSES:
        raise GinnError(f"{name}: {len(classes):,} different labels, of up to {MAX_CLASSES:,}")
    is_plain = labels.dtype.kind != "U" and (classes == np.arange(len(classes))).all()
    names = () if is_plain else tuple(str(one)[:40] for one in classes.tolist())
    return Dataset(name, points, numbers.reshape(-1).astype(np.int32), window_around(points), names)
