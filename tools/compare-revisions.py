#!/usr/bin/env python3
"""Processor time of drawing, of two revisions of the project, in turns: before and after.

    .venv/bin/python tools/compare-revisions.py 7a5cf49 HEAD

Each revision is checked out into a temporary folder, and drawn by a process of its own, which takes turns with the
other's, some frames each. Processor time is that of all the process's threads, software renderers' among them. Both
draw without a window. Not covered: what a window adds, and GPUs.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROUNDS = 9
FRAMES = {256: 40, 512: 30, 1024: 16, 2160: 6}  # of a turn, by lines
SCENES = [(f"{what}, {lines} lines", {"lines": lines, **how})
          for what, how in (("field alone", {}), ("all boundaries, scrubbing", {"lines_drawn": True}))
          for lines in FRAMES]
SCENES += [(f"all boundaries, 512 lines, zoom {zoom:,}", {"lines": 512, "lines_drawn": True, "zoom": zoom})
           for zoom in (1_000, 100_000)]
SCENES += [("2-32-32-32-2 at its start, 512 lines", {"lines": 512, "lines_drawn": True, "hidden": [32, 32, 32]})]
SHAPES = [[2, 11, 40, 5], [32] * 6, [64, 64, 64]]

WORKER = r'''
import json, sys, time
import numpy as np
from ginn_gl.config import NetworkSpec, View
from ginn_gl.network import initialise
from ginn_gl.paths import bundled_runs
from ginn_gl.store import Run
from ginn_gl.target import load_target

run = Run(bundled_runs() / "bottle-good-1.ginn")
drawing = {}

def drawer(network):
    """A function that draws parameters in a view, whichever way this revision has."""
    if network in drawing:
        return drawing[network]
    try:
        from ginn_gl.render.cells import Painter
    except ImportError:
        from ginn_gl.render import Renderer, headless_context
        context = headless_context()
        renderer = Renderer(context, network, load_target())
        def draw(parameters, view, size):
            renderer.set_parameters(parameters)
            renderer.draw(view, size)
            context.finish()
    else:
        from ginn_gl.render.pixels.context import headless_context
        context, textures, pictures = headless_context(), {}, {}
        painter = Painter(network, load_target())
        def draw(parameters, view, size):
            if size not in textures:
                textures[size], pictures[size] = context.texture(size, 4), np.empty(size[::-1], np.int32)
            painter.set_parameters(parameters)
            textures[size].write(painter.paint(view, size, pictures[size]))
            context.finish()
    drawing[network] = draw
    return draw

def measure(scene):
    network = NetworkSpec(tuple(scene["hidden"])) if "hidden" in scene else run.network
    view = View(neurons=frozenset(network.neurons if scene.get("lines_drawn") else ()), zoom=scene.get("zoom", 1.0),
                center=tuple(scene.get("center", (0.5, 0.5))))
    generator, draw, size = np.random.default_rng(scene["seed"]), drawer(network), (scene["lines"],) * 2
    if "hidden" in scene:
        chosen = [initialise(network, seed) for seed in range(3)]
    else:
        chosen = [run.parameters(index) for index in generator.integers(len(run), size=scene["frames"])]
    draw(chosen[0], view, size)
    before = time.process_time(), time.perf_counter()
    for number in range(scene["frames"]):
        draw(chosen[number % len(chosen)], view, size)
    return [(time.process_time() - before[0]) / scene["frames"], (time.perf_counter() - before[1]) / scene["frames"]]

def first_picture(hidden):
    import ginn_gl
    network = NetworkSpec(tuple(hidden))
    before = time.process_time()
    drawer(network)(initialise(network, 0), View(neurons=frozenset(network.neurons)), (600, 600))
    return time.process_time() - before

for line in sys.stdin:
    scene = json.loads(line)
    print(json.dumps(first_picture(scene["shape"]) if "shape" in scene else measure(scene)), flush=True)
'''


class Revision:
    """One checked out, and the process that draws with it."""

    def __init__(self, name: str, folder: Path) -> None:
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(folder), name], check=True)
        self._folder = folder
        self._process = subprocess.Popen([sys.executable, "-c", WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         text=True, cwd=folder, env=_environment(folder))

    def ask(self, scene: dict):
        """What it measures of a scene."""
        print(json.dumps(scene), file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()
        subprocess.run(["git", "worktree", "remove", "--force", str(self._folder)], check=True)


def _environment(folder: Path) -> dict[str, str]:
    import os

    return os.environ | {"PYTHONPATH": str(folder)}


def main(before: str, after: str) -> None:
    with TemporaryDirectory() as folder:
        revisions = [Revision(name, Path(folder) / place) for name, place in ((before, "before"), (after, "after"))]
        print(f"processor time, {before} against {after}; medians of {ROUNDS} rounds in turns, ratios within rounds")
        print(f"{'':<46} {'before, ms':>10} {'after, ms':>10} {'ratio':>7} {'(least, most)':>16} {'wall ratio':>11}")
        try:
            for name, scene in SCENES:
                compare(name, scene, revisions)
            for shape in SHAPES:
                first = [revision.ask({"shape": shape}) for revision in revisions]
                print(f"{'first picture of ' + '-'.join(map(str, shape)):<46} {1e3 * first[0]:>10,.0f} "
                      f"{1e3 * first[1]:>10,.0f} {first[0] / first[1]:>6.1f}x", flush=True)
        finally:
            for revision in revisions:
                revision.close()


def compare(name: str, scene: dict, revisions: list[Revision]) -> None:
    """One line of the table."""
    rounds = []
    for number in range(ROUNDS):
        # Frames of both are of the same checkpoints.
        scene = scene | {"seed": number, "frames": 3 if "hidden" in scene else FRAMES[scene["lines"]],
                         "center": [0.43, 0.61] if "zoom" in scene else [0.5, 0.5]}
        rounds.append([revision.ask(scene) for revision in revisions])
    times = [statistics.median(both[place][0] for both in rounds) for place in (0, 1)]
    ratios = [before[0] / after[0] for before, after in rounds]
    wall = statistics.median(before[1] / after[1] for before, after in rounds)
    print(f"{name:<46} {1e3 * times[0]:>10.2f} {1e3 * times[1]:>10.2f} {statistics.median(ratios):>6.1f}x "
          f"{f'({min(ratios):.1f}, {max(ratios):.1f})':>16} {wall:>10.1f}x", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
