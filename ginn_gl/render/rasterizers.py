"""The threads of Mesa's software renderer, and on which of the processor's cores they run.

Left to itself, Linux now and then lets two of them share a core while another rests, and a frame takes half as long
again: not often, but often enough to be seen. Where other work is to share the cores, it is left to itself.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

TASKS = Path("/proc/self/task")
NAME = re.compile(r"llvmpipe-(\d+)")


def keep_apart(apart: bool = True) -> None:
    """Give each a core of its own, of those that this process may use, or all of these. On Linux only."""
    threads = rasterizers()
    cores = sorted(os.sched_getaffinity(0)) if threads else []
    for thread, number in threads.items():
        with suppress(OSError):  # it has ended, or a sandbox forbids it: it only draws less evenly
            os.sched_setaffinity(thread, [cores[number % len(cores)]] if apart else cores)


def rasterizers() -> dict[int, int]:
    """Thread identifiers in this process, and their numbers from 0; none where a GPU draws, or another system runs."""
    found = {}
    for task in TASKS.iterdir() if TASKS.is_dir() else ():
        with suppress(OSError):
            if name := NAME.fullmatch((task / "comm").read_text().strip()):
                found[int(task.name)] = int(name[1])
    return found
