"""The command line: dispatch, nothing else. A heavy room is entered only by the command that needs it."""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import streams
from .activations import Activation
from .arguments import SUBJECTS, BadArgument, parse
from .config import LINES_ALONE, NetworkSpec, TrainingSpec, View, check_field, line_width_for, parse_neurons
from .data import Lesson, head_for, inputs_of, load_data, load_image
from .errors import GinnError
from .heads import Head
from .paths import CAPTURES, FIRST_SHOWN, RUNS, VIDEOS, branch_name, bundled_runs, free, run_name
from .plane import Plane
from .store import Run

if TYPE_CHECKING:
    from .record import Turn

FIGURES = (".svg", ".pdf")
STILLS = (".png", ".npy", *FIGURES)
PAGES = (".html", ".htm")
LONGEST_COMPLAINT = 1000  # characters: what is wrong is not to drown in what was typed
TRACEBACKS = "GINN_GL_TRACEBACK"
"""In the environment: let errors that nobody foresaw through, to see where they come from."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its status: 0, or after one line on stderr 1 (failed) or 2 (bad arguments)."""
    streams.prepare()
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except BadArgument as error:
        return _complain(str(error), 2)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0  # whoever read our output, such as `head`, had enough
    except Exception as error:
        if os.environ.get(TRACEBACKS) and not isinstance(error, GinnError):
            raise
        return _complain(_said(error), 1)
    finally:
        streams.let_go()


def _run(arguments: list[str]) -> int:
    try:
        options = parse(arguments)
        status = COMMANDS[options.command](options) or 0
    except SystemExit:
        status = 0  # argparse has shown the help
    sys.stdout.flush()
    return status


def _said(error: Exception) -> str:
    """What is wrong, for a person."""
    if isinstance(error, GinnError):
        return str(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory for this"
    if isinstance(error, OSError) and error.strerror:
        where = error.filename or ("standard output" if error.errno in streams.CANNOT_BE_WRITTEN else None)
        return f"{os.fsdecode(where)}: {error.strerror}" if isinstance(where, str | bytes) else error.strerror
    return f"{type(error).__name__}: {error} (a fault of GINN-GL's: {TRACEBACKS}=1 in the environment shows where)"


@contextmanager
def _reading_arguments() -> Iterator[None]:
    """Whatever a description refuses in this block is the fault of the command line."""
    try:
        yield
    except GinnError as error:
        raise BadArgument(str(error)) from None


def _complain(text: str, status: int) -> int:
    """In one line, of characters that leave a terminal as it is."""
    line = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in " ".join(text.split()))
    if len(line) > LONGEST_COMPLAINT:
        line = f"{line[:LONGEST_COMPLAINT // 2]} ... {line[-LONGEST_COMPLAINT // 4:]}"
    with suppress(OSError):  # where even that cannot be said, the status tells
        print("ginn-gl:", line, file=sys.stderr)
    return status


def view(options: argparse.Namespace) -> int:
    from .record import capture, has_display

    files, folders = _runs_to_view(options.runs)
    if has_display():
        from .app.window.viewer import open_window
        return open_window(files, folders, goes_on=not options.runs)
    first = next(iter(files), None) or next((path for folder in folders for path in _runs_in(folder)), None)
    if first is None:
        raise GinnError("no display, and no run to draw: make one with ginn-gl train")
    with Run(first) as run:
        print(f"No display: instead of a window, a picture and a video of {run.name}:")
        for path in capture(run, CAPTURES):
            print(path)
    return 0


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
    return sorted(path for path in folder.iterdir() if path.suffix == ".ginn")


def train(options: argparse.Namespace) -> int:
    with _reading_arguments():
        trainings = [TrainingSpec(seed, options.iterations, options.batch_size, options.learning_rate,
                                  options.checkpoints, options.l2, options.validation) for seed in options.seeds]
        lesson, network = _lesson_and_network(options)
    from .train.worker import sweep_runs, train_runs

    full_batch = options.batch_size is None
    names = [run_name(lesson.name, options.hidden, full_batch, seed) for seed in options.seeds]
    if len(names) > 1:
        folder = _folder(options.out, len(names))
        paths = [folder / f"{name}.ginn" for name in names]
        return _report(sweep_runs(paths, network, trainings, lesson, options.device), folder)
    out = options.out
    path = out if out and out.suffix == ".ginn" else free((out or RUNS) / f"{names[0]}.ginn")
    return _report(train_runs([path], network, trainings, lesson, options.device))


