"""Runs side by side, whose neurons have the numbers of those of the first one that do the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...insight.alignment import Alignment, why_not
from ...store import Run
from ..processes.matching import Matcher
from .picture import Picture


@dataclass(frozen=True)
class Match:
    """Of a run beside the first. found: None until it is. problem: why there is none."""

    run: Run
    found: Alignment | None = None
    problem: str = ""


class Matching:
    """matches: of the runs beside the first that were shown last; a run beside itself is none of them."""

    def __init__(self) -> None:
        self.matcher = Matcher()
        self.matches: list[Match] = []
        self._ordered: dict[Run, tuple[np.ndarray, Alignment, np.ndarray]] = {}

    def applied(self, pictures: list[Picture], wanted: bool) -> list[Picture]:
        """What is on screen, with the neurons of all but the first in the order of the first one's, if that is wanted.

        One array for one step and order, so that nothing is drawn anew that has not changed.
        """
        first, *others = pictures
        beside = dict.fromkeys(picture.run for picture in others if picture.run.path != first.run.path)
        self.matches = [self._match(first.run, run, wanted) for run in beside]
        found = {match.run: match.found for match in self.matches if match.found}
        self._ordered = {run: kept for run, kept in self._ordered.items() if run in found}
        return [first, *(self._in_order(picture, found.get(picture.run)) for picture in others)]

    def _match(self, run: Run, other: Run, wanted: bool) -> Match:
        if problem := why_not(run, other):
            return Match(other, problem=problem)
        found = self.matcher.match(run, other) if wanted else None
        return Match(other, problem=found) if isinstance(found, str) else Match(other, found)

    def _in_order(self, picture: Picture, found: Alignment | None) -> Picture:
        if found is None:
            return picture
        given, by, ordered = self._ordered.get(picture.run, (None, None, picture.parameters))
        if given is not picture.parameters or by is not found:
            ordered = found.reorder(picture.parameters)
            self._ordered[picture.run] = picture.parameters, found, ordered
        return replace(picture, parameters=ordered, match=found)
