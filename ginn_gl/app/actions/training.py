"""The training beside the viewer: begun, watched, halted, ended, and gone on with."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from ...errors import GinnError
from ...store import InTraining, note_end, tidy
from ...store.lock import holder
from ..processes.trainer import Trainer
from ..state import State
from ..state.compared import Compared
from ..state.reading import UNREADABLE, why
from ..state.shown import Shown
from . import learning
from .runs import open_run


def start(state: State) -> None:
    """Train what the form says, into a new run file."""
    form = state.forms.training
    path = form.new_path(state.new_runs)
    state.work.trainer = Trainer.start(form.arguments(path), path)
    if form.runs > 1:
        state.library.look_in(path.parent)
    more = f" with {form.runs - 1} more" if form.runs > 1 else ""
    state.messages.say(f"Training {path.stem} begins{more}")


def resume(state: State) -> None:
    """Go on with the shown run, whose training has stopped, and follow it."""
    path = state.shown.run.path
    state.work.trainer = Trainer.start(["resume", "--device", state.forms.training.device, str(path)], path)
    state.work.trainer.seen = state.shown.following = True
    state.work.trainer.step_back()
    state.work.ending = None
    state.messages.say(f"Training {path.stem} goes on")


def resume_if_it_can(state: State) -> None:
    """The same where there is something to go on with; else it is said why not."""
    run = state.shown.run
    if run is None or run.watched or not state.work.ending or state.work.trainer:
        state.messages.say("There is no training to go on with: the shown run is finished, or goes on, or is another "
                           "program's")
    else:
        resume(state)


def end(state: State) -> None:
    """The viewer ends: so does the training that it began. One that it only watches goes on, even if halted here."""
    if state.work.trainer and state.work.trainer.ours:
        state.work.trainer.stop()
        if is_of_shown_run(state):
            state.shown.run.close()
        _put_in_order(state.work.trainer.path, state.work.trainer.failure)
    elif state.work.trainer:
        state.work.trainer.let_go()
    if state.work.trainer:
        state.work.trainer.close()


def watch(state: State) -> None:
    """Take in what trainings did since the last frame: new checkpoints, or their end."""
    try:
        if state.work.trainer:
            _watch_trainer(state)
        elif state.work.arrivals.is_time():
            _look_around(state)
        if state.shown.run is not state.work.looked_at:
            _look_at(state)
    except UNREADABLE as error:
        state.messages.complain(str(error))


def _look_around(state: State) -> None:
    """Show a loop that another program begins to have watched, and follow one that goes on with the shown run."""
    library = state.library
    arrived = state.work.arrivals.newest([*library.folders, *(path.parent for path in library.files), Path()])
    if arrived:
        open_run(state, arrived)
        state.shown.following = True
        state.messages.say(f"{arrived.stem} is watched in another program")
    elif state.shown.run and holder(state.shown.run.path):
        state.shown.following = state.shown.index == len(state.shown.run) - 1
        state.work.looked_at = None


def is_of_shown_run(state: State) -> bool:
    """Whether the training at work is that of the run on screen."""
    return (state.work.trainer is not None and state.shown.run is not None
            and state.shown.run.path.resolve() == state.work.trainer.path.resolve())


def _beside(state: State) -> list[Compared]:
    """What of the runs beside the shown one is of that training."""
    return state.shown.beside.of(state.work.trainer.path) if state.work.trainer else []


def _watch_trainer(state: State) -> None:
    ended = not state.work.trainer.running
    for other in _beside(state):
        _take_in(state, other)
    if not state.work.trainer.seen:
        _show_new_run(state)
    elif is_of_shown_run(state) and state.shown.run:
        _take_in(state, state.shown)
    if ended:
        _after_training(state)


def _take_in(state: State, shown: Shown | Compared) -> None:
    """Of the run that is shown, or the one beside it. It stays where it is, also where checkpoints are let go."""
    run = shown.run
    assert run is not None
    step = int(run.steps[shown.index])
    problem = state.work.growth.take_in(run)
    if problem:
        state.messages.complain(problem)
    if run.watched:
        shown.index = run.index_of(step)


def _show_new_run(state: State) -> None:
    if not state.work.trainer.path.exists():
        return
    try:
        open_run(state, state.work.trainer.path)
    except GinnError:
        return  # no checkpoint in it yet
    state.work.trainer.seen = state.shown.following = True
    state.work.trainer.step_back()


def _after_training(state: State) -> None:
    path, failure, was_shown = state.work.trainer.path, state.work.trainer.failure, is_of_shown_run(state)
    were_beside = _beside(state)
    state.work.trainer.close()
    state.work.trainer = None
    # While it was read here, the trainer could not fold its log into the file.
    if was_shown:
        state.shown.run.close()
    for other in were_beside:
        other.close()
    problem = _put_in_order(path, failure)
    if was_shown:
        try:
            state.shown.reopen()
            _look_at(state)
        except UNREADABLE as error:
            problem = str(error) if state.shown.run is None else why(state.shown.run, error)
    for other in were_beside:
        try:
            other.reopen()
        except UNREADABLE as error:
            state.shown.beside.take_away(other)
            problem = str(error)
    run = state.shown.run
    of_others = state.work.ending if was_shown and run and run.watched else None  # nobody here has stopped it
    if problem or failure or of_others:
        state.messages.complain(problem or (was_shown and state.work.ending) or failure or "")
    else:
        state.messages.say(f"Training ended: {path.stem}")


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
    assert state.shown.run is not None
    state.work.looked_at = state.shown.run
    found = Trainer.find(state.shown.run)
    if found and state.work.trainer is None:
        state.work.trainer = found
    status, killed = state.shown.run.status, state.shown.run.killed
    goes_on = status.state == "training" and not killed  # perhaps on another machine
    if goes_on or status.state == "finished" or is_of_shown_run(state):
        state.work.ending = None
        return
    reason = "its process was killed" if killed else status.reason
    last = int(state.shown.run.steps[-1])
    place = (f"{state.shown.run.made.capitalize()} up to step {last:,}" if state.shown.run.watched
             else f"Stopped at step {last:,} of {state.shown.run.iterations:,}")
    state.work.ending = place if not reason or reason.startswith("stopped at step") else f"{place}: {reason}"


def train_or_stop(state: State) -> None:
    if state.work.training and state.shown.run and state.shown.run.watched and is_of_shown_run(state):
        state.messages.say("This loop is another program's: stop it there")
    elif state.work.training:
        state.work.trainer.stop()
    elif learning.problems(state):
        state.messages.complain(next(iter(learning.problems(state).values())))
    else:
        start(state)


def pause_training(state: State) -> None:
    if not state.work.training:
        return
    if state.work.trainer.paused:
        state.work.trainer.go_on()
    else:
        state.work.trainer.pause()
