"""What `ginn-gl train` and `ginn-gl resume` run: the training loop, written to run files as it goes.

Every checkpoint is a commit of its own, so that readers can follow live and a killed training leaves valid
files. Snapshots of the whole optimiser state are written at every CHECKPOINTS_PER_SNAPSHOT-th part of the way,
and at the end: to resume from, and to replay the steps between (see replay.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ..config import NetworkSpec, TrainingSpec
from ..errors import GinnError
from ..signals import stop_signals
from ..store import Run, RunWriter
from ..target import Target
from .engines import Engine, choose_engine
from .loop import Checkpoint, Diverged, train
from .replay import latest_state
from .schedule import checkpoint_steps, learning_rate
from .state import State

CHECKPOINTS_PER_SNAPSHOT = 4
"""On average. A snapshot is three times as large as a checkpoint, so the file grows by three quarters."""

BAD_LOSS = 0.1
"""In nats: a run that ends above has left out a part of its target. The paper's good runs end at 0.03, its bad
one at 0.2."""


@dataclass(frozen=True)
class Outcome:
    """How one training ended. state: 'finished' or 'stopped', at a step, with the loss there."""

    path: Path
    seed: int
    step: int
    loss: float
    state: str

    @property
    def verdict(self) -> str:
        """'good' or 'bad' where it is finished: whether it has learned the whole of its target; else ''."""
        if self.state != "finished":
            return ""
        return "bad" if self.loss > BAD_LOSS else "good"


def train_runs(paths: list[Path], network: NetworkSpec, trainings: list[TrainingSpec], target: Target,
               device: str = "auto") -> list[Outcome]:
    """Train one network per path, side by side, into new run files. The trainings differ in their seeds only.

    SIGINT and SIGTERM stop all of them, resumably. Raises GinnError where a file is in the way or cannot be
    written, the device is not there, or a training diverges; the files keep all that was before.
    """
    engine = choose_engine(device, network, trainings[0], target, len(trainings))
    with ExitStack() as stack:
        writers = [stack.enter_context(RunWriter.create(path, network, training, target, engine.name))
                   for path, training in zip(paths, trainings, strict=True)]
        state = State.initial(network, [training.seed for training in trainings])
        return _record(engine, trainings[0], state, writers)


def resume_run(path: Path, device: str = "auto") -> Outcome:
    """Continue a stopped or killed training from its last snapshot, to the very run it would have been.

    That takes the engine that began it; where the device or the machine has not got that one, rounding differs.
    Raises GinnError where the run is finished already, and otherwise as `train_runs`.
    """
    with Run(path) as run:
        state = latest_state(run)
        network, training, target, begun_with = run.network, run.training, run.target, run.engine
    if state.step >= training.iterations:
        raise GinnError(f"{path}: finished already, at step {state.step}")
    engine = choose_engine(device, network, training, target, preferred=begun_with)
    with RunWriter.reopen(path) as writer:
        writer.set_engine(engine.name)
        writer.set_status("training")
        return _record(engine, training, state, [writer])[0]


def _record(engine: Engine, training: TrainingSpec, state: State,
            writers: Sequence[RunWriter]) -> list[Outcome]:
    snapshot_steps = _snapshot_steps(training)
    bar = tqdm(desc=_label(state, writers), initial=state.step, total=training.iterations, unit=" steps",
               unit_scale=True, disable=None)
    with stop_signals() as should_stop, bar, _failures_noted(writers):
        for checkpoint in train(engine, training, state, should_stop, bar.update):
            step = checkpoint.state.step
            is_last = step == training.iterations or not checkpoint.planned
            _append(checkpoint, training, writers, is_last or step in snapshot_steps)
            bar.set_postfix(loss=f"{checkpoint.losses.mean():.3g}", refresh=False)
        outcome = "finished" if step == training.iterations else "stopped"
        for writer in writers:
            writer.set_status(outcome, "" if outcome == "finished" else f"stopped at step {step}")
    return [Outcome(writer.path, seed, step, float(loss), outcome)
            for writer, seed, loss in zip(writers, state.seeds, checkpoint.losses)]


def _append(checkpoint: Checkpoint, training: TrainingSpec, writers: Sequence[RunWriter],
            snapshot: bool) -> None:
    state = checkpoint.state
    rate = float(learning_rate(training, state.step))
    for index, writer in enumerate(writers):
        writer.append(state.step, float(checkpoint.losses[index]), rate, state.parameters[index])
        if snapshot:
            writer.snapshot(state.step, state.snapshot(index))


def _snapshot_steps(training: TrainingSpec) -> set[int]:
    """Checkpoints that get a snapshot, about as many steps apart everywhere, the first one included.

    Of a run of the paper's length with 2,000 checkpoints, every 2,500 steps.
    """
    steps = checkpoint_steps(training.iterations, training.checkpoints)
    parts = np.arange(0, 1, CHECKPOINTS_PER_SNAPSHOT / len(steps))
    return set(steps[np.searchsorted(steps, parts * training.iterations)].tolist())


def _label(state: State, writers: Sequence[RunWriter]) -> str:
    return writers[0].path.stem if len(writers) == 1 else f"{len(state.seeds)} seeds"


@contextmanager
def _failures_noted(writers: Sequence[RunWriter]) -> Iterator[None]:
    """Leave in each file why training ended, where that was an error."""
    try:
        yield
    except Exception as error:
        culprit = writers[error.index] if isinstance(error, Diverged) else None
        for writer in writers:
            try:
                failed = culprit is None or writer is culprit
                writer.set_status("failed" if failed else "stopped", str(error))
            except GinnError:
                pass  # a full disk: the file stays as it was, and the first error is the one to tell
        raise
