"""`ginn-gl export`: a page of runs for browsers, or a run's network for other programs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from ..arguments.bad_argument import BadArgument, reading_arguments
from ..arguments.runs import run_file
from ..arguments.values import whole_number
from ..store import Run

PAGES = (".html", ".htm")


def describe(parser: ArgumentParser) -> None:
    parser.description = """\
Make one web page of one or more runs, which any browser opens and which works offline: the viewer's picture, loss
curve, slider and neurons, with every checkpoint as it is.

Or write the network of a run at a step: .safetensors and .csv have its weights; .onnx and .py, a torch module, also
what computes with them, and give raw outputs, before softmax or sigmoid."""
    parser.epilog = """\
examples:
  ginn-gl export runs/mine.ginn mine.html
  ginn-gl export runs/*.ginn seeds.html              a page with a choice of runs
  ginn-gl export runs/mine.ginn small.html --checkpoints 300
  ginn-gl export runs/mine.ginn mine.onnx            for any ONNX runtime
  ginn-gl export runs/mine.ginn mine.py --step 1000  for torch, with the weights inside"""
    add = parser.add_argument
    add("runs", nargs="+", type=run_file, metavar="RUN",
        help=".ginn files; of a page's, the first good one opens first, and of a model there is one")
    add("out", type=Path, metavar="PAGE.html|MODEL", help="what to write: .html, .safetensors, .onnx, .py or .csv")
    add("--checkpoints", type=whole_number, metavar="N",
        help="keep so many of each run, evenly spread, for a smaller page (all)")
    add("--step", type=whole_number, metavar="N", help="training step of a model (the last)")


def perform(options: Namespace) -> None:
    from ..own.exporting import MODELS

    suffix = options.out.suffix.lower()
    if suffix in MODELS:
        _export_model(options, suffix)
        return
    if suffix not in PAGES:
        raise BadArgument(f"{options.out}: the last name is the page's, and ends in {PAGES[0]}, or a model's: "
                          f"{', '.join(MODELS)}")
    if options.checkpoints is not None and options.checkpoints < 2:
        raise BadArgument(f"--checkpoints: a page keeps at least 2 of each run, not {options.checkpoints}")
    if options.step is not None:
        raise BadArgument("--step is for a model: a page has all steps")
    from tqdm import tqdm

    from ..tour import Tour
    from ..web import save_page

    with ExitStack() as opened:
        runs = [opened.enter_context(Run(path)) for path in options.runs]
        stops = Tour().seen_in(runs, partial(tqdm, desc="tour", unit="stop", disable=None))
        save_page(runs, options.out, options.checkpoints, stops)
    _say_written(options.out)
    if not stops:
        print("without a tour, which goes through the bundled runs")


def _export_model(options: Namespace, suffix: str) -> None:
    from ..notebook import Run as AnyStep
    from ..own.exporting import Model, save_model
    from ..record.files import written_whole

    if options.checkpoints is not None:
        raise BadArgument("--checkpoints is for a page: a model is of one --step")
    if len(options.runs) > 1:
        raise BadArgument(f"a model is of one run, not of {len(options.runs)}")
    with AnyStep(options.runs[0]) as run:
        if options.step is not None:
            with reading_arguments():
                run.index_of(options.step)
        step = int(run.steps[-1]) if options.step is None else options.step
        model = Model(run.network, run.parameters_at(step), f"{run.name} at step {step:,}, a {run.network} network")
        with written_whole(options.out) as part:
            save_model(model, part, suffix)
    _say_written(options.out)


def _say_written(path: Path) -> None:
    size = path.stat().st_size
    print(f"{path}  {size / 1e6:.1f} MB" if size >= 1e5 else f"{path}  {size / 1e3:.1f} kB")
