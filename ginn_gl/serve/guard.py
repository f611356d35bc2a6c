"""Who may ask: on this machine whoever asks for it by its own name, elsewhere whoever has the token."""

from __future__ import annotations

import hmac
import secrets
import sys
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from .address import LOOPBACK

OWN_NAMES = ("localhost", LOOPBACK, "::1")

HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",  # which would tell the token
    "X-Content-Type-Options": "nosniff",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def new_token() -> str:
    """What no one guesses."""
    return secrets.token_urlsafe()


class Guard:
    """Lets requests through, or answers them with nothing at all.

    token: the first part of every path, or "" for a server that is only to be reached from this machine. Then what a
    browser calls it has to be one of this machine's own names, lest a page of elsewhere have its name point here.
    """

    def __init__(self, token: str) -> None:
        self._token = token

    @property
    def prefix(self) -> str:
        """Of paths, as routes have it."""
        return f"/{self._token}" if self._token else ""

    def lets(self, request: web.Request) -> bool:
        """Whether a request is answered."""
        if not self._is_from_here(request):
            return False
        if not self._token:
            return _host_of(f"//{request.host}") in OWN_NAMES
        said = request.path.removeprefix("/").partition("/")[0]
        return hmac.compare_digest(said.encode("utf-8", "surrogateescape"), self._token.encode())

    @staticmethod
    def _is_from_here(request: web.Request) -> bool:
        """A page of another server may not ask in its reader's name, as it could with a WebSocket."""
        origin = request.headers.get("Origin")
        return origin is None or origin.partition("://")[2] == request.host

    @web.middleware
    async def answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """What there is for those who may have it; for all others, and of all else, 404 without a word."""
        if request.method != "GET" or not self.lets(request):
            return web.Response(status=404)
        try:
            return await handler(request)
        except web.HTTPException:
            return web.Response(status=404)
        except Exception as error:  # noqa: BLE001 - one request that fails is no reason to end all others
            print(f"ginn-gl: a request failed ({type(error).__name__}: {error})", file=sys.stderr)
            return web.Response(status=500)


async def set_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Of every answer: what a browser may do with it, and nothing about what answers."""
    response.headers.update(HEADERS)
    response.headers.pop("Server", None)


def _host_of(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
