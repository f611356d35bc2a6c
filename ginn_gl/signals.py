"""Ctrl-C and its like, taken as a wish to stop at the next good place."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

STOPPING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]


class Stop:
    """Called, it says whether a signal to stop has arrived. number: of the first, None until then."""

    def __init__(self) -> None:
        self.number: int | None = None

    def __call__(self) -> bool:
        return self.number is not None

    def note(self, number: int, _frame: object) -> None:
        """What is called when a signal arrives."""
        if self.number is None:
            self.number = number

    @property
    def status(self) -> int:
        """What a process is to end with: 130 after Ctrl-C, 143 after SIGTERM; 0 where no signal has arrived."""
        return 0 if self.number is None else 128 + self.number


@contextmanager
def stop_signals() -> Iterator[Stop]:
    """Whether a signal to stop has arrived, in place of what it does by default."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop  # only the main thread is told of signals
        return
    before = [signal.signal(number, stop.note) for number in STOPPING]
    try:
        yield stop
    finally:
        for number, handler in zip(STOPPING, before):
            signal.signal(number, handler)


@contextmanager
def waking_up(wake: Callable[[], None]) -> Iterator[None]:
    """Call `wake`, in another thread, whenever a signal arrives in the block: of what waits for anything else, its
    handler runs only when that has come.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard, told = socket.socketpair()
    told.setblocking(False)
    before = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)

    def listen() -> None:
        while heard.recv(1):
            wake()

    threading.Thread(target=listen, name="signals", daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        told.close()  # which ends the thread
