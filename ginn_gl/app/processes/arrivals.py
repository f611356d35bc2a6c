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


class Arrivals:
    """Notices them by their files: those that are there from the start are no arrivals."""

    def __init__(self) -> None:
        self._next_at = 0.0
        self._changed: dict[Path, int] = {}  # folders, and when they last did
        self._known: set[Path] | None = None

    def is_time(self) -> bool:
        """Whether to look once more."""
        now = time.monotonic()
        if now < self._next_at:
            return False
        self._next_at = now + SECONDS
        return True

    def newest(self, folders: list[Path]) -> Path | None:
        """A run in one of these folders that has appeared since the last look, and is of a loop of another program."""
        for path in self._new(folders):
            with suppress(GinnError, OSError):
                if holder(path) and _is_watched(path):
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
