"""What watching costs a PyTorch loop: the same loop bare and watched, in turns within one process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from ..own import Log, watch
from ..target import load_target, pixel_centers
from .report import machine

WIDTHS = (2, 16, 16, 16, 2)
ROUNDS = 9
STEPS = 2_000         # of the beginning, where nearly every step is kept
UNDER_WAY = 10_000    # the step from which on hardly any is
STRETCH = 1_000       # steps between two turns
CALLS = 20_000        # that keep nothing


def measure() -> dict:
    """Figures of the first steps, of steps under way, and of a call that keeps nothing: see `as_text`."""
    torch.set_num_threads(1)
    with TemporaryDirectory(prefix="ginn-gl-bench-") as folder:
        return {
            "machine": machine(),
            "network": "-".join(map(str, WIDTHS)),
            "beginning": {"steps": STEPS} | _compare(_beginning(Path(folder))),
            "under_way": {"from": UNDER_WAY, "steps": STRETCH} | _compare(_under_way(Path(folder))),
            "call": {"microseconds": 1e6 * _call(Path(folder))},
        }


def as_text(figures: dict) -> str:
    """The figures as a table. Processor time is that of all threads; it is steadier where others are at work."""
    lines = [f"{figures['network']} in PyTorch; {figures['machine']['cpu']}, {figures['machine']['cores']} cores",
             f"{'':<24} {'bare, us a step':>16} {'watched':>10} {'more':>7} {'least to most':>18} {'processor':>10}"]
    for name, row in ((f"the first {figures['beginning']['steps']:,} steps", figures["beginning"]),
                      (f"from step {figures['under_way']['from']:,} on", figures["under_way"])):
        least, most = min(row["more_by_round"]), max(row["more_by_round"])
        lines.append(f"{name:<24} {row['bare_us']:>16.1f} {row['watched_us']:>10.1f} {row['more']:>7.1%} "
                     f"{f'{least:.1%} to {most:.1%}':>18} {row['more_processor']:>10.1%}")
    return "\n".join([*lines, f"a call that keeps nothing takes {figures['call']['microseconds']:.2f} us"])


Seconds = tuple[float, float]
"""Per step: by the clock, and of the processor, of all threads."""


def _compare(rounds: Iterator[tuple[Seconds, Seconds]]) -> dict:
    """Of rounds, bare and watched: medians, and the median of what watching adds within rounds."""
    clock, processor = np.array(list(rounds)).transpose(2, 1, 0)
    more = clock[1] / clock[0] - 1
    return {"bare_us": 1e6 * float(np.median(clock[0])), "watched_us": 1e6 * float(np.median(clock[1])),
            "more": float(np.median(more)), "more_by_round": more.tolist(),
            "more_processor": float(np.median(processor[1] / processor[0] - 1))}


class Loop:
    """A training as people write it, of which any number of steps can be made. log: what is told each step."""

    def __init__(self) -> None:
        layers = [torch.nn.Linear(fan_in, out) for fan_in, out in pairwise(WIDTHS)]
        self.model = torch.nn.Sequential(*[part for layer in layers[:-1] for part in (layer, torch.nn.ReLU())],
                                         layers[-1])
        self._optimiser = torch.optim.Adam(self.model.parameters())
        target = load_target()
        self._points = torch.from_numpy(pixel_centers(target.height, target.width))
        self._labels = torch.from_numpy(target.pixels.ravel().astype(np.int64))
        self.step = 0

    def run(self, steps: int, log: Callable[[int, torch.Tensor], None] | None = None) -> Seconds:
        began = time.perf_counter(), time.process_time()
        for step in range(self.step, self.step + steps):
            batch = torch.randint(len(self._labels), (128,))
            loss = torch.nn.functional.cross_entropy(self.model(self._points[batch]), self._labels[batch])
            self._optimiser.zero_grad()
            loss.backward()
            self._optimiser.step()
            if log is not None:
                log(step, loss)
        self.step += steps
        return (time.perf_counter() - began[0]) / steps, (time.process_time() - began[1]) / steps


def _beginning(folder: Path) -> Iterator[tuple[Seconds, Seconds]]:
    Loop().run(STEPS)  # torch warms up
    for number in range(ROUNDS):
        loop = Loop()
        with watch(loop.model, folder / f"beginning-{number}.ginn", head="classes") as log:
            first = Loop().run(STEPS) if number % 2 else None  # each has its turn at that
            watched = loop.run(STEPS, log)
        yield first or Loop().run(STEPS), watched


def _under_way(folder: Path) -> Iterator[tuple[Seconds, Seconds]]:
    with _far(folder) as (loop, log):
        bare = Loop()
        for number in range(2 * ROUNDS):
            first = bare.run(STRETCH) if number % 2 else None
            watched = loop.run(STRETCH, log)
            yield first or bare.run(STRETCH), watched


@contextmanager
def _far(folder: Path) -> Iterator[tuple[Loop, Log]]:
    """A loop that has been watched up to UNDER_WAY."""
    loop = Loop()
    with watch(loop.model, folder / "far.ginn", head="classes") as log:
        loop.run(UNDER_WAY, log)
        yield loop, log


def _call(folder: Path) -> float:
    """Seconds of a call that keeps nothing, the least of some thousand at a time."""
    with watch(Loop().model, folder / "call.ginn", head="classes", checkpoints=64) as log:
        loss = torch.tensor(1.0)
        log(2**40, loss)
        taken = []
        for first in range(2**40 + 1, 2**40 + 1 + ROUNDS * CALLS, CALLS):
            began = time.perf_counter()
            for step in range(first, first + CALLS):
                log(step, loss)
            taken.append((time.perf_counter() - began) / CALLS)
    return min(taken)
