"""The training beside the viewer: begun, watched, halted, ended, and gone on with."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from ..errors import GinnError
from ..store import InTraining, note_end, tidy
from ..store.lock import holder
from .compared import Compared
from .reading import UNREADABLE, why
from .state import State
from .trainer import Trainer


def start(state: State) -> None:
    """Train what the form says, into a new run file."""
    path = state.draft.new_path(state.new_runs)
    state.trainer = Trainer.start(state.draft.arguments(path), path)
    state.say(f"Training {path.stem} begins")


def resume(state: State) -> None:
    """Go on with the shown run, whose training has stopped, and follow it."""
    path = state.run.path
    state.trainer = Trainer.start(["resume", "--device", state.draft.device, str(path)], path)
    state.trainer.seen = state.following = True
    state.ending = None
    state.say(f"Training {path.stem} goes on")


def end(state: State) -> None:
    """The viewer ends: so does the training that it began. One that it only watches goes on, even if halted here."""
    if state.trainer and state.trainer.ours:
        state.trainer.stop()
        if is_of_shown_run(state):
            state.run.close()
        _put_in_order(state.trainer.path, state.trainer.failure)
    elif state.trainer:
        state.trainer.let_go()
    if state.trainer:
        state.trainer.close()


def watch(state: State) -> None:
    """Take in what trainings did since the last frame: new checkpoints, or their end."""
    try:
        if state.trainer:
            _watch_trainer(state)
        elif state.arrivals.is_time():
            _look_around(state)
        if state.run is not state.looked_at:
            _look_at(state)
    except UNREADABLE as error:
        state.complain(str(error))


def _look_around(state: State) -> None:
    """Show a loop that another program begins to have watched, and follow one that goes on with the shown run."""
    arrived = state.arrivals.newest([*state.library.folders, *(path.parent for path in state.library.files), Path()])
    if arrived:
        state.open(arrived)
        state.following = True
        state.say(f"{arrived.stem} is watched in another program")
    elif state.run and holder(state.run.path):
        state.following = state.index == len(state.run) - 1
        state.looked_at = None


def is_of_shown_run(state: State) -> bool:
    """Whether the training at work is that of the run on screen."""
    return (state.trainer is not None and state.run is not None
            and state.run.path.resolve() == state.trainer.path.resolve())


def _is_beside(state: State) -> bool:
    """Whether it is that of the run beside the shown one."""
    return state.trainer is not None and state.compared is not None and state.compared.is_of(state.trainer.path)


def _watch_trainer(state: State) -> None:
    ended = not state.trainer.running
    if state.compared and _is_beside(state):
        _take_in(state, state.compared)
    if not state.trainer.seen:
        _show_new_run(state)
    elif is_of_shown_run(state) and state.run:
        _take_in(state, state)
    if ended:
        _after_training(state)


def _take_in(state: State, shown: State | Compared) -> None:
    """Of the run that is shown, or the one beside it. It stays where it is, also where checkpoints are let go."""
    run = shown.run
    assert run is not None
    step = int(run.steps[shown.index])
    problem = state.growth.take_in(run)
    if problem:
        state.complain(problem)
    if run.watched:
        shown.index = run.index_of(step)


def _show_new_run(state: State) -> None:
    if not state.trainer.path.exists():
        return
    try:
        state.open(state.trainer.path)
    except GinnError:
        return  # no checkpoint in it yet
    state.trainer.seen = state.following = True


def _after_training(state: State) -> None:
    path, failure, was_shown = state.trainer.path, state.trainer.failure, is_of_shown_run(state)
    was_beside = _is_beside(state)
    state.trainer.close()
    state.trainer = None
    # While it was read here, the trainer could not fold its log into the file.
    if was_shown:
        state.run.close()
    if was_beside:
        state.compare_with(None)
    problem = _put_in_order(path, failure)
    if was_shown:
        try:
            state.reopen()
            _look_at(state)
        except UNREADABLE as error:
            problem = str(error) if state.run is None else why(state.run, error)
    if was_beside:
        try:
            state.compare_with(path)
        except UNREADABLE as error:
            problem = str(error)
    of_others = state.ending if was_shown and state.run and state.run.watched else None  # nobody here has stopped it
    if problem or failure or of_others:
        state.complain(problem or (was_shown and state.ending) or failure or "")
    else:
        state.say(f"Training ended: {path.stem}")


def _put_in_order(path: Path, failure: str | None) -> str | None:
    """Leave one file that says how its training ended; why that cannot be, if it cannot."""
    try:
        if path.exists():
            with suppress(InTraining):  # someone has gone on with it already
                note_end(path, failure or "its process was killed")
                tidy(path)
    except UNREADABLE as error:
        return str(error)
    return None


def _look_at(state: State) -> None:
    """Find out how the training of a run that is newly shown stands, and watch it if it goes on elsewhere."""
    assert state.run is not None
    state.looked_at = state.run
    found = Trainer.find(state.run)
    if found and state.trainer is None:
        state.trainer = found
    status, killed = state.run.status, state.run.killed
    goes_on = status.state == "training" and not killed  # perhaps on another machine
    if goes_on or status.state == "finished" or is_of_shown_run(state):
        state.ending = None
        return
    reason = "its process was killed" if killed else status.reason
    last = int(state.run.steps[-1])
    place = (f"{state.run.made.capitalize()} up to step {last:,}" if state.run.watched
             else f"Stopped at step {last:,} of {state.run.iterations:,}")
    state.ending = place if not reason or reason.startswith("stopped at step") else f"{place}: {reason}"
