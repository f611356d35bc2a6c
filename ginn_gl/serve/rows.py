"""A run as a row of the table: plain values, for JSON."""

from __future__ import annotations

import os
import sqlite3
from typing import Any

from ..errors import GinnError
from ..many.facts import changed, facts_of
from ..store import Run
from ..store.texts import printable
from .shelf import Entry

UNREADABLE = (GinnError, sqlite3.Error, OSError)
"""What reading a file may raise that anybody may cut, replace or delete meanwhile."""


def unread_row(entry: Entry) -> dict[str, Any]:
    """Of a run that nobody has read yet."""
    return {"id": entry.id, "name": printable(_text(entry.path.stem)), "folder": printable(_text(entry.folder)),
            "state": "unread"}


def row_of(entry: Entry) -> dict[str, Any]:
    """Of a run, or of a file that is none, with what is wrong with it."""
    row = unread_row(entry)
    try:
        with Run(entry.require()) as run:
            facts = facts_of(run)
            return row | facts._asdict() | {"bad": bool(facts.bad)}
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one file, the others are shown
        return row | {"state": "damaged", "trouble": trouble(entry, error), "changed": changed(entry.path)}


def trouble(entry: Entry, error: Exception) -> str:
    """What is wrong with a file, in one line that does not say where it lies."""
    if not entry.path.exists():
        return "the file is not there"
    said = str(error) if isinstance(error, GinnError) else f"cannot be read ({error})"
    for name in (f"{entry.path}: ", str(entry.path), str(entry.path.parent)):
        said = said.replace(name, "")
    return printable(_text(said))


def _text(name: str) -> str:
    """A name of a file, of which not all bytes need be text."""
    return os.fsencode(name).decode("utf-8", "replace")
