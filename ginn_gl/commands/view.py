"""`ginn-gl view`: the window; where there is no display, pictures instead."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from ..arguments.bad_argument import BadArgument
from ..arguments.runs import run_file, runs_in
from ..errors import GinnError
from ..paths import CAPTURES, FIRST_SHOWN, RUNS, bundled_runs
from ..store import Run


def describe(parser: ArgumentParser) -> None:
    parser.description = f"Open the viewer. Without a display, save a picture and a video in {CAPTURES} instead."
    parser.add_argument("runs", nargs="*", type=run_file, metavar="RUN|FOLDER",
                        help=f"run files, or folders of them (default: the bundled runs and ./{RUNS})")


def perform(options: Namespace) -> int:
    from ..record import capture, has_display

    files, folders = _runs_to_view(options.runs)
    if has_display():
        from ..app.window.viewer import open_window
        return open_window(files, folders, goes_on=not options.runs)
    first = next(iter(files), None) or next((path for folder in folders for path in runs_in(folder)), None)
    if first is None:
        raise GinnError("no display, and no run to draw: make one with ginn-gl train")
    with Run(first) as run:
        print(f"No display: instead of a window, a picture and a video of {run.name}:")
        for path in capture(run, CAPTURES):
            print(path)
    return 0


def _runs_to_view(paths: list[Path]) -> tuple[list[Path], list[Path]]:
    """The run files to open, and the folders to offer further runs from."""
    if not paths:
        paths = [path for path in [bundled_runs() / FIRST_SHOWN] if path.exists()]
    for path in paths:
        if not path.exists():
            raise BadArgument(f"{path}: no such run or folder (ginn-gl --help lists the commands)")
        if path.is_dir() and not runs_in(path):
            raise GinnError(f"{path}: no .ginn file in this folder")
    files = [path for path in paths if not path.is_dir()]
    return files, [path for path in paths if path.is_dir()] or [bundled_runs(), RUNS]
