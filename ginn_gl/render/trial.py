"""How long both ways of drawing take here, for one structure: `python -m ginn_gl.render.trial 16,16,16` prints JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

from ..config import NetworkSpec, View
from ..network import initialise
from ..target import load_target
from .cells import Painter
from .choice import CELLS, PIXELS
from .pixels import PixelRenderer
from .pixels.context import headless_context

SIZE = (1280, 960)
TRIES = 5


def trial(network: NetworkSpec) -> dict:
    """Seconds of a frame with all boundaries, each way, and what drew it."""
    context = headless_context()
    view = View(neurons=frozenset(network.neurons))
    ways = {CELLS: Painter(network, load_target()), PIXELS: PixelRenderer(context, network, load_target())}
    texture = context.texture(SIZE, 4)

    def paint() -> None:
        texture.write(ways[CELLS].paint(view, SIZE))
        context.finish()

    def draw() -> None:
        ways[PIXELS].draw(view, SIZE)
        context.finish()

    for way in ways.values():
        way.set_parameters(initialise(network, 0))
    return {"renderer": context.info["GL_RENDERER"], CELLS: _fastest(paint), PIXELS: _fastest(draw)}


def _fastest(frame: Callable[[], None]) -> float:
    frame()  # compiles
    taken = []
    for _ in range(TRIES):
        began = time.perf_counter()
        frame()
        taken.append(time.perf_counter() - began)
    return min(taken)


if __name__ == "__main__":
    print(json.dumps(trial(NetworkSpec.parse(sys.argv[1]))))
