"""The words of the command line: commands, options, their help, and how values are read."""

from __future__ import annotations

import argparse
import math
import mimetypes
import re
import shlex
from collections.abc import Callable
from dataclasses import fields
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from .activations import NAMES as ACTIVATIONS
from .checks import whole_number
from .config import PACES, UNIT_SQUARE, USUAL_SIDE, TrainingSpec, View, exact_rate
from .data import MADE
from .errors import GinnError
from .paths import CAPTURES, RUNS
from .render.past import MOST_STEPS, TRAILS
from .serve.arguments import add_serve
from .target import DEFAULT_SIZE, SHAPES
from .tour import TITLES

PAPER = {field.name: field.default for field in fields(TrainingSpec)}
DEVICES = ("auto", "cpu", "cuda")
SUBJECTS = ("train", "geometry", "render", "start", "share", "watch", "watch-cost")  # of benchmarks
MAX_SEEDS = 4096
MAX_SIDE = 16384
REAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)

Number = TypeVar("Number", int, float)

# Beyond these, numbers of 32 or 64 bits tell no two places in a picture apart.
ZOOMS = (1e-3, 1e9)
FARTHEST = 1000.0  # that a picture's middle is from the target
LINE_WIDTHS = (0.01, 1000.0)  # pixels
LARGEST_TURN = 36_000.0  # degrees
RATES = (0.001, 1000.0)  # frames per second; how many a format takes, it says itself
SECONDS = (0.001, 86_400.0)  # of a video


class BadArgument(GinnError):
    """An argument that cannot be meant."""


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read a command line; the result's `command` is the name of one. Raises BadArgument.

    A line that starts with no command views what it names.
    """
    parser = _Parser(prog="ginn-gl", description="Watch a small neural network learn a picture.", epilog="""\
examples:
  ginn-gl                                  open the viewer on the bundled runs and those in ./runs
  ginn-gl runs/mine.ginn                   open one run
  ginn-gl train --seed 7                   train the paper's network; watch it with ginn-gl meanwhile
  ginn-gl render runs/mine.ginn end.png    draw the last step

'ginn-gl COMMAND --help' says more about each.""")
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(metavar="COMMAND", dest="command", required=True)
    for add in (_add_view, _add_train, _add_resume, _add_branch, _add_sweep, _add_render, _add_export, _add_import,
                add_serve, _add_info, _add_align, _add_tour, _add_bench, _add_doctor):
        add(commands)
    known = (*commands.choices, "-h", "--help", "--version")
    return parser.parse_args(arguments if arguments and arguments[0] in known else ["view", *arguments])


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the usage."""

    def __init__(self, **settings) -> None:
        super().__init__(**settings, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)

    def print_help(self, file=None) -> None:
        """argparse's own keeps it to itself where the help cannot be written."""
        print(self.format_help(), end="", file=file)

    def error(self, message: str) -> None:
        raise BadArgument(f"{message} ({self.prog} --help says more)")


class _Version(argparse.Action):
    """argparse's own wants the version, which takes a while to look up, before it is asked for it."""

    def __call__(self, parser: argparse.ArgumentParser, *_) -> None:
        from importlib.metadata import version

        print("ginn-gl", version("ginn-gl"))
        parser.exit()


def _add_view(commands) -> None:
    parser = commands.add_parser(
        "view", help="open the viewer (the default)",
        description=f"Open the viewer. Without a display, save a picture and a video in {CAPTURES} instead.")
    parser.add_argument("runs", nargs="*", type=_run, metavar="RUN|FOLDER",
                        help=f"run files, or folders of them (default: the bundled runs and ./{RUNS})")


