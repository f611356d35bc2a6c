"""What a measure says about a run: curves over the steps, and a table of findings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..config import Neuron
from .stretches import MotionTable


@dataclass(frozen=True)
class Track:
    """A curve over the training. steps: (T,) int64, ascending; values: (T,) float64, in `unit`."""

    name: str
    unit: str
    steps: np.ndarray
    values: np.ndarray


@dataclass(frozen=True)
class Finding:
    """One row of a measure's table.

    first, last: the stretch of steps it is about; equal where it is about one step.
    neurons: those it is about; none where it is about the network as a whole.
    value: how much, in `unit`; the table is sorted by its size, largest first.
    text: the finding in a plain sentence. detail: the figures, in another one or two.
    area: (left, top, right, bottom) of the part of the plane it is about, where it is about a part.
    """

    first: int
    last: int
    neurons: tuple[Neuron, ...]
    value: float
    unit: str
    text: str
    area: tuple[float, float, float, float] | None = None
    detail: str = ""

    @property
    def in_full(self) -> str:
        """Text and detail."""
        return f"{self.text} {self.detail}".strip()


@dataclass(frozen=True)
class Insight:
    """What one measure says.

    name: its key. title, summary: a few words and a sentence or two, for people. why: it matters, in two lines.
    beside: the file of another run to look at beside this one, where that shows what is meant.
    motion: how far each line moved in each stretch of the training, where that is what is measured.
    """

    name: str
    title: str
    summary: str
    tracks: list[Track]
    findings: list[Finding]
    beside: Path | None = None
    motion: MotionTable | None = None
    why: str = ""


NOTHING_YET = "One checkpoint: nothing to measure yet."
"""The summary of what is measured from one checkpoint to the next, where there is no next one."""


def named(*neurons: Neuron) -> str:
    """'1:6, 1:14 and 2:3'."""
    *before, last = (f"{layer}:{number}" for layer, number in neurons)
    return f"{', '.join(before)} and {last}" if before else last


def neurons_named(*neurons: Neuron) -> str:
    """'Neuron 1:6', or 'Neurons 1:6 and 1:14', at the beginning of a sentence."""
    return f"Neuron{'s' if len(neurons) > 1 else ''} {named(*neurons)}"


def change(amount: float) -> str:
    """'by 0.0123', or 'by less than 0.0001'."""
    return f"by {amount:.4f}" if amount >= 1e-4 else "by less than 0.0001"


def largest_first(findings: list[Finding]) -> list[Finding]:
    """A table as it is shown."""
    return sorted(findings, key=lambda finding: -abs(finding.value))
