"""Bias before weight: boundaries first shift, then turn; and what moves them."""

from __future__ import annotations

import numpy as np

from ..network import activate, forward, unpack
from ..target import pixel_centers
from ..words import plural
from .findings import NOTHING_YET, Finding, Insight, Track, largest_first, named
from .history import History, first_bends
from .lines import shifts_and_turns
from .stretches import motion_table

TITLE = "Lines shift before they turn"
WHY = ("Shifting a line needs only its neuron's bias, which is one number; turning it needs both weights to change "
       "together. So lines often find their place before they find their angle.")
LEAST_LEAD = 0.3    # of 60 random networks that turn evenly into others, one line in 100 has more
LEAST_SHIFT = 0.1   # sides
LEAST_TURN = 0.02   # sides
SIDE = 40           # grid points along each side, where the shares are measured


def bias_before_weight(history: History) -> Insight:
    """How first-layer lines move, by translation and by rotation, and what moves each layer's boundaries.

    Translation and rotation from one sample to the next (see `shifts_and_turns`, in sides of the square) are added
    up over the samples. A line's lead at a step is the share of all its translation that is done by then, less the
    share of all its rotation: 0 where both go together, 1 where all translation comes before any rotation. That is
    the one-sided distance of Kolmogorov and Smirnov between when it shifts and when it turns. A finding is a line
    whose largest lead is at least 0.3 and which shifts by at least 0.1 and turns by at least 0.02 sides in all; its
    value is that lead, in percent. Its steps reach from the first to that of the largest lead.

    Two tracks are the translation and the rotation from the start, means over all lines. The others are shares of
    what moves the boundaries, see `_shares`.

    The table has the translation and the rotation of every line in each stretch of the training, see `stretch_ends`.
    What a line does while less than 0.05 sides of it are in the square does not count.
    """
    if len(history) == 1:
        return Insight("bias-before-weight", TITLE, NOTHING_YET, [], [], why=WHY)
    layers = [unpack(parameters.astype(np.float64), history.network) for parameters in history.parameters]
    shift, turn = shifts_and_turns(np.stack([first[0] for first, *_ in layers]),
                                   np.stack([first[1] for first, *_ in layers]))
    lead = _done(shift) - _done(turn)
    moved = (shift.sum(axis=0) >= LEAST_SHIFT) & (turn.sum(axis=0) >= LEAST_TURN)
    findings = [_finding(history, int(line), int(lead[:, line].argmax()), shift[:, line], turn[:, line])
                for line in np.flatnonzero(moved & (lead.max(axis=0, initial=0) >= LEAST_LEAD))]
    tracks = [Track(name, "sides", history.steps[1:], motion.mean(axis=1).cumsum())
              for name, motion in (("shift", shift), ("turn", turn))]
    lines = [neuron for neuron in history.network.neurons if neuron[0] == 1]
    return Insight("bias-before-weight", TITLE, _summary(history, shift, turn, findings),
                   tracks + _share_tracks(history), largest_first(findings),
                   motion=motion_table(history.steps, lines, shift, turn), why=WHY)


def _done(motion: np.ndarray) -> np.ndarray:
    """Which share of all motion is done by each time; (T - 1, L), and the same of the result."""
    return motion.cumsum(axis=0) / np.maximum(motion.sum(axis=0), 1e-30)


def _finding(history: History, line: int, k: int, shift: np.ndarray, turn: np.ndarray) -> Finding:
    neuron = (1, line + 1)
    first, last = int(history.steps[0]), int(history.steps[k + 1])
    lead = 100 * float(_done(shift)[k] - _done(turn)[k])
    return Finding(first, last, (neuron,), lead, "% of its motion",
                   f"The line of neuron {named(neuron)} shifts early and turns late.",
                   detail=f"Up to step {last:,}, shifting moves it by {shift[:k + 1].sum():.3f} sides of the square "
                          f"and turning by {turn[:k + 1].sum():.3f}; after that, by {shift[k + 1:].sum():.3f} and "
                          f"{turn[k + 1:].sum():.3f}.")


