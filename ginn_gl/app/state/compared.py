"""A run that is shown beside the first one: another one, or the same at a step of its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ...config import View
from ...errors import GinnError
from ...render.ground import ground_of
from ...store import Run


class Compared:
    """A run that goes where the first one leads, or stays at a step.

    run: it. index: of its checkpoint that is shown, the last at or before the step it was led to, or else its first.
    stays: at the step that it was opened at, until another is chosen.
    parameters: (P,) float32, of that checkpoint, or in smooth playback on the way from it to the next.
    view: as it was shown last; what of it is not linked to the first one's stays.
    Raises GinnError where the file is no run, or that checkpoint is damaged.
    """

    def __init__(self, path: Path, step: float, stays: bool = False) -> None:
        self.run, self.stays = Run(path), stays
        self.view: View | None = None
        self._wanted: tuple | None = None
        try:
            ground_of(self.run)
            self.stay_at(step)
        except GinnError:
            self.close()
            raise

    @property
    def step(self) -> int:
        return int(self.run.steps[self.index])

    @property
    def loss(self) -> float:
        return float(self.run.losses[self.index])

    def go_to(self, step: float, smooth: bool = False) -> None:
        """Show this step, unless it stays at one. smooth: mix what lies between two checkpoints.

        Raises RunFileError, once, for a damaged checkpoint; then what was shown stays.
        """
        if not self.stays:
            self._show(step, smooth)

    def stay_at(self, step: float) -> None:
        """Show this step, and if it stays, from now on. Raises as go_to."""
        self._show(step, smooth=False)

    def reopen(self) -> None:
        """Read the same file anew, which a training has finished with. Raises GinnError where that cannot be read."""
        step, self.run = self.step, Run(self.run.path)
        self._wanted = None
        self.stay_at(step)

    def _show(self, step: float, smooth: bool) -> None:
        index = self.run.index_near(step)
        wanted = (index, step if smooth else None)
        if wanted != self._wanted:
            self._wanted = wanted
            self.parameters = self._mixed(index, step) if smooth else self.run.parameters(index)
            self.index = index

    def _mixed(self, index: int, step: float) -> np.ndarray:
        here, following = self.run.parameters(index), min(index + 1, len(self.run) - 1)
        first, last = int(self.run.steps[index]), int(self.run.steps[following])
        share = (step - first) / (last - first) if first < step < last else 0.0
        return here + np.float32(share) * (self.run.parameters(following) - here)

    def is_of(self, path: Path) -> bool:
        """Whether its file is this one."""
        return self.run.path.resolve() == path.resolve()

    def close(self) -> None:
        self.run.close()
