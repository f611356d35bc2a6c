"""The words of `ginn-gl render`, and which files it writes."""

from __future__ import annotations

from argparse import ArgumentParser, BooleanOptionalAction, _ArgumentGroup
from pathlib import Path

from ...arguments.runs import run_file
from ...arguments.values import whole_number
from ...config import PACES, USUAL_SIDE, View
from ...render.past import MOST_STEPS, TRAILS
from ...store.moments import BY
from .values import angle, columns, frame_rate, line_width, onion, point, seconds, size, steps, zoom

FIGURES = (".svg", ".pdf")
STILLS = (".png", ".npy", *FIGURES)


def describe(parser: ArgumentParser) -> None:
    parser.description = """\
Draw one step of a run as .png, as .svg or .pdf (with exact lines, for print) or as .npy (the raw field), or a
sweep through its training as a video: .mp4 (H.264), .webm (VP9), .gif, or numbered pictures such as
frames/%05d.png. Ctrl-C ends a video early. Several runs, or several steps, make one sheet of pictures."""
    parser.epilog = """\
examples:
  ginn-gl render mine.ginn poster.png --size 4000x4000
  ginn-gl render mine.ginn figure.pdf --neurons '3:*' --line-width 0.7 --legend
  ginn-gl render mine.ginn lines.svg --field none
  ginn-gl render mine.ginn grey.svg --dashes         for printers and eyes without colours
  ginn-gl render mine.ginn look.png --step 5000 --zoom 4 --center 0.5,0.6 --neurons 2:3,3:7
  ginn-gl render mine.ginn learning.mp4 --size 1080x1080 --seconds 20 --fps 60
  ginn-gl render mine.ginn dive.mp4 --size 3840x2160 --pace log --to-zoom 50 --to-center 0.5,0.6 --caption
  ginn-gl render mine.ginn trails.mp4 --trails medium --neurons '2:*'
  ginn-gl render digits.ginn plane.png --plane through:3,17,42
  ginn-gl render digits.ginn turning.mp4 --plane pca --turn 360 --seconds 10
  ginn-gl render good.ginn bad.ginn sheet.pdf --steps 100,1000,last"""
    add = parser.add_argument
    add("runs", nargs="+", type=run_file, metavar="RUN", help="a .ginn file; for a sheet several")
    add("out", type=Path, metavar="OUT", help="a picture, or a video")
    add("--step", type=whole_number, metavar="N", help="training step of a picture (the last)")
    add("--size", type=size, metavar="WxH",
        help="in pixels (thrice the target's; .gif: at most 400; .npy: the target's; on a sheet of each picture: 240)")
    add("--field", default=View.field, metavar="NAME",
        help="probability, target, error, regions, a neuron's activation such as 2:7, of several classes also "
             "confidence or one of them such as class:2, or none for boundaries alone "
             "(%(default)s); .npy has of regions a number for each pattern of neurons that are on")
    add("--neurons", default="all", metavar="WHICH",
        help="whose boundaries: all, none, or a list like 1:*,3:2 (%(default)s)")
    add("--center", type=point, default=View.center, metavar="X,Y", help="the point in the middle (0.5,0.5)")
    add("--zoom", type=zoom, default=View.zoom, metavar="Z", help="1 shows all of the target (1)")
    add("--plane", metavar="PLANE",
        help="of a network with more than two inputs: through:3,17,42 (points of its data), features:0,5, pca, "
             "random:7, or a .npy file of (3, inputs) numbers (through points of three classes)")
    add("--line-width", type=line_width, metavar="W",
        help=f"of boundaries, in pixels ({View.line_width}; wider in pictures of more than {USUAL_SIDE})")
    add("--dashes", action="store_true", help="give each layer dashes of its own, in .svg and .pdf")
    add("--beyond", action="store_true", help="draw outside the target too")
    add("--points", action=BooleanOptionalAction, default=True,
        help="draw the points of a run that learns points; --no-points leaves them out")
    add("--caption", action="store_true",
        help="write step and loss into the picture; on a sheet, the loss above each, too")
    add("--legend", action="store_true", help="in a .svg or .pdf: say which layer has which colour")
    _add_sheet(parser.add_argument_group("sheets"))
    _add_together(parser.add_argument_group("several runs together, in a picture or a video"))
    _add_video(parser.add_argument_group("videos"))


def _add_sheet(group: _ArgumentGroup) -> None:
    add = group.add_argument
    add("--steps", type=steps, metavar="N,N,last", help="training steps, each a picture of every run")
    add("--columns", type=columns, metavar="N", help="pictures in a row (one for each step; else as many as rows)")


def _add_together(group: _ArgumentGroup) -> None:
    add = group.add_argument
    add("--link", choices=BY, default=BY[0],
        help="which moments of runs belong together: the same step, the same share of the training, or as low a loss "
             "(%(default)s)")
    add("--layers", action="store_true",
        help="a row for each run, a column for each layer with its lines alone, and one with all")
    add("--difference", action="store_true", help="of two runs: the probability of the one less that of the other, too")


def _add_video(group: _ArgumentGroup) -> None:
    add = group.add_argument
    add("--from", type=whole_number, dest="first", metavar="A", help="first step (the run's)")
    add("--to", type=whole_number, dest="last", metavar="B", help="last step (the run's)")
    add("--seconds", type=seconds, default=20.0, metavar="S", help="length (%(default)s)")
    add("--fps", type=frame_rate, metavar="F",
        help="frames per second, such as 60, 29.97 or 24000/1001 (30; .gif: 10)")
    add("--pace", choices=PACES, default=PACES[0],
        help="even by checkpoint, by step, or by the logarithm of the step (%(default)s)")
    add("--trails", choices=TRAILS, default="off", help="where lines have been, fading (%(default)s)")
    add("--onion", type=onion, default=(), metavar="N,N",
        help=f"up to {MOST_STEPS} steps whose lines stay in sight, faint")
    add("--to-center", type=point, metavar="X,Y", help="the point in the middle at the end (--center)")
    add("--to-zoom", type=zoom, metavar="Z", help="the zoom at the end (--zoom)")
    add("--to-plane", metavar="PLANE", help="the plane at the end, which --plane turns into")
    add("--turn", type=angle, metavar="DEGREES",
        help="turn the plane by so much out of itself, such as 360; without --from and --to, at the last step")
    add("--towards", type=whole_number, metavar="N",
        help="the point of the data that it turns to (where all of them are spread most)")
    add("--progress", choices=["bar", "lines"], default="bar",
        help="a bar on a terminal, or for programs a line such as '12 600' for each frame (%(default)s)")
