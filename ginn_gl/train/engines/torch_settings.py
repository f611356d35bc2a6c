"""What the engines in torch change in it while they work, and put back: others in the process may use torch too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch


@contextmanager
def single_threaded() -> Iterator[None]:
    """One thread in this block: the operations are so small that more would only wait for each other.

    Also a decorator.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextmanager
def denormals_flushed() -> Iterator[None]:
    """Flush denormal numbers to zero in this block, in this thread (why: see denormals.py). Also a decorator."""
    before = denormals_are_flushed()
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(before)


def denormals_are_flushed() -> bool:
    """Whether they are in this thread; torch can be told, but not asked."""
    return bool(np.finfo(np.float32).tiny * np.float32(0.5) == 0)
