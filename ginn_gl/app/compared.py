"""The run that is shown beside the first one."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ..errors import GinnError
from ..store import Run


class Compared:
    """A second run, which goes where the first one leads.

    run: it. index: of its checkpoint that is shown, the last at or before the first run's step, or else its first.
    parameters: (P,) float32, of that checkpoint.
    Raises GinnError where the file is no run, or that checkpoint is damaged.
    """

    def __init__(self, path: Path, step: int) -> None:
        self.run = Run(path)
        self._wanted: int | None = None
        try:
            self.go_to(step)
        except GinnError:
            self.close()
            raise

    @property
    def step(self) -> int:
        return int(self.run.steps[self.index])

    @property
    def loss(self) -> float:
        return float(self.run.losses[self.index])

    def go_to(self, step: int) -> None:
        """Show this step. Raises RunFileError, once, for a damaged checkpoint; then what was shown stays."""
        index = max(0, int(np.searchsorted(self.run.steps, step, side="right")) - 1)
        if index != self._wanted:
            self._wanted = index
            self.parameters, self.index = self.run.parameters(index), index

    def is_of(self, path: Path) -> bool:
        """Whether its file is this one."""
        return self.run.path.resolve() == path.resolve()

    def close(self) -> None:
        self.run.close()