def _lesson_and_network(options: argparse.Namespace) -> tuple[Lesson, NetworkSpec]:
    """What is to be learnt, and the network for it: its inputs and its head follow from that."""
    lesson = _lesson(options)
    head = head_for(lesson, options.head)
    network = NetworkSpec.parse(options.hidden, options.activation, str(head), inputs_of(lesson))
    return lesson, network


def _lesson(options: argparse.Namespace) -> Lesson:
    kind = (options.head or "").partition(":")[0]
    if options.data is not None:
        return load_data(options.data, options.points, options.noise, options.data_seed, as_values=kind == "value")
    if (options.points, options.noise, options.data_seed) != (None, None, 0):
        raise GinnError("--points, --noise and --data-seed are for --data that is made here")
    from .target import SHAPES, load_target

    if options.target in (None, *SHAPES) or kind not in ("value", "rgb"):
        return load_target(options.target, options.target_size, options.threshold)
    if options.threshold is not None:
        raise GinnError(f"--threshold is for black and white, and --head {kind} learns the image as it is")
    return load_image(options.target, options.target_size, colours=kind == "rgb")


def sweep(options: argparse.Namespace) -> int:
    from .many.picture import save_picture
    from .many.spec import read_sweep
    from .many.summary import rows_of, save_csv, save_parquet

    with _reading_arguments():
        spec = read_sweep(options.spec)
    if options.scheduler:
        from .many.cluster import sweep_on_cluster

        report = sweep_on_cluster(spec, options.out, options.scheduler)
    else:
        from .many.here import sweep_here

        report = sweep_here(spec, options.out, options.device)
    rows = list(rows_of(spec, options.out))
    save_csv(rows, options.out / "summary.csv")
    if find_spec("pyarrow"):
        save_parquet(rows, options.out / "summary.parquet")
    if any(row.state == "finished" for row in rows):
        save_picture(rows, options.out / "summary.svg")
    for line in (*report.remarks, *report.failed):
        _complain(line, 1)
    finished = [row for row in rows if row.state == "finished"]
    bad = sum(row.bad is True for row in rows)
    print(f"{options.out}  {len(finished):,} of {len(spec):,} runs finished, {bad:,} of them bad")
    if report.signal:
        print("stopped: this command again goes on")
        return 128 + report.signal
    return 1 if report.failed else 0


def _folder(out: Path | None, seeds: int) -> Path:
    if out is not None and out.suffix == ".ginn":
        raise BadArgument(f"{out} is one file, but {seeds} seeds make {seeds}: name a folder")
    return out or RUNS


def resume(options: argparse.Namespace) -> int:
    from .train.worker import resume_run, resume_runs

    if not options.run.is_dir():
        return _report([resume_run(options.run, options.device)])
    paths = _runs_in(options.run)
    if not paths:
        raise GinnError(f"{options.run}: no .ginn file in this folder")
    return _report(resume_runs(paths, options.device), options.run)


def branch(options: argparse.Namespace) -> int:
    from .edits import Edits, parse_values
    from .train.branching import CHANGEABLE, Change, branch_run

    training = tuple((name, getattr(options, name)) for name in CHANGEABLE if hasattr(options, name))
    with Run(options.run) as run:
        with _reading_arguments():
            edits = Edits(parse_neurons(options.off, run.network), parse_neurons(options.flip, run.network),
                          parse_values(options.set))
            edits.applied(run.network, run.parameters(0))
            change = Change(edits, training, _other_target(run, options))
            replace(run.training, **dict(training))
            run.index_of(options.step)
        out = options.out
        if not out or out.suffix != ".ginn":
            out = free((out or RUNS) / f"{branch_name(run.name, options.step)}.ginn")
        return _report([branch_run(run, options.step, out, change, options.device)])


