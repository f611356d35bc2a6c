"""The training loop of one seed, compiled: minibatch, forward, backward and Adam, with the lock released.

A tile is TILE pixels. Its values lie in one flat array, a row of TILE numbers per neuron, layer after layer
from the two inputs to the two logits; going back, each layer's gradients replace its values in place, so
that the whole tile stays in the first-level cache. Layer widths are padded to even numbers with zero
parameters, which stay zero by themselves: their gradients are products with zeros.

The compiled code is cached on disk by the date of this file: touch it after a change to what it imports.
"""

# numba gives intrinsics their first arguments itself.
# pyright: reportCallIssue=false

from __future__ import annotations

import numpy as np

from ...compiled import compiled
from ..sampling import WORDS_PER_BLOCK, philox
from ..schedule import BETA1, BETA2, EPSILON
from .denormals import flush_denormals, restore_mode
from .lanes import WIDTH, add, broadcast, load, multiply_add, store, total, where_positive, zeros

TILE = 128

_ONE = np.float32(1)
_BETA1 = np.float32(BETA1)
_BETA2 = np.float32(BETA2)
_GAIN1 = np.float32(1 - BETA1)
_GAIN2 = np.float32(1 - BETA2)
_EPSILON = np.float32(EPSILON)
_WORD = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)

# Sums may be reordered to fill vectors, but NaN and infinity keep their meaning: they end a training.
_compiled = compiled(fastmath={"reassoc", "contract", "nsz"})
_philox = _compiled(philox)


@_compiled
def train(parameters, first_moment, second_moment, widths, pixels, seed, step, batch_size,
          step_size, root_scale):
    """Update the parameters and moments, (padded,) float32, in place: once per entry of the Adam tables.

    widths: padded, inputs and logits included. pixels: (3, N) float32 of x, y and label.
    batch_size: 0 for the full batch.
    """
    mode = flush_denormals()
    values = np.zeros(widths.sum() * TILE, np.float32)
    gradient = np.zeros_like(parameters)
    chosen = np.arange(pixels.shape[1] if batch_size == 0 else batch_size)
    for update in range(len(step_size)):
        if batch_size > 0:
            draw_minibatch(chosen, seed, np.uint64(step + update), pixels.shape[1])
        gradient[:] = 0
        for begin in range(0, len(chosen), TILE):
            tile = chosen[begin:begin + TILE]
            _load_inputs(values, pixels, tile)
            _forward(parameters, widths, values)
            _differentiate_loss(values, widths, pixels, tile, _ONE / np.float32(len(chosen)))
            _backward(parameters, widths, values, gradient)
        adam(parameters, first_moment, second_moment, gradient, step_size[update], root_scale[update])
    restore_mode(mode)


@_compiled
def mean_loss(parameters, widths, pixels):
    """Mean softmax cross-entropy over all pixels, in nats, as a float64."""
    values = np.zeros(widths.sum() * TILE, np.float32)
    black = len(values) - 2 * TILE
    white = len(values) - TILE
    every = np.arange(pixels.shape[1])
    loss = 0.0
    for begin in range(0, len(every), TILE):
        tile = every[begin:begin + TILE]
        _load_inputs(values, pixels, tile)
        _forward(parameters, widths, values)
        for k in range(len(tile)):
            margin = np.float64(values[white + k]) - np.float64(values[black + k])
            wrong = -margin if pixels[2, tile[k]] > 0 else margin
            loss += max(wrong, 0.0) + np.log1p(np.exp(-abs(wrong)))
    return loss / len(every)


