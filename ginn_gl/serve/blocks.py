"""Checkpoints packed for browsers, a block at a time, kept for the next viewer as long as there is room."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

import numpy as np

from ..store import Run
from ..web import seen_network, seen_parameters
from ..web.pack import pack_checkpoints

BYTES = 256_000
"""Of parameters in a block, about: so little that the slowest viewer has it soon."""

MOST = 256
"""Checkpoints in one."""

KEPT = 64_000_000
"""Bytes of blocks that are kept, of all runs together."""

LEVEL = 6
"""Of zlib's compression."""


class Block(NamedTuple):
    """steps: (n,) int64, as they were when it was read. packed: their parameters, as pack.py packs them."""

    steps: np.ndarray
    packed: bytes


def block_length(run: Run) -> int:
    """Checkpoints in a block of this run."""
    return max(1, min(MOST, BYTES // (4 * seen_network(run).parameter_count)))


def read_block(run: Run, start: int, stop: int) -> Block:
    """The checkpoints at positions from start to before stop, as far as they are still there.

    Raises RunFileError where they cannot be read.
    """
    steps, parameters = run.block(start, stop)
    run.rest()
    seen = [seen_parameters(run, whole) for whole in parameters]
    return Block(steps, pack_checkpoints(np.stack(seen), LEVEL) if seen else b"")


class Blocks:
    """Those that were asked for last, by what they are of."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple, Block] = OrderedDict()
        self._bytes = 0

    def get(self, key: tuple) -> Block | None:
        """One that is kept."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, key: tuple, block: Block) -> None:
        """Keep one, and let go of those that nobody has asked for longest."""
        self._kept[key] = block
        self._bytes += len(block.packed)
        while self._bytes > KEPT:
            self._bytes -= len(self._kept.popitem(last=False)[1].packed)
