"""How a server does with many viewers of a training: `python tools/serve-viewers.py [VIEWERS] [SECONDS]`.

It trains a run of the paper's network, serves it as `ginn-gl serve` does, and has so many viewers (50) follow it at
once, for so many seconds (20), over the same protocol as pages; one more reads 20 kB a second. Prints how long
checkpoints take from the file to a viewer, the server's memory and processor time, and how fast the training is with
and without.
"""

from __future__ import annotations

import asyncio
import json
import struct
import subprocess
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import aiohttp
import psutil

from ginn_gl.store import Run

SLOW = 20_000  # bytes a second
LOOK = 0.005   # seconds between two looks at the file, by which one knows when a checkpoint was there


def start(*arguments: object) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "ginn_gl", *map(str, arguments)], stdout=subprocess.PIPE, text=True)


class Viewer:
    """arrived: when each step came; bytes: that have been received."""

    def __init__(self) -> None:
        self.arrived: dict[int, float] = {}
        self.bytes = 0

    async def follow(self, session: aiohttp.ClientSession, address: str, identity: str) -> None:
        async with session.ws_connect(address, max_msg_size=0) as socket:
            await socket.send_str(json.dumps({"identity": identity, "steps": []}))
            async for message in socket:
                self.take(message.data)
                await self.pause(len(message.data))
                await socket.send_str("more")

    def take(self, message: bytes) -> None:
        now = time.monotonic()
        (length,) = struct.unpack_from("<I", message)
        head = json.loads(message[4:4 + length])
        self.bytes += len(message)
        self.arrived |= dict.fromkeys(head["steps"], now)

    async def pause(self, _received: int) -> None:
        """Of a network that is not in the way."""


class SlowViewer(Viewer):
    async def pause(self, received: int) -> None:
        await asyncio.sleep(received / SLOW)


async def watch_file(path: Path, appeared: dict[int, float]) -> None:
    """Note when each checkpoint is in the file."""
    with Run(path) as run:
        known = 0
        while True:
            run.refresh()
            now = time.monotonic()
            appeared |= dict.fromkeys(run.steps[known:].tolist(), now)
            known = len(run)
            run.rest()
            await asyncio.sleep(LOOK)


def steps_a_second(path: Path, seconds: float) -> float:
    with Run(path) as run:
        first, began = int(run.steps[-1]), time.monotonic()
        time.sleep(seconds)
        run.refresh()
        return (int(run.steps[-1]) - first) / (time.monotonic() - began)


async def measure(folder: Path, viewers: int, seconds: float) -> None:
    path = folder / "live.ginn"
    training = start("train", "--iterations", 10**9, "--checkpoints", 5_000, "--out", path)
    server = start("serve", folder, "--port", 0)
    try:
        address = server.stdout.readline().split()[-1]
        while not path.exists():
            await asyncio.sleep(0.1)
        await asyncio.sleep(5)  # until checkpoints are a few dozen a second
        alone = await asyncio.to_thread(steps_a_second, path, seconds / 2)
        await follow(address, path, server.pid, viewers, seconds, alone)
    finally:
        for process in (server, training):
            process.terminate()
            process.communicate()


async def follow(address: str, path: Path, server: int, viewers: int, seconds: float, alone: float) -> None:
    process = psutil.Process(server)
    memory, used = process.memory_info().rss, sum(process.cpu_times()[:2])
    fast, slow, appeared = [Viewer() for _ in range(viewers)], SlowViewer(), {}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        row = await one_row(session, address)
        page = f"{address}runs/{row['id']}/"
        async with session.get(page) as answer:
            html = await answer.text()
        data = json.loads(html.partition('id="data">')[2].partition("</script>")[0])
        tasks = [asyncio.create_task(viewer.follow(session, f"{page}follow", data["follow"]["identity"]))
                 for viewer in (*fast, slow)]
        tasks.append(asyncio.create_task(watch_file(path, appeared)))
        await asyncio.sleep(3)  # until they have what was there before
        from_then = time.monotonic()
        speed = asyncio.create_task(asyncio.to_thread(steps_a_second, path, seconds))
        most = 0
        for _ in range(int(seconds * 10)):
            await asyncio.sleep(0.1)
            most = max(most, process.memory_info().rss)
        used = sum(process.cpu_times()[:2]) - used
        beside = await speed
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    late = [viewer.arrived[step] - at for step, at in appeared.items() if from_then < at < from_then + seconds - 2
            for viewer in fast if step in viewer.arrived]
    missing = sum(step not in viewer.arrived for step, at in appeared.items() if at < from_then + seconds - 2
                  for viewer in fast)
    print(f"{viewers} viewers, {seconds:g} s, {len(appeared):,} checkpoints of the paper's network")
    print(f"from the file to a viewer: {1000 * median(late):.0f} ms (median), {1000 * quantiles(late, n=100)[-1]:.0f} "
          f"ms (99 %); {missing} of {len(appeared) * viewers:,} missing")
    print(f"the server: {memory / 1e6:.0f} MB before, {most / 1e6:.0f} MB at most, {used / (seconds + 3):.0%} of a "
          "core")
    print(f"sent to each: {median(viewer.bytes for viewer in fast) / 1e6:.1f} MB; to the slow one: "
          f"{slow.bytes / 1e6:.2f} MB, {len(slow.arrived):,} checkpoints")
    print(f"the training: {alone:,.0f} steps a second without viewers, {beside:,.0f} with them")


async def one_row(session: aiohttp.ClientSession, address: str) -> dict:
    while True:
        async with session.get(f"{address}rows") as answer:
            rows = (await answer.json())["rows"]
        if rows and rows[0]["state"] == "training":
            return rows[0]
        await asyncio.sleep(0.2)


if __name__ == "__main__":
    with TemporaryDirectory() as made:
        viewers, seconds = [*map(int, sys.argv[1:]), *(50, 20)[len(sys.argv) - 1:]]
        asyncio.run(measure(Path(made), viewers, seconds))
