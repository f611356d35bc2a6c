"""Ctrl-C and its like, taken as a wish to stop at the next good place."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

STOPPING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]

STOPPED = [128 + number for number in STOPPING]
"""Exit statuses of what such a signal has stopped: 130 for Ctrl-C, 143 for SIGTERM."""


class Stop:
    """Whether a signal to stop has arrived. number: which one; 0 before."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self) -> bool:
        return self.number != 0

    def arrived(self, number: int, _frame: object) -> None:
        """What a signal calls."""
        self.number = number


@contextmanager
def stop_signals() -> Iterator[Stop]:
    """Whether a signal to stop has arrived, in place of what it does by default.

    A hang-up that is ignored, as `nohup` has it, stays ignored.
    """
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop  # only the main thread is told of signals
        return
    before = {number: signal.getsignal(number) for number in STOPPING}
    handled = [number for number, handler in before.items()
               if signal.Signals(number).name != "SIGHUP" or handler != signal.SIG_IGN]
    for number in handled:
        signal.signal(number, stop.arrived)
    try:
        yield stop
    finally:
        for number in handled:
            signal.signal(number, before[number])


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
