"""The tour's stops on screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...tour import Stop
from ..processes.tour import NAMES
from ..state import State
from .looking import reset_view, select_all
from .playing import play_to, scrub_step
from .runs import compare_with, open_path
from .window import open_tab


def show_stop(state: State, stop: Stop) -> None:
    """Show a stop of the tour: its run from its first step on, played to its last if that is another."""
    if state.shown.run is None or state.shown.run.path.resolve() != stop.run.resolve():
        open_path(state, stop.run)
    compare_with(state, *([stop.beside] if stop.beside else []))
    state.shown.view = replace(stop.view, highlighted=None)
    scrub_step(state, stop.first)
    if stop.last > stop.first:
        play_to(state, stop.last, stop.seconds)


def begin(state: State) -> None:
    """Show the first stop, or the one that was shown last."""
    open_tab("Tour")(state)
    state.work.tour.go_to((state.work.tour.place or 0) % len(NAMES))


def go(by: int) -> Callable[[State], None]:
    """To the next stop, 1, or the one before, -1; in a tour that has not begun, to the first."""
    def act(state: State) -> None:
        place = state.work.tour.place
        open_tab("Tour")(state)
        if place == len(NAMES) - 1 and by > 0:
            end(state)
        else:
            state.work.tour.go_to(0 if place is None or (state.work.tour.at_end and by > 0) else place + by)
    return act


def end(state: State) -> None:
    """After the last stop: one run, with all its lines, as one finds it."""
    state.work.tour.end()
    state.playback.stop()
    compare_with(state)
    reset_view(state)
    select_all(state)


def take_in(state: State) -> None:
    """Show a stop once it has been found."""
    for stop in state.work.tour.arrivals():
        show_stop(state, stop)
