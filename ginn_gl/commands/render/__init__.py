"""`ginn-gl render`: pictures, figures, sheets and videos of runs.

Its words and values are a file each, and so is each kind of thing that it makes.
"""

from __future__ import annotations

from argparse import Namespace

from ...arguments.bad_argument import BadArgument, reading_arguments
from ...config import LINES_ALONE
from ...paths import VIDEOS
from ...store import Run
from ...store.moments import BY
from .words import FIGURES, STILLS, describe

__all__ = ["describe", "perform"]


def perform(options: Namespace) -> None:
    suffix = options.out.suffix.lower()
    is_video = suffix in VIDEOS or (suffix == ".png" and "%" in options.out.name)
    is_together = options.layers or options.difference or options.link != BY[0] or (is_video and len(options.runs) > 1)
    is_sheet = len(options.runs) > 1 or (options.steps, options.columns) != (None, None)
    if not is_video and suffix not in STILLS:
        raise BadArgument(f"{options.out}: a picture is {', '.join(STILLS)}, a video {', '.join(VIDEOS)} or "
                          f"%05d.png, not '{suffix}'")
    if options.dashes and suffix not in FIGURES:
        raise BadArgument(f"--dashes is for {' and '.join(FIGURES)} figures")
    if not is_video:
        _refuse_for_pictures(options, suffix)
    if is_together:
        from .together import render_picture_together, render_video_together
        (render_video_together if is_video else render_picture_together)(options)
    elif is_sheet:
        from .sheet import render_sheet
        render_sheet(options, suffix)
    else:
        _render_one(options, is_video)


def _refuse_for_pictures(options: Namespace, suffix: str) -> None:
    if (options.first, options.last) != (None, None):
        raise BadArgument("--from and --to are for a video: a picture is of one --step")
    if (options.turn, options.to_plane, options.towards) != (None, None, None):
        raise BadArgument("--turn, --towards and --to-plane are for a video")
    if suffix == ".npy" and (options.caption or options.field == LINES_ALONE):
        raise BadArgument("a .npy has a field's values and nothing else: neither --caption nor --field none")
    if options.legend and suffix not in FIGURES:
        raise BadArgument(f"--legend is for figures: {', '.join(FIGURES)}")


def _render_one(options: Namespace, is_video: bool) -> None:
    """Of one run, a picture or a video."""
    from ...render.pictures import size_of
    from .view import view_of

    with Run(options.runs[0]) as run:
        with reading_arguments():
            view = view_of(run, options, options.size or size_of(run))
            for step in (options.step, options.first, options.last):
                if step is not None:
                    run.index_of(step)
        if is_video:
            from .video import render_video as render
        else:
            from .still import render_still as render
        render(run, view, options)
