"""How long frames take to draw, beside what others need for the same network over the same grid."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from ..config import TrainingSpec, View
from ..errors import GinnError
from ..paths import FIRST_SHOWN, bundled_runs
from ..render.pixels.context import headless_context
from ..render.preparing import ready_painter
from ..render.renderer import Renderer
from ..store import Run, RunWriter
from .forward import Frame, matplotlib_frame, numpy_forward, seconds, torch_forward, torch_forward_by_neurons
from .program import answer_of
from .report import machine

if TYPE_CHECKING:
    from moderngl import Context

LINES = (256, 512, 1024, 2160)
CHECKPOINTS = 100_000
ROUNDS = 10        # in which all contenders take turns
FRAMES = 50        # of each kind that is drawn here, in each round, unless they take longer than
TURN = 0.5         # seconds
BUDGET = 12.0      # seconds for a size, after which no new round begins
SHARE = 2.0        # seconds of that for each of the others, though each has one turn at least
REST = 0.3         # seconds, after which threads of others have ceased to wait for more work in a busy loop
PLAYED = 16        # checkpoints from frame to frame, as at the highest speed on a 30 Hz display

DRAWN = ("field alone", "field with boundaries", "scrub at random", "playback")
STILL, WITH_UI, TORCH, MATPLOTLIB = "field with boundaries", "with UI", "torch forward", "matplotlib"


def measure() -> dict:
    """Figures of all frames, in one run and in turns: see `as_text`."""
    left_out: list[str] = []
    with TemporaryDirectory(prefix="ginn-gl-bench-") as folder:
        path = long_run(Path(folder) / "long.ginn", CHECKPOINTS)
        with Run(path) as run:
            figures = {
                "machine": machine(),
                "renderer": headless_context().info["GL_RENDERER"],
                "network": str(run.network),
                "checkpoints": len(run),
                "frames": [row for lines in LINES for row in _compare(run, lines, left_out)],
            }
    return figures | {"ratios": [_ratios(figures["frames"], lines) for lines in LINES],
                      "left_out": list(dict.fromkeys(left_out))}


def as_text(figures: dict) -> str:
    """The figures as a table."""
    lines = [f"{figures['network']}, {figures['checkpoints']:,} checkpoints; drawn by {figures['renderer']}; "
             f"{figures['machine']['cpu']}, {figures['machine']['cores']} cores",
             f"{'lines':>5}  {'frame':<28} {'median':>8} {'95 %':>8} {'99 %':>8}  ms"]
    lines += [f"{row['lines']:>5}  {row['frame']:<28} {row['median_ms']:>8.2f} {row['p95_ms']:>8.2f} "
              f"{row['p99_ms']:>8.2f}  {row['how']}".rstrip() for row in figures["frames"]]
    for row in figures["ratios"]:
        parts = [f"{name.replace('_', ' ')} {value:.2f} x" for name, value in row.items()
                 if name != "lines" and value is not None]
        lines.append(f"{row['lines']} lines: {'; '.join(parts)}")
    return "\n".join(lines + [f"left out: {reason}" for reason in figures["left_out"]])


def long_run(path: Path, checkpoints: int) -> Path:
    """Write a run of this many checkpoints: a bundled one's, and between them what lies between."""
    with Run(bundled_runs() / FIRST_SHOWN) as run:
        known = np.stack([run.parameters(index) for index in range(len(run))])
        training = TrainingSpec(iterations=checkpoints - 1, checkpoints=checkpoints)
        with RunWriter.create(path, run.network, training, run.target) as writer:
            for step, place in enumerate(np.linspace(0, len(known) - 1, checkpoints)):
                index, part = int(place), np.float32(place % 1)
                last = known[min(index + 1, len(known) - 1)]
                writer.append(step, 0.5, 1e-3, known[index] + part * (last - known[index]))
            writer.set_status("finished")
    return path


