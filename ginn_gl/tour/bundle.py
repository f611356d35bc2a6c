"""The bundled runs as the measures take them."""

from __future__ import annotations

from pathlib import Path

from ..insight.history import History
from ..paths import bundled_runs
from ..store import Run

GOOD, WANDERING, FULL_BATCH, BAD = "bottle-good-1", "bottle-good-3", "bottle-full-batch", "bottle-bad"


class Bundle:
    """Bundled runs by name, each read and evaluated once, in a second or a few. folder: where they are."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or bundled_runs()
        self._histories: dict[str, History] = {}

    def path(self, name: str) -> Path:
        return self._folder / f"{name}.ginn"

    def history(self, name: str) -> History:
        """Raises RunFileError where the run is missing or damaged."""
        if name not in self._histories:
            with Run(self.path(name)) as run:
                self._histories[name] = History(run)
        return self._histories[name]
