"""`ginn-gl import`: a run of networks that other programs have written."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from ..activations import NAMES as ACTIVATIONS
from ..activations import Activation
from ..arguments.bad_argument import reading_arguments
from ..arguments.runs import add_out, new_run
from ..arguments.values import FARTHEST, finite
from ..config import UNIT_SQUARE
from ..errors import GinnError
from ..heads import Head
from ..store import Run
from ..target import BOTTLE, load_target


def describe(parser: ArgumentParser) -> None:
    parser.description = """\
Make a run of a network that another program has written: .onnx, .keras (Keras 3), .safetensors, or a state_dict that
torch.save has written (.pt, .pth, .ckpt, .bin). Several files, or a folder of them, are the stages of one training, of
which their names say the steps. What a file does not tell is asked for."""
    parser.epilog = """\
examples:
  ginn-gl import model.onnx
  ginn-gl import model.safetensors --activation relu
  ginn-gl import checkpoints/ --activation tanh,relu --head logit --out mine.ginn"""
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
    add_out(parser)


def _window(text: str) -> tuple[float, ...]:
    window = tuple(map(finite, text.split(",")))
    if len(window) != 4 or not (window[0] < window[2] and window[1] < window[3]) or max(map(abs, window)) > FARTHEST:
        raise ArgumentTypeError(f"a window is LEFT,TOP,RIGHT,BOTTOM such as -3,-3,3,3, not '{text}'")
    return window


def perform(options: Namespace) -> None:
    with reading_arguments():
        target = options.target and load_target(None if options.target == BOTTLE else options.target)
        for one in options.activation.split(",") if options.activation else ():
            Activation.parse(one)
        if options.head not in (None, "classes"):  # of which a file says how many
            Head.parse(options.head)
    for path in options.files:
        if not path.exists():
            raise GinnError(f"{path}: no such file")
    from ..own.importing import Told, import_files

    layers = tuple(options.layers.split(",")) if options.layers else None
    out = new_run(options.out, options.files[0].resolve().stem)
    network = import_files(options.files, out, Told(options.activation, options.head, layers, options.window, target))
    with Run(out) as run:
        steps = f"{len(run)} steps from {run.steps[0]:,} to {run.steps[-1]:,}" if len(run) > 1 else "one step"
    print(f"{out}  {network}, {steps}")
