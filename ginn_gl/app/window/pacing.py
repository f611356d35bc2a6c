"""Frames no faster than need be, so that what is at work beside the viewer has the processor."""

from __future__ import annotations

import time

CATCHING_UP = 0.05  # seconds; what is later than that is not made up for


class Pace:
    """Keeps frames to a rate on average: after one that took long, the next few come the sooner."""

    def __init__(self) -> None:
        self._due = 0.0

    def keep(self, rate: float | None) -> None:
        """To be called when a frame has been shown: waits until the next one is due.

        rate: frames per second; None where nothing is at work beside, and they may come as they can.
        """
        if rate:
            now = time.perf_counter()
            self._due = max(self._due + 1 / rate, now - CATCHING_UP)
            time.sleep(max(0.0, self._due - now))
