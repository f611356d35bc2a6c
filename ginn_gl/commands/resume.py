"""`ginn-gl resume`: runs go on where they were stopped."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ..arguments.runs import run_file, runs_in
from ..arguments.training import add_device, report
from ..errors import GinnError


def describe(parser: ArgumentParser) -> None:
    parser.description = (
        "Go on with a training that was stopped, to the very result it would have had; or with all in a "
        "folder that are not finished.")
    parser.add_argument("run", type=run_file, metavar="RUN|FOLDER", help="a .ginn file, or a folder of them")
    add_device(parser)


def perform(options: Namespace) -> int:
    from ..train.worker import resume_run, resume_runs

    if not options.run.is_dir():
        return report([resume_run(options.run, options.device)])
    paths = runs_in(options.run)
    if not paths:
        raise GinnError(f"{options.run}: no .ginn file in this folder")
    return report(resume_runs(paths, options.device), options.run)