def _other_target(run: Run, options: argparse.Namespace) -> Lesson | None:
    if options.target is None:
        if options.threshold is not None:
            raise GinnError("--threshold is for a --target")
        return None
    if run.target is None:
        raise GinnError("--target: only a run that learns a black and white image can go on with another one")
    from .target import load_target

    return load_target(options.target, max(run.target.width, run.target.height), options.threshold)


def _report(outcomes: list, folder: Path | None = None) -> int:
    """How trainings ended: one in a sentence, those of a folder in a table. The status that says which signal did."""
    stopped = [outcome for outcome in outcomes if outcome.state == "stopped"]
    if folder is None:
        (outcome,) = outcomes
        unfinished = f", stopped: ginn-gl resume {outcome.path} goes on" if stopped else ""
        print(f"{outcome.path}  loss {outcome.loss:.3g} at step {outcome.step:,}{unfinished}")
    else:
        print(f"{'seed':>6}  {'loss':<8}  {'result':<8}  run")
        for outcome in outcomes:
            print(f"{outcome.seed:>6}  {outcome.loss:<8.3g}  {outcome.verdict or outcome.state:<8}  {outcome.path}")
        if stopped:
            print(f"stopped at step {stopped[0].step:,}: ginn-gl resume {folder}, or this command again, goes on")
    signals = [outcome.signal for outcome in stopped if outcome.signal]
    return 128 + signals[0] if signals else 0


def render(options: argparse.Namespace) -> None:
    suffix = options.out.suffix.lower()
    is_video = suffix in VIDEOS or (suffix == ".png" and "%" in options.out.name)
    is_sheet = len(options.runs) > 1 or (options.steps, options.columns) != (None, None)
    if not is_video and suffix not in STILLS:
        raise BadArgument(f"{options.out}: a picture is {', '.join(STILLS)}, a video {', '.join(VIDEOS)} or "
                          f"%05d.png, not '{suffix}'")
    if options.dashes and suffix not in FIGURES:
        raise BadArgument(f"--dashes is for {' and '.join(FIGURES)} figures")
    if not is_video:
        _refuse_for_pictures(options, suffix)
    if is_sheet:
        _render_sheet(options, suffix)
        return
    from .render.pictures import size_of

    with Run(options.runs[0]) as run:
        with _reading_arguments():
            shown = _view_of(run, options, options.size or size_of(run))
            for step in (options.step, options.first, options.last):
                if step is not None:
                    run.index_of(step)
        (_render_video if is_video else _render_still)(run, shown, options)


def _view_of(run: Run, options: argparse.Namespace, size: tuple[int, int] = (0, 0)) -> View:
    """As the options have it; size: of the picture, by which boundaries are as wide as they should, if none says."""
    field = options.field
    return View(
        field=field if field == LINES_ALONE else check_field(field, run.network),
        neurons=parse_neurons(options.neurons, run.network),
        center=options.center,
        zoom=options.zoom,
        line_width=options.line_width or line_width_for(size),
        beyond=options.beyond,
        plane=_plane_of(run, options.plane),
        points=options.points,
    )


def _refuse_for_pictures(options: argparse.Namespace, suffix: str) -> None:
    if (options.first, options.last) != (None, None):
        raise BadArgument("--from and --to are for a video: a picture is of one --step")
    if (options.turn, options.to_plane, options.towards) != (None, None, None):
        raise BadArgument("--turn, --towards and --to-plane are for a video")
    if suffix == ".npy" and (options.caption or options.field == LINES_ALONE):
        raise BadArgument("a .npy has a field's values and nothing else: neither --caption nor --field none")
    if options.legend and suffix not in FIGURES:
        raise BadArgument(f"--legend is for figures: {', '.join(FIGURES)}")