def _compare(run: Run, lines: int, left_out: list[str]) -> list[dict]:
    """Rows of all contenders at one size."""
    context = headless_context()
    ready_painter(wait=True)
    renderer = Renderer(context, run.network, run.require_of_paper("a picture"))
    others, ways = _others(run, lines, left_out)
    drawn = _drawn(renderer, run, lines)
    times: dict[str, list[float]] = {name: [] for name in (*drawn, *others)}
    for frame in drawn.values():
        _turn(frame, context)  # compiles, and warms up
    began = time.perf_counter()
    for _ in range(ROUNDS):
        time.sleep(REST)
        for name, frame in drawn.items():
            times[name] += _turn(frame, context)
        for name, frame in others.items():
            if sum(times[name]) < SHARE:
                times[name].append(seconds(frame))
        if time.perf_counter() - began > BUDGET:
            break
    renderer.release()
    times[WITH_UI] = _window_frames(run.path, lines, len(times[STILL]), left_out)
    return [_row(lines, name, taken, ways.get(name, "")) for name, taken in times.items() if taken]


def _turn(frame: Frame, context: Context) -> list[float]:
    """Seconds of some frames in a row."""
    taken: list[float] = []
    while len(taken) < FRAMES and sum(taken) < TURN:
        taken.append(seconds(lambda: (frame(), context.finish())))
    return taken


def _drawn(renderer: Renderer, run: Run, lines: int) -> dict[str, Frame]:
    """What is drawn here, by name of DRAWN."""
    size, generator, last = (lines, lines), np.random.default_rng(0), run.parameters(-1)
    boundaries = View(neurons=frozenset(run.network.neurons))
    played = 0

    def show(view: View, parameters: np.ndarray) -> None:
        renderer.set_parameters(parameters)
        renderer.draw(view, size)

    def play() -> None:
        nonlocal played
        played = (played + PLAYED) % len(run)
        show(boundaries, run.parameters(played))

    return dict(zip(DRAWN, (lambda: show(View(), last), lambda: show(boundaries, last),
                            lambda: show(boundaries, run.parameters(int(generator.integers(len(run))))), play)))


def _others(run: Run, lines: int, left_out: list[str]) -> tuple[dict[str, Frame], dict[str, str]]:
    """Their frames, and how they do it, by name."""
    what = run.parameters(-1), run.network, lines
    (by_points, way), (by_neurons, other_way) = torch_forward(*what), torch_forward_by_neurons(*what)
    frames = {TORCH: by_points, f"{TORCH}, neurons first": by_neurons, "numpy forward": numpy_forward(*what)}
    try:
        frames[MATPLOTLIB] = matplotlib_frame(*what)
    except ImportError as error:
        left_out.append(f"matplotlib ({error})")
    return frames, {TORCH: way, f"{TORCH}, neurons first": other_way}


def _window_frames(path: Path, lines: int, frames: int, left_out: list[str]) -> list:
    """Of the viewer, in a process of its own."""
    try:
        return answer_of("playing", path, lines, frames)
    except GinnError as error:
        left_out.append(f"the window at {lines} lines ({error})")
        return []


def _row(lines: int, name: str, taken: list[float], how: str) -> dict:
    median, p95, p99 = (float(1e3 * part) for part in np.percentile(taken, (50, 95, 99)))
    return {"lines": lines, "frame": name, "median_ms": median, "p95_ms": p95, "p99_ms": p99, "how": how,
            "measured": len(taken)}


def _ratios(rows: list[dict], lines: int) -> dict:
    """How many times longer others take than a still picture with boundaries; and the worst of scrubbing."""
    found = {row["frame"]: row for row in rows if row["lines"] == lines}
    still = found[STILL]["median_ms"]
    others = {f"{name.replace(',', '').replace(' ', '_')}_to_picture": found[name]["median_ms"] / still
              for name in found if name not in (*DRAWN, WITH_UI)}
    return {"lines": lines} | others | {"scrub_p99_to_picture": found["scrub at random"]["p99_ms"] / still}
