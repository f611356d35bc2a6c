"""The tour's stops on screen."""

from __future__ import annotations

from dataclasses import replace

from ...tour import Stop
from ..state import State
from .playing import scrub_step
from .runs import compare_with, open_path


def show_stop(state: State, stop: Stop) -> None:
    """Show a stop of the tour: its run from its first step on, played to its last if that is another."""
    if state.shown.run is None or state.shown.run.path.resolve() != stop.run.resolve():
        open_path(state, stop.run)
    compare_with(state, stop.beside)
    state.shown.view = replace(stop.view, highlighted=None)
    scrub_step(state, stop.first)
    if stop.last > stop.first:
        count = state.shown.run.index_of(stop.last) - state.shown.index
        state.playback.choose_speed(count / stop.seconds)
        state.playback.playing, state.playback.until = True, stop.last


def take_in(state: State) -> None:
    """Show a stop once it has been found."""
    for stop in state.work.tour.arrivals():
        show_stop(state, stop)
