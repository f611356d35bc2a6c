"""What a run file says of itself, read before anything else in it: hostile until checked, and nothing is executed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import stat
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np

from ..config import UNIT_SQUARE, NetworkSpec, TrainingSpec, Window
from ..errors import GinnError, RunFileError
from ..target import MAX_SIZE, Target
from . import schema
from .database import Database
from .parent import Parent, parent_from_json
from .specs import network_from_json
from .texts import printable

FARTHEST = 1e9  # from the origin, that a window may reach


@dataclass(frozen=True)
class Description:
    """Of a run, all but what it has learnt: its fields are as those of `Run`.

    data: what is said of a dataset, unchecked. identity: the same for all copies of a run, and for no other run.
    """

    version: int
    name: str
    network: NetworkSpec
    training: TrainingSpec
    engine: str
    target: Target | None
    window: Window
    parent: Parent | None
    data: object
    identity: str


def read_description(database: Database) -> Description:
    """Raises RunFileError, in one line, where this is not the description of a run."""
    version = _checked_version(database)
    _check_tables(database, version)
    meta: dict[str, Any] = dict(database.rows("SELECT key, value FROM meta", most=schema.MAX_META))
    try:
        return Description(
            version=version,
            name=printable(json.loads(meta["name"])),
            network=network_from_json(json.loads(meta["network"]), version),
            training=TrainingSpec(**json.loads(meta["training"])),
            engine=printable(json.loads(meta.get("engine", '"numba"'))),
            target=_read_target(database, json.loads(meta["target"]), version),
            window=_window(json.loads(meta["window"])) if "window" in meta else UNIT_SQUARE,
            parent=parent_from_json(json.loads(meta.get("parent", "null"))),
            data=json.loads(meta.get("data", "null")),
            identity=_digest(meta),
        )
    except (KeyError, TypeError, ValueError, RecursionError, GinnError) as error:
        why = printable(str(error))
        raise RunFileError(f"{database.path}: its description is not that of a run ({why})") from None


def require_file(path: Path) -> None:
    """Raises RunFileError where there is none, or something else of that name."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise RunFileError(f"{path}: no such file") from None
    except OSError as error:
        raise RunFileError(f"{path}: cannot be read ({error.strerror})") from None
    if stat.S_ISDIR(mode):
        raise RunFileError(f"{path}: this is a folder: name a run file in it")
    if not stat.S_ISREG(mode):
        raise RunFileError(f"{path}: this is no file")


def _checked_version(database: Database) -> int:
    """Of a whole run file that this program reads."""
    path = database.path
    [(application_id,)] = database.rows("PRAGMA application_id")
    [(version,)] = database.rows("PRAGMA user_version")
    if application_id != schema.APPLICATION_ID:
        raise RunFileError(f"{path}: a database, but not a run file")
    if version not in schema.VERSIONS:
        raise RunFileError(f"{path}: format {version}, but this GINN-GL reads up to {schema.VERSIONS[-1]}")
    [(pages,)] = database.rows("PRAGMA page_count")
    [(page_size,)] = database.rows("PRAGMA page_size")
    wal = path.with_name(path.name + "-wal")
    size, whole = path.stat().st_size, pages * page_size
    if not wal.exists() and size < whole:
        raise RunFileError(f"{path}: truncated: {size:,} of {whole:,} bytes")
    return version


def _check_tables(database: Database, version: int) -> None:
    """The very tables of schema.py, so that types hold and no view computes for ever."""
    with closing(sqlite3.connect(":memory:")) as model:
        model.executescript(schema.tables(version))
        expected = model.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    if set(database.rows("SELECT type, name, sql FROM sqlite_schema", most=schema.MAX_META)) != set(expected):
        raise RunFileError(f"{database.path}: a database, but without the tables of a run")


def _read_target(database: Database, described: object, version: int) -> Target | None:
    if described is None and version > 1:
        return None
    name = printable(cast(dict[str, Any], described)["name"])
    [(width, height, packed)] = database.rows("SELECT width, height, pixels FROM target LIMIT 2", most=2,
                                              longest=schema.MAX_TARGET)
    fits = 1 <= width <= MAX_SIZE and 1 <= height <= MAX_SIZE
    if not fits or len(packed) != (width * height + 7) // 8:
        raise ValueError("the target's size")
    bits = np.unpackbits(np.frombuffer(packed, np.uint8), count=width * height)
    return Target(name, bits.reshape(height, width))


def _window(read: Any) -> Window:
    if not isinstance(read, list):
        raise TypeError("its window")
    window = tuple(float(edge) for edge in cast(list[float], read))
    left, top, right, bottom = window
    if not (left < right and top < bottom and all(abs(edge) <= FARTHEST for edge in window)):
        raise ValueError("its window")
    return window


def _digest(meta: dict[str, str]) -> str:
    """Of what stays as it is for as long as a run is trained, and wherever it is copied to."""
    lasting = [(key, meta.get(key)) for key in ("name", "network", "training", "target", "versions")]
    return hashlib.sha256(repr(lasting).encode("utf-8", "surrogateescape")).hexdigest()
