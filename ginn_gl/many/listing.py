"""All runs of some folders, in a process beside: what is known of them is kept, and only what has changed is read."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ..errors import GinnError
from ..paths import settings_folder
from ..store import Run
from .facts import Facts, Measures, Signature, curve_of, facts_of, signatures

BATCH = 2_000
"""Runs that are told at once."""

BATCH_SECONDS = 0.25
"""After which what was read is told, however little."""

NICE = 5
"""Below the window, whose rate comes first."""

VERSION = 2
TABLE = ("CREATE TABLE IF NOT EXISTS run (path TEXT PRIMARY KEY, folder TEXT, signature TEXT, facts TEXT, curve BLOB, "
         "trouble TEXT, measures TEXT)")


class Listed(NamedTuple):  # and no dataclass: thousands come from a process beside, in a quarter of the time
    """A run file. facts: None while nobody has read it, or where it cannot be read; then trouble says why.

    curve: (2, N) float32 of steps and losses. measures: where they were taken in a time before.
    """

    path: str
    signature: Signature = ()
    facts: Facts | None = None
    curve: np.ndarray | None = None
    trouble: str = ""
    measures: Measures | None = None

    @property
    def name(self) -> str:
        return self.path.rpartition(os.sep)[2].removesuffix(".ginn")

    @property
    def is_known(self) -> bool:
        """Whether somebody has read it, or tried to."""
        return self.facts is not None or bool(self.trouble)


class Look(NamedTuple):
    """Asks to look at all run files in these folders, and at these."""

    folders: Sequence[Path]
    files: Sequence[Path]


class InSight(NamedTuple):
    """Asks to read these before all others."""

    paths: tuple[str, ...]


class News(NamedTuple):
    """What a look at all files has found by now. paths: all there are; read: of these, what is new. is_over: for now.

    seconds: that the look took up to here.
    """

    paths: list[str] | None
    read: list[Listed]
    is_over: bool
    seconds: float


def run_files(folders: Iterable[Path], files: Iterable[Path] = ()) -> list[str]:
    """Paths of all run files there are, each once and without links, folder by folder in order of name."""
    found: dict[str, None] = {}
    for folder in folders:
        with suppress(OSError):
            real = os.path.realpath(folder)
            with os.scandir(real) as entries:
                found |= dict.fromkeys(sorted(os.path.realpath(entry.path) if entry.is_symlink() else entry.path
                                              for entry in entries if entry.name.endswith(".ginn")))
    return list(found | dict.fromkeys(os.path.realpath(file) for file in files))


def folder_of(path: str) -> str:
    """Of a file; plain text, since there are thousands."""
    return path.rpartition(os.sep)[0]


def look(paths: list[str], known: dict[str, Listed],
         in_sight: Callable[[], Iterable[str]] = tuple) -> Iterator[list[Listed]]:
    """What has changed of these files since `known`, which it brings up to date, some at a time.

    in_sight: of these, paths that somebody sees at this moment, and that are read before all others.
    """
    due, batch, began = _due(paths, known), [], time.monotonic()
    while due:
        path = next((path for path in in_sight() if path in due), None) or next(iter(due))
        listed = read(path, due.pop(path))
        before, known[path] = known.get(path), listed
        if before is None or before.signature != listed.signature or before.facts != listed.facts:
            batch.append(listed)
        if len(batch) >= BATCH or time.monotonic() - began > BATCH_SECONDS:
            yield batch
            batch, began = [], time.monotonic()
    yield batch


def _due(paths: list[str], known: dict[str, Listed]) -> dict[str, Signature]:
    """Files that are to be read anew, by path, the newest first."""
    due = []
    for path, found in zip(paths, signatures(paths)):
        before = known.get(path)
        if before is None or before.signature != found or (before.facts and before.facts.state == "training"):
            due.append((path, found))
    return dict(sorted(due, key=lambda one: max((stamp[2] for stamp in one[1] if stamp), default=0), reverse=True))


def read(path: str, found: Signature) -> Listed:
    """A run file as it is now, or what is wrong with it."""
    try:
        with Run(path) as run:
            return Listed(path, found, facts_of(run), curve_of(run))
    except GinnError as error:
        return Listed(path, found, trouble=str(error).removeprefix(f"{path}: "))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one file, the others are listed
        return Listed(path, found, trouble=f"cannot be read ({error})")


class Index:
    """What is known of runs from the times before, in a file of the user's own. It is only ever a hint: where it cannot
    be read or written, all runs are read."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or settings_folder() / f"runs-{VERSION}.sqlite"

    def of(self, folders: Iterable[str]) -> dict[str, Listed]:
        """What is known of these folders, by path."""
        known: dict[str, Listed] = {}
        with suppress(sqlite3.Error, OSError, ValueError, TypeError), closing(self._open()) as database:
            for folder in folders:
                rows = database.execute(
                    "SELECT path, curve, trouble, signature, facts, measures FROM run WHERE folder = ?", (folder,))
                known |= {one.path: one for one in _listed(rows.fetchall())}
        return known

    def keep(self, read: Iterable[Listed]) -> None:
        """From now on."""
        with suppress(sqlite3.Error, OSError, ValueError), closing(self._open()) as database, database:
            database.executemany("INSERT OR REPLACE INTO run VALUES (?, ?, ?, ?, ?, ?, 'null')", [
                (one.path, folder_of(one.path), json.dumps(one.signature),
                 json.dumps(one.facts) if one.facts else "null",
                 None if one.curve is None else one.curve.astype("<f4").tobytes(), one.trouble) for one in read])

    def keep_measures(self, measured: Iterable[tuple[str, Signature, Measures]]) -> None:
        """Of files as they were when they had these signatures."""
        with suppress(sqlite3.Error, OSError, ValueError), closing(self._open()) as database, database:
            database.executemany("UPDATE run SET measures = ? WHERE path = ? AND signature = ?", [
                (json.dumps(measures), path, json.dumps(found)) for path, found, measures in measured])

    def forget(self, paths: Iterable[str]) -> None:
        """Files that are gone."""
        with suppress(sqlite3.Error, OSError, ValueError), closing(self._open()) as database, database:
            database.executemany("DELETE FROM run WHERE path = ?", [(path,) for path in paths])

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._path, timeout=1.0)
        database.execute(TABLE)
        return database


