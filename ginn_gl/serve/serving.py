"""`ginn-gl serve`: where it listens, what it says about that, and when it ends."""

from __future__ import annotations

import asyncio
import errno
import getpass
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from ..errors import GinnError
from ..paths import RUNS, bundled_runs
from ..signals import Stop, stop_signals, waking_up
from .address import LOOPBACK, PORT

ANY_ADDRESS = ("0.0.0.0", "::")
KINDNESS = 10
"""Of a process beside a loop, which comes first."""

IN_USE = "port {} is in use, perhaps by another ginn-gl serve: --port names another one, and --port 0 takes a free one"
REFUSED = {errno.EADDRINUSE: IN_USE, errno.EACCES: "port {} is not for everybody: --port names another one"}


def serve(runs: list[Path], host: str | None, port: int | None, beside_loop: bool) -> int:
    """Serve until a signal comes, or the loop ends that has started this beside itself; returns the exit status.

    runs: files, or folders of them, by default the usual ones. host, port: None for the usual ones. beside_loop: the
    runs may be still to come, and standard input ends with the loop.
    Raises GinnError where aiohttp is not installed, a run is not there, or the port cannot be had.
    """
    if not find_spec("aiohttp"):
        raise GinnError("serving takes aiohttp, which is not installed: pip install aiohttp")
    paths = runs or [path for path in (bundled_runs(), RUNS) if path.is_dir()]
    if not beside_loop:
        _require(paths)
    with _listening(host, port, beside_loop) as listening, stop_signals() as stop:
        asyncio.run(_serve(host, paths, listening, stop, beside_loop))
        return 128 + stop.number if stop.number else 0


def _require(paths: list[Path]) -> None:
    for path in paths:
        if not path.exists():
            raise GinnError(f"{path}: no such run or folder")


def _step_back() -> None:
    """Let the loop have the processor first."""
    if hasattr(os, "nice"):
        os.nice(KINDNESS)
    # Most Linux kernels share the processor out among sessions before they do among processes, and by these numbers.
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(KINDNESS), encoding="ascii")


def _listening(host: str | None, port: int | None, beside_loop: bool) -> socket.socket:
    """At the port that is asked for, or the usual one. Beside a loop, that may be any, if the usual one is in use."""
    host = host or LOOPBACK
    if port is not None or not beside_loop:
        return _listen(host, PORT if port is None else port)
    try:
        return _listen(host, PORT)
    except GinnError:
        return _listen(host, 0)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except (socket.gaierror, UnicodeError):
        raise GinnError(f"{host}: no address of this machine; --host 0.0.0.0 listens at all that it has") from None
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise GinnError(f"{host}: not an address of this machine; --host 0.0.0.0 listens at all it has") from None
        why = REFUSED.get(error.errno or 0, f"port {{}} cannot be listened at ({error.strerror or error})")
        raise GinnError(why.format(port)) from None


async def _serve(host: str | None, paths: list[Path], listening: socket.socket, stop: Stop, beside_loop: bool) -> None:
    from aiohttp import web  # which not everybody has

    from .guard import Guard, new_token
    from .server import Server
    from .shelf import Shelf

    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)  # of requests that are none, it would tell at length
    guard, shelf = Guard(new_token() if host else ""), Shelf(paths)
    server = Server(shelf, guard)
    runner = web.AppRunner(server.application, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    count = len(shelf.look())
    port = listening.getsockname()[1]
    print(f"Serving {count:,} run{'' if count == 1 else 's'} at {_address(host, port, guard.prefix)}")
    print(_from_elsewhere(host, port), flush=True)
    if beside_loop:
        _step_back()
    try:
        await _until_the_end(stop, beside_loop)
    finally:
        await server.close(farewell=not stop.number)
        await runner.cleanup()


def _address(host: str | None, port: int, prefix: str) -> str:
    name = "localhost" if host is None else socket.gethostname() if host in ANY_ADDRESS else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}{prefix}/"


def _from_elsewhere(host: str | None, port: int) -> str:
    if host is not None:
        return "Whoever has this link can look at them"
    try:
        user = f"{getpass.getuser()}@"
    except (OSError, KeyError):  # in a container that knows of no users
        user = ""
    return f"From another machine: ssh -L {port}:localhost:{port} {user}{socket.gethostname()}"


async def _until_the_end(stop: Stop, beside_loop: bool) -> None:
    ended, loop = asyncio.Event(), asyncio.get_running_loop()

    def end() -> None:
        loop.call_soon_threadsafe(ended.set)

    with waking_up(end):
        if beside_loop:
            threading.Thread(target=_read_to_the_end, args=(end,), name="loop's end", daemon=True).start()
        if not stop():
            await ended.wait()


def _read_to_the_end(end: Callable[[], None]) -> None:
    """Whoever has the other end of standard input holds it open for as long as there is a loop."""
    os.read(sys.stdin.fileno(), 1)
    end()