def _add_train(commands) -> None:
    parser = commands.add_parser(
        "train", help="train a network and keep every stage of it",
        description="Train a network on an image, or on points. The defaults are the paper's experiment.", epilog="""\
examples:
  ginn-gl train                                      seed 0 on the built-in bottle, as in the paper
  ginn-gl train --seeds 0-9 --out many               ten runs side by side
  ginn-gl train --target cat.png --hidden 32,32 --iterations 100000
  ginn-gl train --target page.jpg --threshold 0.8     what is darker than that is black
  ginn-gl train --target cat.png --head rgb          the image in its colours; value is in shades of grey
  ginn-gl train --data spiral --hidden 8,8 --activation tanh
  ginn-gl train --data iris.csv --validation 0.3     a table: numbers, and a label or value at a row's end""")
    add = parser.add_argument
    add("--preset", choices=["paper"], default="paper", help="where the defaults come from (%(default)s)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--target", metavar="IMAGE|NAME",
                      help=f"image file to learn, or one of {', '.join(SHAPES)} (the bottle)")
    what.add_argument("--data", metavar="NAME|FILE",
                      help=f"points to learn: {', '.join(MADE)}, or a .csv or .parquet file whose last column is the "
                           "label or value, or a .npz file of arrays X and y")
    add("--threshold", type=_finite, metavar="T",
        help="from which shade on the image is white, 0 (its darkest) to 1 (its lightest) (found by Otsu's method)")
    add("--target-size", type=_whole_number, default=DEFAULT_SIZE, metavar="N",
        help="its longer side in pixels (%(default)s)")
    add("--points", type=_whole_number, metavar="N", help="how many points, of data made here (500; reg-: 1200)")
    add("--noise", type=_finite, metavar="X", help="of data made here, 0 to 0.5 (0; moons: 0.1)")
    add("--data-seed", type=_whole_number, default=0, metavar="N", help="decides the data made here (%(default)s)")
    add("--hidden", default="16,16,16", metavar="WIDTHS", help="widths of the hidden layers (%(default)s)")
    add("--activation", default="relu", metavar="NAME",
        help=f"of the hidden layers, or one for each with commas between: {', '.join(ACTIVATIONS)}; a number after a "
             "colon is a slope, alpha or omega, such as leaky_relu:0.1 (%(default)s)")
    add("--head", metavar="NAME", help="what the outputs mean: classes, logit, value or rgb (as the data says)")
    seeds = parser.add_mutually_exclusive_group()
    seeds.add_argument("--seed", type=_one_seed, dest="seeds", default=[PAPER["seed"]], metavar="N",
                       help="decides the start and the minibatches (0)")
    seeds.add_argument("--seeds", type=_range_of_seeds, metavar="A-B",
                       help="train all of these seeds side by side")
    add("--iterations", type=_whole_number, default=PAPER["iterations"], metavar="N",
        help="optimiser updates (%(default)s)")
    add("--batch-size", type=_batch_size, default=PAPER["batch_size"], metavar="N|full",
        help="random pixels per update, or the full batch (%(default)s)")
    add("--learning-rate", type=_learning_rate, default=PAPER["learning_rate"], metavar="R",
        help="at the start; falls to 0 by half a cosine (%(default)s)")
    add("--l2", type=_finite, default=PAPER["l2"], metavar="X",
        help="draw parameters towards 0: what torch.optim.Adam calls weight_decay (%(default)g)")
    add("--validation", type=_finite, default=PAPER["validation"], metavar="SHARE",
        help="hold so much of the data out, such as 0.2, and keep the loss over it too (%(default)g)")
    _add_device(parser)
    add("--checkpoints", type=_whole_number, default=PAPER["checkpoints"], metavar="N",
        help="stages to keep (%(default)s)")
    add("--out", type=Path, metavar="FILE|FOLDER", help=f"a .ginn file, or a folder to name it in ({RUNS})")


def _add_resume(commands) -> None:
    parser = commands.add_parser(
        "resume", help="go on with a training that was stopped",
        description="Go on with a training that was stopped, to the very result it would have had; or with all in a "
                    "folder that are not finished.")
    parser.add_argument("run", type=_run, metavar="RUN|FOLDER", help="a .ginn file, or a folder of them")
    _add_device(parser)


