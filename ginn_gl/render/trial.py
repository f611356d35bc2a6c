"""How long both ways of drawing take here, for one structure: `python -m ginn_gl.render.trial NETWORK` prints JSON.

NETWORK is as run files have it, such as '{"hidden": [16], "inputs": 2, "activations": ["tanh"], "head": "logit"}'.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

from ..config import NetworkSpec, View
from ..network import initialise
from ..store.specs import network_from_json
from .cells import Painter
from .choice import CELLS, FORMAT, PIXELS
from .ground import Ground
from .pixels import PixelRenderer
from .pixels.context import headless_context

SIZE = (1280, 960)
TRIES = 5


def trial(network: NetworkSpec) -> dict:
    """Seconds of a frame with all boundaries, each way, and what drew it. network: of two inputs."""
    context = headless_context()
    view = View(neurons=frozenset(network.neurons))
    ways = {CELLS: Painter(network, Ground(1.0)), PIXELS: PixelRenderer(context, network, Ground(1.0))}
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
    print(json.dumps(trial(network_from_json(json.loads(sys.argv[1]), FORMAT))))