def _listed(rows: list[tuple[Any, ...]]) -> Iterator[Listed]:
    """Out of (path, curve, trouble, signature, facts, measures): the last three of all are read as one text of JSON,
    which takes a quarter of the time."""
    texts = json.loads(f"[{','.join(f'[{stamps},{facts},{measures}]' for *_, stamps, facts, measures in rows)}]")
    for (path, curve, trouble, *_), (stamps, facts, measures) in zip(rows, texts):
        yield Listed(path, tuple(map(tuple, stamps)), Facts(*facts) if facts else None,
                     np.frombuffer(curve, "<f4").reshape(2, -1) if curve else None, trouble,
                     Measures(*measures) if measures else None)


class Inbox:
    """What the window asks: to look at all files, with `Look`; to read some first, with `InSight`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._seen: tuple[str, ...] = ()
        self._asked: Look | None = None

    def next_look(self) -> Look:
        """Wait until one is asked for. Raises EOFError where nobody is there any more."""
        while self._asked is None:
            self._hear()
        asked, self._asked = self._asked, None
        return asked

    def in_sight(self) -> tuple[str, ...]:
        """What somebody sees by now."""
        while self._connection.poll():
            self._hear()
        return self._seen

    def _hear(self) -> None:
        said = self._connection.recv()
        if isinstance(said, InSight):
            self._seen = said.paths
        else:
            self._asked = said


def serve(connection: Connection) -> None:
    """Look at all files each time that is asked, and tell what is new, until nobody is there any more."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    inbox, index = Inbox(connection), Index()
    known: dict[str, Listed] = {}
    told: dict[str, Listed] = {}
    with suppress(EOFError, OSError):
        while True:
            asked = inbox.next_look()
            began = time.monotonic()
            paths = run_files(asked.folders, asked.files)
            connection.send(News(paths, [], False, 0.0))
            if new := {folder_of(path) for path in paths} - {folder_of(path) for path in known}:
                there = set(paths)
                kept = index.of(new)
                index.forget(kept.keys() - there)
                known |= {path: one for path, one in kept.items() if path in there}
            news = [one for path, one in known.items() if told.get(path) is not one]
            in_sight = set(inbox.in_sight())
            news.sort(key=lambda one: one.path not in in_sight)
            for start in range(0, len(news), BATCH):
                connection.send(News(None, news[start:start + BATCH], False, 0.0))
            for batch in look(paths, known, inbox.in_sight):
                index.keep(batch)
                connection.send(News(None, batch, False, 0.0))
            told = dict(known)
            connection.send(News(None, [], True, time.monotonic() - began))
