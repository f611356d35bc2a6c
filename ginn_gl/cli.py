"""The command line: dispatch, nothing else. A heavy room is entered only by the command that needs it."""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from .arguments import SUBJECTS, BadArgument, parse
from .config import NetworkSpec, TrainingSpec, View, check_field, parse_neurons
from .errors import GinnError
from .paths import CAPTURES, FIRST_SHOWN, RUNS, bundled_runs, free, run_name
from .store import Run

STILLS = (".png", ".npy")
VIDEOS = (".gif", ".mp4")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its status: 0, or after one line on stderr 1 (failed) or 2 (bad arguments)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        options = parse(arguments)
        COMMANDS[options.command](options)
        sys.stdout.flush()
    except BadArgument as error:
        return _complain(error, 2)
    except GinnError as error:
        return _complain(error, 1)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output, such as `head`, had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


@contextmanager
def _reading_arguments() -> Iterator[None]:
    """Whatever a description refuses in this block is the fault of the command line."""
    try:
        yield
    except GinnError as error:
        raise BadArgument(str(error)) from None


def _complain(error: GinnError, status: int) -> int:
    print("ginn-gl:", " ".join(str(error).split()), file=sys.stderr)
    return status


def view(options: argparse.Namespace) -> None:
    from .record import capture, has_display

    files, folders = _runs_to_view(options.runs)
    if has_display():
        from .app.window import open_window
        open_window(files, folders)
        return
    first = next(iter(files), None) or next((path for folder in folders for path in _runs_in(folder)), None)
    if first is None:
        raise GinnError("no display, and no run to draw: make one with ginn-gl train")
    with Run(first) as run:
        print(f"No display: instead of a window, a picture and a video of {run.name}:")
        for path in capture(run, CAPTURES):
            print(path)


def _runs_to_view(paths: list[Path]) -> tuple[list[Path], list[Path]]:
    """The run files to open, and the folders to offer further runs from."""
    if not paths:
        paths = [path for path in [bundled_runs() / FIRST_SHOWN] if path.exists()]
    for path in paths:
        if not path.exists():
            raise BadArgument(f"{path}: no such run or folder (ginn-gl --help lists the commands)")
        if path.is_dir() and not _runs_in(path):
            raise GinnError(f"{path}: no .ginn file in this folder")
    files = [path for path in paths if not path.is_dir()]
    return files, [path for path in paths if path.is_dir()] or [bundled_runs(), RUNS]


def _runs_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.ginn"))


def train(options: argparse.Namespace) -> None:
    from .target import load_target

    with _reading_arguments():
        network = NetworkSpec.parse(options.hidden)
        trainings = [TrainingSpec(seed, options.iterations, options.batch_size, options.learning_rate,
                                  options.checkpoints) for seed in options.seeds]
        target = load_target(options.target, options.target_size)
    from .train.worker import train_runs

    full_batch = options.batch_size is None
    names = [run_name(target.name, options.hidden, full_batch, seed) for seed in options.seeds]
    paths = _new_paths(options.out, names)
    _report(train_runs(paths, network, trainings, target, options.device))


def _new_paths(out: Path | None, names: list[str]) -> list[Path]:
    if out is not None and out.suffix == ".ginn":
        if len(names) > 1:
            raise BadArgument(f"{out} is one file, but {len(names)} seeds make {len(names)}: name a folder")
        return [out]
    return [free((out or RUNS) / f"{name}.ginn") for name in names]


def resume(options: argparse.Namespace) -> None:
    from .train.worker import resume_run

    _report([resume_run(options.run, options.device)])


def _report(outcomes: list) -> None:
    """How trainings ended: one in a sentence, several in a table."""
    if len(outcomes) == 1:
        (outcome,) = outcomes
        unfinished = f", stopped: ginn-gl resume {outcome.path} goes on" if outcome.state == "stopped" else ""
        print(f"{outcome.path}  loss {outcome.loss:.3g} at step {outcome.step:,}{unfinished}")
        return
    print(f"{'seed':>6}  {'loss':<8}  {'result':<8}  run")
    for outcome in outcomes:
        print(f"{outcome.seed:>6}  {outcome.loss:<8.3g}  {outcome.verdict or 'stopped':<8}  {outcome.path}")
    if any(outcome.state == "stopped" for outcome in outcomes):
        print(f"stopped at step {outcomes[0].step:,}: ginn-gl resume RUN goes on with one")


def render(options: argparse.Namespace) -> None:
    suffix = options.out.suffix.lower()
    if suffix not in STILLS + VIDEOS:
        raise BadArgument(f"{options.out}: a picture is {', '.join(STILLS)}, a video {', '.join(VIDEOS)}, "
                          f"not '{suffix}'")
    with Run(options.run) as run:
        with _reading_arguments():
            shown = View(
                field=check_field(options.field, run.network),
                neurons=parse_neurons(options.neurons, run.network),
                center=options.center,
                zoom=options.zoom,
                line_width=options.line_width,
                beyond=options.beyond,
            )
            for step in (options.step, options.first, options.last):
                if step is not None:
                    run.index_of(step)
        (_render_video if suffix in VIDEOS else _render_still)(run, shown, options)
    print(options.out)


def _render_still(run: Run, shown: View, options: argparse.Namespace) -> None:
    from .record import save_npy, save_png
    from .render import field_values, render

    if (options.first, options.last) != (None, None):
        raise BadArgument("--from and --to are for a video: a picture is of one --step")
    if options.out.suffix.lower() == ".npy":
        save_npy(options.out, field_values(run, options.step, options.size, shown))
    else:
        save_png(options.out, render(run, options.step, options.size, shown))


def _render_video(run: Run, shown: View, options: argparse.Namespace) -> None:
    from .record import sweep

    if options.step is not None:
        raise BadArgument("--step is for a picture: a video goes --from one step --to another")
    sweep(run, options.out, shown, options.size, options.first, options.last,
          options.seconds, options.fps, progress=True)


def info(options: argparse.Namespace) -> None:
    from .insight import analyse, runs_beside
    from .insight.report import as_json, as_lines
    from .store.summary import as_text, summary

    with Run(options.run) as run, runs_beside(run) as others:
        if options.json:
            insights = {insight.name: as_json(insight) for insight in analyse(run, others)}
            print(json.dumps(summary(run) | {"insights": insights}, indent=2))
            return
        print(as_text(run), flush=True)
        for insight in analyse(run, others):
            print(as_lines(insight), flush=True)


def tour(options: argparse.Namespace) -> None:
    from .tour import TITLES, Tour
    from .tour.film import film

    stops = Tour()
    for name in [options.name] if options.name else TITLES:
        stop = stops.stop(name)
        print(film(stop, options.out, progress=True))
        print(textwrap.fill(stop.text, 100, initial_indent="    ", subsequent_indent="    "), flush=True)


def bench(options: argparse.Namespace) -> None:
    from .record.files import written_whole

    figures = {}
    for subject in [options.subject] if options.subject else SUBJECTS:
        module = import_module(f".bench.{subject}", __package__)
        figures[subject] = module.measure()
        print(module.as_text(figures[subject]), flush=True)
    if options.json:
        with written_whole(options.json) as path:
            path.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


COMMANDS = {"view": view, "train": train, "resume": resume, "render": render, "info": info,
            "tour": tour, "bench": bench}
