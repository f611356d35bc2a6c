"""How large what is added up in a network's pre-activations gets, and so how exact they are; compiled."""

# Arguments of compiled functions have whatever type numba finds them to have; docstrings say what is meant.
# pyright: basic

from __future__ import annotations

import numpy as np

from ..compiled import compiled
from .clip import BY_X, BY_Y, CONSTANT, FAST

SAMPLES = 3  # points across a box, and down, at which terms are looked at

measured = compiled(fastmath=FAST)


@measured
def largest_terms(first, weights, biases, widths, below, above, box):
    """Of all neurons, (N,), the sum of the magnitudes of what is added up for their pre-activations: the largest at
    some points of a box. Arguments are as `clip` has them.
    """
    found = np.zeros(widths.sum())
    values, passed = np.empty(widths.max()), np.empty(widths.max())
    for sample in range(SAMPLES * SAMPLES):
        x = box[0] + (box[2] - box[0]) * (sample % SAMPLES) / (SAMPLES - 1)
        y = box[1] + (box[3] - box[1]) * (sample // SAMPLES) / (SAMPLES - 1)
        for j in range(widths[0]):
            by_x, by_y, constant = first[BY_X, j] * x, first[BY_Y, j] * y, first[CONSTANT, j]
            found[j] = max(found[j], abs(by_x) + abs(by_y) + abs(constant))
            passed[j] = _activated(by_x + by_y + constant, below[j], above[j])
        neuron, weight, bias = widths[0], 0, 0
        for layer in range(1, len(widths)):
            for j in range(widths[layer]):
                values[j] = biases[bias + j]
                size = abs(values[j])
                for i in range(widths[layer - 1]):
                    term = weights[weight + i * widths[layer] + j] * passed[i]
                    values[j] += term
                    size += abs(term)
                found[neuron + j] = max(found[neuron + j], size)
            for j in range(widths[layer]):
                passed[j] = _activated(values[j], below[neuron + j], above[neuron + j])
            weight += widths[layer - 1] * widths[layer]
            neuron += widths[layer]
            bias += widths[layer]
    return found


@measured
def _activated(value, below, above):
    return value * (above if value > 0.0 else below)