def _render_sheet(options: argparse.Namespace, suffix: str) -> None:
    from .record.multiples import figure_sheet, picture_sheet, sheet_of

    if suffix not in (".png", *FIGURES) or "%" in options.out.name:
        raise BadArgument(f"{options.out}: several runs or steps make one .png, {' or '.join(FIGURES)}; a video, and a "
                          ".npy, is of one run")
    if options.steps and options.step is not None:
        raise BadArgument("--step or --steps, and not both")
    with ExitStack() as opened:
        runs = [opened.enter_context(Run(path)) for path in options.runs]
        with _reading_arguments():
            sheet = sheet_of([(run, _view_of(run, options)) for run in runs], options.steps or [options.step],
                             options.columns, options.size)
        _save_picture(options, picture_sheet(sheet, options.caption) if suffix == ".png" else
                      figure_sheet(sheet, options.caption, options.legend, options.dashes))


def _save_picture(options: argparse.Namespace, picture: Any) -> None:
    """As what its name says it is: an array, or a figure or a sheet of figures."""
    match options.out.suffix.lower():
        case ".svg":
            from .record.svg import save_svg as save
        case ".pdf":
            from .record.pdf import save_pdf as save
        case ".npy":
            from .record import save_npy as save
        case _:
            from .record import save_png as save
    save(options.out, picture)
    print(options.out)


def _plane_of(run: Run, name: str | None) -> Plane | None:
    """The plane of this name in a run; None where none is named."""
    from .data.planes import plane_named

    if name is None:
        return None
    if run.plane is None:
        raise GinnError(f"--plane is for networks with more than two inputs, and {run.path.name} is a {run.network}")
    return plane_named(name, run.points, run.network.inputs)


def _render_still(run: Run, shown: View, options: argparse.Namespace) -> None:
    what = run, options.step, options.size, shown
    match options.out.suffix.lower():
        case ".png":
            from .record import Caption
            from .render import render as draw
            picture = draw(*what)
            if options.caption:
                index = -1 if options.step is None else run.index_of(options.step)
                picture = Caption(run, len(picture)).put(picture, int(run.steps[index]), float(run.losses[index]))
        case ".npy":
            from .render import field_values
            picture = field_values(*what)
        case _:
            from .record.figure import figure_of
            picture = figure_of(*what, options.caption, options.legend, options.dashes)
    _save_picture(options, picture)


def _render_video(run: Run, shown: View, options: argparse.Namespace) -> None:
    from .record import Sweep, bar, encoder_for, lines, record_sweep

    if options.step is not None:
        raise BadArgument("--step is for a picture: a video goes --from one step --to another")
    if options.legend:
        raise BadArgument(f"--legend is for figures: {', '.join(FIGURES)}")
    encoder = encoder_for(options.out)
    with _reading_arguments():
        turn, to_plane = _turn_of(run, shown, options), _plane_of(run, options.to_plane)
    first, last = options.first, options.last
    if (turn or to_plane) and (first, last) == (None, None):  # then it is the plane that moves
        first = last = int(run.steps[-1])
    sweep = Sweep(shown, options.size, first, last, options.seconds, options.fps or encoder.FPS, options.pace,
                  options.to_center, options.to_zoom, options.caption, to_plane, turn)
    size = options.size or encoder.usual_size(sweep.size_for(run))
    sweep, stored = replace(sweep, size=size), encoder.stored_size(size)
    if stored != size:
        print(f"ginn-gl: {size[0]}x{size[1]} becomes {stored[0]}x{stored[1]}: H.264 has even sides only, so edge "
              "pixels are repeated", file=sys.stderr)
    count = record_sweep(run, options.out, sweep, lines if options.progress == "lines" else bar(options.out))
    print(options.out if count == sweep.count else f"{options.out}  stopped: {count:,} of {sweep.count:,} frames")


def _turn_of(run: Run, shown: View, options: argparse.Namespace) -> Turn | None:
    """How the plane is to turn in a video, if it is."""
    from .record import turn_of

    if options.turn is None:
        if options.towards is not None:
            raise BadArgument("--towards says where --turn turns to")
        return None
    if options.to_plane is not None:
        raise BadArgument("a plane turns by --turn, or to another with --to-plane, and not both")
    return turn_of(run, shown.plane, options.turn, options.towards)