def _add_branch(commands) -> None:
    parser = commands.add_parser(
        "branch", help="train on from a step of a run, with something changed",
        description="What if: begin a new run as another one was at a step, and train on, with something changed. With "
                    "nothing changed, it becomes the same run, to the bit. What is not named below stays as the run "
                    "has it.", epilog="""\
examples:
  ginn-gl branch mine.ginn --step 5000 --off 2:7,3:4      without these two neurons
  ginn-gl branch mine.ginn --step 5000 --seed 1           with other minibatches from there on
  ginn-gl branch mine.ginn --step 20000 --target cat.png  it has learned one image, and now learns another""")
    parser.add_argument("run", type=_run, metavar="RUN")
    add = parser.add_argument
    add("--step", type=_whole_number, required=True, metavar="N", help="where it begins")
    add("--off", default="none", metavar="NEURONS", help="switch these off for good, such as 2:7,3:4")
    add("--flip", default="none", metavar="NEURONS", help="have these on where they were off")
    add("--set", default="", metavar="VALUES", help="biases and weights, such as 1:4:bias=0.25,2:3:5=-1.5 "
                                                    "(layer:neuron:source)")
    same = {"default": argparse.SUPPRESS}  # what is not named stays as the run has it
    add("--seed", type=_whole_number, metavar="N", help="decides the minibatches from there on", **same)
    add("--iterations", type=_whole_number, metavar="N", help="up to which step; the learning rate falls to 0 there",
        **same)
    add("--batch-size", type=_batch_size, metavar="N|full", help="random pixels per update, or the full batch", **same)
    add("--learning-rate", type=_learning_rate, metavar="R", help="as if the whole training had begun with it", **same)
    add("--l2", type=_finite, metavar="X", help="draw parameters towards 0", **same)
    add("--target", metavar="IMAGE|NAME", help="image file to learn instead, or a name that train takes")
    add("--threshold", type=_finite, metavar="T", help="from which shade on the image is white, 0 to 1")
    _add_device(parser)
    add("--out", type=Path, metavar="FILE|FOLDER", help=f"a .ginn file, or a folder to name it in ({RUNS})")


def _add_sweep(commands) -> None:
    parser = commands.add_parser(
        "sweep", help="train every combination of what a file lists",
        description="Train every combination of what a TOML file lists, once, here or on a Dask cluster; then write "
                    "summary.csv beside the runs. The same command again goes on where it was stopped.", epilog="""\
a file may say, each key with one value or a list, but the last two with one value:
  seeds = "0-9"                            hidden = ["8", "16,16,16"]
  batch_size = [128, "full"]               learning_rate = [1e-3, 3e-3]
  target = ["bottle", "cat.png"]           activation = ["relu", "tanh"]
  iterations = 100000                      checkpoints = 200""")
    parser.add_argument("spec", type=_run, metavar="SPEC.toml")
    add = parser.add_argument
    add("--out", type=Path, required=True, metavar="FOLDER", help="where the runs go")
    where = parser.add_mutually_exclusive_group()
    _add_device(where)
    where.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster whose workers train, such as "
                       "tcp://host:8786")


def _add_render(commands) -> None:
    parser = commands.add_parser(
        "render", help="draw a picture or a video of a run, or a sheet of many runs and steps",
        description="""\
Draw one step of a run as .png, as .svg or .pdf (with exact lines, for print) or as .npy (the raw field), or a
sweep through its training as a video: .mp4 (H.264), .webm (VP9), .gif, or numbered pictures such as
frames/%05d.png. Ctrl-C ends a video early. Several runs, or several steps, make one sheet of pictures.""",
        epilog="""\
examples:
  ginn-gl render mine.ginn poster.png --size 4000x4000
  ginn-gl render mine.ginn figure.pdf --neurons 3:* --line-width 0.7 --legend
  ginn-gl render mine.ginn lines.svg --field none
  ginn-gl render mine.ginn grey.svg --dashes         for printers and eyes without colours
  ginn-gl render mine.ginn look.png --step 5000 --zoom 4 --center 0.5,0.6 --neurons 2:3,3:7
  ginn-gl render mine.ginn learning.mp4 --size 1080x1080 --seconds 20 --fps 60
  ginn-gl render mine.ginn dive.mp4 --size 3840x2160 --pace log --to-zoom 50 --to-center 0.5,0.6 --caption
  ginn-gl render mine.ginn trails.mp4 --trails medium --neurons 2:*
  ginn-gl render digits.ginn plane.png --plane through:3,17,42
  ginn-gl render digits.ginn turning.mp4 --plane pca --turn 360 --seconds 10
  ginn-gl render good.ginn bad.ginn sheet.pdf --steps 100,1000,last""")
    add = parser.add_argument
    add("runs", nargs="+", type=_run, metavar="RUN", help="a .ginn file; for a sheet several")
    add("out", type=Path, metavar="OUT", help="a picture, or a video")
    add("--step", type=_whole_number, metavar="N", help="training step of a picture (the last)")
    add("--size", type=_size, metavar="WxH",
        help="in pixels (thrice the target's; .gif: at most 400; .npy: the target's; on a sheet of each picture: 240)")
    add("--field", default=View.field, metavar="NAME",
        help="probability, target, error, regions, a neuron's activation such as 2:7, or none for boundaries alone "
             "(%(default)s); .npy has of regions a number for each pattern of neurons that are on")
    add("--neurons", default="all", metavar="WHICH",
        help="whose boundaries: all, none, or a list like 1:*,3:2 (%(default)s)")
    add("--center", type=_point, default=View.center, metavar="X,Y", help="the point in the middle (0.5,0.5)")
    add("--zoom", type=_from_to(*ZOOMS), default=View.zoom, metavar="Z", help="1 shows all of the target (1)")
    add("--plane", metavar="PLANE",
        help="of a network with more than two inputs: through:3,17,42 (points of its data), features:0,5, pca, "
             "random:7, or a .npy file of (3, inputs) numbers (through points of three classes)")
    add("--line-width", type=_from_to(*LINE_WIDTHS), metavar="W",
        help=f"of boundaries, in pixels ({View.line_width}; wider in pictures of more than {USUAL_SIDE})")
    add("--dashes", action="store_true", help="give each layer dashes of its own, in .svg and .pdf")
    add("--beyond", action="store_true", help="draw outside the target too")
    add("--points", action=argparse.BooleanOptionalAction, default=True,
        help="draw the points of a run that learns points; --no-points leaves them out")
    add("--caption", action="store_true",
        help="write step and loss into the picture; on a sheet, the loss above each, too")
    add("--legend", action="store_true", help="in a .svg or .pdf: say which layer has which colour")
    _add_sheet(parser.add_argument_group("sheets"))
    _add_video(parser.add_argument_group("videos"))


