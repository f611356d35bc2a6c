"""`ginn-gl train`: new runs, of one seed or of many side by side."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from dataclasses import fields
from pathlib import Path

from ..activations import NAMES as ACTIVATIONS
from ..arguments.bad_argument import BadArgument, reading_arguments
from ..arguments.runs import add_out, new_run
from ..arguments.training import add_device, report
from ..arguments.values import batch_size, finite, learning_rate, pair, whole_number
from ..config import NetworkSpec, TrainingSpec
from ..data import MADE, Lesson, head_for, inputs_of, load_data, load_image
from ..errors import GinnError
from ..paths import RUNS, run_name
from ..target import DEFAULT_SIZE, SHAPES, load_target

PAPER = {field.name: field.default for field in fields(TrainingSpec)}
MAX_SEEDS = 4096


def describe(parser: ArgumentParser) -> None:
    parser.description = "Train a network on an image, or on points. The defaults are the paper's experiment."
    parser.epilog = """\
examples:
  ginn-gl train                                      seed 0 on the built-in bottle, as in the paper
  ginn-gl train --seeds 0-9 --out many               ten runs side by side
  ginn-gl train --target cat.png --hidden 32,32 --iterations 100000
  ginn-gl train --target page.jpg --threshold 0.8     what is darker than that is black
  ginn-gl train --target cat.png --head rgb          the image in its colours; value is in shades of grey
  ginn-gl train --data spiral --hidden 8,8 --activation tanh
  ginn-gl train --data iris.csv --validation 0.3     a table: numbers, and a label or value at a row's end"""
    add = parser.add_argument
    add("--preset", choices=["paper"], default="paper", help="where the defaults come from (%(default)s)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--target", metavar="IMAGE|NAME",
                      help=f"image file to learn, or one of {', '.join(SHAPES)} (the bottle)")
    what.add_argument("--data", metavar="NAME|FILE",
                      help=f"points to learn: {', '.join(MADE)}, or a .csv or .parquet file whose last column is the "
                           "label or value, or a .npz file of arrays X and y")
    add("--threshold", type=finite, metavar="T",
        help="from which shade on the image is white, 0 (its darkest) to 1 (its lightest) (found by Otsu's method)")
    add("--target-size", type=whole_number, default=DEFAULT_SIZE, metavar="N",
        help="its longer side in pixels (%(default)s)")
    add("--points", type=whole_number, metavar="N", help="how many points, of data made here (500; reg-: 1200)")
    add("--noise", type=finite, metavar="X", help="of data made here, 0 to 0.5 (0; moons: 0.1)")
    add("--data-seed", type=whole_number, default=0, metavar="N", help="decides the data made here (%(default)s)")
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
    add("--iterations", type=whole_number, default=PAPER["iterations"], metavar="N",
        help="optimiser updates (%(default)s)")
    add("--batch-size", type=batch_size, default=PAPER["batch_size"], metavar="N|full",
        help="random pixels per update, or the full batch (%(default)s)")
    add("--learning-rate", type=learning_rate, default=PAPER["learning_rate"], metavar="R",
        help="at the start; falls to 0 by half a cosine (%(default)s)")
    add("--l2", type=finite, default=PAPER["l2"], metavar="X",
        help="draw parameters towards 0: what torch.optim.Adam calls weight_decay (%(default)g)")
    add("--validation", type=finite, default=PAPER["validation"], metavar="SHARE",
        help="hold so much of the data out, such as 0.2, and keep the loss over it too (%(default)g)")
    add_device(parser)
    add("--checkpoints", type=whole_number, default=PAPER["checkpoints"], metavar="N",
        help="stages to keep (%(default)s)")
    add_out(parser)


def _one_seed(text: str) -> list[int]:
    return [whole_number(text)]


def _range_of_seeds(text: str) -> list[int]:
    first, last = pair(text, "-", "a range of seeds is such as 0-9", whole_number)
    seeds = range(first, last + 1)
    if not 1 <= last - first + 1 <= MAX_SEEDS:
        raise ArgumentTypeError(f"'{text}' is no range of 1 to {MAX_SEEDS:,} seeds such as 0-9")
    return list(seeds)


def perform(options: Namespace) -> int:
    with reading_arguments():
        trainings = [TrainingSpec(seed, options.iterations, options.batch_size, options.learning_rate,
                                  options.checkpoints, options.l2, options.validation) for seed in options.seeds]
        lesson, network = _lesson_and_network(options)
    from ..train.worker import sweep_runs, train_runs

    full_batch = options.batch_size is None
    names = [run_name(lesson.name, options.hidden, full_batch, seed) for seed in options.seeds]
    if len(names) > 1:
        folder = _folder(options.out, len(names))
        paths = [folder / f"{name}.ginn" for name in names]
        return report(sweep_runs(paths, network, trainings, lesson, options.device), folder)
    return report(train_runs([new_run(options.out, names[0])], network, trainings, lesson, options.device))


def _lesson_and_network(options: Namespace) -> tuple[Lesson, NetworkSpec]:
    """What is to be learnt, and the network for it: its inputs and its head follow from that."""
    lesson = _lesson(options)
    head = head_for(lesson, options.head)
    network = NetworkSpec.parse(options.hidden, options.activation, str(head), inputs_of(lesson))
    return lesson, network


def _lesson(options: Namespace) -> Lesson:
    kind = (options.head or "").partition(":")[0]
    if options.data is not None:
        return load_data(options.data, options.points, options.noise, options.data_seed, as_values=kind == "value")
    if (options.points, options.noise, options.data_seed) != (None, None, 0):
        raise GinnError("--points, --noise and --data-seed are for --data that is made here")
    if options.target in (None, *SHAPES) or kind not in ("value", "rgb"):
        return load_target(options.target, options.target_size, options.threshold)
    if options.threshold is not None:
        raise GinnError(f"--threshold is for black and white, and --head {kind} learns the image as it is")
    return load_image(options.target, options.target_size, colours=kind == "rgb")


def _folder(out: Path | None, seeds: int) -> Path:
    if out is not None and out.suffix == ".ginn":
        raise BadArgument(f"{out} is one file, but {seeds} seeds make {seeds}: name a folder")
    return out or RUNS
