"""`ginn-gl sweep`: every combination of what a file lists, here or on a cluster, and a summary of them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from importlib.util import find_spec
from pathlib import Path

from .. import streams
from ..arguments.bad_argument import reading_arguments
from ..arguments.runs import run_file
from ..arguments.training import add_device
from ..words import plural


def describe(parser: ArgumentParser) -> None:
    parser.description = (
        "Train every combination of what a TOML file lists, once, here or on a Dask cluster; then write "
        "summary.csv beside the runs. The same command again goes on where it was stopped.")
    parser.epilog = """\
a file may say, each key with one value or a list, but the last two with one value:
  seeds = "0-9"                            hidden = ["8", "16,16,16"]
  batch_size = [128, "full"]               learning_rate = [1e-3, 3e-3]
  target = ["bottle", "cat.png"]           activation = ["relu", "tanh"]
  iterations = 100000                      checkpoints = 200"""
    parser.add_argument("spec", type=run_file, metavar="SPEC.toml")
    add = parser.add_argument
    add("--out", type=Path, required=True, metavar="FOLDER", help="where the runs go")
    where = parser.add_mutually_exclusive_group()
    add_device(where)
    where.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster whose workers train, such as "
                       "tcp://host:8786")


def perform(options: Namespace) -> int:
    from ..many.picture import save_picture
    from ..many.spec import read_sweep
    from ..many.summary import rows_of, save_csv, save_parquet

    with reading_arguments():
        spec = read_sweep(options.spec)
    if options.scheduler:
        from ..many.cluster import sweep_on_cluster

        report = sweep_on_cluster(spec, options.out, options.scheduler)
    else:
        from ..many.here import sweep_here

        report = sweep_here(spec, options.out, options.device)
    rows = list(rows_of(spec, options.out))
    save_csv(rows, options.out / "summary.csv")
    if find_spec("pyarrow"):
        save_parquet(rows, options.out / "summary.parquet")
    if any(row.state == "finished" for row in rows):
        save_picture(rows, options.out / "summary.svg")
    for line in (*report.remarks, *report.failed):
        streams.complain(line)
    finished = [row for row in rows if row.state == "finished"]
    bad = sum(row.bad is True for row in rows)
    print(f"{options.out}  {len(finished):,} of {plural(len(spec), 'run')} finished, {bad:,} of them bad")
    if report.signal:
        print("stopped: this command again goes on")
        return 128 + report.signal
    return 1 if report.failed else 0
