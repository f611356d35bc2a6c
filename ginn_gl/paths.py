"""Where runs and captures lie, and what a new one is called."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

RUNS = Path("runs")
"""Where training puts new runs, under the current folder."""

FIRST_SHOWN = "bottle-good-1.ginn"
"""The bundled run that opens where none is named."""

CAPTURES = Path("captures")
"""Where pictures and videos go that nobody named, under the current folder."""

VIDEOS = (".mp4", ".webm", ".gif")
"""Suffixes of videos in one file; a series of pictures is a .png with a place for a number, such as %05d.png."""

LARGEST_GIF = 400
"""Pixels of a GIF's longer side, unless it is asked for another: its frames hardly shrink."""

LONGEST_PART = 100
"""Bytes of a name that another is made of, where systems allow 255 in all."""


def bundled_runs() -> Path:
    """The folder of the runs that come with the program: in the package, or beside it in a checkout."""
    package = Path(__file__).parent
    return next((folder for folder in (package / "runs", package.parent / "runs") if folder.is_dir()),
                package / "runs")


def run_name(target: str, hidden: str, full_batch: bool, seed: int) -> str:
    """Of a run that was given none, such as 'bottle-16-16-16-seed7'. hidden: widths as in '16,16,16'."""
    widths = "-".join(width.strip() for width in hidden.split(","))
    return f"{_short(target)}-{widths}{'-full-batch' if full_batch else ''}-seed{seed}"


def branch_name(run: str, step: int) -> str:
    """Of a run that left another one at a step, such as 'bottle-from5000'."""
    return f"{_short(run)}-from{step}"


def capture_name(run: str, shown: str, suffix: str = "") -> str:
    """Of a picture or video of a run, such as 'bottle-step1000-20180917-120000.png'. shown: 'step1000'."""
    return f"{_short(run)}-{shown}-{time.strftime('%Y%m%d-%H%M%S')}{suffix}"


def _short(name: str) -> str:
    """As much of a name as others can be made of: what is made of names that were made of names grows and grows."""
    kept = os.fsencode(name)
    return name if len(kept) <= LONGEST_PART else kept[:LONGEST_PART].decode(errors="ignore")


def numbered(path: Path) -> Iterator[Path]:
    """The path itself, then NAME-2, NAME-3, ... without end."""
    yield path
    for number in count(2):
        yield path.with_stem(f"{path.stem}-{number}")


def free(path: Path) -> Path:
    """The first of these that does not exist yet."""
    return next(candidate for candidate in numbered(path) if not candidate.exists())


def settings_folder() -> Path:
    """The user's own, where the window's place and bookmarks are kept. It need not be there yet."""
    if sys.platform == "win32":
        folder = os.environ.get("APPDATA", Path.home())
    elif sys.platform == "darwin":
        folder = Path.home() / "Library/Application Support"
    else:
        folder = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(folder) / "ginn-gl"
