"""A sweep in parts that can be done anywhere: some seeds of one group, trained side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tqdm import tqdm

from .spec import Group, SweepSpec

MOST_AT_ONCE = 16  # seeds of a task: a core trains several side by side in half of the time that it takes one by one
ROUNDS = 4         # tasks for each worker, at least, so that none waits long for another at the end


@dataclass(frozen=True)
class Task:
    """Some seeds of a group."""

    group: Group
    seeds: tuple[int, ...]

    def paths(self, folder: Path) -> list[Path]:
        """Of the runs, one for each seed."""
        return [folder / self.group.file_name(seed) for seed in self.seeds]

    def __str__(self) -> str:
        seeds = self.seeds
        return f"{self.group.name}-seed{seeds[0]}" + (f" to {seeds[-1]}" if len(seeds) > 1 else "")


def tasks_of(spec: SweepSpec, workers: int) -> list[Task]:
    """All of a sweep, shared out for a number of workers."""
    size = max(1, min(MOST_AT_ONCE, math.ceil(len(spec) / (ROUNDS * workers))))
    return [Task(group, spec.seeds[start:start + size])
            for group in spec.groups for start in range(0, len(spec.seeds), size)]


@dataclass
class Report:
    """How a sweep went. failed: a line for each task that could not be done. remarks: what else somebody should look
    at, such as a worker with a full disk. signal: what stopped it, 0 if nothing."""

    failed: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    signal: int = 0


class Progress:
    """A bar that counts runs, and says which are being trained where."""

    def __init__(self, runs: int) -> None:
        self._bar = tqdm(desc="sweep", total=runs, unit=" runs", disable=None)

    def done(self, runs: int) -> None:
        """So many more are."""
        self._bar.update(runs)

    def show(self, at_work: Sequence[str]) -> None:
        """at_work: what is being trained, and where."""
        first = f": {at_work[0]}" if at_work else ""
        self._bar.set_postfix_str(f"{len(at_work)} at work{first}"[:100])

    def close(self) -> None:
        """Leave the bar as it stands."""
        self._bar.close()
