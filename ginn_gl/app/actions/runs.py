"""Which runs are shown, and files that are opened."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from imgui_bundle import portable_file_dialogs

from ..state import State
from ..state.compared import Compared
from ..state.reading import UNREADABLE
from .learning import choose_file

LINUX_DIALOGS = ("zenity", "kdialog", "matedialog", "qarma")  # programs that portable_file_dialogs can use
DIALOG_FILTERS = ["Runs, images and tables",
                  "*.ginn *.png *.jpg *.jpeg *.gif *.bmp *.webp *.csv *.tsv *.txt *.parquet *.npz", "All files", "*"]


def open_run(state: State, path: Path) -> None:
    """Show a run from now on. Raises GinnError where the file is none that can be drawn; then all stays as it was."""
    state.shown.open(path)
    state.forms.bookmark_name = ""
    state.library.add(path)


def open_path(state: State, path: Path) -> None:
    """Open a run file, or have the next training learn an image or a table; anything else is said to be wrong."""
    try:
        if path.suffix == ".ginn":
            open_run(state, path)
        else:
            choose_file(state, path)
    except UNREADABLE as error:
        state.messages.complain(str(error))


def next_run(by: int) -> Callable[[State], None]:
    """Show the next run of the library, 1, or the one before, -1; after the last comes the first."""
    def act(state: State) -> None:
        paths, run = state.library.paths(), state.shown.run
        here = run.path.resolve() if run else None
        if len(paths) > 1 or (paths and here is None):
            place = paths.index(here) + by if here in paths else 0
            open_path(state, paths[place % len(paths)])
    return act


def compare_with(state: State, *paths: Path) -> None:
    """Show these runs beside the shown one, and no others."""
    try:
        state.shown.beside.show(paths, state.shown.step)
        for path in paths:
            state.library.add(path)
    except UNREADABLE as error:
        state.messages.complain(str(error))


def show_beside(state: State, path: Path) -> None:
    """Show one more run beside the shown one; or no more, if it is there."""
    try:
        beside = state.shown.beside
        if there := beside.leading(path):
            beside.take_away(there)
        else:
            beside.add(path, state.shown.step)
            state.library.add(path)
    except UNREADABLE as error:
        state.messages.complain(str(error))


def compare_with_itself(state: State) -> None:
    """Show the run beside itself: there it stays at the step that is shown now, while this one goes on."""
    try:
        if state.shown.run:
            state.shown.beside.add(state.shown.run.path, state.shown.step, stays=True)
    except UNREADABLE as error:
        state.messages.complain(str(error))


def stay_at(state: State, other: Compared, step: int) -> None:
    """The step of a run beside, which stays there."""
    try:
        other.stay_at(step)
    except UNREADABLE as error:
        state.messages.complain(str(error))


def compare_or_stop(state: State) -> None:
    """The runs that were beside the shown one last, or else the next in the library."""
    beside = state.shown.beside
    if state.shown.run is None or beside.others:
        compare_with(state)
        return
    others = state.library.others(state.shown.run.path)
    if not others:
        state.messages.say("There is no other run yet to show beside this one: T trains one, Ctrl+O opens one")
        return
    compare_with(state, *([path for path in beside.last if path in others] or others[:1]))


def open_file(state: State) -> None:
    if sys.platform == "linux" and not any(map(shutil.which, LINUX_DIALOGS)):
        state.messages.complain("No file dialog on this system: drag a .ginn file, an image or a table into the window")
        return
    state.asked.file_dialog = portable_file_dialogs.open_file("Open a run, an image or a table", "", DIALOG_FILTERS)


def open_what_came_in(state: State) -> None:
    """Open what was dropped on the window, or chosen in the file dialog, since the last frame."""
    if state.asked.file_dialog and state.asked.file_dialog.ready():
        state.asked.dropped += map(Path, state.asked.file_dialog.result())
        state.asked.file_dialog = None
    while state.asked.dropped:
        open_path(state, state.asked.dropped.pop(0))
