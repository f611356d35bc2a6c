"""Keys by their character: pressed as on keyboards of other countries, on a real X server, in the real viewer."""

import ctypes
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from ctypes.util import find_library
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

from ginn_gl.paths import bundled_runs

TELLING = Path(__file__).with_name("viewer_that_tells.py")
SHIFT, ALTGR = 50, 108  # keycodes, as the next ones: X numbers keys by their place
SPEED, FIELD, LAYERS = "speed", "field", "layers"
FIRST = {SPEED: 60, FIELD: "probability", LAYERS: [1, 2, 3]}

# Of each keyboard, where its characters are, and what typing each changes; one after the other.
KEYBOARDS = {
    "us": [((SHIFT, 21), SPEED, 120), ((20,), SPEED, 60), ((35,), LAYERS, [1]), ((34,), LAYERS, [3]),
           ((12,), FIELD, "error"), ((82,), SPEED, 30)],
    "de": [((35,), SPEED, 120), ((61,), SPEED, 60), ((ALTGR, 18), LAYERS, [1]), ((ALTGR, 17), LAYERS, [3]),
           ((12,), FIELD, "error")],
    "fr": [((SHIFT, 21), SPEED, 120), ((15,), SPEED, 60), ((ALTGR, 20), LAYERS, [1]), ((ALTGR, 14), LAYERS, [3]),
           ((SHIFT, 12), FIELD, "error"), ((24,), LAYERS, [1, 2, 3])],  # the last is A, where others have Q
    "se": [((20,), SPEED, 120), ((61,), SPEED, 60), ((ALTGR, 18), LAYERS, [1]), ((ALTGR, 17), LAYERS, [3]),
           ((12,), FIELD, "error")],
    "cz": [((10,), SPEED, 120), ((61,), SPEED, 60), ((SHIFT, 12), FIELD, "error")],
}


class Keyboard:
    """A keyboard that X cannot tell from a real one."""

    def __init__(self, display: str) -> None:
        self._x, self._test = (ctypes.CDLL(find_library(name)) for name in ("X11", "Xtst"))
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))

    def point(self, x: int, y: int) -> None:
        """Without a window manager, the window under the mouse has the keys."""
        self._test.XTestFakeMotionEvent(self._display, -1, x, y, ctypes.c_ulong(0))
        self._x.XFlush(self._display)

    def press(self, *keys: int) -> None:
        """All of them down, then up again."""
        for down, order in ((1, keys), (0, keys[::-1])):
            for key in order:
                self._test.XTestFakeKeyEvent(self._display, key, down, ctypes.c_ulong(0))
        self._x.XFlush(self._display)

    def unplug(self) -> None:
        self._x.XCloseDisplay(self._display)


@contextmanager
def screen() -> Iterator[str]:
    """A screen of its own, so that no other window's keyboard changes."""
    read, write = os.pipe()
    with os.fdopen(read) as said, subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1300x900x24", "+extension", "GLX", "-noreset"],
            pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        try:
            yield f":{said.readline().strip()}"
        finally:
            server.terminate()


@contextmanager
def viewer(display: str) -> Iterator[Queue]:
    """What the viewer tells, as it tells it."""
    told: Queue[dict] = Queue()
    with subprocess.Popen([sys.executable, str(TELLING), str(bundled_runs() / "bottle-good-1.ginn")], text=True,
                          stdout=subprocess.PIPE, env=os.environ | {"DISPLAY": display}) as process:
        Thread(target=lambda: [told.put(json.loads(line)) for line in process.stdout]).start()
        try:
            yield told
        finally:
            process.kill()


@pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("setxkbmap") and find_library("Xtst")),
                    reason="needs Xvfb, setxkbmap and libXtst (on Debian: apt-get install x11-xkb-utils libxtst6)")
@pytest.mark.parametrize("country", KEYBOARDS)
def test_plus_minus_brackets_and_digits_are_where_the_keyboard_has_them(country):
    with ExitStack() as stack:
        display = stack.enter_context(screen())
        subprocess.run(["setxkbmap", "-display", display, country], check=True)
        told = stack.enter_context(viewer(display))
        keyboard = Keyboard(display)
        stack.callback(keyboard.unplug)
        assert told.get(timeout=60) == FIRST
        keyboard.point(400, 300)
        expected = FIRST
        for keys, what, becomes in KEYBOARDS[country]:
            keyboard.press(*keys)
            expected = expected | {what: becomes}
            try:
                assert told.get(timeout=20) == expected
            except Empty:
                pytest.fail(f"keys {keys}: {what} did not become {becomes}")
