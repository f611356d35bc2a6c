"""Where lines have been: trails of the last stretch of a training, and steps that are kept in sight."""

from __future__ import annotations

import time
from collections.abc import Collection

import numpy as np

from ...config import Neuron
from ...render.ghosts import Ghosts, Pieces, ghosts_of, pieces_of
from ...render.look import drawn_neurons
from ...render.preparing import ready_painter
from ...store import Run
from .picture import Picture

TRAILS = {"off": 0, "short": 40, "medium": 160, "long": 480}
"""How many checkpoints back they go."""

MARKS = 8         # of each line, in a trail
MOST_KEPT = 64    # steps, whose pieces are remembered
SECONDS = 0.008   # in a frame, that go into finding them
TOO_LONG = 0.3    # seconds for one step's: such a network has none
NEWEST, WIDTHS = 0.8, (0.5, 0.9)  # opacity of a trail's newest mark; widths of its oldest and newest
ONION, ONION_WIDTH = (0.35, 0.85), 0.8  # opacities of the first and last of the steps that are kept in sight
MOST_STEPS = 5

Wanted = tuple[int, Collection[Neuron], float, float]  # a checkpoint, whose lines, opacity, width


class GhostKeeper:
    """Finds them a few at a time, and remembers them. is_complete: are those that were wanted last all there?"""

    def __init__(self) -> None:
        self.is_complete = True
        self._pieces: dict[tuple, Pieces] = {}
        self._too_slow: set[Run] = set()
        self._made: dict[Run, tuple[tuple, Ghosts]] = {}

    def of(self, picture: Picture, index: int, trail: int, steps: Collection[int]) -> Ghosts | None:
        """Of a picture of the checkpoint at a position. trail: how many checkpoints it goes back. steps: in sight."""
        run, view = picture.run, picture.view
        is_ready = ready_painter(False, run.network.is_piecewise_linear) is not None
        if not (trail or steps) or run in self._too_slow or not is_ready:
            return None
        touched = frozenset({view.highlighted}) if view.highlighted else view.neurons
        wanted = [*_onion(run, steps, drawn_neurons(view)), *_trail(index, trail, touched)]
        found = self._found(picture, [place for place, *_ in wanted])
        there = [(found[place], neurons, opacity, width) for place, neurons, opacity, width in wanted
                 if place in found]
        key = (tuple((place, neurons, round(opacity, 3)) for place, neurons, opacity, _ in wanted), picture.plane,
               len(there), picture.match)
        if run not in self._made or self._made[run][0] != key:
            self._made = {kept: made for kept, made in self._made.items() if len(self._made) < 3 or kept is run}
            self._made[run] = key, ghosts_of(picture.network, there)
        return self._made[run][1]

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


def _trail(index: int, length: int, neurons: Collection[Neuron]) -> list[Wanted]:
    """Marks stay where they are while time goes on, and only fade; oldest first."""
    if not length:
        return []
    stride = length // MARKS
    newest = (index - 1) // stride * stride
    wanted: list[Wanted] = []
    for place in range(newest, max(-1, index - length - 1), -stride):
        left = 1 - (index - place) / (length + 1)
        if place >= 0:
            wanted.append((place, neurons, NEWEST * left, WIDTHS[0] + (WIDTHS[1] - WIDTHS[0]) * left))
    return wanted[::-1]


def _onion(run: Run, steps: Collection[int], neurons: Collection[Neuron]) -> list[Wanted]:
    chosen = sorted({max(0, int(np.searchsorted(run.steps, step, side="right")) - 1) for step in steps})
    return [(place, neurons, float(opacity), ONION_WIDTH)
            for place, opacity in zip(chosen, np.linspace(*ONION, len(chosen)))]
