"""The talk with a page that follows a run: it says what it has, and is sent what it lacks, one message at a time.

The next message is sent once the page has asked for more. So however slow its network, there is never more than one
block on its way; meanwhile the run file keeps what comes, and the page goes on from the step where it is.
"""

from __future__ import annotations

import asyncio
import json
import struct
from typing import Any

import numpy as np
from aiohttp import WSMsgType, web

from .follower import Follower, Seen

PATIENCE = 120.0
"""Seconds that one message may take to a viewer, and between two signs of life."""

RETRY = 2.0
"""Seconds after which a block that could not be read is asked for again."""

LONGEST = 16_000_000
"""Bytes of what a page says: the steps it has."""

NOTHING = np.empty(0, np.int64)


class Viewer:
    """What one page has. identity: of the run, as its page was made."""

    def __init__(self, identity: str, steps: np.ndarray) -> None:
        self._identity, self._has = identity, steps
        self._in_step: tuple[int, int] | None = None  # see _know: a generation, and how many
        self._told: tuple[str, str] | None = None

    @classmethod
    def of(cls, said: str) -> Viewer:
        """By a page's first words. Raises ValueError for what no page says."""
        try:
            words = json.loads(said)
            steps = np.array(words["steps"], np.int64).reshape(-1)
            return cls(str(words["identity"]), np.unique(steps))
        except (LookupError, TypeError, OverflowError, RecursionError) as error:
            raise ValueError(str(error)) from None

    async def next_message(self, follower: Follower) -> bytes:
        """Wait for what this page is to be told next, and say it: see `message`."""
        while True:
            news = follower.news
            if follower.seen and (found := await self._message(follower, follower.seen)):
                return found
            await follower.wait(news, RETRY)

    async def _message(self, follower: Follower, seen: Seen) -> bytes | None:
        if seen.identity and seen.identity != self._identity:
            return message({"another": True})
        start, stop, gone = (0, 0, NOTHING) if seen.trouble else self._lacks(seen)
        steps, packed = NOTHING, b""
        if start < stop:
            block = await follower.block(seen.generation, start, stop)
            if block is None:
                return None
            steps, packed = block
        told = seen.state, seen.trouble
        if not len(steps) and not len(gone) and told == self._told:
            return None
        self._told = told
        if not seen.trouble:
            self._take(seen, start, steps)
        places = np.searchsorted(seen.steps, steps)
        return message({
            "steps": steps.tolist(), "losses": _known(seen.losses[places]), "validation": _known(seen.held_out[places]),
            "gone": gone.tolist(), "iterations": seen.iterations, "state": seen.state, "trouble": seen.trouble,
            "left": 0 if seen.trouble else len(seen.steps) - len(self._has)}, packed)

    def _lacks(self, seen: Seen) -> tuple[int, int, np.ndarray]:
        """Positions from and to of the first checkpoints that it lacks, and the steps that it has and are gone."""
        if self._in_step and self._in_step[0] == seen.generation:
            return self._in_step[1], len(seen.steps), NOTHING
        self._in_step = None
        held = np.isin(seen.steps, self._has, assume_unique=True)
        gone = self._has[~np.isin(self._has, seen.steps, assume_unique=True)]
        lacking = np.flatnonzero(~held)
        if not len(lacking):
            return len(seen.steps), len(seen.steps), gone
        start = int(lacking[0])
        after = np.flatnonzero(held[start:])
        return start, start + int(after[0]) if len(after) else len(seen.steps), gone

    def _take(self, seen: Seen, start: int, steps: np.ndarray) -> None:
        """It has these from now on, which begin at a position."""
        if self._in_step:
            self._know(seen, start + len(steps))
            return
        held = np.isin(seen.steps, np.union1d(self._has, steps), assume_unique=True)
        count = int(held.sum())
        if held[:count].all():
            self._know(seen, count)
        else:
            self._has = seen.steps[held]

    def _know(self, seen: Seen, count: int) -> None:
        """It has so many from the start, and no more."""
        self._in_step, self._has = (seen.generation, count), seen.steps[:count]


def _known(losses: np.ndarray) -> list[float | None]:
    """None for those that nobody knows."""
    return [loss if np.isfinite(loss) else None for loss in losses.tolist()]


def message(head: dict[str, Any], packed: bytes = b"") -> bytes:
    """As following.js hears it: how long the head is, the head as JSON, and packed checkpoints."""
    said = json.dumps(head, separators=(",", ":")).encode()
    return struct.pack("<I", len(said)) + said + packed


async def talk(socket: web.WebSocketResponse, follower: Follower) -> None:
    """Tell a page everything until it goes. It speaks first, and again after each message."""
    hello = await socket.receive()
    if hello.type is not WSMsgType.TEXT:
        return
    try:
        viewer = Viewer.of(hello.data)
    except ValueError:
        return
    async with follower.watching():
        while True:
            hears = asyncio.ensure_future(socket.receive())  # which is how one learns that it has gone
            says = asyncio.ensure_future(viewer.next_message(follower))
            try:
                await asyncio.wait({hears, says}, return_when=asyncio.FIRST_COMPLETED)
                if hears.done():
                    return
                await asyncio.wait_for(socket.send_bytes(says.result()), PATIENCE)
                if (await hears).type is not WSMsgType.TEXT:
                    return
            except (TimeoutError, ConnectionError):
                return
            finally:
                hears.cancel()
                says.cancel()
