"""The training loop of one seed for any network and head, compiled; where kernel.py is for the paper's kind alone.

Tiles and layers lie in memory as there, and products are those. Beside the values of a tile lie the slopes of the
activations, since not every one's slope can be told from its value; going back, gradients replace values in place.
The neurons and outputs that fill up a layer to an even width are 0 throughout: their code is NOTHING.

The compiled code is cached on disk by the content of this file: remove it after a change to what it imports.
"""

# numba gives intrinsics their first arguments itself.
# pyright: reportCallIssue=false

from __future__ import annotations

import numpy as np

from ...compiled import compiled
from .denormals import flush_denormals, restore_mode
from .functions import activate, exp
from .kernel import TILE, adam, draw_minibatch, layer_forward, weight_gradient
from .lanes import WIDTH, broadcast, load, multiply_add, store, zeros

CLASSES, LOGIT, VALUES = 0, 1, 2
"""Heads: softmax of all outputs, sigmoid of one, or the outputs as they are with their squared error."""

_ONE = np.float32(1)
_TWO = np.float32(2)

_compiled = compiled(fastmath={"reassoc", "contract", "nsz"})


@_compiled
def train(parameters, first_moment, second_moment, widths, codes, options, inputs, head, outputs, samples, seed,
          step, batch_size, step_size, root_scale, l2):
    """Update the parameters and moments, (padded,) float32, in place: once per entry of the Adam tables.

    widths: padded, inputs and outputs included. codes, options: of each hidden neuron, (sum of hidden widths,), its
    activation as functions.CODES calls it, int64, and that one's parameter, float32.
    head: one of the above. inputs, outputs: how many there are, without padding. samples: see samples.py. batch_size: 0
    for the full batch.
    """
    mode = flush_denormals()
    values = np.zeros(widths.sum() * TILE, np.float32)
    slopes = np.zeros_like(values)
    gradient = np.zeros_like(parameters)
    count = samples.shape[1]
    chosen = np.arange(count if batch_size == 0 else batch_size)
    for update in range(len(step_size)):
        if batch_size > 0:
            draw_minibatch(chosen, seed, np.uint64(step + update), count)
        gradient[:] = 0
        for begin in range(0, len(chosen), TILE):
            tile = chosen[begin:begin + TILE]
            _forward(parameters, widths, codes, options, inputs, values, slopes, samples, tile)
            _differentiate_loss(values, inputs, head, outputs, len(values) - widths[-1] * TILE, samples, tile,
                                _ONE / np.float32(len(chosen)))
            _backward(parameters, widths, values, slopes, gradient)
        if l2 > 0:
            for k in range(len(parameters)):
                gradient[k] += l2 * parameters[k]
        adam(parameters, first_moment, second_moment, gradient, step_size[update], root_scale[update])
    restore_mode(mode)


@_compiled
def mean_loss(parameters, widths, codes, options, inputs, head, outputs, samples):
    """Mean loss over all samples, as a float64: cross-entropy in nats, or squared error."""
    values = np.zeros(widths.sum() * TILE, np.float32)
    slopes = np.zeros_like(values)
    start = len(values) - widths[-1] * TILE
    every = np.arange(samples.shape[1])
    loss = 0.0
    for begin in range(0, len(every), TILE):
        tile = every[begin:begin + TILE]
        _forward(parameters, widths, codes, options, inputs, values, slopes, samples, tile)
        for k in range(len(tile)):
            loss += _loss(values, inputs, head, outputs, start + k, samples, tile[k])
    return loss / len(every)


@_compiled
def _loss(values, inputs, head, outputs, place, samples, sample):
    """Of one sample. place: of its first output among the values."""
    if head == VALUES:
        squares = 0.0
        for o in range(outputs):
            squares += (np.float64(values[place + o * TILE]) - np.float64(samples[inputs + o, sample])) ** 2
        return squares / outputs
    if head == LOGIT:
        logit = np.float64(values[place])
        wrong = -logit if samples[inputs, sample] > 0 else logit
        return max(wrong, 0.0) + np.log1p(np.exp(-abs(wrong)))
    highest = np.float64(values[place])
    for o in range(1, outputs):
        highest = max(highest, np.float64(values[place + o * TILE]))
    total = 0.0
    for o in range(outputs):
        total += np.exp(np.float64(values[place + o * TILE]) - highest)
    return np.log(total) + highest - np.float64(values[place + int(samples[inputs, sample]) * TILE])


