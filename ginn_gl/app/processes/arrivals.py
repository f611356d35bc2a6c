"""Runs that other programs begin, or go on with, while the viewer is open."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from ...errors import GinnError
from ...store import Run
from ...store.lock import holder

SECONDS = 1.0
"""Between two looks."""

PATIENCE = 10.0
"""Seconds after which a file that has appeared is no arrival any more: at first its lock may be still to come."""


class Arrivals:
    """Notices them by their files: those that are there from the start are no arrivals."""

    def __init__(self) -> None:
        self._next_at = 0.0
        self._changed: dict[Path, int] = {}  # folders, and when they last did
        self._known: set[Path] | None = None
        self._appeared: dict[Path, float] = {}  # of late, and until when each may prove to be an arrival

    def is_time(self) -> bool:
        """Whether to look once more."""
        now = time.monotonic()
        if now < self._next_at:
            return False
        self._next_at = now + SECONDS
        return True

    def newest(self, folders: list[Path]) -> Path | None:
        """A run in one of these folders that has appeared since the last look, and is of a loop of another program."""
        now = time.monotonic()
        self._appeared = {path: until for path, until in self._appeared.items() if now < until}
        self._appeared |= dict.fromkeys(self._new(folders), now + PATIENCE)
        for path in list(self._appeared):
            with suppress(GinnError, OSError):
                if holder(path) and _is_watched(path):
                    del self._appeared[path]
                    return path
        return None

    def _new(self, folders: list[Path]) -> list[Path]:
        """Files that have not been there before, of folders that have changed."""
        found: set[Path] = set()
        for folder in dict.fromkeys(folders):
            with suppress(OSError):
                changed = folder.stat().st_mtime_ns
                if self._changed.get(folder) != changed:
                    found |= set(folder.glob("*.ginn"))
                    self._changed[folder] = changed
        first_look = self._known is None
        new = found - (self._known or set())
        self._known = (self._known or set()) | found
        return [] if first_look else sorted(new, key=lambda path: path.name)


def _is_watched(path: Path) -> bool:
    with Run(path) as run:
        return run.watched
