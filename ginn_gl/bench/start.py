"""How long it takes from the start of the viewer's process to its window, and to the picture in it."""

from __future__ import annotations

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from ..errors import GinnError
from ..paths import FIRST_SHOWN, bundled_runs
from .program import answer_of
from .report import machine

STARTS = 10
WARM_UP = 2  # starts before them, after which files and shaders are in caches
COLD = 3     # starts with all caches empty
CACHES = ("NUMBA_CACHE_DIR", "MESA_SHADER_CACHE_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")  # where each of them is
SHOWN = {"window": "window on screen", "picture": "picture in it", "sharp": "picture sharp"}


def measure() -> dict:
    """Seconds from a process's start until what SHOWN names, in some starts: see `as_text`.

    Where no window opens, only why.
    """
    figures = {"machine": machine(), "left_out": []}
    try:
        starts = [_start(dict(os.environ)) for _ in range(WARM_UP + STARTS)][WARM_UP:]
        cold = [_cold_start() for _ in range(COLD)]
    except GinnError as error:
        return figures | {"left_out": [f"the viewer's start ({error})"]}
    return figures | {"seconds": _by_name(starts), "cold_seconds": _by_name(cold)}


def _by_name(starts: list[dict[str, float]]) -> dict[str, list[float]]:
    return {name: [one[name] for one in starts] for name in SHOWN}


def _start(environment: dict[str, str]) -> dict[str, float]:
    """Of one start, the seconds. Raises GinnError where there is none."""
    began = time.monotonic()
    seen = answer_of("starting", bundled_runs() / FIRST_SHOWN, environment=environment)
    return {name: moment - began for name, moment in seen.items()}


def _cold_start() -> dict[str, float]:
    """With empty folders for all that is kept from one start to the next."""
    with TemporaryDirectory(prefix="ginn-gl-bench-") as folder:
        return _start(os.environ | {name: str(Path(folder) / name) for name in CACHES})


def as_text(figures: dict) -> str:
    """The figures as a table."""
    lines = [f"{figures['machine']['cpu']}, {figures['machine']['cores']} cores"]
    for key, title in (("seconds", "from the start to"), ("cold_seconds", "with empty caches")):
        if key in figures:
            count = len(figures[key]["window"])
            lines.append(f"{title:<20} {'median':>7} {'fastest':>8} {'slowest':>8}  s, in {count} starts")
            lines += [f"{SHOWN[name]:<20} {np.median(taken):>7.2f} {min(taken):>8.2f} {max(taken):>8.2f}"
                      for name, taken in figures[key].items()]
    return "\n".join(lines + [f"left out: {reason}" for reason in figures["left_out"]])
