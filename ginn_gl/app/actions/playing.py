"""Going through a run: by playback, by steps, along with its training."""

from __future__ import annotations

from collections.abc import Callable

from ..state import State


def play(state: State) -> None:
    if state.shown.run is None:
        return
    state.shown.following = False
    if not state.playback.playing and state.shown.index == len(state.shown.run) - 1:
        state.shown.seek(0)
    state.playback.until = None
    state.playback.playing = not state.playback.playing


def play_to(state: State, step: int, seconds: float) -> None:
    """Play from the shown step to another one in so much time; how fast one played before is then as it was."""
    run = state.shown.run
    assert run is not None
    count = run.index_of(step) - state.shown.index
    if count > 0:
        state.playback.play_until(step, count / seconds)
    else:
        state.playback.stop()


def scrub(state: State, index: int) -> None:
    """Show a checkpoint because the user asked for it: stops following a live run."""
    state.shown.following = False
    state.shown.seek(index)


def scrub_step(state: State, step: int) -> None:
    """The same for any step, stored or not."""
    state.shown.following = False
    state.shown.seek_step(step)


def move(by: int) -> Callable[[State], None]:
    def act(state: State) -> None:
        state.playback.playing = False
        scrub(state, state.shown.index + by)
    return act


def move_step(by: int) -> Callable[[State], None]:
    def act(state: State) -> None:
        state.playback.playing = False
        if state.shown.run and state.shown.run.watched:  # there is nothing between its checkpoints
            scrub(state, state.shown.index + by)
        else:
            scrub_step(state, state.shown.step + by)
    return act


def last(state: State) -> None:
    scrub(state, len(state.shown.run) - 1 if state.shown.run else 0)


def faster(state: State) -> None:
    state.playback.change_speed(1)


def slower(state: State) -> None:
    state.playback.change_speed(-1)


def follow(state: State) -> None:
    state.shown.following = state.shown.run is not None and not state.shown.following
    state.playback.playing = False
