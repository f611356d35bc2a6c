"""The table of runs, kept up to date for as long as somebody looks at it."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any

from ..many.facts import Signature, signature
from .rows import row_of, unread_row
from .shelf import Entry, Shelf

SECONDS = 1.0
"""Between two looks at the files."""

SHARE = 0.2
"""Of the time that looking may take: many files, or a slow disk, are looked at less often."""

UNWATCHED = 15.0
"""Seconds after which nobody has asked: then nothing is looked at."""

AT_ONCE = 16
"""Rows that are read in one go, before whoever asks gets them."""

InThread = Callable[..., Awaitable[Any]]
"""Calls a function, with its arguments, in a thread."""


class Table:
    """Rows by id, each with the version of the table since which it is as it is.

    session: of this process: whoever has rows of another one asks for all.
    """

    def __init__(self, shelf: Shelf, in_thread: InThread) -> None:
        self.session = secrets.token_hex(4)
        self._shelf, self._in_thread = shelf, in_thread
        self._rows: dict[str, dict[str, Any]] = {}
        self._versions: dict[str, int] = {}  # of rows, those that are gone among them
        self._signatures: dict[str, Signature] = {}
        self._version = 0
        self._asked_at = 0.0
        self._looking: asyncio.Task[None] | None = None
        self._listed = asyncio.Event()

    async def since(self, session: str, version: int) -> dict[str, Any]:
        """What has changed since a version: the session, the version now, rows, and the ids that are gone."""
        self._asked_at = time.monotonic()
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._keep_looking())
        await self._listed.wait()
        if session != self.session:
            version = 0
        changed = [key for key, since in self._versions.items() if since > version]
        return {"session": self.session, "version": self._version,
                "rows": [self._rows[key] for key in changed if key in self._rows],
                "gone": [key for key in changed if key not in self._rows]}

    async def _keep_looking(self) -> None:
        while time.monotonic() - self._asked_at < UNWATCHED:
            began = time.monotonic()
            await self._look()
            await asyncio.sleep(max(SECONDS, (time.monotonic() - began) * (1 / SHARE - 1)))

    async def _look(self) -> None:
        """One look at all files; those that have changed last are read first."""
        entries: dict[str, Entry] = await self._in_thread(self._shelf.look)
        for key in self._rows.keys() - entries.keys():
            del self._rows[key]
            self._signatures.pop(key, None)
            self._touch(key)
        for key in entries.keys() - self._rows.keys():
            self._put(unread_row(entries[key]))
        for key, entry in entries.items():  # whose folder may have to be told by now
            self._put(self._rows[key] | {"folder": unread_row(entry)["folder"]})
        self._listed.set()
        signatures: dict[str, Signature] = await self._in_thread(
            lambda: {key: signature(entry.path) for key, entry in entries.items()})
        due = [key for key, found in signatures.items()
               if found != self._signatures.get(key) or self._rows[key]["state"] == "training"]
        due.sort(key=lambda key: max((stamp[2] for stamp in signatures[key] if stamp), default=0), reverse=True)
        for start in range(0, len(due), AT_ONCE):
            some = due[start:start + AT_ONCE]
            for row in await self._in_thread(lambda some=some: [row_of(entries[key]) for key in some]):
                self._signatures[row["id"]] = signatures[row["id"]]
                self._put(row)

    def _put(self, row: dict[str, Any]) -> None:
        if self._rows.get(row["id"]) != row:
            self._rows[row["id"]] = row
            self._touch(row["id"])

    def _touch(self, key: str) -> None:
        self._version += 1
        self._versions[key] = self._version
