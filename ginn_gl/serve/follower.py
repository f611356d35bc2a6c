"""One reader of a run for all who watch it: it looks at the file now and then, and says so when there is news."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..many.facts import standing
from ..store import Run
from .blocks import Block, Blocks, block_length, read_block
from .rows import UNREADABLE, trouble
from .shelf import Entry

SECONDS, SECONDS_AT_REST = 0.2, 2.0
"""Between two looks at a run that is in training, and at one that is not, but may be gone on with."""

InThread = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, eq=False)
class Seen:
    """A run as it was at the last look.

    generation: another number where checkpoints are no longer where they were. steps (N,) int64; losses, held_out (N,)
    float64, see Run.
    state: see facts.standing. trouble: why it cannot be read at present, or "".
    """

    generation: int
    identity: str
    steps: np.ndarray
    losses: np.ndarray
    held_out: np.ndarray
    iterations: int
    state: str
    trouble: str = ""


class Follower:
    """Of the run at an entry. Nothing is read, nor held open, but while somebody is `watching`."""

    def __init__(self, entry: Entry, blocks: Blocks, in_thread: InThread) -> None:
        self.seen: Seen | None = None
        self._entry, self._blocks, self._in_thread = entry, blocks, in_thread
        self._run: Run | None = None
        self._file: tuple[int, int] | None = None  # device and number of the one that is open
        self._generation = 0
        self._lock = asyncio.Lock()  # one thread at a time has the run
        self.news = asyncio.Event()  # which is set once a look has found something, and another one from then on
        self._watchers = self._waiting = 0
        self._looking: asyncio.Task[None] | None = None

    @property
    def is_watched(self) -> bool:
        """Whether anybody does."""
        return self._watchers > 0

    @asynccontextmanager
    async def watching(self):
        """The file is looked at for as long as anybody is in this block."""
        self._watchers += 1
        try:
            if self._looking is None:
                self._looking = asyncio.create_task(self._keep_looking())
            yield
        finally:
            self._watchers -= 1

    @property
    def owes(self) -> bool:
        """Whether somebody has still to be told something."""
        return self._watchers > self._waiting

    async def wait(self, news: asyncio.Event, seconds: float) -> None:
        """Until there is what `news` stands for, or so many seconds have passed."""
        self._waiting += 1
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), seconds)
        finally:
            self._waiting -= 1

    async def look(self) -> None:
        """One look at the file."""
        async with self._lock:
            seen: Seen = await self._in_thread(self._look)
        if seen is not self.seen:
            self.seen = seen
            self.news.set()
            self.news = asyncio.Event()

    async def block(self, generation: int, start: int, stop: int) -> Block | None:
        """Checkpoints at positions from start on, up to stop at most; None where they can no longer be had.

        Once begun, it is read to its end, even if whoever asked has gone: the thread would not know.
        """
        return await asyncio.shield(self._read_block(generation, start, stop))

    async def _read_block(self, generation: int, start: int, stop: int) -> Block | None:
        async with self._lock:
            run = self._run
            if run is None or generation != self._generation:
                return None
            length = block_length(run)
            key = (self._entry.id, run.identity, generation, start, min(stop, (start // length + 1) * length))
            block = self._blocks.get(key)
            if block is None:
                try:
                    block = await self._in_thread(read_block, run, *key[-2:])
                except UNREADABLE:
                    return None
                if len(block.steps) < key[-1] - start:  # some have been let go since the last look
                    return None
                self._blocks.put(key, block)
            return block

    async def _keep_looking(self) -> None:
        while self._watchers:
            await self.look()
            await asyncio.sleep(SECONDS if self.seen and self.seen.state == "training" else SECONDS_AT_REST)
        self._looking = None  # whoever comes now has it looked at again
        async with self._lock:
            if not self._watchers:
                self.seen = None
                await self._in_thread(self._close)

    def _look(self) -> Seen:
        """What there is now; the very same as before where that has not changed."""
        before = self.seen
        try:
            run = self._open()
            run.refresh()
            state = standing(run)
            run.rest()
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the file, those who watch are told
            self._close()
            return self._troubled(trouble(self._entry, error))
        if before and not before.trouble and before.generation == self._generation:
            is_longer = len(run.steps) > len(before.steps)
            if not np.array_equal(run.steps[:len(before.steps)], before.steps):
                self._generation += 1
            elif not is_longer and state == before.state:
                return before
        return Seen(self._generation, run.identity, run.steps, run.losses, run.held_out, run.iterations, state)

    def _open(self) -> Run:
        """The run, opened anew where another file has taken the place of the one that is open."""
        found = self._entry.require().stat()
        if self._run is None or (found.st_dev, found.st_ino) != self._file:
            self._close()
            self._run, self._file = Run(self._entry.path), (found.st_dev, found.st_ino)
            self._generation += 1
        return self._run

    def _close(self) -> None:
        if self._run:
            self._run.close()
        self._run = self._file = None

    def _troubled(self, why: str) -> Seen:
        before = self.seen or Seen(0, "", np.empty(0, np.int64), np.empty(0), np.empty(0), 0, "failed")
        return before if before.trouble == why else replace(before, trouble=why)
