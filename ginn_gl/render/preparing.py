"""The painter, made ready beside: a window is there before numba is loaded, and never waits for a compiler.

What is compiled is kept, and then there in a fraction of a second. Where nothing is kept yet, processes of their own
compile it, so that the window has its lock to itself. `python -m ginn_gl.render.preparing` does so ahead.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..paths import settings_folder

if TYPE_CHECKING:
    from .cells import Painter

PARTS = ("clipping", "painting")  # of what is to be compiled, each in a process of its own
ROOMS = ("geometry", "render/cells")

_ready = threading.Event()
_all_ready = threading.Event()  # for networks without cells, too
_lock = threading.Lock()
_thread: threading.Thread | None = None
_painter: type[Painter] | None = None


def prepare() -> None:
    """Begin, unless that was done before."""
    global _thread
    with _lock:
        if _thread is None:
            _thread = threading.Thread(target=_make_ready, name="prepare painter", daemon=True)
            _thread.start()


def ready_painter(wait: bool = False, with_cells: bool = True) -> type[Painter] | None:
    """The class of painters once it is ready, before that None.

    wait: until it is. with_cells: for networks that have cells; the others take some seconds more to be ready for.
    """
    prepare()
    ready = _ready if with_cells else _all_ready
    if wait:
        ready.wait()
    return _painter if ready.is_set() else None


def is_compiled() -> bool:
    """Whether what is compiled is kept, so that no process has to do it any more. Never, where it cannot be kept."""
    return _marker().exists()


def _make_ready() -> None:
    global _painter
    try:
        if not is_compiled():
            _compile_beside()
        from .cells import Painter
        from .cells.warm_up import evaluating, everything

        everything()
        _painter = Painter
        _mark()
        _ready.set()
        evaluating()
    finally:
        _ready.set()
        _all_ready.set()


def _compile_beside() -> None:
    """If it cannot be kept, that is as well: it is compiled anew, here."""
    compilers: list[subprocess.Popen] = []
    for part in PARTS:
        with suppress(OSError):
            compilers.append(subprocess.Popen([sys.executable, "-m", "ginn_gl.render.cells.warm_up", part],
                                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                              stderr=subprocess.DEVNULL))
    for compiler in compilers:
        compiler.wait()


def _marker() -> Path:
    """There once all is compiled, of these sources by this numba: only a hint, since the code lies elsewhere."""
    from importlib.metadata import version

    package = Path(__file__).parents[1]
    sources = sorted(path for room in ROOMS for path in (package / room).glob("*.py"))
    known = [sys.version, version("numba"), *(f"{path} {path.stat().st_mtime_ns}" for path in sources)]
    return settings_folder() / "compiled" / hashlib.sha256("\n".join(known).encode()).hexdigest()[:16]


def _mark() -> None:
    marker = _marker()
    with suppress(OSError):
        marker.parent.mkdir(parents=True, exist_ok=True)
        for old in marker.parent.iterdir():
            old.unlink()
        marker.touch()


if __name__ == "__main__":
    from .cells.warm_up import outlining

    ready_painter(wait=True, with_cells=False)
    outlining()  # which nobody waits for at a window's start
