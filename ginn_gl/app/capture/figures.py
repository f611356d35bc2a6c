"""The picture as a figure of its own: any size, as a picture or with lines that stay lines."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from ...config import View
from ...paths import capture_name, free
from ...render.ground import ground_of
from ...store import Run
from ..forms.figure import FigureDraft
from ..state import State
from ..state.picture import Picture, grid_of
from .stills import names, say_saved

ROOM = 1.06  # widths of a picture that it takes on a sheet, with the gap beside it


def save_figure(state: State) -> None:
    """Write the shown checkpoint as the form says; a thread does it, and a message says where.

    What was changed by hand is not in it; of a step between checkpoints, it is the one before. Of several pictures side
    by side it has all.
    """
    run, form = state.shown.run, state.forms.figure
    assert run is not None
    pictures = state.shown.pictures()
    if len(pictures) > 1:
        _save_sheet(state, pictures)
        return
    step = int(run.steps[state.shown.index])
    size = form.size(ground_of(run).aspect, state.screen.picture_size)
    path = free(state.captures / capture_name(run.path.stem, f"step{step}", f"-figure{form.suffix}"))
    without = " without what is changed by hand" if state.shown.what_if.edits else ""
    state.messages.say(f"Writing {path.name}{without} ...")
    threading.Thread(target=_write, args=(state, run.path, step, size, form.view(state.shown.view, size),
                                          replace(form), path), name="figure").start()


def _save_sheet(state: State, pictures: list[Picture]) -> None:
    form, window = state.forms.figure, state.screen.picture_size
    grid, cells = grid_of(pictures, window)
    width, height = form.size(pictures[0].aspect, grid.boxes(window, 0)[0][2:])
    tile = max(1, round(width / (ROOM * grid.columns))), max(1, round(height / (ROOM * grid.columns)))
    path = free(state.captures / capture_name(names(state), f"step{state.shown.step}", f"-figure{form.suffix}"))
    parts = [_part(picture, form.view(picture.view, tile), cell) for picture, cell in zip(pictures, cells)]
    without = " without what is changed by hand" if state.shown.what_if.edits else ""
    state.messages.say(f"Writing {path.name}{without} ...")
    threading.Thread(target=_write_sheet, args=(state, parts, grid.columns, tile, replace(form), path),
                     name="figure").start()


@dataclass(frozen=True)
class Part:
    """A picture of a sheet: of a run's checkpoint, at a place. more, less: as those of Tile."""

    path: Path
    index: int
    view: View
    cell: int
    more: str
    less: tuple[Path, int] | None


def _part(picture: Picture, view: View, cell: int) -> Part:
    more = f", layer {picture.layer}" if picture.layer else f" less {picture.less.run.name}" if picture.less else ""
    less = (picture.less.run.path, picture.less.index) if picture.less else None
    return Part(picture.run.path, picture.index, view, cell, more, less)


def _write_sheet(state: State, parts: list[Part], columns: int, size: tuple[int, int], form: FigureDraft,
                 path: Path) -> None:
    from ...record import save_png
    from ...record.multiples import Tile, figure_sheet, laid_out, picture_sheet
    from ...record.pdf import save_pdf
    from ...record.svg import save_svg

    try:
        with ExitStack() as opened:  # this thread's own
            runs = {name: opened.enter_context(Run(name)) for name in {part.path for part in parts}
                    | {part.less[0] for part in parts if part.less}}
            tiles = [Tile(runs[part.path], part.view, part.index, more=part.more,
                          less=(runs[part.less[0]], part.less[1]) if part.less else None) for part in parts]
            sheet = laid_out(tiles, columns, size, [part.cell for part in parts])
            if form.has_lines:
                save = save_svg if form.suffix == ".svg" else save_pdf
                save(path, figure_sheet(sheet, form.caption, form.legend, form.dashes))
            else:
                save_png(path, picture_sheet(sheet, form.caption))
    except Exception as error:  # noqa: BLE001 - of whatever kind: nobody else would hear of it
        state.messages.complain(str(error))
    else:
        say_saved(state, path)


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
