"""How long the exact partition takes, beside a plain Python clipper that gives the same regions."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from ..config import NetworkSpec, TrainingSpec
from ..geometry import UNIT_SQUARE, partition
from ..paths import bundled_runs
from ..store import Run
from ..target import load_target
from ..train.engines.numba_engine import NumbaEngine
from ..train.state import State
from .clipper import clip_regions
from .report import machine

ROUNDS = 5
SECONDS = 0.2  # of each measurement in each round; one call of the clipper may take longer
WIDE = (64, 64, 64)
WIDE_STEPS = 10_000  # of training, from seed 0


def measure() -> dict:
    """Figures for the last step of each bundled run and for a wider network, in turns: see `as_text`."""
    networks = {path.stem: _last_step(path) for path in sorted(bundled_runs().glob("bottle-*.ginn"))}
    wide = NetworkSpec(WIDE)
    networks[f"{wide}, step {WIDE_STEPS:,}"] = wide, _trained(wide, WIDE_STEPS)
    return {
        "machine": machine(),
        "partitions": [{"network": name} | _compare(*what) for name, what in networks.items()],
    }


def as_text(figures: dict) -> str:
    """The figures as a table."""
    lines = [f"{figures['machine']['cpu']}, {figures['machine']['cores']} cores",
             f"{'regions of the unit square':<28} {'number':>7} {'partition, ms':>14} "
             f"{'plain clipper, ms':>18} {'ratio':>8}"]
    lines += [f"{row['network']:<28} {row['regions']:>7,} {row['partition_ms']:>14.2f} "
              f"{row['plain_clipper_ms']:>18.1f} {row['times_faster_than_plain_clipper']:>6.1f} x"
              for row in figures["partitions"]]
    return "\n".join(lines)


def _last_step(path: Path) -> tuple[NetworkSpec, np.ndarray]:
    with Run(path) as run:
        return run.network, run.parameters(-1)


def _trained(network: NetworkSpec, steps: int) -> np.ndarray:
    engine = NumbaEngine(network, TrainingSpec(), load_target())
    return engine.advance(State.initial(network, [0]), steps).parameters[0]


def _compare(network: NetworkSpec, parameters: np.ndarray) -> dict:
    """Medians over all rounds but the first, which compiles. Both give polygons, patterns and affine maps."""
    calls = {
        "partition_ms": lambda: partition(network, parameters),
        "plain_clipper_ms": lambda: clip_regions(network, parameters, UNIT_SQUARE),
    }
    rounds = [{name: _milliseconds(call) for name, call in calls.items()} for _ in range(ROUNDS + 1)]
    figures = {name: float(np.median([times[name] for times in rounds[1:]])) for name in calls}
    ratio = figures["plain_clipper_ms"] / figures["partition_ms"]
    return {"regions": partition(network, parameters).regions, **figures, "times_faster_than_plain_clipper": ratio}


def _milliseconds(call: Callable[[], object]) -> float:
    """Of one call, the mean over as many as fit."""
    began, calls, seconds = time.perf_counter(), 0, 0.0
    while seconds < SECONDS:
        call()
        calls, seconds = calls + 1, time.perf_counter() - began
    return 1e3 * seconds / calls
