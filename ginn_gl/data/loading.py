"""Data by name: made here, or a file."""

from __future__ import annotations

from pathlib import Path

from ..errors import GinnError
from ..target import DEFAULT_SIZE, check_size
from .dataset import Dataset
from .made import MADE, make

ALIASES = {"plane": "reg-plane"}
TABLES = (".csv", ".tsv", ".txt", ".parquet", ".npz")


def load_data(what: str, points: int | None = None, noise: float | None = None, seed: int = 0,
              as_values: bool = False) -> Dataset:
    """The data of a name in MADE, or those of a CSV, Parquet or NPZ file.

    points, noise, seed: of data that is made here, see `make`. as_values: are whole numbers in a file values? Else they
    are labels. Raises GinnError where it cannot be had.
    """
    name = ALIASES.get(what, what)
    if name in MADE:
        return make(name, points, noise, seed)
    if (points, noise, seed) != (None, None, 0):
        raise GinnError(f"points, noise and a seed are for data that is made here ({', '.join(MADE)}), not for {what}")
    path = Path(what)
    if not is_table(path):
        raise GinnError(f"{what}: data is {', '.join(MADE)}, or a file that ends in {' or '.join(TABLES)}")
    return read_points(path, as_values)


def read_points(path: Path, as_values: bool = False) -> Dataset:
    """The points of a file that `is_table`. Raises GinnError, which says where, for what is none."""
    if path.suffix.lower() == ".npz":
        from .arrays import read_arrays

        return read_arrays(path, as_values)
    from .tables import read_table

    return read_table(path, as_values)


def is_table(path: Path) -> bool:
    """Whether a file is one of points, by its name."""
    return path.suffix.lower() in TABLES


def load_image(path: str, size: int = DEFAULT_SIZE, colours: bool = False) -> Dataset:
    """An image file in shades of grey, or in its colours, resized so that its longer side is `size`.

    Raises GinnError for an image that cannot be read, and for a size out of range.
    """
    check_size(size)
    from ..target.image import read_colours, read_shades

    return Dataset.of_image(Path(path).stem, (read_colours if colours else read_shades)(Path(path), size))
