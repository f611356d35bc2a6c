"""What if, from some step on: a run that begins as another one was there, with something changed."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..config import NetworkSpec
from ..data import Lesson, fingerprint, require_fits
from ..edits import UNCHANGED, Edits, switched_off
from ..errors import GinnError
from ..store import Run, RunWriter
from ..store.parent import Parent
from .jobs import Job, Outcome
from .replay import Replayer
from .state import State
from .worker import train_jobs

CHANGEABLE = ("seed", "iterations", "batch_size", "learning_rate", "l2")


@dataclass(frozen=True)
class Change:
    """What a branch does differently from its step on.

    edits: what is changed in the network by hand. training: fields of a TrainingSpec, of CHANGEABLE. lesson: what is
    learnt instead, of the same kind.
    """

    edits: Edits = UNCHANGED
    training: tuple[tuple[str, Any], ...] = ()
    lesson: Lesson | None = None

    def words(self, run: Run) -> tuple[str, ...]:
        """As a run file tells them; what is as it was is no change."""
        before = {field.name: getattr(run.training, field.name) for field in fields(run.training)}
        said = [*self.edits.words(), *(f"{name.replace('_', ' ')} {_said(value)}"
                                       for name, value in self.training if value != before[name])]
        if self.lesson is not None and run.lesson is not None and fingerprint(self.lesson) != fingerprint(run.lesson):
            said.append(f"target {self.lesson.name}")
        return tuple(said)


def _said(value: int | float | None) -> str:
    return "full" if value is None else f"{value:g}" if isinstance(value, float) else f"{value}"


def branch_run(run: Run, step: int, out: Path, change: Change | None = None, device: str = "auto") -> Outcome:
    """Train on from a step that a run has passed, stored or not, into a new file that knows where it came from.

    With nothing changed, every later checkpoint equals the run's own, to the bit, where its engine works.
    Raises GinnError for a step outside the run, or its last one; for neurons that it has not; for a watched run, which
    only its own program can train; and otherwise as `train_runs`.
    """
    change = change or Change()
    lesson = change.lesson or run.require_lesson("a branch")
    training = replace(run.training, **dict(change.training))
    state = _state_at(run, step, training.iterations)
    require_fits(lesson, run.network)
    state = _edited(run.network, replace(state, seeds=(training.seed,)), change.edits)
    parent = Parent(run.name, run.identity, step, change.words(run))
    writer = RunWriter.create(out, run.network, training, lesson, run.engine, parent=parent)
    return train_jobs([Job(writer, run.network, training, lesson, state, run.engine)], device)[0]


def _state_at(run: Run, step: int, iterations: int) -> State:
    run.index_of(step)
    if step >= iterations and not run.watched:
        raise GinnError(f"{run.path.name}: step {step:,} is the last: a branch begins at an earlier one, with steps "
                        "left to train, or has more iterations")
    *_, state = Replayer(run).states_to(step)
    return state


def _edited(network: NetworkSpec, state: State, edits: Edits) -> State:
    """What was changed by hand has no momentum; and of what is off no moment is kept, or it would be brought back."""
    parameters = np.stack([edits.applied(network, row) for row in state.parameters])
    first = np.where(parameters == state.parameters, state.first_moment, np.float32(0))
    first, second = (np.stack([switched_off(network, row, edits.off) for row in moment])
                     for moment in (first, state.second_moment))
    return replace(state, parameters=parameters, first_moment=first, second_moment=second)
