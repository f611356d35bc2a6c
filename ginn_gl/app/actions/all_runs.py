"""All runs as a table or a wall: opened, gone through, and left for one of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..state import State
from ..state.all_runs import TABS
from . import runs
from .runs import open_path, show_beside

PLAYED = 8.0  # seconds for all of the training, where the wall plays it


def open_or_close(state: State) -> None:
    """Show them instead of the picture, or the picture again."""
    view = state.all_runs
    view.is_open = not view.is_open
    if view.is_open:
        state.playback.stop()
        state.asked.lecture = False
        view.shelf.list_names(state.library.folders, state.library.files)
        view.chosen = str(state.shown.run.path.resolve()) if state.shown.run else None
        view.measuring.compare_with(view.chosen)


def watch(state: State, seconds: float) -> None:
    """In each frame: what has become known of them."""
    view = state.all_runs
    if not view.is_open:
        return
    view.shelf.watch(state.library.folders, state.library.files, view.seen)
    shown = [state.shown.run, *(other.run for other in state.shown.beside.others)]
    view.on_screen = frozenset(str(run.path.resolve()) for run in shown if run)
    if view.playing:
        view.share = min(1.0, view.share + seconds / PLAYED)
        view.playing = view.share < 1


def play(state: State) -> None:
    """Take the wall through the training, or halt it."""
    view = state.all_runs
    view.playing = not view.playing
    if view.playing and view.share >= 1:
        view.share = 0.0


def show(state: State, path: str, beside: bool = False) -> None:
    """Go to the picture of a run; or have this one beside the shown one, or no more, and stay to choose others."""
    view = state.all_runs
    view.chosen = path
    if beside and state.shown.run and state.shown.run.path.resolve() != Path(path):
        show_beside(state, Path(path))
    else:
        view.is_open = False
        open_path(state, Path(path))


def is_on_screen(state: State, path: str) -> bool:
    """Whether a run is the shown one, or beside it; asked of many in a frame."""
    return path in state.all_runs.on_screen


def choose(state: State, by: int) -> None:
    """Another of those that are kept, so many places on."""
    view, paths = state.all_runs, [one.path for one in state.all_runs.kept]
    if paths:
        place = paths.index(view.chosen) + by if view.chosen in paths else 0
        view.chosen = paths[max(0, min(len(paths) - 1, place))]


def next_run(by: int) -> Callable[[State], None]:
    """Show the run after the shown one, 1, or before it, -1, as they were sorted last; round and round."""
    def show_next(state: State) -> None:
        paths = [one.path for one in state.all_runs.kept]
        here = str(state.shown.run.path.resolve()) if state.shown.run else None
        if here in paths and len(paths) > 1:
            open_path(state, Path(paths[(paths.index(here) + by) % len(paths)]))
        else:
            runs.next_run(by)(state)
    return show_next


def leave(state: State) -> None:
    """One thing back: the range of losses, the search, and then all."""
    view = state.all_runs
    if view.losses:
        view.losses = None
    elif view.search:
        view.search = ""
    else:
        view.is_open = False


def next_tab(state: State) -> None:
    view = state.all_runs
    view.asked_tab = TABS[(TABS.index(view.tab) + 1) % len(TABS)]
