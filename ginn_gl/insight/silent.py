"""Dead and always-on neurons: those without a boundary in the square."""

from __future__ import annotations

import numpy as np

from ..activations import RELU
from ..config import Neuron
from ..words import plural
from .findings import Finding, Insight, Track, largest_first, neurons_named
from .history import History
from .likeness import since

DEAD, ALWAYS_ON = "dead: it is off everywhere", "on everywhere: it never switches off"
WHY = ("A dead neuron tells the next layer nothing, and stops learning, since its gradient is zero. "
       "One that is on everywhere adds a slope, but no line to draw with.")


def silent(history: History) -> Insight:
    """Neurons that are off, or on, everywhere in the square, and since when.

    A dead neuron gives the layers after it nothing that changes; one that is always on gives them an affine map, as a
    neuron without an activation would. Of other activations than ReLU these are the neurons that have no slope
    anywhere, or hardly any, and those that have one slope, or nearly so. Everywhere means at every point of the grid:
    a boundary that only cuts off a corner smaller than its spacing, an 80th of a side, is not seen. A finding's value
    is for how many steps it has lasted at the end. The tracks count both kinds.
    """
    dead, always_on = history.flat, history.straight
    relu = all(activation == RELU for activation in history.network.activations)
    findings = [_finding(history, neuron, states[:, index], how)
                for states, how in ((dead, DEAD if relu else "flat: it says the same everywhere"),
                                    (always_on, ALWAYS_ON if relu else "straight: it never bends"))
                for index, neuron in enumerate(history.network.neurons) if states[-1, index]]
    names, title = (("dead", "always on"), "Neurons that never switch") if relu else (
        ("flat", "straight"), "Flat and straight neurons")
    tracks = [Track(name, "neurons", history.steps, states.sum(axis=1))
              for name, states in zip(names, (dead, always_on))]
    summary = (f"Of {plural(len(history.network.neurons), 'neuron')}, {_are(dead[-1], names[0])} and "
               f"{_are(always_on[-1], names[1])}, all over the square.")
    return Insight("silent", title, summary, tracks, largest_first(findings), why=WHY)


def _are(states: np.ndarray, how: str) -> str:
    count = int(states.sum())
    return f"{count:,} {'is' if count == 1 else 'are'} {how}"


def _finding(history: History, neuron: Neuron, states: np.ndarray, how: str) -> Finding:
    first, last = int(history.steps[since(states)]), int(history.steps[-1])
    return Finding(first, last, (neuron,), float(last - first), "steps",
                   f"{neurons_named(neuron)} is {how}.", detail=f"From step {first:,} on.")
