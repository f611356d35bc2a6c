"""Which other steps' lines are drawn over a picture, and how faint: trails of the last stretch of a training, and steps
that are kept in sight."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from ..config import Neuron, View
from ..network import network_on
from ..store import Run
from .ghosts import Pieces, draw_ghosts, ghosts_of, pieces_of
from .ground import ground_of
from .look import drawn_neurons

TRAILS = {"off": 0, "short": 40, "medium": 160, "long": 480}
"""How many checkpoints back they go."""

MARKS = 8      # of each line, in a trail
MOST_KEPT = 64  # steps, whose pieces are remembered
NEWEST, WIDTHS = 0.8, (0.5, 0.9)  # opacity of a trail's newest mark; widths of its oldest and newest
ONION, ONION_WIDTH = (0.35, 0.85), 0.8  # opacities of the first and last of the steps that are kept in sight
MOST_STEPS = 5

Mark = tuple[int, Collection[Neuron], float, float]
"""The lines of a checkpoint: its position, whose lines, their opacity, and how wide they are, of a boundary."""


@dataclass(frozen=True)
class Past:
    """trail: how many checkpoints back it goes, one of TRAILS'. steps: those that are kept in sight."""

    trail: int = 0
    steps: tuple[int, ...] = ()

    def marks(self, run: Run, index: int, view: View) -> list[Mark]:
        """Over a picture of the checkpoint at a position; what is over others comes last."""
        touched = frozenset({view.highlighted}) if view.highlighted else view.neurons
        return [*_onion(run, self.steps, drawn_neurons(view)), *_trail(index, self.trail, touched)]


NO_PAST = Past()


class PastLines:
    """Draws them over pictures of a run, and remembers what it has found."""

    def __init__(self, run: Run, past: Past) -> None:
        self._run, self._past = run, past
        self._pieces: dict[tuple, Pieces] = {}

    def draw(self, picture: np.ndarray, index: int, view: View) -> None:
        """Over a picture of the checkpoint at a position, (height, width, 3 or 4) uint8, in place."""
        ground, network = ground_of(self._run), self._run.network
        layers = [(self._pieces_of(place, view), neurons, opacity, width)
                  for place, neurons, opacity, width in self._past.marks(self._run, index, view)]
        draw_ghosts(picture, ghosts_of(network_on(ground.plane_in(view), network), layers), view, ground.aspect)

    def _pieces_of(self, place: int, view: View) -> Pieces:
        plane = ground_of(self._run).plane_in(view)
        key = place, plane, view.beyond
        if key not in self._pieces:
            self._pieces[key] = pieces_of(self._run.network, self._run.parameters(place), plane, view.beyond)
        while len(self._pieces) > MOST_KEPT:
            del self._pieces[next(iter(self._pieces))]
        return self._pieces[key]


def _trail(index: int, length: int, neurons: Collection[Neuron]) -> list[Mark]:
    """Marks stay where they are while time goes on, and only fade; oldest first."""
    if not length:
        return []
    stride = length // MARKS
    newest = (index - 1) // stride * stride
    wanted: list[Mark] = []
    for place in range(newest, max(-1, index - length - 1), -stride):
        left = 1 - (index - place) / (length + 1)
        if place >= 0:
            wanted.append((place, neurons, NEWEST * left, WIDTHS[0] + (WIDTHS[1] - WIDTHS[0]) * left))
    return wanted[::-1]


def _onion(run: Run, steps: Collection[int], neurons: Collection[Neuron]) -> list[Mark]:
    chosen = sorted({run.index_near(step) for step in steps})
    return [(place, neurons, float(opacity), ONION_WIDTH)
            for place, opacity in zip(chosen, np.linspace(*ONION, len(chosen)))]