@_compiled
def draw_minibatch(chosen, seed, step, pixel_count):
    words = np.empty(WORDS_PER_BLOCK, np.uint64)
    for begin in range(0, len(chosen), WORDS_PER_BLOCK):
        block = np.uint64(begin // WORDS_PER_BLOCK)
        words[0], words[1], words[2], words[3] = _philox(
            block, step & _WORD, step >> _SHIFT, np.uint64(0), seed & _WORD, seed >> _SHIFT)
        for k in range(min(WORDS_PER_BLOCK, len(chosen) - begin)):
            chosen[begin + k] = words[k] * np.uint64(pixel_count) >> _SHIFT


@_compiled
def _load_inputs(values, pixels, tile):
    for k in range(len(tile)):
        values[k] = pixels[0, tile[k]]
        values[TILE + k] = pixels[1, tile[k]]


@_compiled
def _forward(parameters, widths, values):
    start = source = 0
    for layer in range(1, len(widths)):
        fan_in, out = widths[layer - 1], widths[layer]
        layer_forward(parameters, start, fan_in, out, values, source, layer < len(widths) - 1)
        start += out * (fan_in + 1)
        source += fan_in * TILE


@_compiled
def layer_forward(parameters, start, fan_in, out, values, source, is_hidden):
    """From the rows at `source` to those after them. Two neurons by two vectors at once stay in registers."""
    biases = start + out * fan_in
    result = source + fan_in * TILE
    for o in range(0, out, 2):
        upper = start + o * fan_in
        lower = upper + fan_in
        for column in range(0, TILE, 2 * WIDTH):
            upper_left = upper_right = broadcast(parameters, biases + o)
            lower_left = lower_right = broadcast(parameters, biases + o + 1)
            for i in range(fan_in):
                left = load(values, source + i * TILE + column)
                right = load(values, source + i * TILE + column + WIDTH)
                weight = broadcast(parameters, upper + i)
                upper_left = multiply_add(weight, left, upper_left)
                upper_right = multiply_add(weight, right, upper_right)
                weight = broadcast(parameters, lower + i)
                lower_left = multiply_add(weight, left, lower_left)
                lower_right = multiply_add(weight, right, lower_right)
            if is_hidden:
                upper_left = where_positive(upper_left, upper_left)
                upper_right = where_positive(upper_right, upper_right)
                lower_left = where_positive(lower_left, lower_left)
                lower_right = where_positive(lower_right, lower_right)
            corner = result + o * TILE + column
            store(values, corner, upper_left)
            store(values, corner + WIDTH, upper_right)
            store(values, corner + TILE, lower_left)
            store(values, corner + TILE + WIDTH, lower_right)


@_compiled
def _differentiate_loss(values, widths, pixels, tile, scale):
    """Replace the logits by the gradient of the scaled loss: the two differ in sign only."""
    black = len(values) - 2 * TILE
    white = len(values) - TILE
    for k in range(len(tile)):
        probability = _ONE / (_ONE + np.exp(values[black + k] - values[white + k]))
        slope = scale * (probability - pixels[2, tile[k]])
        values[white + k] = slope
        values[black + k] = -slope
    for k in range(len(tile), TILE):
        values[white + k] = values[black + k] = 0


@_compiled
def _backward(parameters, widths, values, gradient):
    """Add the tile's gradient. On entry the last rows hold the loss's gradient by the logits."""
    start = len(parameters)
    result = len(values) - widths[-1] * TILE
    for layer in range(len(widths) - 1, 0, -1):
        fan_in, out = widths[layer - 1], widths[layer]
        start -= out * (fan_in + 1)
        source = result - fan_in * TILE
        weight_gradient(gradient, start, fan_in, out, values, source)
        if layer > 1:
            _layer_backward(parameters, start, fan_in, out, values, source)
        result = source


@_compiled
def weight_gradient(gradient, start, fan_in, out, values, source):
    """Scalar products of the layer's slopes with its inputs: two neurons by two inputs at once."""
    biases = start + out * fan_in
    slopes = source + fan_in * TILE
    for o in range(0, out, 2):
        upper_row = slopes + o * TILE
        lower_row = upper_row + TILE
        for i in range(0, fan_in, 2):
            upper_left = upper_right = lower_left = lower_right = zeros()
            left_row = source + i * TILE
            for column in range(0, TILE, WIDTH):
                left = load(values, left_row + column)
                right = load(values, left_row + TILE + column)
                upper = load(values, upper_row + column)
                lower = load(values, lower_row + column)
                upper_left = multiply_add(upper, left, upper_left)
                upper_right = multiply_add(upper, right, upper_right)
                lower_left = multiply_add(lower, left, lower_left)
                lower_right = multiply_add(lower, right, lower_right)
            corner = start + o * fan_in + i
            gradient[corner] += total(upper_left)
            gradient[corner + 1] += total(upper_right)
            gradient[corner + fan_in] += total(lower_left)
            gradient[corner + fan_in + 1] += total(lower_right)
    for o in range(out):
        slope = zeros()
        for column in range(0, TILE, WIDTH):
            slope = add(slope, load(values, slopes + o * TILE + column))
        gradient[biases + o] += total(slope)


@_compiled
def _layer_backward(parameters, start, fan_in, out, values, source):
    """Replace the layer's inputs, values after a ReLU, by their slopes: two inputs by two vectors at once."""
    slopes = source + fan_in * TILE
    for i in range(0, fan_in, 2):
        for column in range(0, TILE, 2 * WIDTH):
            upper_left = upper_right = lower_left = lower_right = zeros()
            for o in range(out):
                left = load(values, slopes + o * TILE + column)
                right = load(values, slopes + o * TILE + column + WIDTH)
                weight = broadcast(parameters, start + o * fan_in + i)
                upper_left = multiply_add(weight, left, upper_left)
                upper_right = multiply_add(weight, right, upper_right)
                weight = broadcast(parameters, start + o * fan_in + i + 1)
                lower_left = multiply_add(weight, left, lower_left)
                lower_right = multiply_add(weight, right, lower_right)
            corner = source + i * TILE + column
            _store_where_active(values, corner, upper_left)
            _store_where_active(values, corner + WIDTH, upper_right)
            _store_where_active(values, corner + TILE, lower_left)
            _store_where_active(values, corner + TILE + WIDTH, lower_right)


@_compiled
def _store_where_active(values, index, slopes):
    store(values, index, where_positive(load(values, index), slopes))


@_compiled
def adam(parameters, first_moment, second_moment, gradient, step_size, root_scale):
    for k in range(len(parameters)):
        slope = gradient[k]
        first = _BETA1 * first_moment[k] + _GAIN1 * slope
        second = _BETA2 * second_moment[k] + _GAIN2 * slope * slope
        first_moment[k] = first
        second_moment[k] = second
        parameters[k] -= step_size * first / (np.sqrt(second) * root_scale + _EPSILON)
