"""`ginn-gl info`: what is in a run file, and what there is to see in it."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from ..arguments.runs import run_file
from ..plane import Plane
from ..store import Run


def describe(parser: ArgumentParser) -> None:
    parser.description = "Say what is in a run file."
    parser.add_argument("run", type=run_file, metavar="RUN", help="a .ginn file")
    parser.add_argument("--json", action="store_true", help="for programs")


def perform(options: Namespace) -> None:
    from ..geometry import count_cells
    from ..insight import analyse, runs_beside
    from ..insight.report import as_json, as_lines
    from ..store.summary import as_text, summary

    with Run(options.run) as run, runs_beside(run) as others:
        plane = run.plane or Plane.of_window(run.window)
        has_regions = run.network.is_piecewise_linear
        regions = count_cells(run.network, run.parameters(-1), plane)[-1] if has_regions else None
        found = analyse(run, others)
        if options.json:
            insights = {insight.name: as_json(insight) for insight in found}
            print(json.dumps(summary(run, regions) | {"insights": insights}, indent=2))
            return
        print(as_text(run, regions), flush=True)
        for insight in found:
            print(as_lines(insight), flush=True)
