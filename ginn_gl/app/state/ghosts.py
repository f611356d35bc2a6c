"""Where lines have been: trails of the last stretch of a training, and steps that are kept in sight."""

from __future__ import annotations

import time
from collections.abc import Collection

from ...render.ghosts import Ghosts, Pieces, ghosts_of, pieces_of
from ...render.past import Past
from ...render.preparing import ready_painter
from ...store import Run
from .picture import Picture

MOST_SEATS = 60   # pictures, whose lines are remembered
MOST_KEPT = 128   # steps, whose pieces are remembered, of all runs
SECONDS = 0.008   # in a frame, that go into finding them
TOO_LONG = 0.3    # seconds for one step's: such a network has none


class GhostKeeper:
    """Finds them a few at a time, and remembers them. is_complete: are those that were wanted last all there?"""

    def __init__(self) -> None:
        self.is_complete = True
        self._pieces: dict[tuple, Pieces] = {}
        self._too_slow: set[Run] = set()
        self._made: dict[tuple, tuple[tuple, Ghosts]] = {}

    def of(self, picture: Picture, trail: int, steps: Collection[int]) -> Ghosts | None:
        """Of a picture of a checkpoint. trail: how many checkpoints it goes back. steps: in sight."""
        run, view = picture.run, picture.view
        is_ready = ready_painter(False, run.network.is_piecewise_linear) is not None
        if not (trail or steps) or run in self._too_slow or not is_ready:
            return None
        wanted = Past(trail, tuple(steps)).marks(run, picture.index, view)
        found = self._found(picture, [place for place, *_ in wanted])
        there = [(found[place], neurons, opacity, width) for place, neurons, opacity, width in wanted
                 if place in found]
        key = (tuple((place, neurons, round(opacity, 3)) for place, neurons, opacity, _ in wanted), picture.plane,
               len(there), picture.match)
        seat = run, picture.place, picture.layer
        if seat not in self._made or self._made[seat][0] != key:
            if len(self._made) > MOST_SEATS:
                self._made.clear()
            self._made[seat] = key, ghosts_of(picture.network, there)
        return self._made[seat][1]

    def _found(self, picture: Picture, places: list[int]) -> dict[int, Pieces]:
        began = time.perf_counter()
        found = dict[int, Pieces]()
        for place in places:
            key = (picture.run, place, picture.plane, picture.view.beyond, picture.match)
            if key not in self._pieces:
                if time.perf_counter() - began > SECONDS:
                    self.is_complete = False
                    continue
                self._remember(key, picture, place)
            if key in self._pieces:
                found[place] = self._pieces[key]
        return found

    def _remember(self, key: tuple, picture: Picture, place: int) -> None:
        run, began, is_first = picture.run, time.perf_counter(), not self._pieces
        parameters = picture.in_order(run.parameters(place))
        self._pieces[key] = pieces_of(run.network, parameters, picture.plane, picture.view.beyond)
        if time.perf_counter() - began > TOO_LONG and not is_first:  # the first loads what it takes
            self._too_slow.add(run)
        while len(self._pieces) > MOST_KEPT:
            del self._pieces[next(iter(self._pieces))]
