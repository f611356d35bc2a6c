"""Train from here: a new run that begins as the shown one stands, with what was changed by hand."""

from __future__ import annotations

from ...errors import GinnError
from ...paths import branch_name, free
from ..forms.branch import BranchDraft
from ..processes.trainer import Trainer
from ..state import State


def open_form(state: State) -> None:
    """Ask how it is to go on."""
    problem = why_not(state)
    if problem or state.shown.run is None:
        state.messages.complain(problem or "No run is open")
        return
    state.playback.stop()
    state.forms.branch = BranchDraft.of(state.shown.run, state.shown.step, state.shown.what_if.edits)


def why_not(state: State) -> str | None:
    """Why the shown run cannot be trained from here, if it cannot."""
    run = state.shown.run
    if run is None:
        return "No run is open"
    if run.watched:
        return f"This run was {run.made} by another program: only that can train it"
    if state.work.training:
        return "A training is at work: stop it first (T)"
    try:
        run.require_lesson("training from here")
    except GinnError as error:
        return str(error)
    return None


def begin(state: State) -> None:
    """Train as the form says, into a new run file, which is shown and followed."""
    draft, run = state.forms.branch, state.shown.run
    if draft is None or run is None:
        return
    path = free(state.new_runs / f"{branch_name(run.name, draft.step)}.ginn")
    state.work.trainer = Trainer.start(draft.arguments(path, state.forms.training.device), path)
    state.messages.say(f"Training {path.stem} begins at step {draft.step:,}")
    state.forms.branch = None
