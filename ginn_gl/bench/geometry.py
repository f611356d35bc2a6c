"""How long the exact cells take, beside the partition, a plain Python clipper, and Regioncam, which give the same
regions."""

# What it compares with is not among the dependencies.
# pyright: reportMissingImports=false, reportAttributeAccessIssue=false

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from ..config import NetworkSpec, TrainingSpec
from ..geometry import UNIT_SQUARE, cells, partition
from ..network import initialise, unpack
from ..paths import bundled_runs
from ..store import Run
from ..target import load_target
from ..train.engines.numba_engine import NumbaEngine
from ..train.state import State
from .clipper import clip_regions
from .report import machine

ROUNDS = 7
SECONDS = 0.2  # of each measurement in each round; one call of the clipper may take longer
WIDE = (64, 64, 64)
WIDE_STEPS = 10_000  # of training, from seed 0
WIDEST = (128, 128, 128)  # as it starts; the plain clipper would take a minute

Counted = Callable[[], int]
"""Cuts the unit square, and tells into how many regions."""


def measure() -> dict:
    """Figures for the last step of each bundled run and for wider networks, in turns: see `as_text`."""
    networks = {path.stem: _last_step(path) for path in sorted(bundled_runs().glob("bottle-*.ginn"))}
    wide, widest = NetworkSpec(WIDE), NetworkSpec(WIDEST)
    networks[f"{wide}, step {WIDE_STEPS:,}"] = wide, _trained(wide, WIDE_STEPS)
    networks[f"{widest}, step 0"] = widest, initialise(widest, 0)
    left_out: list[str] = []
    rows = [{"network": name} | _compare(*what, left_out) for name, what in networks.items()]
    return {"machine": machine(), "partitions": rows, "left_out": list(dict.fromkeys(left_out))}


def as_text(figures: dict) -> str:
    """The figures as a table."""
    names = [name for name in figures["partitions"][0]["ms"] if name != "cells"]
    lines = [f"{figures['machine']['cpu']}, {figures['machine']['cores']} cores",
             f"{'regions of the unit square':<30} {'number':>7} {'cells, ms':>10}"
             + "".join(f"{name + ', ms':>18} {'ratio':>7}" for name in names)]
    for row in figures["partitions"]:
        others = "".join(f"{row['ms'][name]:>18.2f} {row['times_longer'][name]:>5.1f} x"
                         if name in row["ms"] else " " * 26 for name in names)
        lines.append(f"{row['network']:<30} {row['regions']:>7,} {row['ms']['cells']:>10.3f}{others}")
    return "\n".join(lines + [f"left out: {reason}" for reason in figures["left_out"]])


def _last_step(path: Path) -> tuple[NetworkSpec, np.ndarray]:
    with Run(path) as run:
        return run.network, run.parameters(-1)


def _trained(network: NetworkSpec, steps: int) -> np.ndarray:
    engine = NumbaEngine(network, TrainingSpec(), load_target())
    return engine.advance(State.initial(network, [0]), steps).parameters[0]


def _compare(network: NetworkSpec, parameters: np.ndarray, left_out: list[str]) -> dict:
    """Medians over all rounds but the first, which compiles; ratios to cells within each round, and their median."""
    calls: dict[str, Counted] = {
        "cells": lambda: cells(network, parameters).regions,
        "partition": lambda: partition(network, parameters).regions,
    }
    try:
        calls["Regioncam"] = _regioncam(network, parameters)
    except ImportError as error:
        left_out.append(f"Regioncam ({error})")
    if network.hidden != WIDEST:
        calls["plain clipper"] = lambda: len(clip_regions(network, parameters, UNIT_SQUARE))
    counts = {name: call() for name, call in calls.items()}
    rounds = [{name: _milliseconds(call) for name, call in calls.items()} for _ in range(ROUNDS + 1)][1:]
    return {"regions": counts["cells"], "counts": counts,
            "ms": {name: float(np.median([times[name] for times in rounds])) for name in calls},
            "times_longer": {name: float(np.median([times[name] / times["cells"] for times in rounds]))
                             for name in calls if name != "cells"}}


def _regioncam(network: NetworkSpec, parameters: np.ndarray) -> Counted:
    """The fastest peer there is: a library in Rust, which computes in float32. Raises ImportError where it is missing.

    Its window is the square from -1 to 1.
    """
    from regioncam import Regioncam

    (weight, bias), *others = unpack(np.asarray(parameters, np.float64), network)
    layers = [(np.ascontiguousarray(weight.T, np.float32), bias.astype(np.float32))
              for weight, bias in [(weight / 2, bias + weight @ (0.5, 0.5)), *others]]

    def count() -> int:
        plane = Regioncam(size=1)
        for weight, bias in layers[:-1]:
            plane.linear(weight, bias)
            plane.relu()
        plane.linear(*layers[-1])
        return plane.num_faces

    return count


def _milliseconds(call: Counted) -> float:
    """Of one call, the mean over as many as fit."""
    began, calls, seconds = time.perf_counter(), 0, 0.0
    while seconds < SECONDS:
        call()
        calls, seconds = calls + 1, time.perf_counter() - began
    return 1e3 * seconds / calls
