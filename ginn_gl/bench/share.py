"""How many frames a second are drawn alone, and while a training shares the machine, on its GPU where there is one."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from ..config import View
from ..errors import GinnError
from ..paths import FIRST_SHOWN, bundled_runs
from ..render.pixels.context import headless_context
from ..render.preparing import ready_painter
from ..render.renderer import Renderer
from ..store import Run
from .program import last_line
from .report import machine

SIZES = ((1920, 1080), (3840, 2160))
ROUNDS = 3
SECONDS = 2.0        # of drawing in each round, alone and beside the training
ITERATIONS = 40_000_000
PATIENCE = 120.0     # seconds within which the training is to have begun


def measure() -> dict:
    """Frame times of a run that is played with all boundaries, without a window: see `as_text`."""
    figures = {"machine": machine(), "renderer": headless_context().info["GL_RENDERER"]}
    device = "cuda" if figures["machine"]["gpu"] else "cpu"
    with Run(bundled_runs() / FIRST_SHOWN) as run:
        rows = [_compare(run, size, device) for size in SIZES]
    return figures | {"device": device, "frames": rows}


def as_text(figures: dict) -> str:
    """The figures as a table."""
    lines = [f"drawn by {figures['renderer']}, trained on {figures['machine']['gpu'] or figures['machine']['cpu']}",
             f"{'size':>11}  {'fps alone':>10} {'beside a training':>18}  share"]
    lines += [f"{row['width']:>6}x{row['height']:<4}  {row['fps_alone']:>10.1f} {row['fps_beside']:>18.1f}  "
              f"{row['fps_beside'] / row['fps_alone']:.0%}" for row in figures["frames"]]
    return "\n".join(lines)


def _compare(run: Run, size: tuple[int, int], device: str) -> dict:
    ready_painter(wait=True)
    renderer = Renderer(headless_context(), run.network, run.require_of_paper("a picture"))
    _frames(renderer, run, size, 0.0)  # compiles
    alone, beside = [], []
    for _ in range(ROUNDS):
        alone += _frames(renderer, run, size, SECONDS)
        with _training(device):
            beside += _frames(renderer, run, size, SECONDS)
    renderer.release()
    return {"width": size[0], "height": size[1], "fps_alone": 1 / np.mean(alone), "fps_beside": 1 / np.mean(beside),
            "p99_ms_alone": 1e3 * np.percentile(alone, 99), "p99_ms_beside": 1e3 * np.percentile(beside, 99)}


def _frames(renderer: Renderer, run: Run, size: tuple[int, int], seconds: float) -> list[float]:
    """Seconds of each frame, one checkpoint after the other, for so long; one frame at least."""
    view, context, taken = View(neurons=frozenset(run.network.neurons)), headless_context(), []
    while not taken or sum(taken) < seconds:
        began = time.perf_counter()
        renderer.set_parameters(run.parameters(len(taken) % len(run)))
        renderer.draw(view, size)
        context.finish()
        taken.append(time.perf_counter() - began)
    return taken


@contextmanager
def _training(device: str) -> Iterator[None]:
    """A process that trains. Raises GinnError where it does not begin."""
    with TemporaryDirectory(prefix="ginn-gl-bench-") as folder:
        path, said = Path(folder) / "trained.ginn", Path(folder) / "said.txt"
        command = [sys.executable, "-m", "ginn_gl", "train", f"--iterations={ITERATIONS}", f"--device={device}",
                   f"--out={path}"]
        with said.open("w") as output:
            process = subprocess.Popen(command, stdout=output, stderr=output)
        try:
            if not _begins(path, process):
                raise GinnError(f"the training to draw beside did not begin ({last_line(said.read_text())})")
            yield
        finally:
            process.terminate()
            process.wait()


def _begins(path: Path, process: subprocess.Popen) -> bool:
    """Wait until a training has got past its first steps."""
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        try:
            with Run(path) as run:
                if run.steps[-1] > 100:
                    return True
        except GinnError:  # nothing is in it yet
            pass
        time.sleep(0.1)
    return False
