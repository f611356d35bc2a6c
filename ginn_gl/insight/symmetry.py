"""Symmetry: how alike left and right are, in the prediction and in each layer's boundaries."""

from __future__ import annotations

import numpy as np

from ..words import plural
from .findings import Finding, Insight, Track, change, largest_first, neurons_named
from .history import History, difference
from .likeness import ALIKE, has_boundary, likeness, since

WHY = ("Where the target is the same on the left and on the right, one line can serve both sides, or two lines can "
       "mirror each other. The network discovers this by itself.")


def symmetry(history: History) -> Insight:
    """Neurons that are each other's mirror image, or their own, and how symmetric prediction and layers are.

    The prediction's asymmetry is the mean difference of the probability of white from its mirror image, 0 to 1, at
    middles of the target's pixels, where it was trained; between them it can be larger.
    A layer's symmetry is that of its set of boundaries: for each neuron with a boundary in the square, the largest
    likeness (see `likeness`, in size) of its mirror image to a neuron of the layer, itself included; their mean. It
    is 1 where every boundary's mirror image is a boundary; just initialised, layers of the paper's size have 0.4 to
    0.55.

    A finding is a pair with a likeness of at least 0.95, or a neuron that is its own mirror image to that degree,
    at the end and at every sample since; its value is the share of the square where they agree or oppose, in
    percent. Of boundaries that cross the square from left to right, a level one is its own mirror image.
    """
    findings, tracks = [], [_asymmetry(history)]
    for layer in history.layers:
        alike = np.stack([_mirror_likeness(history, k, layer) for k in range(len(history))])
        tracks.append(Track(f"layer {layer}", "symmetry, 0 to 1", history.steps,
                            _layer_symmetry(history, layer, alike)))
        holds = np.abs(alike) >= ALIKE
        began = since(holds)
        findings += [_finding(history, layer, (a, b), int(began[a, b]), alike[-1, a, b] > 0)
                     for a, b in np.argwhere(np.triu(holds[-1]))]
    return Insight("symmetry", "Symmetry of left and right", _summary(findings, tracks), tracks,
                   largest_first(findings), why=WHY)


def _asymmetry(history: History) -> Track:
    mirrored = np.moveaxis(history.mirrored(np.moveaxis(history.said, 2, 0)), 0, 2)
    return Track("left less right", "difference in probability", history.steps,
                 difference(history.said, mirrored, history.network).mean(axis=1))


def _mirror_likeness(history: History, k: int, layer: int) -> np.ndarray:
    on = history.on(k, layer)
    return likeness(on, history.mirrored(on)).astype(np.float32)


def _layer_symmetry(history: History, layer: int, alike: np.ndarray) -> np.ndarray:
    """(T,), not a number where the layer has no boundary in the square."""
    best = np.abs(alike).max(axis=2)
    seen = np.stack([has_boundary(history.on(k, layer)) for k in range(len(history))])
    count = seen.sum(axis=1)
    return np.where(count > 0, (best * seen).sum(axis=1) / np.maximum(count, 1), np.nan)


def _finding(history: History, layer: int, pair: tuple[int, int], began: int, same: bool) -> Finding:
    on = history.on(len(history) - 1, layer)
    share = 100 * float((history.mirrored(on[pair[0]]) == (on[pair[1]] == same)).mean())
    neurons = tuple((layer, int(number) + 1) for number in dict.fromkeys(pair))
    first, last = int(history.steps[began]), int(history.steps[-1])
    what = "are mirror images of each other" if len(neurons) == 2 else "is its own mirror image"
    how = "" if same else ", with on and off exchanged"
    return Finding(first, last, neurons, share, "% of the square",
                   f"{neurons_named(*neurons)} {what}{how}.",
                   detail=f"This holds for {share:.1f}% of the square, from step {first:,} on.")


def _summary(findings: list[Finding], tracks: list[Track]) -> str:
    asymmetry, *layers = (track.values[-1] for track in tracks)
    degrees = ", ".join("none" if np.isnan(degree) else f"{100 * degree:.0f}%" for degree in layers)
    alone = sum(len(finding.neurons) == 1 for finding in findings)
    pairs = len(findings) - alone
    both = f"{plural(pairs, 'pair')} of neurons {'mirrors' if pairs == 1 else 'mirror'}"
    lone = f"{plural(alone, 'neuron')} {'mirrors itself' if alone == 1 else 'mirror themselves'}"
    return (f"Left and right of the picture differ {change(asymmetry)} on average, on a scale from 0 to 1. Layer by "
            f"layer, the lines are symmetric to {degrees}. {both} each other, and {lone}.")