@_compiled
def _forward(parameters, widths, codes, options, inputs, values, slopes, samples, tile):
    for row in range(inputs):
        for k in range(len(tile)):
            values[row * TILE + k] = samples[row, tile[k]]
    start = source = neuron = 0
    for layer in range(1, len(widths)):
        fan_in, out = widths[layer - 1], widths[layer]
        layer_forward(parameters, start, fan_in, out, values, source, False)
        start += out * (fan_in + 1)
        source += fan_in * TILE
        if layer < len(widths) - 1:
            neuron = _activate_layer(codes, options, neuron, out, values, slopes, source)


@_compiled
def _activate_layer(codes, options, neuron, out, values, slopes, source):
    """Neighbours that are alike at once. Returns the number of the first neuron of the next layer."""
    end, place = neuron + out, source
    while neuron < end:
        after = neuron + 1
        while after < end and codes[after] == codes[neuron] and options[after] == options[neuron]:
            after += 1
        beyond = place + (after - neuron) * TILE
        activate(codes[neuron], options[neuron], values[place:beyond], slopes[place:beyond])
        neuron, place = after, beyond
    return end


@_compiled
def _differentiate_loss(values, inputs, head, outputs, start, samples, tile, scale):
    """Replace the outputs, from `start` on, by the gradient of the scaled loss."""
    if head == VALUES:
        for o in range(outputs):
            for k in range(len(tile)):
                place = start + o * TILE + k
                values[place] = _TWO / np.float32(outputs) * scale * (values[place] - samples[inputs + o, tile[k]])
    elif head == LOGIT:
        for k in range(len(tile)):
            values[start + k] = scale * (_ONE / (_ONE + exp(-values[start + k])) - samples[inputs, tile[k]])
    else:
        _differentiate_softmax(values, outputs, start, samples[inputs], tile, scale)
    for row in range(start, len(values), TILE):
        for k in range(row + len(tile), row + TILE):
            values[k] = 0
    for k in range(start + outputs * TILE, len(values)):
        values[k] = 0


@_compiled
def _differentiate_softmax(values, outputs, start, labels, tile, scale):
    for k in range(len(tile)):
        highest = values[start + k]
        for o in range(1, outputs):
            highest = max(highest, values[start + o * TILE + k])
        total = np.float32(0)
        for o in range(outputs):
            place = start + o * TILE + k
            values[place] = exp(values[place] - highest)
            total += values[place]
        for o in range(outputs):
            values[start + o * TILE + k] *= scale / total
        values[start + int(labels[tile[k]]) * TILE + k] -= scale


@_compiled
def _backward(parameters, widths, values, slopes, gradient):
    """Add the tile's gradient. On entry the last rows hold the loss's gradient by the outputs."""
    start = len(parameters)
    result = len(values) - widths[-1] * TILE
    for layer in range(len(widths) - 1, 0, -1):
        fan_in, out = widths[layer - 1], widths[layer]
        start -= out * (fan_in + 1)
        source = result - fan_in * TILE
        weight_gradient(gradient, start, fan_in, out, values, source)
        if layer > 1:
            _layer_backward(parameters, start, fan_in, out, values, source)
            for k in range(source, result):
                values[k] *= slopes[k]
        result = source


@_compiled
def _layer_backward(parameters, start, fan_in, out, values, source):
    """Replace the layer's inputs by the gradients by these: two inputs by two vectors at once."""
    gradients = source + fan_in * TILE
    for i in range(0, fan_in, 2):
        for column in range(0, TILE, 2 * WIDTH):
            upper_left = upper_right = lower_left = lower_right = zeros()
            for o in range(out):
                left = load(values, gradients + o * TILE + column)
                right = load(values, gradients + o * TILE + column + WIDTH)
                weight = broadcast(parameters, start + o * fan_in + i)
                upper_left = multiply_add(weight, left, upper_left)
                upper_right = multiply_add(weight, right, upper_right)
                weight = broadcast(parameters, start + o * fan_in + i + 1)
                lower_left = multiply_add(weight, left, lower_left)
                lower_right = multiply_add(weight, right, lower_right)
            corner = source + i * TILE + column
            store(values, corner, upper_left)
            store(values, corner + WIDTH, upper_right)
            store(values, corner + TILE, lower_left)
            store(values, corner + TILE + WIDTH, lower_right)
