"""What a picture of a network without cells takes: `python tools/smooth-frames.py RUN`, of one whose neurons are tanh.

All lines at 512 x 512: painted by one thread, evaluated by the plain fragment shader, and beside them torch's forward
pass alone, as fast as it can be. Milliseconds of the processor, all threads together: the least of some frames each,
in turns. A shader's are the processor's only where that draws.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from ginn_gl.bench.forward import torch_forward, torch_forward_by_neurons
from ginn_gl.config import View
from ginn_gl.render.cells import Painter
from ginn_gl.render.ground import ground_of
from ginn_gl.render.pixels import PixelRenderer
from ginn_gl.render.pixels.context import headless_context
from ginn_gl.store import Run

LINES, ROUNDS, FRAMES = 512, 5, 8


def milliseconds(frame: Callable[[], object]) -> float:
    """The least of FRAMES."""
    least = float("inf")
    for _ in range(FRAMES):
        began = time.process_time()
        frame()
        least = min(least, time.process_time() - began)
    return 1000 * least


def main(path: Path) -> None:
    """Print the figures."""
    with Run(path) as run:
        network, parameters, size = run.network, run.parameters(-1), (LINES, LINES)
        view = View(neurons=frozenset(network.neurons))
        painter, shader = Painter(network, ground_of(run), threads=1), PixelRenderer(headless_context(), network,
                                                                                     ground_of(run))
        for way in (painter, shader):
            way.set_parameters(parameters)
        frames: dict[str, Callable[[], object]] = {
            "painted": lambda: painter.paint(view, size),
            "plain shader": lambda: shader.read(view, size),
            "torch forward, rows of points": torch_forward(parameters, network, LINES)[0],
            "torch forward, rows of neurons": torch_forward_by_neurons(parameters, network, LINES)[0],
        }
        least = dict.fromkeys(frames, float("inf"))
        for _ in range(ROUNDS):
            for name, frame in frames.items():
                least[name] = min(least[name], milliseconds(frame))
    for name, value in least.items():
        print(f"{name:<32} {value:7.1f} ms   {value / least['painted']:5.2f} x")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
