"""Indecisive neurons: late in training their boundaries still wander to and fro, and it makes no difference."""

from __future__ import annotations

import numpy as np

from ..config import Neuron
from .findings import NOTHING_YET, Finding, Insight, Track, change, largest_first, neurons_named
from .history import History

WHY = ("The picture hardly depends on where such a line lies. So the loss gives the neuron no direction, and small "
       "accidents of the training push it around.")
LATE = 0.25         # of the run's steps, from where on training is late
LEAST_SWEPT = 0.3   # squares
LEAST_PASSES = 2.5  # at a place; there and back is 2
MOST_EFFECT = 0.01  # change of the probability of white


def indecisive(history: History) -> Insight:
    """Neurons whose boundary moves much late in training while the prediction hardly changes where it passes.

    Late is after the first quarter of the steps. A boundary has swept the area in which its neuron switches on or
    off between one sample and the next, added up over the samples, in areas of the square: a place that it passes
    five times counts five times. That is a lower bound, as it may move to and fro between samples. Its effect is
    the mean change of the prediction, there and then: of the probability of white, or what comes nearest to it.

    A neuron is indecisive if it sweeps at least 0.3 squares, passing the places where it comes at least 2.5 times
    in the mean, with an effect of at most 0.01. A finding's value is what it sweeps. The track is the area swept
    from the start by the boundaries, the mean over all neurons.
    """
    if len(history) == 1:
        return Insight("indecisive", "Indecisive neurons", NOTHING_YET, [], [], why=WHY)
    start = int(np.searchsorted(history.steps, history.steps[0] + LATE * (history.steps[-1] - history.steps[0])))
    swept, effect = _motion(history)
    total = swept[start:].sum(axis=0)
    mean_effect = (swept * effect)[start:].sum(axis=0) / np.maximum(total, 1e-12)
    passes = total / np.maximum(_visited(history, start), 1e-12)
    wanders = (total >= LEAST_SWEPT) & (passes >= LEAST_PASSES) & (mean_effect <= MOST_EFFECT)
    findings = [_finding(history, start, neuron, total[i], passes[i], mean_effect[i])
                for i, neuron in enumerate(history.network.neurons) if wanders[i]]
    track = Track("swept", "squares per neuron", history.steps[1:], swept.mean(axis=1).cumsum())
    return Insight("indecisive", "Indecisive neurons", _summary(findings), [track], largest_first(findings),
                   why=WHY)


def _motion(history: History) -> tuple[np.ndarray, np.ndarray]:
    """From each sample to the next, of each neuron: area swept, and the mean effect in it; (T - 1, neurons) both."""
    shape = len(history) - 1, len(history.network.neurons)
    swept, effect = np.zeros(shape), np.zeros(shape)
    before = [history.on(0, layer) for layer in history.layers]
    for k in range(shape[0]):
        after = [history.on(k + 1, layer) for layer in history.layers]
        change = history.change(k)
        flips = np.concatenate([was != now for was, now in zip(before, after)]).astype(np.float32)
        swept[k] = flips.mean(axis=1)
        effect[k] = flips @ change / np.maximum(flips.sum(axis=1), 1)
        before = after
    return swept, effect


def _visited(history: History, start: int) -> np.ndarray:
    """Area in which each neuron is now on, now off, at the samples from one on, in squares; (neurons,)."""
    changing = []
    for layer in history.layers:
        states = np.stack([history.on(k, layer) for k in range(min(start, len(history) - 1), len(history))])
        changing.append((states.any(axis=0) & ~states.all(axis=0)).mean(axis=1))
    return np.concatenate(changing)


def _finding(history: History, start: int, neuron: Neuron, swept: float, passes: float, effect: float) -> Finding:
    first, last = int(history.steps[start]), int(history.steps[-1])
    return Finding(first, last, (neuron,), float(swept), "squares",
                   f"{neurons_named(neuron)} keeps wandering, which makes hardly any difference.",
                   detail=f"From step {first:,} on its line sweeps at least {swept:.2f} times the square's area, and "
                          f"passes each place {passes:.1f} times or more. There the picture changes "
                          f"{change(effect)}, on a scale from 0 to 1.")


def _summary(findings: list[Finding]) -> str:
    if not findings:
        return "Late in training, no line wanders about without effect."
    if len(findings) == 1:
        return "Late in training, the line of 1 neuron wanders about without effect."
    return f"Late in training, the lines of {len(findings):,} neurons wander about without effect."