def _add_sheet(group) -> None:
    add = group.add_argument
    add("--steps", type=_steps, metavar="N,N,last", help="training steps, each a picture of every run")
    add("--columns", type=_columns, metavar="N", help="pictures in a row (one for each step; else as many as rows)")


def _add_video(group) -> None:
    add = group.add_argument
    add("--from", type=_whole_number, dest="first", metavar="A", help="first step (the run's)")
    add("--to", type=_whole_number, dest="last", metavar="B", help="last step (the run's)")
    add("--seconds", type=_from_to(*SECONDS), default=20.0, metavar="S", help="length (%(default)s)")
    add("--fps", type=_frame_rate, metavar="F",
        help="frames per second, such as 60, 29.97 or 24000/1001 (30; .gif: 10)")
    add("--pace", choices=PACES, default=PACES[0],
        help="even by checkpoint, by step, or by the logarithm of the step (%(default)s)")
    add("--trails", choices=TRAILS, default="off", help="where lines have been, fading (%(default)s)")
    add("--onion", type=_onion, default=(), metavar="N,N",
        help=f"up to {MOST_STEPS} steps whose lines stay in sight, faint")
    add("--to-center", type=_point, metavar="X,Y", help="the point in the middle at the end (--center)")
    add("--to-zoom", type=_from_to(*ZOOMS), metavar="Z", help="the zoom at the end (--zoom)")
    add("--to-plane", metavar="PLANE", help="the plane at the end, which --plane turns into")
    add("--turn", type=_angle, metavar="DEGREES",
        help="turn the plane by so much out of itself, such as 360; without --from and --to, at the last step")
    add("--towards", type=_whole_number, metavar="N",
        help="the point of the data that it turns to (where all of them are spread most)")
    add("--progress", choices=["bar", "lines"], default="bar",
        help="a bar on a terminal, or for programs a line such as '12 600' for each frame (%(default)s)")


def _add_export(commands) -> None:
    parser = commands.add_parser(
        "export", help="make a web page of runs, or a model for other programs",
        description="""\
Make one web page of one or more runs, which any browser opens and which works offline: the viewer's picture, loss
curve, slider and neurons, with every checkpoint as it is.

Or write the network of a run at a step: .safetensors and .csv have its weights; .onnx and .py, a torch module, also
what computes with them, and give raw outputs, before softmax or sigmoid.""", epilog="""\
examples:
  ginn-gl export runs/mine.ginn mine.html
  ginn-gl export runs/*.ginn seeds.html              a page with a choice of runs
  ginn-gl export runs/mine.ginn small.html --checkpoints 300
  ginn-gl export runs/mine.ginn mine.onnx            for any ONNX runtime
  ginn-gl export runs/mine.ginn mine.py --step 1000  for torch, with the weights inside""")
    add = parser.add_argument
    add("runs", nargs="+", type=_run, metavar="RUN",
        help=".ginn files; of a page's, the first good one opens first, and of a model there is one")
    add("out", type=Path, metavar="PAGE.html|MODEL", help="what to write: .html, .safetensors, .onnx, .py or .csv")
    add("--checkpoints", type=_whole_number, metavar="N",
        help="keep so many of each run, evenly spread, for a smaller page (all)")
    add("--step", type=_whole_number, metavar="N", help="training step of a model (the last)")


