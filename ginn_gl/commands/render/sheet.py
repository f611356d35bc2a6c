"""`ginn-gl render RUN RUN ... SHEET`: several runs or steps beside one another."""

from __future__ import annotations

from argparse import Namespace
from contextlib import ExitStack

from ...arguments.bad_argument import BadArgument, reading_arguments
from ...record.multiples import figure_sheet, picture_sheet, sheet_of
from ...store import Run
from .still import save_picture
from .view import view_of
from .words import FIGURES


def render_sheet(options: Namespace, suffix: str) -> None:
    if suffix not in (".png", *FIGURES) or "%" in options.out.name:
        raise BadArgument(f"{options.out}: several runs or steps make one .png, {' or '.join(FIGURES)}; a .npy is of "
                          "one run at one step, and a video goes --from one step --to another")
    if options.steps and options.step is not None:
        raise BadArgument("--step or --steps, and not both")
    with ExitStack() as opened:
        runs = [opened.enter_context(Run(path)) for path in options.runs]
        with reading_arguments():
            sheet = sheet_of([(run, view_of(run, options)) for run in runs], options.steps or [options.step],
                             options.columns, options.size)
        save_picture(options, picture_sheet(sheet, options.caption) if suffix == ".png" else
                      figure_sheet(sheet, options.caption, options.legend, options.dashes))
