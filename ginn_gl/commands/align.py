"""`ginn-gl align`: which neuron of one run does what which of another does."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from ..arguments.bad_argument import reading_arguments
from ..arguments.runs import run_file
from ..arguments.values import whole_number
from ..store import Run


def describe(parser: ArgumentParser) -> None:
    parser.description = (
        "Neurons have no order of their own. Match those of two runs, layer by layer, so that they are on "
        "and off at the same places as much as can be, and say how alike the two networks are.")
    parser.epilog = """\
examples:
  ginn-gl align good.ginn bad.ginn
  ginn-gl align good.ginn bad.ginn --step 1000 --json"""
    add = parser.add_argument
    add("run", type=run_file, metavar="RUN", help="a .ginn file: A")
    add("other", type=run_file, metavar="RUN", help="another, with the same hidden layers: B")
    add("--step", type=whole_number, metavar="N", help="training step of both (the last of each)")
    add("--json", action="store_true", help="for programs")


def perform(options: Namespace) -> None:
    from ..insight.alignment import align as match
    from ..insight.alignment_report import as_json, as_text

    with Run(options.run) as run, Run(options.other) as other:
        with reading_arguments():
            at = [-1 if options.step is None else one.index_of(options.step) for one in (run, other)]
        found = match(run, other, options.step)
        runs = [(one.path, int(one.steps[index])) for one, index in zip((run, other), at)]
    print(json.dumps(as_json(found, *runs), indent=2) if options.json else as_text(found, *runs))
