"""Threads that paint: one pool for all painters of a process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache

MOST_THREADS = 8


def usable_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def threads_for_all(spared: int = 0) -> int:
    """How many paint best where so many cores are left to others."""
    return max(1, min(MOST_THREADS, usable_cores() - spared))


def in_threads(parts: list, work: Callable, threads: int) -> None:
    """Work on all parts, in this thread and as many others as make up `threads`; each takes the next one left."""
    left = iter(parts)
    others = [_pool().submit(_take_all, left, work) for _ in range(min(threads, len(parts)) - 1)]
    try:
        _take_all(left, work)
    finally:
        for other in others:
            other.result()


def _take_all(left: Iterator, work: Callable) -> None:
    for part in left:  # a list's iterator hands each out once, to whichever thread asks first
        work(part)


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(MOST_THREADS, thread_name_prefix="painter")


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_pool.cache_clear)  # threads stay behind
