"""Run files on the command line: those that are named, all of a folder, and new ones."""

from __future__ import annotations

import mimetypes
import shlex
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

from ..paths import RUNS, free


def run_file(text: str) -> Path:
    """A path, but for a picture's, which somebody new to this may well try first."""
    kind, _ = mimetypes.guess_type(text)
    path = Path(text)
    if kind and kind.startswith("image/") and path.is_file():
        raise ArgumentTypeError(f"{text} is a picture, not a run: ginn-gl train --target={shlex.quote(text)} "
                                "trains a network on it")
    return path


def runs_in(folder: Path) -> list[Path]:
    """The run files of a folder, by name."""
    return sorted(path for path in folder.iterdir() if path.suffix == ".ginn")


def add_out(parser: ArgumentParser) -> None:
    """--out, as `new_run` takes it."""
    parser.add_argument("--out", type=Path, metavar="FILE|FOLDER",
                        help=f"a .ginn file, or a folder to name it in ({RUNS})")


def new_run(out: Path | None, name: str) -> Path:
    """Where a new run goes: into the file of --out; else into its folder or the usual one, by a name that is free."""
    return out if out and out.suffix == ".ginn" else free((out or RUNS) / f"{name}.ginn")
