"""How the window opens where no run was named."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ...errors import GinnError
from ...store.bookmarks import view_from_json, view_to_json
from ..panels.table import names_of
from ..state import State
from ..state.picture import limited
from ..state.place import Place
from ..state.reading import UNREADABLE
from . import first_minute
from .runs import open_run


def start(state: State, place: Place | None) -> None:
    """With the first minute, until it has been seen; then where one was. A run that is gone is not missed."""
    if not state.settings.seen:
        first_minute.begin(state)
    elif place:
        with suppress(*UNREADABLE):
            _go_to(state, place)


def place_of(state: State) -> Place | None:
    """Where one is now; None where no run is shown."""
    run = state.shown.run
    if run is None:
        return None
    step = int(run.steps[state.shown.index])  # of a checkpoint, which need not be computed
    return Place(str(run.path.resolve()), step, view_to_json(replace(state.shown.view, highlighted=None)),
                 state.asked.tab)


def _go_to(state: State, place: Place) -> None:
    path = Path(place.run)
    if not path.is_file():
        return
    open_run(state, path)
    run = state.shown.run
    assert run is not None
    with suppress(GinnError):
        state.shown.seek(run.index_of(place.step))
    with suppress(GinnError):
        state.shown.view = limited(view_from_json(place.view, run.network))
    if place.tab in names_of(state):
        state.asked.tab, state.asked.tab_requested = place.tab, True
