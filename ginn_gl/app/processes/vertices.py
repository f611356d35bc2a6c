"""Where boundaries meet or bend, computed beside, so that the picture never waits."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection

import numpy as np

from ...config import NetworkSpec, Neuron, Window
from .answering import AnsweringProcess


@dataclass(frozen=True, eq=False)
class Vertices:
    """The vertices of a network's partition of a window.

    parameters: (P,) float32, the network's. places: (V, 2). tags: (K, 2) int of a vertex and of the place in
    network.neurons of a neuron whose boundary goes through it, vertex by vertex.
    """

    network: NetworkSpec
    parameters: np.ndarray
    window: Window
    places: np.ndarray
    tags: np.ndarray

    def of(self, chosen: frozenset[Neuron]) -> np.ndarray:
        """Those, (M,) int, where boundaries of chosen neurons meet, or one bends at another's of an earlier layer."""
        vertex, neuron = self.tags.T
        neurons, count = self.network.neurons, len(self.places)
        layers = np.array([layer for layer, _ in neurons])[neuron]
        is_chosen = np.array([one in chosen for one in neurons])[neuron]
        first, last = np.full(count, len(self.network.hidden) + 1), np.zeros(count, int)
        np.minimum.at(first, vertex, layers)
        np.maximum.at(last, vertex[is_chosen], layers[is_chosen])
        meeting = np.bincount(vertex[is_chosen], minlength=count) > 1
        return np.flatnonzero(meeting | (first < last))

    def neurons_at(self, vertex: int) -> list[Neuron]:
        """Whose boundaries go through a vertex, chosen or not."""
        start, end = np.searchsorted(self.tags[:, 0], (vertex, vertex + 1))
        return [self.network.neurons[place] for place in self.tags[start:end, 1]]


class VertexFinder:
    """Finds the vertices of what is shown, once that is still: one request at a time, for what is shown by then."""

    def __init__(self) -> None:
        self._process = AnsweringProcess(serve, "finds vertices")
        self._asked: tuple[NetworkSpec, np.ndarray, Window] | None = None
        self._known: Vertices | None = None
        self._seen: np.ndarray | None = None  # parameters in the frame before
        self.computing = False

    def find(self, network: NetworkSpec, parameters: np.ndarray, window: Window, around: Window) -> Vertices | None:
        """To be called in every frame: of these parameters, in this window at least; None until then.

        around: a larger window, to be found at once, so as to have what comes into view next.
        Raises GinnError where the process has ended or cannot be started.
        """
        self._take_in()
        known = self._known
        self.computing = not (known and _same(known.parameters, parameters) and _covers(known.window, window))
        if self.computing and self._asked is None and self._seen is not None and _same(self._seen, parameters):
            asked = network, parameters, around
            self._process.ask(asked)
            self._asked = asked
        self._seen = parameters
        return None if self.computing else known

    def rest(self) -> None:
        """Instead of find, where nothing is to be found."""
        self.computing = False

    def close(self) -> None:
        """End the process."""
        self._asked = None
        self._process.close()

    def _take_in(self) -> None:
        asked = self._asked
        if asked is None:
            return
        self._asked = None  # also where it has ended
        for places, tags in self._process.hear():
            self._known = Vertices(*asked, places, tags)
            return
        self._asked = asked


def serve(connection: Connection) -> None:
    """Answer each (network, parameters, window) with (places, tags), until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the process that asks
    from ...geometry import vertices  # which loads the compiler

    try:
        while True:
            connection.send(vertices(*connection.recv()))
    except (EOFError, BrokenPipeError):
        pass


def _same(parameters: np.ndarray, others: np.ndarray) -> bool:
    """Those on a plane may be made anew in every frame."""
    return parameters is others or np.array_equal(parameters, others)


def _covers(window: Window, other: Window) -> bool:
    return window[0] <= other[0] and window[1] <= other[1] and other[2] <= window[2] and other[3] <= window[3]
