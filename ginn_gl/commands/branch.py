"""`ginn-gl branch`: a new run that begins as another one was at a step, with something changed."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from dataclasses import replace
from functools import partial

from ..arguments.bad_argument import reading_arguments
from ..arguments.runs import add_out, new_run, run_file
from ..arguments.training import add_device, report
from ..arguments.values import batch_size, finite, learning_rate, whole_number
from ..config import parse_neurons
from ..data import Lesson
from ..errors import GinnError
from ..paths import branch_name
from ..store import Run
from ..target import load_target


def describe(parser: ArgumentParser) -> None:
    parser.description = (
        "What if: begin a new run as another one was at a step, and train on, with something changed. With "
        "nothing changed, it becomes the same run, to the bit. What is not named below stays as the run "
        "has it.")
    parser.epilog = """\
examples:
  ginn-gl branch mine.ginn --step 5000 --off 2:7,3:4      without these two neurons
  ginn-gl branch mine.ginn --step 5000 --seed 1           with other minibatches from there on
  ginn-gl branch mine.ginn --step 20000 --target cat.png  it has learned one image, and now learns another"""
    parser.add_argument("run", type=run_file, metavar="RUN")
    add = parser.add_argument
    add("--step", type=whole_number, required=True, metavar="N", help="where it begins")
    add("--off", default="none", metavar="NEURONS", help="switch these off for good, such as 2:7,3:4")
    add("--flip", default="none", metavar="NEURONS", help="have these on where they were off")
    add("--set", default="", metavar="VALUES", help="biases and weights, such as 1:4:bias=0.25,2:3:5=-1.5 "
                                                    "(layer:neuron:source)")
    change = partial(add, default=SUPPRESS)  # what is not named stays as the run has it
    change("--seed", type=whole_number, metavar="N", help="decides the minibatches from there on")
    change("--iterations", type=whole_number, metavar="N", help="up to which step; the learning rate falls to 0 there")
    change("--batch-size", type=batch_size, metavar="N|full", help="random pixels per update, or the full batch")
    change("--learning-rate", type=learning_rate, metavar="R", help="as if the whole training had begun with it")
    change("--l2", type=finite, metavar="X", help="draw parameters towards 0")
    add("--target", metavar="IMAGE|NAME", help="image file to learn instead, or a name that train takes")
    add("--threshold", type=finite, metavar="T", help="from which shade on the image is white, 0 to 1")
    add_device(parser)
    add_out(parser)


def perform(options: Namespace) -> int:
    from ..edits import Edits, parse_values
    from ..train.branching import CHANGEABLE, Change, branch_run

    training = tuple((name, getattr(options, name)) for name in CHANGEABLE if hasattr(options, name))
    with Run(options.run) as run:
        with reading_arguments():
            edits = Edits(parse_neurons(options.off, run.network), parse_neurons(options.flip, run.network),
                          parse_values(options.set))
            edits.applied(run.network, run.parameters(0))
            change = Change(edits, training, _other_target(run, options))
            replace(run.training, **dict(training))
            run.index_of(options.step)
        out = new_run(options.out, branch_name(run.name, options.step))
        return report([branch_run(run, options.step, out, change, options.device)])


def _other_target(run: Run, options: Namespace) -> Lesson | None:
    if options.target is None:
        if options.threshold is not None:
            raise GinnError("--threshold is for a --target")
        return None
    if run.target is None:
        raise GinnError("--target: only a run that learns a black and white image can go on with another one")
    return load_target(options.target, max(run.target.width, run.target.height), options.threshold)
