"""What the form of a training that goes on from a step holds, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ...config import TrainingSpec
from ...edits import Edits
from ...errors import GinnError
from ...store import Run
from .training import Problems

NUMBERS = ("iterations", "learning_rate", "batch_size", "seed")


@dataclass
class BranchDraft:
    """As the run's own training unless it is changed. target: an image or a shape to learn
    instead, or None; threshold: of it, where not found from the image.
    """

    path: Path
    training: TrainingSpec
    step: int
    edits: Edits
    iterations: int
    learning_rate: float
    batch_size: int
    full_batch: bool
    seed: int
    target: str | None = None
    threshold: float | None = None

    @classmethod
    def of(cls, run: Run, step: int, edits: Edits) -> BranchDraft:
        """That goes on as the run did; from its end, for as many steps again."""
        training = run.training
        iterations = training.iterations if step < training.iterations else 2 * training.iterations
        return cls(run.path, training, step, edits, iterations, training.learning_rate, training.batch_size or 128,
                   training.batch_size is None, training.seed)

    @property
    def wanted(self) -> dict[str, int | float | None]:
        """Fields of the training that are to be others."""
        chosen = {name: getattr(self, name) for name in NUMBERS}
        if self.full_batch:
            chosen["batch_size"] = None
        return {name: value for name, value in chosen.items() if value != getattr(self.training, name)}

    def problems(self) -> Problems:
        """By field."""
        found: Problems = {}
        for name, value in self.wanted.items():
            try:
                replace(self.training, **{name: value})
            except GinnError as error:
                found[name] = str(error)
        if self.iterations <= self.step and "iterations" not in found:
            found["iterations"] = f"it is at step {self.step:,} already: more than that"
        return found

    def arguments(self, out: Path, device: str) -> list[str]:
        """The `ginn-gl branch` command line of this form."""
        edits = {"--off": _named(self.edits.off), "--flip": _named(self.edits.flipped),
                 "--set": self.edits.values_as_text(), "--target": self.target or ""}
        options = {f"--{name.replace('_', '-')}": "full" if value is None else f"{value!r}"
                   for name, value in self.wanted.items()}
        options |= {name: value for name, value in edits.items() if value}
        if self.target and self.threshold is not None:
            options["--threshold"] = f"{self.threshold!r}"
        options |= {"--step": f"{self.step}", "--device": device, "--out": f"{out}"}
        return ["branch", *(f"{name}={value}" for name, value in options.items()), str(self.path)]


def _named(neurons: frozenset) -> str:
    return ",".join(f"{layer}:{number}" for layer, number in sorted(neurons))
