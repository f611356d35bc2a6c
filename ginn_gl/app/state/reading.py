"""Reading run files that are on screen, while anyone may cut, overwrite, replace or delete them."""

from __future__ import annotations

import sqlite3
import time
from weakref import WeakKeyDictionary

from ...errors import GinnError
from ...store import Run

UNREADABLE = (GinnError, sqlite3.Error, OSError)
"""What reading one may raise."""

SECONDS_TO_RETRY = 10.0


def why(run: Run, error: Exception) -> str:
    """In one line, why a run that could be read before no longer can."""
    if not run.path.exists():
        return f"{run.path}: the file is gone: what was read of it stays on screen"
    return str(error) if isinstance(error, GinnError) else f"{run.path}: cannot be read any more ({error})"


class Growth:
    """Takes in what trainings add to runs. What cannot be read is said once, and tried again later."""

    def __init__(self) -> None:
        self._retry_at: WeakKeyDictionary[Run, float] = WeakKeyDictionary()

    def take_in(self, run: Run) -> str | None:
        """What a run has grown by; why it can no longer be read, when that is news."""
        now = time.monotonic()
        if now < self._retry_at.get(run, 0.0):
            return None
        is_news = run not in self._retry_at
        try:
            run.refresh()
        except UNREADABLE as error:
            self._retry_at[run] = now + SECONDS_TO_RETRY
            return why(run, error) if is_news else None
        self._retry_at.pop(run, None)
        return None
