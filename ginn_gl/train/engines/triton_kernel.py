"""The training loop of one seed as one Triton program: everything that a step reads stays in registers.

A network's parameters are a tuple of tensors, called leaves here, as are their gradients and moments:

    0, 1, 2              first layer: weights of x (WIDTH,), weights of y (WIDTH,), biases (WIDTH,)
    2 l + 1, 2 l + 2     hidden layer l = 1 ... DEPTH - 1: weights (in, out), biases (WIDTH,)
    the last four        weights of black (WIDTH,), of white (WIDTH,), bias of black, bias of white

All hidden layers are padded to WIDTH neurons with zero parameters, which stay zero by themselves: their
gradients are products with zeros. In memory the padded network lies as any other, in torch.nn.Linear order.
`tl.dot` wants 16 of everything, so the layers of two inputs and of two outputs are done elementwise.
"""

from __future__ import annotations

import triton
import triton.language as tl

from ..schedule import BETA1, BETA2, EPSILON

_BETA1 = tl.constexpr(BETA1)
_BETA2 = tl.constexpr(BETA2)
_EPSILON = tl.constexpr(EPSILON)


# Each new kind of number among these would compile the kernel again.
@triton.jit(do_not_specialize=["pixel_count", "step", "begin", "end"])
def train(parameters, first_moments, second_moments, seeds, pixels, pixel_count, step_sizes, root_scales,
          step, begin, end, BATCH: tl.constexpr, TILE: tl.constexpr, WIDTH: tl.constexpr, DEPTH: tl.constexpr):
    """Update padded parameters and moments, (S, P) each, in place, by entries begin to end of the Adam tables.

    Program s does seed s. seeds: (S,) int64. pixels: (3, N) float32 of x, y and label. step: the one that entry 0
    of the tables leaves. The others: see KernelShape.
    """
    row = tl.program_id(0)
    seed = tl.load(seeds + row)
    places = _places(WIDTH, DEPTH)
    start = row * _size(WIDTH, DEPTH)
    weights = _load(parameters + start, places)
    firsts = _load(first_moments + start, places)
    seconds = _load(second_moments + start, places)
    for update in range(begin, end):
        gradients = _zeros_like(weights)
        for offset in range(0, BATCH, TILE):
            index = offset + tl.arange(0, TILE)
            x, y, label = _load_pixels(pixels, _minibatch(seed, step + update, index, pixel_count), pixel_count)
            values = _forward(weights, x, y, DEPTH)
            probability = tl.sigmoid(_margin(weights, values[-1]))
            slope = tl.where(index < BATCH, (probability - label) / BATCH, 0.0)
            gradients = _sum(gradients, _backward(weights, values, x, y, slope, DEPTH))
        weights, firsts, seconds = _adam(weights, firsts, seconds, gradients,
                                         tl.load(step_sizes + update), tl.load(root_scales + update))
    _store(parameters + start, places, weights)
    _store(first_moments + start, places, firsts)
    _store(second_moments + start, places, seconds)


@triton.jit(do_not_specialize=["pixel_count"])
def sum_losses(parameters, pixels, pixel_count, sums,
               TILE: tl.constexpr, WIDTH: tl.constexpr, DEPTH: tl.constexpr):
    """Softmax cross-entropy in nats. Program (t, s) writes that of seed s, summed over tile t of pixels.

    sums: (S, tiles) float64.
    """
    tile, row = tl.program_id(0), tl.program_id(1)
    weights = _load(parameters + row * _size(WIDTH, DEPTH), _places(WIDTH, DEPTH))
    index = tile * TILE + tl.arange(0, TILE)
    x, y, label = _load_pixels(pixels, tl.minimum(index, pixel_count - 1), pixel_count)
    margin = _margin(weights, _forward(weights, x, y, DEPTH)[-1]).to(tl.float64)
    wrong = tl.where(label > 0, -margin, margin)
    loss = tl.maximum(wrong, 0.0) + tl.log(1 + tl.exp(-tl.abs(wrong)))
    tl.store(sums + row * tl.num_programs(0) + tile, tl.sum(tl.where(index < pixel_count, loss, 0.0), axis=0))


@triton.jit
def _size(WIDTH: tl.constexpr, DEPTH: tl.constexpr):
    return 3 * WIDTH + (DEPTH - 1) * WIDTH * (WIDTH + 1) + 2 * WIDTH + 2


@triton.jit
def _places(WIDTH: tl.constexpr, DEPTH: tl.constexpr):
    """Where each leaf's numbers lie in a padded parameter vector."""
    neuron = tl.arange(0, WIDTH)
    places = (2 * neuron, 2 * neuron + 1, 2 * WIDTH + neuron)
    start = 3 * WIDTH
    for _ in tl.static_range(1, DEPTH):
        places = places + (start + neuron[None, :] * WIDTH + neuron[:, None], start + WIDTH * WIDTH + neuron)
        start += WIDTH * (WIDTH + 1)
    biases = start + 2 * WIDTH
    return places + (start + neuron, start + WIDTH + neuron, biases, biases + 1)


