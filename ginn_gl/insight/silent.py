"""Dead and always-on neurons: those without a boundary in the square."""

from __future__ import annotations

import numpy as np

from ..activations import RELU
from ..config import Neuron
from .findings import Finding, Insight, Track, largest_first, named, plural
from .history import History
from .likeness import since


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
                for states, how in ((dead, "off" if relu else "flat"), (always_on, "on" if relu else "straight"))
                for index, neuron in enumerate(history.network.neurons) if states[-1, index]]
    names, title = (("dead", "always on"), "Dead and always-on neurons") if relu else (
        ("flat", "straight"), "Flat and straight neurons")
    tracks = [Track(name, "neurons", history.steps, states.sum(axis=1))
              for name, states in zip(names, (dead, always_on))]
    summary = (f"Of {plural(len(history.network.neurons), 'neuron')} {dead[-1].sum()} are {names[0]} and "
               f"{always_on[-1].sum()} {names[1]}.")
    return Insight("silent", title, summary, tracks, largest_first(findings))


def _finding(history: History, neuron: Neuron, states: np.ndarray, how: str) -> Finding:
    first, last = int(history.steps[since(states)]), int(history.steps[-1])
    return Finding(first, last, (neuron,), float(last - first), "steps",
                   f"{named(neuron)} is {how} everywhere in the square since step {first:,}.")
