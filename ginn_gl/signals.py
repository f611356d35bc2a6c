"""Ctrl-C and its like, taken as a wish to stop at the next good place."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

STOPPING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]


@contextmanager
def stop_signals() -> Iterator[Callable[[], bool]]:
    """Whether a signal to stop has arrived, in place of what it does by default."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop.is_set  # only the main thread is told of signals
        return
    before = [signal.signal(number, lambda *_: stop.set()) for number in STOPPING]
    try:
        yield stop.is_set
    finally:
        for number, handler in zip(STOPPING, before):
            signal.signal(number, handler)
