"""Memory that is free is handed back to the system while nobody waits.

Pictures and frames of videos come and go in all sizes, and what they leave free lies scattered: glibc keeps it, and
the process seems to grow with every minute that it is used.
"""

from __future__ import annotations

import ctypes
import sys
import time

STILL_SECONDS = 1.0    # before it is handed back
SELDOM_SECONDS = 20.0  # between two times: it takes some milliseconds


class Leftovers:
    """What is free; `watch` is to be called in every frame."""

    def __init__(self) -> None:
        library = ctypes.CDLL(None) if sys.platform == "linux" else None
        self._trim = getattr(library, "malloc_trim", None)  # glibc's own
        self._moved_at = self._trimmed_at = time.monotonic()

    def watch(self, moving: bool) -> None:
        """Hand it back once nothing has moved for a while. moving: whether anything does."""
        now = time.monotonic()
        if moving:
            self._moved_at = now
        elif (self._trim and self._moved_at > self._trimmed_at and now - self._moved_at > STILL_SECONDS
              and now - self._trimmed_at > SELDOM_SECONDS):
            self._trim(0)
            self._trimmed_at = now
