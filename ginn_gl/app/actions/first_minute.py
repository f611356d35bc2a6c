"""What someone sees who starts the viewer for the first time."""

from __future__ import annotations

import time

import numpy as np

from ...config import Neuron
from ...network import unpack
from ..state import State
from ..state.course import Course
from ..state.first_minute import FirstMinute

SECONDS = 20.0
LINGERS = 8.0   # seconds for which the last words stay
LONGEST = 20.0  # seconds for which it waits until pictures can be drawn as they should


def begin(state: State) -> None:
    """Play the shown run from its beginning. Nothing where there is none, or none that has been trained."""
    run = state.shown.run
    if run is None or len(run) < 2:
        return
    state.shown.following = state.playback.playing = False
    state.shown.span = None
    state.shown.seek(0)
    state.asked.tab, state.asked.tab_requested, state.asked.help_open = "Network", True, False
    course = Course.through(np.asarray(run.steps), SECONDS)
    state.first_minute = FirstMinute(course, asked_at=time.monotonic(), neuron=_longest_seen(state))
    state.playback.until, state.playback.course = None, course


def watch(state: State) -> None:
    """Let it begin once pictures are as they should be, and end once it is over or the user has gone elsewhere."""
    minute = state.first_minute
    if minute.course is None:
        return
    now = time.monotonic()
    if minute.ended_at is None and state.playback.course is not minute.course:
        is_at_end = minute.course.is_over and state.shown.run and state.shown.index == len(state.shown.run) - 1
        state.settings.seen = True
        if not is_at_end:
            end(state)
            return
        minute.ended_at = now
    elif minute.course.gone == 0 and not state.playback.playing:
        is_ready = state.screen.on_screen and state.screen.picture_is_final
        state.playback.playing = is_ready or now - minute.asked_at > LONGEST
    moved_on = state.shown.run is None or state.shown.index < len(state.shown.run) - 1 or state.playback.playing
    if minute.ended_at is not None and (moved_on or now - minute.ended_at > LINGERS):
        end(state)


def end(state: State) -> None:
    """Skip what is left of it, and stop there."""
    if state.first_minute.course is not None and state.playback.course is state.first_minute.course:
        state.playback.stop()
    state.first_minute = FirstMinute()


def skip(state: State) -> None:
    """End it, at the end of the run."""
    end(state)
    state.shown.seek(len(state.shown.run) - 1 if state.shown.run else 0)


def never_again(state: State) -> None:
    """Skip it, at later starts too."""
    state.settings.seen = True
    skip(state)


def _longest_seen(state: State) -> Neuron | None:
    """The neuron of the first layer whose line stays nearest to the middle, of a network that looks at a square."""
    run = state.shown.run
    assert run is not None
    if run.network.inputs != 2:
        return None
    farthest = np.zeros(run.network.hidden[0])
    for index in np.linspace(0, len(run) - 1, 12).astype(int):
        weight, bias = unpack(run.parameters(int(index)), run.network)[0]
        heights = weight @ (0.5, 0.5) + bias
        farthest = np.maximum(farthest, np.abs(heights) / np.maximum(1e-9, np.linalg.norm(weight, axis=1)))
    return 1, int(farthest.argmin()) + 1