@triton.jit
def _load(pointer, places):
    leaves = ()
    for leaf in tl.static_range(len(places)):
        leaves = leaves + (tl.load(pointer + places[leaf]),)
    return leaves


@triton.jit
def _store(pointer, places, leaves):
    for leaf in tl.static_range(len(places)):
        tl.store(pointer + places[leaf], leaves[leaf])


@triton.jit
def _minibatch(seed, step, index, pixel_count):
    """See sampling.minibatch. Each pixel computes its block's four words and takes its own."""
    word0, word1, word2, word3 = tl.philox(seed, index // 4, step, 0, 0)
    place = index % 4
    word = tl.where(place < 2, tl.where(place == 0, word0, word1), tl.where(place == 2, word2, word3))
    return tl.umulhi(word, pixel_count.to(tl.uint32))


@triton.jit
def _load_pixels(pixels, chosen, pixel_count):
    return (tl.load(pixels + chosen), tl.load(pixels + pixel_count + chosen),
            tl.load(pixels + 2 * pixel_count + chosen))


@triton.jit
def _forward(weights, x, y, DEPTH: tl.constexpr):
    """Values after the ReLU, (TILE, WIDTH) each, of all hidden layers."""
    values = (_relu(x[:, None] * weights[0][None, :] + y[:, None] * weights[1][None, :] + weights[2][None, :]),)
    for layer in tl.static_range(1, DEPTH):
        products = tl.dot(values[layer - 1], weights[2 * layer + 1], input_precision="ieee")
        values = values + (_relu(products + weights[2 * layer + 2][None, :]),)
    return values


@triton.jit
def _relu(values):
    return tl.where(values > 0, values, 0.0)


@triton.jit
def _margin(weights, values):
    """Logit of white minus logit of black, (TILE,)."""
    return tl.sum(values * (weights[-3] - weights[-4])[None, :], axis=1) + (weights[-1] - weights[-2])


@triton.jit
def _backward(weights, values, x, y, slope, DEPTH: tl.constexpr):
    """Gradients of all leaves, from the loss's slope by the margin, (TILE,)."""
    white = tl.sum(values[-1] * slope[:, None], axis=0)
    bias = tl.sum(slope, axis=0)
    gradients = (-white, white, -bias, bias)
    slopes = slope[:, None] * (weights[-3] - weights[-4])[None, :]
    for layer in tl.static_range(DEPTH - 1, 0, -1):
        slopes = tl.where(values[layer] > 0, slopes, 0.0)
        weight = _inner_products(values[layer - 1], slopes)
        gradients = (weight, tl.sum(slopes, axis=0)) + gradients
        slopes = tl.dot(slopes, tl.trans(weights[2 * layer + 1]), input_precision="ieee")
    slopes = tl.where(values[0] > 0, slopes, 0.0)
    return (tl.sum(slopes * x[:, None], axis=0), tl.sum(slopes * y[:, None], axis=0),
            tl.sum(slopes, axis=0)) + gradients


@triton.jit
def _inner_products(left, right):
    """Transposed left times right, (TILE, WIDTH) each: chunks of pixels, then their sum.

    At once, what a thread loads for a product of so many pixels overflows its registers.
    """
    CHUNK: tl.constexpr = 16
    left = tl.reshape(left, (left.shape[0] // CHUNK, CHUNK, left.shape[1]))
    right = tl.reshape(right, (right.shape[0] // CHUNK, CHUNK, right.shape[1]))
    return tl.sum(tl.dot(tl.permute(left, (0, 2, 1)), right, input_precision="ieee"), axis=0)


@triton.jit
def _zeros_like(leaves):
    zeros = ()
    for leaf in tl.static_range(len(leaves)):
        zeros = zeros + (tl.full(leaves[leaf].shape, 0.0, tl.float32),)
    return zeros


@triton.jit
def _sum(left, right):
    leaves = ()
    for leaf in tl.static_range(len(left)):
        leaves = leaves + (left[leaf] + right[leaf],)
    return leaves


@triton.jit
def _adam(weights, firsts, seconds, gradients, step_size, root_scale):
    """See schedule.AdamTables."""
    new_weights, new_firsts, new_seconds = (), (), ()
    for leaf in tl.static_range(len(weights)):
        first = _BETA1 * firsts[leaf] + (1 - _BETA1) * gradients[leaf]
        second = _BETA2 * seconds[leaf] + (1 - _BETA2) * gradients[leaf] * gradients[leaf]
        weight = weights[leaf] - step_size * first / (tl.sqrt(second) * root_scale + _EPSILON)
        new_weights, new_firsts, new_seconds = new_weights + (weight,), new_firsts + (first,), new_seconds + (second,)
    return new_weights, new_firsts, new_seconds
