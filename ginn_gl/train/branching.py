"""What if, from some step on: a run that begins as another one was there, with something changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..config import NetworkSpec, Neuron
from ..data import Lesson, fingerprint, require_fits
from ..errors import GinnError
from ..network import unpack
from ..store import Run, RunWriter
from ..store.parent import Parent
from .jobs import Job, Outcome
from .replay import Replayer
from .state import State
from .worker import train_jobs

CHANGEABLE = ("seed", "batch_size", "learning_rate", "l2")


@dataclass(frozen=True)
class Change:
    """What a branch does differently from its step on.

    off: neurons that are switched off. training: fields of a TrainingSpec, of CHANGEABLE. lesson: what is learnt
    instead, of the same kind.
    """

    off: Sequence[Neuron] = ()
    training: tuple[tuple[str, Any], ...] = ()
    lesson: Lesson | None = None

    def words(self, run: Run) -> tuple[str, ...]:
        """As a run file tells them; what is as it was is no change."""
        before = {field.name: getattr(run.training, field.name) for field in fields(run.training)}
        said = [f"{layer}:{number} off" for layer, number in sorted(self.off)]
        said += [f"{name.replace('_', ' ')} {'full' if value is None else f'{value:g}'}"
                 for name, value in self.training if value != before[name]]
        if self.lesson is not None and run.lesson is not None and fingerprint(self.lesson) != fingerprint(run.lesson):
            said.append(f"target {self.lesson.name}")
        return tuple(said)


def branch_run(run: Run, step: int, out: Path, change: Change | None = None, device: str = "auto") -> Outcome:
    """Train on from a step that a run has passed, stored or not, into a new file that knows where it came from.

    With nothing changed, every later checkpoint equals the run's own, to the bit, where its engine works.
    Raises GinnError for a step outside the run, or its last one; for neurons that it has not; for a watched run, which
    only its own program can train; and otherwise as `train_runs`.
    """
    change = change or Change()
    lesson = change.lesson or run.require_lesson("a branch")
    state = _state_at(run, step)
    require_fits(lesson, run.network)
    training = replace(run.training, **dict(change.training))
    state = _switched_off(run.network, replace(state, seeds=(training.seed,)), change.off)
    parent = Parent(run.name, run.identity, step, change.words(run))
    writer = RunWriter.create(out, run.network, training, lesson, run.engine, parent=parent)
    return train_jobs([Job(writer, run.network, training, lesson, state, run.engine)], device)[0]


def switched_off(network: NetworkSpec, parameters: np.ndarray, neurons: Collection[Neuron]) -> np.ndarray:
    """Parameters (P,) with all weights to and from some neurons 0, and their biases: they have no boundary and no say.

    They have none after more training either, but where an activation of 0 is not 0, as sigmoid's is. Raises GinnError
    for a neuron that the network has not.
    """
    changed = parameters.copy()
    layers = unpack(changed, network)
    for layer, number in neurons:
        if (layer, number) not in network.neurons:
            raise GinnError(f"there is no neuron {layer}:{number} in a {network} network")
        weight, bias = layers[layer - 1]
        weight[number - 1], bias[number - 1] = 0, 0
        layers[layer][0][:, number - 1] = 0
    return changed


def _state_at(run: Run, step: int) -> State:
    run.index_of(step)
    if step >= run.training.iterations and not run.watched:
        raise GinnError(f"{run.path.name}: step {step:,} is the last: a branch begins at an earlier one, with steps "
                        "left to train")
    *_, state = Replayer(run).states_to(step)
    return state


def _switched_off(network: NetworkSpec, state: State, neurons: Sequence[Neuron]) -> State:
    """The moments of what is 0 are 0, too, or momentum would bring it back."""
    kept = {name: np.stack([switched_off(network, row, neurons) for row in getattr(state, name)])
            for name in ("parameters", "first_moment", "second_moment")}
    return replace(state, **kept)
