"""`ginn-gl render RUN VIDEO`: a sweep through the steps of one run, or a plane that turns."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace

from ...arguments.bad_argument import BadArgument, reading_arguments
from ...config import View
from ...record import Sweep, Turn, bar, encoder_for, lines, record_sweep, turn_of
from ...render.past import TRAILS, Past
from ...store import Run
from .view import plane_of
from .words import FIGURES


def render_video(run: Run, shown: View, options: Namespace) -> None:
    if options.step is not None:
        raise BadArgument("--step is for a picture: a video goes --from one step --to another")
    if options.legend:
        raise BadArgument(f"--legend is for figures: {', '.join(FIGURES)}")
    encoder = encoder_for(options.out)
    with reading_arguments():
        turn, to_plane = _turn_of(run, shown, options), plane_of(run, options.to_plane)
    first, last = options.first, options.last
    if (turn or to_plane) and (first, last) == (None, None):  # then it is the plane that moves
        first = last = int(run.steps[-1])
    sweep = Sweep(shown, options.size, first, last, options.seconds, options.fps or encoder.FPS, options.pace,
                  options.to_center, options.to_zoom, options.caption, to_plane, turn,
                  Past(TRAILS[options.trails], options.onion))
    size = options.size or encoder.usual_size(sweep.size_for(run))
    sweep, stored = replace(sweep, size=size), encoder.stored_size(size)
    if stored != size:
        print(f"ginn-gl: {size[0]}x{size[1]} becomes {stored[0]}x{stored[1]}: H.264 has even sides only, so edge "
              "pixels are repeated", file=sys.stderr)
    count = record_sweep(run, options.out, sweep, lines if options.progress == "lines" else bar(options.out))
    print(options.out if count == sweep.count else f"{options.out}  stopped: {count:,} of {sweep.count:,} frames")


def _turn_of(run: Run, shown: View, options: Namespace) -> Turn | None:
    """How the plane is to turn in a video, if it is."""
    if options.turn is None:
        if options.towards is not None:
            raise BadArgument("--towards says where --turn turns to")
        return None
    if options.to_plane is not None:
        raise BadArgument("a plane turns by --turn, or to another with --to-plane, and not both")
    return turn_of(run, shown.plane, options.turn, options.towards)
