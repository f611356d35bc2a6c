"""How large patches are: what is fastest on this GPU, measured once and remembered.

A software renderer needs no measuring: there, loading weights takes nearly all of the time. On a GPU they are
nearly free, and what patches save may be less than what their passes cost.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import moderngl

from .context import is_software
from .patches import TARGETS

PIXEL_BY_PIXEL = 0
SIDES = (PIXEL_BY_PIXEL, 8, 16)
SOFTWARE_SIDE = 8


@cache
def fastest_side(context: moderngl.Context, seconds: Callable[[moderngl.Context, int], float]) -> int:
    """The side in pixels of patches to draw by, or PIXEL_BY_PIXEL. seconds: what a picture takes with a side."""
    if context.info["GL_MAX_DRAW_BUFFERS"] < TARGETS or context.info["GL_POINT_SIZE_RANGE"][1] < SIDES[-1]:
        return PIXEL_BY_PIXEL
    if is_software(context):
        return SOFTWARE_SIDE
    gpu = f"{context.info['GL_RENDERER']}, {context.info['GL_VERSION']}"  # a new driver is measured anew
    known = _recall()
    if known.get(gpu) not in SIDES:
        known[gpu] = min(SIDES, key=lambda side: seconds(context, side))
        _remember(known)
    return known[gpu]


def _recall() -> dict[str, int]:
    """Sides by GPU; none where there is nothing to be read, which only means to measure again."""
    try:
        known = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _remember(known: dict[str, int]) -> None:
    path = _file()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(known, indent=2), encoding="utf-8")
        part.replace(path)
    except OSError:
        pass  # it will be measured again next time, and works all the same


def _file() -> Path:
    """In the folder where the window's place is kept too."""
    if sys.platform == "win32":
        folder = os.environ.get("APPDATA", Path.home())
    elif sys.platform == "darwin":
        folder = Path.home() / "Library/Application Support"
    else:
        folder = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(folder) / "ginn-gl" / "patches.json"
