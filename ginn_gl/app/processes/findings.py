"""The insights into the shown run, computed beside while the user goes on."""

from __future__ import annotations

from pathlib import Path

from ...errors import GinnError
from ...insight.findings import Insight
from ...insight.service import serve
from .answering import AnsweringProcess


class Findings:
    """insights: those found so far of the run at `path`. error: why there are no more."""

    def __init__(self) -> None:
        self._process = AnsweringProcess(serve, "looks at runs")
        self.path: Path | None = None
        self.steps = 0  # the last one of the run when it was looked at
        self.insights: list[Insight] = []
        self.computing = False
        self.error = ""

    def request(self, path: Path, steps: int) -> None:
        """Look at a run, and forget the last one."""
        self.path, self.steps, self.insights, self.computing, self.error = path, steps, [], False, ""
        self._process.ask(path)
        self.computing = True

    def take_in(self) -> None:
        """What has been found since the last frame."""
        if not self.computing:
            return
        try:
            for path, found in self._process.hear():
                if path == self.path:
                    self._take(found)
        except GinnError as error:
            self._take(str(error))

    def close(self) -> None:
        """End the process."""
        self._process.close()

    def _take(self, found: Insight | str | None) -> None:
        if isinstance(found, Insight):
            self.insights.append(found)
        else:
            self.computing, self.error = False, found or ""
