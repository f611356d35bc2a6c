"""`ginn-gl bench`: the benchmarks, each a module of the room of that name."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from importlib import import_module
from pathlib import Path

SUBJECTS = ("train", "geometry", "render", "start", "share", "watch", "watch-cost")


def describe(parser: ArgumentParser) -> None:
    parser.description = "Measure how fast this machine trains and draws, beside what else there is; takes minutes."
    parser.add_argument("subject", nargs="?", choices=SUBJECTS, metavar="|".join(SUBJECTS), help="one of them alone")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file, for programs")


def perform(options: Namespace) -> None:
    from ..record.files import written_whole

    figures = {}
    for subject in [options.subject] if options.subject else SUBJECTS:
        module = import_module(f"..bench.{subject.replace('-', '_')}", __package__)
        figures[subject] = module.measure()
        print(module.as_text(figures[subject]), flush=True)
    if options.json:
        with written_whole(options.json) as path:
            path.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
