"""Which neuron of one run does what which of another does, found beside, so that the picture never waits."""

from __future__ import annotations

from pathlib import Path

from ...errors import GinnError
from ...insight.alignment import Alignment
from ...insight.alignment_service import Pair, serve
from ...store import Run
from .answering import AnsweringProcess

MOST_KEPT = 64  # pairs of runs


class Matcher:
    """Matches runs at their last steps, one pair at a time, and again as they grow; until then the last match stays."""

    def __init__(self) -> None:
        self._process = AnsweringProcess(serve, "matches neurons")
        self._asked: Pair | None = None
        self._known: dict[tuple[Path, Path], tuple[Pair, Alignment | str]] = {}

    @property
    def computing(self) -> bool:
        """Whether an answer is to come."""
        return self._asked is not None

    def match(self, run: Run, other: Run) -> Alignment | str | None:
        """To be called in every frame: how they match, or why they do not; None until that is known."""
        self._hear()
        pair = Pair(run.path, other.path, (int(run.steps[-1]), int(other.steps[-1])))
        known, found = self._known.get(pair[:2], (None, None))
        if known != pair and self._asked is None:
            self._ask(pair)
        return found

    def close(self) -> None:
        """End the process."""
        self._asked = None
        self._process.close()

    def _ask(self, pair: Pair) -> None:
        try:
            self._process.ask(pair)
            self._asked = pair
        except GinnError as error:
            self._keep(pair, str(error))

    def _hear(self) -> None:
        asked = self._asked
        try:
            for pair, found in self._process.hear():
                self._keep(pair, found)
        except GinnError as error:
            if asked:
                self._keep(asked, str(error))

    def _keep(self, pair: Pair, found: Alignment | str) -> None:
        self._asked = None
        self._known.pop(pair[:2], None)
        self._known[pair[:2]] = pair, found
        while len(self._known) > MOST_KEPT:
            del self._known[next(iter(self._known))]
