"""Tables of points, as CSV or Parquet: a column for each input, and the last one for the label or value."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..config import MAX_INPUTS
from ..errors import GinnError
from ..heads import MAX_CLASSES
from .dataset import MOST_POINTS, Dataset, window_around

MOST_WHOLE = 20
"""Different whole numbers in the last column, up to which they are labels; where there are more, they are values."""

LARGEST = 3e38
"""That float32 holds."""

Row = tuple[int, list[str]]
"""The number of its line, from 1, and what is in it."""

Written = tuple[int, str]
"""The number of a line, and its last column."""


def read_table(path: Path, as_values: bool = False) -> Dataset:
    """The points of a file, each with the label or value in the last column.

    as_values: whether whole numbers in the last column are values, however few there are.
    Raises GinnError, which says where, for what is no such table.
    """
    rows = _parquet_rows(path) if path.suffix.lower() == ".parquet" else _csv_rows(path)
    first = next(rows, None)
    if first is None:
        raise GinnError(f"{path}: nothing in it: a row is numbers, and a label at its end")
    width = len(first[1])
    if not 3 <= width <= MAX_INPUTS + 1:
        raise GinnError(f"{path}: line {first[0]} has {width} column{'s' * (width != 1)}: a row is two or more numbers "
                        "and a label, with commas, semicolons or tabs between")
    names = first[1] if any(_number(field) is None for field in first[1][:-1]) else None
    numbers, last = _columns(path, names, rows if names else _chain(first, rows), width)
    if as_values:
        return Dataset(path.stem, numbers, _values(path, last, names, width), window_around(numbers))
    labels, classes = _labels(path, [text for _, text in last])
    return Dataset(path.stem, numbers, labels, window_around(numbers), classes)


def _chain(first: Row, rest: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rest


def _csv_rows(path: Path) -> Iterator[Row]:
    """Those that are not empty."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            beginning = file.readline()
            file.seek(0)
            between = max(",;\t", key=beginning.count)
            reader = csv.reader(file, delimiter=between, skipinitialspace=True, strict=True)
            for fields in reader:
                if any(field.strip() for field in fields):
                    yield reader.line_num, [field.strip() for field in fields]
    except FileNotFoundError:
        raise GinnError(f"{path}: no such file") from None
    except UnicodeDecodeError:
        raise GinnError(f"{path}: not a text in UTF-8: save it as CSV, in UTF-8") from None
    except csv.Error as error:
        raise GinnError(f"{path}: not a table that can be read ({error})") from None
    except OSError as error:
        raise GinnError(f"{path}: cannot be read ({error.strerror})") from None


def _parquet_rows(path: Path) -> Iterator[Row]:
    """The names of its columns, as a header, and the rows as text, so that both kinds are read in one way."""
    try:
        from pyarrow import parquet  # pyright: ignore[reportMissingImports] - where it is installed
    except ImportError:
        raise GinnError(f"{path}: Parquet takes pyarrow: pip install pyarrow, or save it as CSV") from None
    if not path.is_file():
        raise GinnError(f"{path}: no such file")
    try:
        table: Any = parquet.read_table(path)
    except Exception as error:  # noqa: BLE001 - pyarrow raises many kinds for damaged files
        raise GinnError(f"{path}: not a Parquet file that can be read ({str(error).partition(chr(10))[0]})") from None
    yield 0, [str(name) for name in table.column_names]
    columns = [column.to_pylist() for column in table.columns]
    for number, values in enumerate(zip(*columns), 1):
        yield number, ["" if value is None else str(value) for value in values]


def _columns(path: Path, names: Sequence[str] | None, rows: Iterator[Row], width: int
             ) -> tuple[np.ndarray, list[Written]]:
    """All columns but the last as (N, D) float32, and the last as it is written."""
    numbers: list[list[float]] = []
    last: list[Written] = []
    for line, fields in rows:
        if len(fields) != width:
            raise GinnError(f"{path}: line {line} has {len(fields)} columns, and those before have {width}")
        read = [_number(field) for field in fields[:-1]]
        for place, number in enumerate(read):
            if number is None:
                raise GinnError(f"{path}: line {line}, column {_column(place, names)}: {_said(fields[place])}")
        if not fields[-1]:
            raise GinnError(f"{path}: line {line}, column {_column(width - 1, names)}: there is no label")
        numbers.append(read)  # pyright: ignore[reportArgumentType] - none of them is None
        last.append((line, fields[-1]))
        if len(last) > MOST_POINTS:
            raise GinnError(f"{path}: more than {MOST_POINTS:,} rows")
    if not numbers:
        raise GinnError(f"{path}: a header, and no row below it")
    return np.array(numbers, np.float32), last


def _values(path: Path, last: list[Written], names: Sequence[str] | None, width: int) -> np.ndarray:
    """(N, 1) float32."""
    found = [_number(text) for _, text in last]
    for (line, text), number in zip(last, found):
        if number is None:
            raise GinnError(f"{path}: line {line}, column {_column(width - 1, names)}: {_said(text)}, as a value is")
    return np.array(found, np.float32)[:, None]


def _labels(path: Path, written: list[str]) -> tuple[np.ndarray, tuple[str, ...]]:
    """(N,) int32 with the names of the classes, if these are more than their numbers; or (N, 1) float32 of values."""
    found = [_number(text) for text in written]
    is_numbers = None not in found
    keys: list[Any] = found if is_numbers else written
    names = sorted(set(keys))
    if is_numbers and (len(names) > MOST_WHOLE or not all(name.is_integer() for name in names)):
        return np.array(found, np.float32)[:, None], ()
    if len(names) > MAX_CLASSES:
        raise GinnError(f"{path}: {len(names):,} different labels in the last column, of up to {MAX_CLASSES:,}")
    place_of = {name: place for place, name in enumerate(names)}
    labels = np.array([place_of[key] for key in keys], np.int32)
    if is_numbers and names == list(range(len(names))):
        return labels, ()
    return labels, tuple(f"{name:g}" if is_numbers else _short(name) for name in names)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) <= LARGEST else None


def _column(place: int, names: Sequence[str] | None) -> str:
    return f"{place + 1} ({_short(names[place])})" if names else str(place + 1)


def _said(text: str) -> str:
    return f"'{_short(text)}' is not a number" if text else "nothing there"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."