def _summary(history: History, shift: np.ndarray, turn: np.ndarray, findings: list[Finding]) -> str:
    shifted, turned = _done(shift.sum(axis=1)), _done(turn.sum(axis=1))
    k = int((shifted - turned).argmax())
    return (f"By step {history.steps[k + 1]:,} the first layer's lines have done {100 * shifted[k]:.0f}% of their "
            f"shifting and {100 * turned[k]:.0f}% of their turning, when the difference is largest. "
            f"{plural(len(findings), 'line')} clearly shifted first.")


def _share_tracks(history: History) -> list[Track]:
    """Of each layer: what its bias, its weights, and beyond the first layer the earlier layers contribute."""
    points = pixel_centers(SIDE, SIDE)
    shares = np.full((len(history), len(history.layers), 3), np.nan)
    before = None
    for k, parameters in enumerate(history.parameters):
        after = _State(history, parameters, points)
        if before is not None:
            shares[k] = [_shares(before, after, layer) for layer in range(len(history.layers))]
        before = after
    return [Track(f"layer {layer + 1}: {what}", "% of its motion", history.steps[1:], 100 * shares[1:, layer, part])
            for layer in range(len(history.layers))
            for part, what in enumerate(("bias", "weights", "earlier layers")) if (layer, part) != (0, 2)]


class _State:
    """A network over the grid. inputs of each hidden layer (N, fan-in), its values (N, width), where they are on, and
    the layer's own."""

    def __init__(self, history: History, parameters: np.ndarray, points: np.ndarray) -> None:
        self.values = forward(parameters, history.network, points)[:-1]
        self.inputs = [points.astype(np.float64), *(activate(z, history.network, layer)
                                                    for layer, z in enumerate(self.values[:-1], 1))]
        self.on = [z > first_bends(history.network, layer) for layer, z in enumerate(self.values, 1)]
        self.layers = unpack(parameters.astype(np.float64), history.network)


def _shares(before: _State, after: _State, layer: int) -> np.ndarray:
    """Shares of a layer's bias, weights and inputs in the motion of its boundaries, (3,), of 1 in all.

    A boundary moves as the pre-activation on it changes, by exactly
    (b' - b) + (w' - w) (h + h') / 2 + (w + w') / 2 (h' - h) with the inputs h from earlier layers. Each of the three
    terms counts by its root mean square over the grid points beside the boundary; the mean over the neurons.
    """
    (weight, bias), (new_weight, new_bias) = before.layers[layer], after.layers[layer]
    inputs, new_inputs = before.inputs[layer], after.inputs[layer]
    terms = np.stack([
        np.broadcast_to(new_bias - bias, before.values[layer].shape),
        (inputs + new_inputs) / 2 @ (new_weight - weight).T,
        (new_inputs - inputs) @ ((weight + new_weight) / 2).T,
    ])
    beside = _beside_boundaries(before.on[layer])
    mean_squares = (terms**2 * beside).sum(axis=1) / np.maximum(beside.sum(axis=0), 1)
    sizes = np.sqrt(mean_squares)
    moving = sizes.sum(axis=0) > 0
    return (sizes[:, moving] / sizes[:, moving].sum(axis=0)).mean(axis=1) if moving.any() else np.full(3, np.nan)


def _beside_boundaries(on: np.ndarray) -> np.ndarray:
    """Grid points with a neighbour at which the neuron is in the other state; (N, width) bool both."""
    grid = on.reshape(SIDE, SIDE, -1)
    beside = np.zeros_like(grid)
    for here, there in (((slice(1, None),), (slice(None, -1),)),
                        ((slice(None), slice(1, None)), (slice(None), slice(None, -1)))):
        differs = grid[here] != grid[there]
        beside[here] |= differs
        beside[there] |= differs
    return beside.reshape(on.shape)
