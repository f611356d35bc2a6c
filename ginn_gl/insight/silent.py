"""Dead and always-on neurons: those without a boundary in the square."""

from __future__ import annotations

import numpy as np

from ..config import Neuron
from .findings import Finding, Insight, Track, largest_first, named, plural
from .history import History
from .likeness import since


def silent(history: History) -> Insight:
    """Neurons that are off, or on, everywhere in the square, and since when.

    A dead neuron gives the layers after it nothing; one that is always on gives them an affine map, as a neuron
    without ReLU would. Everywhere means at every point of the grid: a boundary that only cuts off a corner smaller
    than its spacing, an 80th of a side, is not seen. A finding's value is for how many steps it has lasted at
    the end. The tracks count both kinds.
    """
    dead, always_on = history.share_on == 0, history.share_on == 1
    findings = [_finding(history, neuron, states[:, index], how)
                for states, how in ((dead, "off"), (always_on, "on"))
                for index, neuron in enumerate(history.network.neurons) if states[-1, index]]
    tracks = [Track("dead", "neurons", history.steps, dead.sum(axis=1)),
              Track("always on", "neurons", history.steps, always_on.sum(axis=1))]
    summary = (f"Of {plural(len(history.network.neurons), 'neuron')} {dead[-1].sum()} are dead and "
               f"{always_on[-1].sum()} always on.")
    return Insight("silent", "Dead and always-on neurons", summary, tracks, largest_first(findings))


def _finding(history: History, neuron: Neuron, states: np.ndarray, how: str) -> Finding:
    first, last = int(history.steps[since(states)]), int(history.steps[-1])
    return Finding(first, last, (neuron,), float(last - first), "steps",
                   f"{named(neuron)} is {how} everywhere in the square since step {first:,}.")
