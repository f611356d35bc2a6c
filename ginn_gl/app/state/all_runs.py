"""All runs there are, as a table or a wall of pictures: what of them is looked for, and in which order."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from functools import lru_cache
from math import isnan
from typing import Any

from ...many.listing import Listed
from ..processes.measuring import Measuring
from ..processes.shelf import Shelf
from ..processes.tiles import Tiles
from .search import MEASURED, Search, parsed

TABS = ("Table", "Wall")
SETTLING = 0.25  # seconds, at least, from one time that runs are sorted anew as more of them are read, to the next
SHARE = 0.1      # of the time, at most, that is spent on that
NUMBER = re.compile(r"(\d+)")


@dataclass
class AllRuns:
    """is_open: instead of the picture and what is around it. tab: one of TABS; asked_tab: one that is asked for.

    column, descending: by which it is sorted. share: of the training, 0 to 1, that the wall shows. side: of its tiles,
    in font sizes. losses: from where to where the last losses are of those that are kept; None for all. chosen,
    hovered: paths of the run that keys open, and of that under the mouse. on_screen: of the shown one and those beside
    it. seen: the runs that were drawn last. unread: how many nobody knows yet.
    """

    is_open: bool = False
    tab: str = "Table"
    asked_tab: str | None = None
    search: str = ""
    column: str = "name"
    descending: bool = False
    share: float = 1.0
    side: float = 8.5
    playing: bool = False
    losses: tuple[float, float] | None = None
    chosen: str | None = None
    hovered: str | None = None
    on_screen: frozenset[str] = frozenset()
    seen: list[Listed] = field(default_factory=list)
    shelf: Shelf = field(default_factory=Shelf)
    tiles: Tiles = field(default_factory=Tiles)
    measuring: Measuring = field(default_factory=Measuring)
    unread: int = 0
    _found: list[Listed] = field(default_factory=list)
    _kept: list[Listed] = field(default_factory=list)
    _made_for: tuple[Any, ...] = ()
    _made_at: float = 0.0
    _took: float = 0.0

    @property
    def found(self) -> list[Listed]:
        """Those that the search leaves, in order."""
        self._make()
        return self._found

    @property
    def kept(self) -> list[Listed]:
        """Of these, those with a loss in the range that is kept."""
        self._make()
        return self._kept

    @property
    def sought(self) -> Search:
        """What the search means."""
        return parsed(self.search)

    @property
    def needs_measures(self) -> bool:
        """Of all runs, to sort or to search by them."""
        return self.column in MEASURED or self.sought.is_measured

    def value(self, one: Listed, column: str) -> Any:
        """What a run has in a column of the table, to sort and to search by; None where nobody knows."""
        if column == "name":
            return one.name
        if column == "alike":
            alike = self.measuring.alike(one)
            return None if alike is None or isnan(alike) else 100 * alike
        if column in MEASURED:
            measures = self.measuring.measures(one)
            return getattr(measures, column) if measures else None
        return getattr(one.facts, column) if one.facts else None

    @property
    def edition(self) -> float:
        """Another number for each list of runs that are kept."""
        self._make()
        return self._made_at

    def _make(self) -> None:
        asked = self.search, self.column, self.descending, self.losses
        made_for = (*asked, self.shelf.version, self.measuring.version if self.needs_measures else 0)
        if made_for == self._made_for:
            return
        now = time.monotonic()
        rest = max(SETTLING, self._took / SHARE)
        comes_more = self.shelf.reading or self.measuring.computing
        if self._made_for[:len(asked)] == asked and now - self._made_at < rest and comes_more:
            return
        self.unread = sum(not one.is_known for one in self.shelf.rows.values())
        sought = self.sought
        found = [one for one in self.shelf.rows.values() if self._is_sought(one, sought)]
        self._found = in_order([(self.value(one, self.column), one) for one in found], self.column, self.descending)
        self._kept = [one for one in self._found if self._has_loss_kept(one)]
        self._made_for, self._made_at = made_for, now
        self._took = time.monotonic() - now

    def _is_sought(self, one: Listed, sought: Search) -> bool:
        if sought.words and not all(word in text_of(one) for word in sought.words):
            return False
        if sought.bad is not None and (one.facts is None or one.facts.bad is not sought.bad):
            return False
        return all(term.holds(self._sought_value(one, term.key)) for term in sought.terms)

    def _sought_value(self, one: Listed, key: str) -> Any:
        if key == "hidden":
            return hidden_of(one.facts.network) if one.facts else None
        return self.value(one, "step" if key == "steps" else key)

    def _has_loss_kept(self, one: Listed) -> bool:
        if self.losses is None:
            return True
        loss = one.facts.loss if one.facts else None
        return loss is not None and self.losses[0] <= loss <= self.losses[1]


def text_of(one: Listed) -> str:
    """What is searched, in lower case."""
    facts = one.facts
    told = f" {facts.network} {facts.state} seed {facts.seed}" if facts else ""
    return f"{one.name}{told}".lower()


def verdict(one: Listed) -> str:
    """'good' or 'bad' where that is said of a run, and else nothing."""
    bad = one.facts.bad if one.facts else None
    return "" if bad is None else "bad" if bad else "good"


@lru_cache(maxsize=1_000)
def hidden_of(network: str) -> tuple[int, ...]:
    """Widths of hidden layers, of a network as it is written."""
    return tuple(map(int, network.split()[0].split("-")[1:-1]))


def in_order(valued: list[tuple[Any, Listed]], column: str, descending: bool) -> list[Listed]:
    """Runs by their values in a column; what has nothing there is last."""
    some = [pair for pair in valued if pair[0] is not None]
    none = [one for kind, one in valued if kind is None]
    key = (lambda pair: natural(pair[0])) if column in ("name", "network") else (lambda pair: pair[0])
    return [one for _, one in sorted(some, key=key, reverse=descending)] + none


@lru_cache(maxsize=100_000)
def natural(name: str) -> list[Any]:
    """By which names are sorted as people do it: seed9 before seed10."""
    parts = NUMBER.split(name.lower())
    parts[1::2] = map(int, parts[1::2])
    return parts
