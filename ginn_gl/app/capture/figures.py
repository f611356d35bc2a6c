"""The picture as a figure of its own: any size, as a picture or with lines that stay lines."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from ...config import View
from ...paths import capture_name, free
from ...render.ground import ground_of
from ...store import Run
from ..forms.figure import FigureDraft
from ..state import State
from .stills import say_saved


def save_figure(state: State) -> None:
    """Write the shown checkpoint as the form says; a thread does it, and a message says where.

    What was changed by hand is not in it, nor is the run beside; of a step between checkpoints, it is the one before.
    """
    run, form = state.shown.run, state.forms.figure
    assert run is not None
    step = int(run.steps[state.shown.index])
    size = form.size(ground_of(run).aspect, state.screen.picture_size)
    path = free(state.captures / capture_name(run.path.stem, f"step{step}", f"-figure{form.suffix}"))
    without = " without what is changed by hand" if state.shown.what_if.edits else ""
    state.messages.say(f"Writing {path.name}{without} ...")
    threading.Thread(target=_write, args=(state, run.path, step, size, form.view(state.shown.view, size),
                                          replace(form), path), name="figure").start()


def _write(state: State, run_path: Path, step: int, size: tuple[int, int], view: View, form: FigureDraft,
           path: Path) -> None:
    try:
        with Run(run_path) as run:  # this thread's own
            (_write_lines if form.has_lines else _write_picture)(run, step, size, view, form, path)
    except Exception as error:  # noqa: BLE001 - of whatever kind: nobody else would hear of it
        state.messages.complain(str(error))
    else:
        say_saved(state, path)


def _write_lines(run: Run, step: int, size: tuple[int, int], view: View, form: FigureDraft, path: Path) -> None:
    from ...record.figure import figure_of
    from ...record.pdf import save_pdf
    from ...record.svg import save_svg

    figure = figure_of(run, step, size, view, form.caption, form.legend, form.dashes)
    (save_svg if form.suffix == ".svg" else save_pdf)(path, figure)


def _write_picture(run: Run, step: int, size: tuple[int, int], view: View, form: FigureDraft, path: Path) -> None:
    from ...record import Caption, save_png
    from ...render import render

    picture = render(run, step, size, view)
    if form.caption:
        picture = Caption(run, len(picture)).put(picture, step, float(run.losses[run.index_of(step)]))
    save_png(path, picture)
