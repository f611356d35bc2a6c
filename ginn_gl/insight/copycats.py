"""Copycats: neurons of one layer that do the same."""

from __future__ import annotations

import numpy as np

from ..words import plural
from .findings import Finding, Insight, Track, largest_first, neurons_named
from .history import History
from .likeness import ALIKE, likeness, since

WHY = ("The network has found the same line twice, so one of the two neurons adds little to the picture. That is one "
       "way in which networks waste neurons.")


def copycats(history: History) -> Insight:
    """Pairs of neurons in a layer that switch at the same places, and since when.

    Two neurons are copycats where their likeness (see `likeness`) is at least 0.95 in size, at the end and at every
    sample since: they are on at nearly the same points, or one is on where the other is off, so that their
    boundaries coincide. A finding's value is the share of the square where they agree (or oppose), in percent.
    The track counts the pairs.
    """
    counts, findings = np.zeros(len(history)), []
    for layer in history.layers:
        alike = np.stack([_pairs(history.on(k, layer)) for k in range(len(history))])
        holds = np.abs(alike) >= ALIKE
        counts += holds.sum(axis=(1, 2))
        began = since(holds)
        findings += [_finding(history, layer, (a, b), int(began[a, b]), alike[-1, a, b] > 0)
                     for a, b in np.argwhere(holds[-1])]
    return Insight("copycats", "Copycats", _summary(findings),
                   [Track("copycats", "pairs", history.steps, counts)], largest_first(findings), why=WHY)


def _pairs(on: np.ndarray) -> np.ndarray:
    """Likeness of each neuron to the later ones of its layer, (A, A), else 0."""
    return np.triu(likeness(on, on), 1).astype(np.float32)


def _finding(history: History, layer: int, pair: tuple[int, int], began: int, same: bool) -> Finding:
    on = history.on(len(history) - 1, layer)
    share = 100 * float((on[pair[0]] == (on[pair[1]] == same)).mean())
    neurons = tuple((layer, int(number) + 1) for number in pair)
    first, last = int(history.steps[began]), int(history.steps[-1])
    job = "do the same job" if same else "are opposites: one is on where the other is off"
    how = "They are on and off together" if same else "That is so"
    return Finding(first, last, neurons, share, "% of the square",
                   f"{neurons_named(*neurons)} {job}.",
                   detail=f"{how} on {share:.1f}% of the square, from step {first:,} on.")


def _summary(findings: list[Finding]) -> str:
    if not findings:
        return "No two neurons of a layer do the same job."
    verb = "shares" if len(findings) == 1 else "share"
    return f"Within a layer, {plural(len(findings), 'pair')} of neurons {verb} nearly the same line."