def _add_import(commands) -> None:
    parser = commands.add_parser(
        "import", help="make a run of networks from other programs",
        description="""\
Make a run of a network that another program has written: .onnx, .keras (Keras 3), .safetensors, or a state_dict that
torch.save has written (.pt, .pth, .ckpt, .bin). Several files, or a folder of them, are the stages of one training, of
which their names say the steps. What a file does not tell is asked for.""", epilog="""\
examples:
  ginn-gl import model.onnx
  ginn-gl import model.safetensors --activation relu
  ginn-gl import checkpoints/ --activation tanh,relu --head logit --out mine.ginn""")
    add = parser.add_argument
    add("files", nargs="+", type=Path, metavar="FILE|FOLDER", help="networks, stages of one training")
    add("--activation", metavar="NAME[,NAME...]",
        help=f"of all hidden layers, or of each, where the file does not tell: {', '.join(ACTIVATIONS)}; "
             "leaky_relu:0.1 and such say a number")
    add("--head", metavar="HEAD", help="what the outputs mean: classes, logit, value, value:LOW,HIGH or rgb")
    add("--layers", metavar="NAME,NAME...", help="the layers' names in the file, first to last, where it does not tell")
    add("--window", type=_window, default=UNIT_SQUARE, metavar="L,T,R,B",
        help="left, top, right, bottom of the part of the plane that is of interest (0,0,1,1)")
    add("--target", metavar="IMAGE", help="the black and white image that was learnt; 'bottle' is the built-in one")
    add("--out", type=Path, metavar="FILE|FOLDER", help=f"a .ginn file, or a folder to name it in ({RUNS})")


def _add_info(commands) -> None:
    says = "say what is in a run file"
    parser = commands.add_parser("info", help=says, description=f"{says.capitalize()}.")
    _add_run(parser)
    parser.add_argument("--json", action="store_true", help="for programs")


def _add_align(commands) -> None:
    parser = commands.add_parser(
        "align", help="match the neurons of two runs",
        description="Neurons have no order of their own. Match those of two runs, layer by layer, so that they are on "
                    "and off at the same places as much as can be, and say how alike the two networks are.", epilog="""\
examples:
  ginn-gl align good.ginn bad.ginn
  ginn-gl align good.ginn bad.ginn --step 1000 --json""")
    add = parser.add_argument
    add("run", type=_run, metavar="RUN", help="a .ginn file: A")
    add("other", type=_run, metavar="RUN", help="another, with the same hidden layers: B")
    add("--step", type=_whole_number, metavar="N", help="training step of both (the last of each)")
    add("--json", action="store_true", help="for programs")


def _add_tour(commands) -> None:
    parser = commands.add_parser(
        "tour", help="draw what there is to see in the bundled runs",
        description="Draw the stops of the tour through the bundled runs as pictures and videos, and say what they "
                    "show.",
        epilog="\n".join(["stops:", *(f"  {name:<20} {title}" for name, title in TITLES.items())]))
    parser.add_argument("name", nargs="?", choices=TITLES, metavar="NAME", help="one of the stops alone")
    parser.add_argument("--out", type=Path, default=CAPTURES, metavar="DIR", help="folder for them (%(default)s)")


def _add_bench(commands) -> None:
    parser = commands.add_parser(
        "bench", help="measure how fast this machine trains and draws",
        description="Measure how fast this machine trains and draws, beside what else there is; takes minutes.")
    parser.add_argument("subject", nargs="?", choices=SUBJECTS, metavar="|".join(SUBJECTS), help="one of them alone")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file, for programs")


def _add_doctor(commands) -> None:
    parser = commands.add_parser(
        "doctor", help="look whether all that is needed is there",
        description="Look at versions, graphics, display, compilers and folders, and say what is wrong and what to do. "
                    "The status is 1 if anything is.")
    parser.add_argument("--json", action="store_true", help="for programs, and to send along with a question")


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", type=_run, metavar="RUN", help="a .ginn file")


