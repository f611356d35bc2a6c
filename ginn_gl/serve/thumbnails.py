"""A run's last checkpoint as a small picture: a sketch, which numpy makes in a few milliseconds."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from ..config import View
from ..many.facts import Signature, signature
from ..network import network_on, parameters_on
from ..render.ground import ground_of
from ..render.sketch import sketch
from ..store import Run
from .shelf import Entry

SIDE = 112  # pixels of the longer side

MOST = 512
"""Pictures that are kept."""

SECONDS = 3.0
"""For which one is kept of a run that grows, however many look at it."""

InThread = Callable[..., Awaitable[Any]]


class Made(NamedTuple):
    """A picture, of the file as it was at some time."""

    png: bytes
    file: Signature
    at: float


class Thumbnails:
    """Pictures of runs, each made once for all who ask for it."""

    def __init__(self, in_thread: InThread) -> None:
        self._in_thread = in_thread
        self._made: OrderedDict[str, Made] = OrderedDict()
        self._lock = asyncio.Lock()

    async def of(self, entry: Entry) -> bytes:
        """As PNG. Raises what reading a run may raise."""
        async with self._lock:
            made = self._made.get(entry.id)
            if made is None or time.monotonic() - made.at > SECONDS:
                file = await self._in_thread(signature, entry.path)
                png = made.png if made and made.file == file else await self._in_thread(thumbnail, entry)
                made = self._made[entry.id] = Made(png, file, time.monotonic())
            self._made.move_to_end(entry.id)
            while len(self._made) > MOST:
                self._made.popitem(last=False)
            return made.png


def thumbnail(entry: Entry) -> bytes:
    """A run's, as PNG. Raises what reading a run may raise."""
    with Run(entry.require()) as run:
        ground = ground_of(run)
        network, aspect = network_on(ground.plane, run.network), ground.aspect
        parameters = parameters_on(ground.plane, run.network, run.parameters(-1)).astype(np.float32)
        size = round(SIDE * min(1.0, aspect)) or 1, round(SIDE / max(1.0, aspect)) or 1
        view = View(neurons=frozenset(network.neurons), line_width=1.0)
        pixels = sketch(network, parameters, ground, view, size)
    colours = np.ascontiguousarray(pixels, "<i4").view(np.uint8).reshape(*pixels.shape, 4)[..., :3]
    file = BytesIO()
    Image.fromarray(np.ascontiguousarray(colours)).save(file, format="PNG")
    return file.getvalue()
