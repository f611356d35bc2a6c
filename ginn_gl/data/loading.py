"""Data by name: made here, or a file."""

from __future__ import annotations

from pathlib import Path

from ..errors import GinnError
from ..target import DEFAULT_SIZE, check_size
from .dataset import Dataset
from .made import MADE, make

ALIASES = {"plane": "reg-plane"}
TABLES = (".csv", ".tsv", ".txt", ".parquet")


def load_data(what: str, points: int | None = None, noise: float | None = None, seed: int = 0,
              as_values: bool = False) -> Dataset:
    """The data of a name in MADE, or those of a CSV or Parquet file.

    points, noise, seed: of data that is made here, see `make`. as_values: are whole numbers in a file values? Else they
    are labels. Raises GinnError where it cannot be had.
    """
    name = ALIASES.get(what, what)
    if name in MADE:
        return make(name, points, noise, seed)
    if (points, noise, seed) != (None, None, 0):
        raise GinnError(f"points, noise and a seed are for data that is made here ({', '.join(MADE)}), not for {what}")
    path = Path(what)
    if path.suffix.lower() not in TABLES:
        raise GinnError(f"{what}: data is {', '.join(MADE)}, or a file that ends in {' or '.join(TABLES)}")
    from .tables import read_table

    return read_table(path, as_values)


def load_image(path: str, size: int = DEFAULT_SIZE, colours: bool = False) -> Dataset:
    """An image file in shades of grey, or in its colours, resized so that its longer side is `size`.

    Raises GinnError for an image that cannot be read, and for a size out of range.
    """
    check_size(size)
    from ..target.image import read_colours, read_shades

    return Dataset.of_image(Path(path).stem, (read_colours if colours else read_shades)(Path(path), size))