def _add_device(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--device", choices=DEVICES, default="auto", help="where to compute (%(default)s)")


def _run(text: str) -> Path:
    """A path, but for a picture's, which somebody new to this may well try first."""
    kind, _ = mimetypes.guess_type(text)
    path = Path(text)
    if kind and kind.startswith("image/") and path.is_file():
        raise argparse.ArgumentTypeError(f"{text} is a picture, not a run: ginn-gl train --target={shlex.quote(text)} "
                                         "trains a network on it")
    return path


def _one_seed(text: str) -> list[int]:
    return [_whole_number(text)]


def _range_of_seeds(text: str) -> list[int]:
    first, last = _pair(text, "-", "a range of seeds is such as 0-9", _whole_number)
    seeds = range(first, last + 1)
    if not 1 <= last - first + 1 <= MAX_SEEDS:
        raise argparse.ArgumentTypeError(f"'{text}' is no range of 1 to {MAX_SEEDS:,} seeds such as 0-9")
    return list(seeds)


def _batch_size(text: str) -> int | None:
    return None if text == "full" else _whole_number(text)


def _size(text: str) -> tuple[int, int]:
    size = _pair(text, "x", "a size is WIDTHxHEIGHT such as 800x600", _whole_number)
    if not all(1 <= side <= MAX_SIDE for side in size):
        raise argparse.ArgumentTypeError(f"sides are 1 to {MAX_SIDE} pixels, not '{text}'")
    return size


def _point(text: str) -> tuple[float, float]:
    point = _pair(text, ",", "a point is X,Y such as 0.5,0.6", _finite)
    if any(abs(part) > FARTHEST for part in point):
        raise argparse.ArgumentTypeError(f"a point is at most {FARTHEST:g} from 0, not '{text}'")
    return point


def _angle(text: str) -> float:
    angle = _finite(text)
    if not 0 < abs(angle) <= LARGEST_TURN:
        raise argparse.ArgumentTypeError(f"a turn is up to {LARGEST_TURN:,.0f} degrees either way, not '{text}'")
    return angle


def _window(text: str) -> tuple[float, ...]:
    window = tuple(map(_finite, text.split(",")))
    if len(window) != 4 or not (window[0] < window[2] and window[1] < window[3]) or max(map(abs, window)) > FARTHEST:
        raise argparse.ArgumentTypeError(f"a window is LEFT,TOP,RIGHT,BOTTOM such as -3,-3,3,3, not '{text}'")
    return window


def _steps(text: str) -> list[int | None]:
    """'100,last' as [100, None]."""
    return [None if part == "last" else _whole_number(part) for part in text.split(",")]


def _onion(text: str) -> tuple[int, ...]:
    """'100,2000' as (100, 2000)."""
    steps = tuple(_whole_number(part) for part in text.split(","))
    if len(steps) > MOST_STEPS:
        raise argparse.ArgumentTypeError(f"at most {MOST_STEPS} steps, not {len(steps)}")
    return steps


def _columns(text: str) -> int:
    columns = _whole_number(text)
    if not columns:
        raise argparse.ArgumentTypeError("a sheet has at least one column")
    return columns


def _pair(text: str, between: str, form: str, read: Callable[[str], Number]) -> tuple[Number, Number]:
    """Two numbers with something between them. form: how they are to be written."""
    first, found, second = text.partition(between)
    try:
        numbers = [read(part) for part in ((first, second) if found else (first,))]
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(f"{form}: {error}") from None
    if not found:
        raise argparse.ArgumentTypeError(f"{form}, not '{text}'")
    return numbers[0], numbers[1]


def _whole_number(text: str) -> int:
    number = whole_number(text)
    if number is None:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 0")
    return number


def _frame_rate(text: str) -> Fraction:
    above, _, below = map(whole_number, text.partition("/"))
    if above and below:
        return exact_rate(Fraction(above, below))
    try:
        return exact_rate(_from_to(*RATES)(text))
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(f"frames per second are such as 30, 29.97 or 30000/1001: {error}") from None


def _learning_rate(text: str) -> float:
    try:
        return _finite(text)
    except argparse.ArgumentTypeError:
        raise argparse.ArgumentTypeError(f"a learning rate is a number such as 0.001, not '{text}'") from None


def _from_to(least: float, most: float) -> Callable[[str], float]:
    """What reads a number above 0 within these bounds."""
    def read(text: str) -> float:
        number = _finite(text)
        if number <= 0:
            raise argparse.ArgumentTypeError(f"'{text}' is not above 0")
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{least:g} to {most:,.10g}, not '{text}'")
        return number
    return read


def _finite(text: str) -> float:
    number = float(text) if REAL.fullmatch(text) else math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number")
    return number
