"""What answers browsers: a table, pages, small pictures, and the talk with pages that follow a run."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from aiohttp import WSCloseCode, web

from .blocks import Blocks
from .follower import Follower
from .guard import Guard, set_headers
from .pages import run_page, table_page
from .rows import UNREADABLE
from .shelf import Entry, Shelf
from .table import Table
from .thumbnails import Thumbnails
from .viewers import LONGEST, PATIENCE, talk

THREADS = 4
"""That read files, and draw."""

FAREWELL, PAUSE = 3.0, 0.05
"""Seconds that viewers have at the end of a loop to be told the last of it, and between two looks whether they are."""

Result = TypeVar("Result")


class Server:
    """Answers for what is on a shelf. application: aiohttp's, to be run in one event loop; `close` ends the talks."""

    def __init__(self, shelf: Shelf, guard: Guard) -> None:
        self._shelf = shelf
        self._threads = ThreadPoolExecutor(THREADS, "ginn-gl serves")
        self._table = Table(shelf, self._in_thread)
        self._blocks = Blocks()
        self._followers: dict[str, Follower] = {}
        self._thumbnails = Thumbnails(self._in_thread)
        self._sockets: set[web.WebSocketResponse] = set()
        self.application = web.Application(middlewares=[guard.answer])
        self.application.on_response_prepare.append(set_headers)
        run = guard.prefix + "/runs/{id:[0-9a-f]{16}}/"
        self.application.add_routes([
            web.get(guard.prefix + "/", self._show_table, allow_head=False),
            web.get(guard.prefix + "/rows", self._tell_rows, allow_head=False),
            web.get(run, self._show_run, allow_head=False),
            web.get(run + "follow", self._follow, allow_head=False),
            web.get(run + "thumbnail", self._show_thumbnail, allow_head=False)])

    async def close(self, farewell: bool = False) -> None:
        """End all talks. farewell: first tell viewers what there is still to tell."""
        if farewell:
            await self._tell_the_last()
        for socket in list(self._sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY, message=b"ended" if farewell else b"")

    async def _tell_the_last(self) -> None:
        """One more look at each run that is watched, and time for it to arrive."""
        watched = [follower for follower in self._followers.values() if follower.is_watched]
        for follower in watched:
            await follower.look()
        end = time.monotonic() + FAREWELL
        await asyncio.sleep(PAUSE)  # in which those who wait hear of it
        while any(follower.owes for follower in watched) and time.monotonic() < end:
            await asyncio.sleep(PAUSE)

    async def _in_thread(self, act: Callable[..., Result], *arguments: Any) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, act, *arguments)

    async def _entry(self, request: web.Request) -> Entry:
        key = request.match_info["id"]
        if key not in self._shelf.entries:
            await self._in_thread(self._shelf.look)
        if key not in self._shelf.entries:
            raise web.HTTPNotFound
        return self._shelf.entries[key]

    async def _show_table(self, _request: web.Request) -> web.Response:
        return _html(table_page())

    async def _tell_rows(self, request: web.Request) -> web.Response:
        version = request.query.get("version", "")
        if not version.isascii() or not version.isdigit() or len(version) > 15:
            version = "0"
        return _packed(web.json_response(await self._table.since(request.query.get("session", ""), int(version))))

    async def _show_run(self, request: web.Request) -> web.Response:
        entry = await self._entry(request)
        try:
            return _html(await self._in_thread(run_page, entry))
        except UNREADABLE:
            raise web.HTTPNotFound from None

    async def _show_thumbnail(self, request: web.Request) -> web.Response:
        entry = await self._entry(request)
        try:
            return web.Response(body=await self._thumbnails.of(entry), content_type="image/png")
        except UNREADABLE:
            raise web.HTTPNotFound from None

    async def _follow(self, request: web.Request) -> web.StreamResponse:
        entry = await self._entry(request)
        follower = self._followers.setdefault(entry.id, Follower(entry, self._blocks, self._in_thread))
        # What is sent is packed already; and whoever does not answer in time has gone.
        socket = web.WebSocketResponse(heartbeat=PATIENCE, max_msg_size=LONGEST, compress=False)
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            await talk(socket, follower)
        finally:
            self._sockets.discard(socket)
            await socket.close()
        return socket


def _html(text: str) -> web.Response:
    return _packed(web.Response(text=text, content_type="text/html", charset="utf-8"))


def _packed(answer: web.Response) -> web.Response:
    """Deflated, for browsers that know how: a page of shaders shrinks to a fifth."""
    answer.enable_compression()
    return answer
