"""A hand at keys and mouse: it uses the display's own, as a person would, and times until what it did is seen.

For X displays, with libXtst. The pointer is over the window, which has the keys.
"""

from __future__ import annotations

import ctypes
import itertools
import random
import threading
import time
from collections.abc import Mapping

import numpy as np

LIBRARIES = "libX11.so.6", "libXtst.so.6"
DOWN_ARROW = 0xFF54  # as X names keys
PAUSE = 0.15, 0.6    # seconds from one effect that is seen to the next deed, at random: at any moment of a frame
PATIENCE = 5.0       # seconds


class Hand:
    """Presses the down arrow, and moves the mouse from one place on screen to the other, in turn. Begins at once.

    Raises OSError without these libraries.
    """

    def __init__(self, places: list[tuple[int, int]]) -> None:
        self._x, self._test = map(ctypes.CDLL, LIBRARIES)
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))
        self._key = self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(DOWN_ARROW))
        self._places = itertools.cycle(places)
        self._did: tuple[str, float] | None = None
        self._seen = threading.Event()
        self._last: dict[str, str | None] = {}
        self._took: dict[str, list[float]] = {"key": [], "mouse": []}
        self._missed = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def shown(self, chosen: str | None, hovered: str | None) -> None:
        """To be called when a frame has been shown. chosen: by keys. hovered: by the mouse."""
        now, did = time.perf_counter(), self._did
        is_new = {"key": chosen, "mouse": hovered}
        if did and is_new[did[0]] != self._last.get(did[0]):
            self._took[did[0]].append(now - did[1])
            self._did = None
            self._seen.set()
        self._last = is_new

    def close(self) -> Mapping[str, object]:
        """Stop; milliseconds of both, and how much was not seen within seconds."""
        self._stop.set()
        self._seen.set()  # what it has just done will not be shown any more
        self._thread.join()
        return {"not seen": self._missed} | {what: _summed_up(took) for what, took in self._took.items() if took}

    def _work(self) -> None:
        chance = random.Random(0)
        self._move()  # so that the window has the keys
        for what in itertools.cycle(("key", "mouse")):
            if self._stop.wait(chance.uniform(*PAUSE)):
                return
            self._seen.clear()
            self._did = what, time.perf_counter()
            self._move() if what == "mouse" else self._press()
            if not self._seen.wait(PATIENCE):
                self._did, self._missed = None, self._missed + 1

    def _press(self) -> None:
        for is_down in (1, 0):
            self._test.XTestFakeKeyEvent(self._display, self._key, is_down, 0)
        self._x.XFlush(self._display)

    def _move(self) -> None:
        self._test.XTestFakeMotionEvent(self._display, -1, *next(self._places), 0)
        self._x.XFlush(self._display)


def _summed_up(took: list[float]) -> dict[str, float]:
    milliseconds = 1000 * np.array(took)
    return {"count": len(took), "median": float(np.median(milliseconds)),
            "95 %": float(np.percentile(milliseconds, 95)), "most": float(milliseconds.max())}