def export(options: argparse.Namespace) -> None:
    from .own.exporting import MODELS

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
    from .tour import Tour
    from .web import save_page

    with ExitStack() as opened:
        runs = [opened.enter_context(Run(path)) for path in options.runs]
        stops = Tour().seen_in(runs, progress=True)
        save_page(runs, options.out, options.checkpoints, stops)
    _say_written(options.out)
    if not stops:
        print("without a tour, which goes through the bundled runs")


def _export_model(options: argparse.Namespace, suffix: str) -> None:
    from .notebook import Run as AnyStep
    from .own.exporting import Model, save_model
    from .record.files import written_whole

    if options.checkpoints is not None:
        raise BadArgument("--checkpoints is for a page: a model is of one --step")
    if len(options.runs) > 1:
        raise BadArgument(f"a model is of one run, not of {len(options.runs)}")
    with AnyStep(options.runs[0]) as run:
        if options.step is not None:
            with _reading_arguments():
                run.index_of(options.step)
        step = int(run.steps[-1]) if options.step is None else options.step
        model = Model(run.network, run.parameters_at(step), f"{run.name} at step {step:,}, a {run.network} network")
        with written_whole(options.out) as part:
            save_model(model, part, suffix)
    _say_written(options.out)


def _say_written(path: Path) -> None:
    size = path.stat().st_size
    print(f"{path}  {size / 1e6:.1f} MB" if size >= 1e5 else f"{path}  {size / 1e3:.1f} kB")


def import_(options: argparse.Namespace) -> None:
    from .target import BOTTLE, load_target

    with _reading_arguments():
        target = options.target and load_target(None if options.target == BOTTLE else options.target)
        for one in options.activation.split(",") if options.activation else ():
            Activation.parse(one)
        if options.head not in (None, "classes"):  # of which a file says how many
            Head.parse(options.head)
    for path in options.files:
        if not path.exists():
            raise GinnError(f"{path}: no such file")
    from .own.importing import Told, import_files

    layers = tuple(options.layers.split(",")) if options.layers else None
    out = options.out
    if not out or out.suffix != ".ginn":
        out = free((out or RUNS) / f"{options.files[0].resolve().stem}.ginn")
    network = import_files(options.files, out, Told(options.activation, options.head, layers, options.window, target))
    with Run(out) as run:
        steps = f"{len(run)} steps from {run.steps[0]:,} to {run.steps[-1]:,}" if len(run) > 1 else "one step"
    print(f"{out}  {network}, {steps}")


def serve(options: argparse.Namespace) -> int:
    from .serve.command import serve as serve_runs

    return serve_runs(options)


def info(options: argparse.Namespace) -> None:
    from .geometry import count_cells
    from .insight import analyse, runs_beside
    from .insight.report import as_json, as_lines
    from .store.summary import as_text, summary

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


def align(options: argparse.Namespace) -> None:
    from .insight.alignment import align as match
    from .insight.alignment_report import as_json, as_text

    with Run(options.run) as run, Run(options.other) as other:
        with _reading_arguments():
            at = [-1 if options.step is None else one.index_of(options.step) for one in (run, other)]
        found = match(run, other, options.step)
        runs = [(one.path, int(one.steps[index])) for one, index in zip((run, other), at)]
    print(json.dumps(as_json(found, *runs), indent=2) if options.json else as_text(found, *runs))


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
        module = import_module(f".bench.{subject.replace('-', '_')}", __package__)
        figures[subject] = module.measure()
        print(module.as_text(figures[subject]), flush=True)
    if options.json:
        with written_whole(options.json) as path:
            path.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def doctor(options: argparse.Namespace) -> None:
    from .doctor import as_json, as_text, examine

    parts = examine()
    print(json.dumps(as_json(parts), indent=2) if options.json else as_text(parts))
    wrong = sum(len(part.wrong) for part in parts)
    if wrong:
        raise GinnError(f"{wrong} {'thing is' if wrong == 1 else 'things are'} wrong: see what it says last")


COMMANDS = {"view": view, "train": train, "resume": resume, "branch": branch, "sweep": sweep, "render": render,
            "export": export, "import": import_, "serve": serve, "info": info, "align": align, "tour": tour,
            "bench": bench, "doctor": doctor}
