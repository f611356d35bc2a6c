"""`ginn-gl render RUN RUN ... OUT`: runs together in one picture or video, linked by moments of their trainings."""

from __future__ import annotations

from argparse import Namespace
from contextlib import ExitStack

from ...arguments.bad_argument import BadArgument, reading_arguments
from ...record import Sweep, bar, encoder_for, lines
from ...record.multiples import figure_sheet, picture_sheet
from ...record.together import Together, record_together, sheet_together, usual_size
from ...render.past import TRAILS, Past
from ...store import Run
from .still import save_picture
from .view import view_of
from .words import FIGURES


def render_picture_together(options: Namespace) -> None:
    suffix = options.out.suffix.lower()
    if options.steps or options.columns or suffix not in (".png", *FIGURES):
        raise BadArgument("--link, --layers and --difference are for videos, and for .png, .svg and .pdf at one --step")
    with ExitStack() as opened:
        runs = [opened.enter_context(Run(path)) for path in options.runs]
        with reading_arguments():
            sheet = sheet_together(runs, view_of(runs[0], options), options.step, _how(options), options.size)
        save_picture(options, picture_sheet(sheet, options.caption) if suffix == ".png" else
                     figure_sheet(sheet, options.caption, options.legend, options.dashes))


def render_video_together(options: Namespace) -> None:
    if (options.steps, options.columns, options.step) != (None, None, None):
        raise BadArgument("--step, --steps and --columns are for pictures: a video goes --from one step --to another")
    if (options.turn, options.to_plane, options.towards) != (None, None, None):
        raise BadArgument("--turn, --towards and --to-plane are for a video of one run")
    if options.legend:
        raise BadArgument(f"--legend is for figures: {', '.join(FIGURES)}")
    encoder = encoder_for(options.out)
    with ExitStack() as opened:
        runs = [opened.enter_context(Run(path)) for path in options.runs]
        with reading_arguments():
            size = options.size or encoder.usual_size(usual_size(runs, _how(options)))
            view = view_of(runs[0], options, size)
            for step in (options.first, options.last):
                if step is not None:
                    runs[0].index_of(step)
        sweep = Sweep(view, size, options.first, options.last, options.seconds, options.fps or encoder.FPS,
                      options.pace, options.to_center, options.to_zoom, options.caption,
                      past=Past(TRAILS[options.trails], options.onion))
        watch = lines if options.progress == "lines" else bar(options.out)
        count = record_together(runs, options.out, sweep, _how(options), watch)
    print(options.out if count == sweep.count else f"{options.out}  stopped: {count:,} of {sweep.count:,} frames")


def _how(options: Namespace) -> Together:
    return Together(options.link, options.layers, options.difference)
