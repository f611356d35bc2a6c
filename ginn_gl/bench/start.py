"""How long it takes from the start of the viewer's process to its window, and to the picture in it."""

from __future__ import annotations

import time

import numpy as np

from ..errors import GinnError
from ..paths import FIRST_SHOWN, bundled_runs
from .program import answer_of
from .report import machine

STARTS = 10
WARM_UP = 2  # starts before them, after which files and shaders are in caches
SHOWN = {"window": "window on screen", "picture": "picture in it"}


def measure() -> dict:
    """Seconds from a process's start until what SHOWN names, in some starts: see `as_text`.

    Where no window opens, only why.
    """
    figures = {"machine": machine(), "left_out": []}
    try:
        starts = [_start() for _ in range(WARM_UP + STARTS)]
    except GinnError as error:
        return figures | {"left_out": [f"the viewer's start ({error})"]}
    return figures | {"seconds": {name: [one[name] for one in starts[WARM_UP:]] for name in SHOWN}}


def _start() -> dict[str, float]:
    """Of one start, the seconds. Raises GinnError where there is none."""
    began = time.monotonic()
    seen = answer_of("starting", bundled_runs() / FIRST_SHOWN)
    return {name: moment - began for name, moment in seen.items()}


def as_text(figures: dict) -> str:
    """The figures as a table."""
    lines = [f"{figures['machine']['cpu']}, {figures['machine']['cores']} cores"]
    if "seconds" in figures:
        lines.append(f"{'from the start to':<20} {'median':>7} {'fastest':>8} {'slowest':>8}  s, in {STARTS} starts")
        lines += [f"{SHOWN[name]:<20} {np.median(taken):>7.2f} {min(taken):>8.2f} {max(taken):>8.2f}"
                  for name, taken in figures["seconds"].items()]
    return "\n".join(lines + [f"left out: {reason}" for reason in figures["left_out"]])
