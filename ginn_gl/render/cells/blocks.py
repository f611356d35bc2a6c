"""Networks that are not piecewise linear, evaluated at every pixel, a block of them at a time; compiled.

A block is 64 pixels of a row, and after it comes the one below, so that all values of both stay in the processor's
first cache. What it takes is eight neurons by sixteen pixels at once, in vectors that are written for the compiler
(`_eight`): plain loops are several times slower.

Positions are those of pixels from the picture's middle, at which the first layer's values were computed in float64.
Boundaries are as far as |z| / |grad z| says, slopes by differences from a pixel to the next.
"""

# Arguments of compiled functions have whatever type numba finds them to have; docstrings say what is meant. Functions
# that write for the compiler have one argument more than those that call them see.
# pyright: basic, reportCallIssue=false

from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from ...compiled import compiled
from .bends import BLOCK, gelu_tanh_block, sigmoid_block, silu_block, tanh_block
from .functions import exp, normal, sine, softplus
from .lanes import FLOATS, LANES, NUMBER, PLACE, on_lanes

F, U = np.float32, np.uint64
GROUP = 8                        # neurons at once
MEASURED = BLOCK - 1             # pixels whose right neighbour is in the same block
FAR = F(1e9)
ZERO, ONE = F(0), F(1)
LEAST = F(1e-30)                 # of a squared slope
PIECES, TANH, SIGMOID, SILU, GELU, GELU_TANH, ELU, SOFTPLUS, SINE = range(9)
CODES = {"tanh": TANH, "sigmoid": SIGMOID, "silu": SILU, "gelu": GELU, "gelu_tanh": GELU_TANH, "elu": ELU,
         "selu": ELU, "softplus": SOFTPLUS, "sine": SINE}

painted = compiled(fastmath={"nnan", "ninf", "contract", "reassoc", "nsz", "arcp"})


@intrinsic
def _eight(typing, z, first, stride, passed, weights, weight, biases, bias, count):
    """Pre-activations of eight neurons at a block's pixels.

    z: flat float32; the neurons' rows start at `first` and `stride` after each other. passed: flat, (count, BLOCK) what
    comes from below. weights: flat, from `weight` on (count, GROUP); biases: flat, from `bias` on.
    """
    array, place = types.float32[::1], types.int64
    signature = types.void(array, place, place, array, array, place, array, place, place)

    def generate(context, builder, signature, args):
        z, passed, weights, biases = (context.make_array(array)(context, builder, args[k]).data for k in (0, 3, 4, 6))
        first, stride, weight, bias, count = (args[k] for k in (1, 2, 5, 7, 8))
        vector, whole = ir.VectorType(ir.FloatType(), LANES), ir.IntType(64)
        undefined, lanes = ir.Constant(vector, ir.Undefined), ir.Constant(ir.VectorType(ir.IntType(32), LANES),
                                                                          [0] * LANES)

        def at(array, place):
            return builder.gep(array, [place])

        def all_of(number):
            one = builder.insert_element(undefined, number, ir.Constant(ir.IntType(32), 0))
            return builder.shuffle_vector(one, undefined, lanes)

        def as_vector(pointer):
            return builder.bitcast(pointer, vector.as_pointer())

        sums = [cgutils.alloca_once(builder, vector) for _ in range(GROUP)]
        for part in range(0, BLOCK, LANES):
            for k in range(GROUP):
                place = builder.add(bias, ir.Constant(whole, k))
                builder.store(all_of(builder.load(at(biases, place))), sums[k])
            with cgutils.for_range(builder, count) as loop:
                row = builder.add(builder.mul(loop.index, ir.Constant(whole, BLOCK)), ir.Constant(whole, part))
                below = builder.load(as_vector(at(passed, row)), align=4)
                column = builder.add(weight, builder.mul(loop.index, ir.Constant(whole, GROUP)))
                for k in range(GROUP):
                    factor = builder.load(at(weights, builder.add(column, ir.Constant(whole, k))))
                    product = builder.fmul(all_of(factor), below, flags=("contract",))
                    builder.store(builder.fadd(builder.load(sums[k]), product, flags=("contract",)), sums[k])
            for k in range(GROUP):
                row = builder.add(first, builder.mul(stride, ir.Constant(whole, k)))
                place = at(z, builder.add(row, ir.Constant(whole, part)))
                builder.store(builder.load(sums[k]), as_vector(place), align=4)
        return context.get_dummy_value()

    return signature, generate


@intrinsic
def _any_near(typing, here, below, place, level, most):
    """Is any of a block's pixels, from `place` on, nearer to a line than the root of `most`? here, below: flat float32,
    values in this row and in the next."""
    array, whole = types.float32[::1], types.uint64
    signature = types.boolean(array, array, whole, types.float32, types.float32)

    def generate(context, builder, signature, args):
        here, below = (context.make_array(array)(context, builder, args[k]).data for k in (0, 1))
        vector = ir.VectorType(ir.FloatType(), LANES)

        def load(array, beyond):
            place = builder.add(args[2], ir.Constant(ir.IntType(64), beyond))
            return builder.load(builder.bitcast(builder.gep(array, [place]), vector.as_pointer()), align=4)

        def all_of(number):
            one = builder.insert_element(ir.Constant(vector, ir.Undefined), number, ir.Constant(ir.IntType(32), 0))
            lanes = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
            return builder.shuffle_vector(one, ir.Constant(vector, ir.Undefined), lanes)

        level, most = all_of(args[3]), all_of(args[4])
        near = ir.Constant(ir.VectorType(ir.IntType(1), LANES), [0] * LANES)
        for part in range(0, BLOCK, LANES):
            value = load(here, part)
            by_x, by_y = builder.fsub(load(here, part + 1), value), builder.fsub(load(below, part), value)
            away = builder.fsub(value, level)
            slope = builder.fadd(builder.fmul(by_x, by_x), builder.fmul(by_y, by_y, flags=("contract",)),
                                 flags=("contract",))
            near = builder.or_(near, builder.fcmp_ordered("<", builder.fmul(away, away), builder.fmul(most, slope)))
        return builder.icmp_unsigned("!=", builder.bitcast(near, ir.IntType(LANES)), ir.Constant(ir.IntType(LANES), 0))

    return signature, generate


@on_lanes(FLOATS, PLACE, FLOATS, FLOATS, PLACE, NUMBER)
def _keep_nearer(lanes, nearest, first, here, below, place, level):
    """Squared distances of a block's pixels to a line, where they are less than those in `nearest`, from `first` on."""
    for part in range(0, BLOCK, LANES):
        value = here.load(place, part)
        by_x, by_y, away = here.load(place, part + 1) - value, below.load(place, part) - value, value - level
        distance = away * away / (by_x * by_x + by_y * by_y + float(LEAST))
        nearest.store(first, distance.at_most(nearest.load(first, part)), part)


@painted
def evaluate_rows(outputs, squared, middle_x, top, sizes, weights, biases, runs, numbers, lines, reach):
    """Outputs and squared distances to boundaries at the pixels of a strip.

    outputs: (k, rows + 1, columns + 1) float32, written, for one row and one column more than are drawn.
    squared: (layers, rows, columns) float32, written: to the nearest line of each layer, in pixels, FAR where it is
    beyond reach; (0, rows, columns) where no lines are wanted. sizes: (L + 1,) of layers, hidden ones and outputs,
    filled up to whole groups. weights, biases: flat, as smooth.py packs them. runs: (R, 3) int64, neurons in turn that
    have one activation: their layer, how many, its code; numbers: (R, 3) float32 that it takes. lines: (M, 3) float32
    of neuron, pre-activation and the line's layer. reach: (layers,) float32 pixels.
    """
    rows, columns = squared.shape[1], squared.shape[2]
    neurons, widest = 0, 2
    for layer in range(len(sizes)):
        neurons += sizes[layer]
        widest = max(widest, sizes[layer])
    z, above = np.zeros(neurons * BLOCK + 1, np.float32), np.zeros(neurons * BLOCK + 1, np.float32)
    passed, onwards = np.zeros(widest * BLOCK, np.float32), np.zeros(widest * BLOCK, np.float32)
    nearest = np.empty(len(squared) * BLOCK, np.float32)
    first_output = (neurons - sizes[len(sizes) - 1]) * BLOCK
    for start in range(0, columns, MEASURED):
        for y in range(rows + 1):
            z, above = above, z
            for p in range(BLOCK):
                passed[p] = F(start + p + 0.5 - middle_x)
                passed[BLOCK + p] = F(top + y + 0.5)
            _evaluate(z, sizes, weights, biases, runs, numbers, passed, onwards)
            for k in range(outputs.shape[0]):
                row, place = outputs[k, y, start:], U(first_output + k * BLOCK)
                for p in range(U(min(BLOCK, columns + 1 - start))):
                    row[p] = z[place + p]
            if y and len(squared):
                _measure(nearest, above, z, lines, reach)
                for layer in range(len(squared)):
                    row, place = squared[layer, y - 1, start:], U(layer * BLOCK)
                    for p in range(U(min(MEASURED, columns - start))):
                        row[p] = nearest[place + p]


@painted
def _evaluate(z, sizes, weights, biases, runs, numbers, passed, onwards):
    """All neurons' pre-activations in a block, z: (neurons * BLOCK,). passed: its positions, x and then y, which are
    written over."""
    count, neuron, weight, run = 2, 0, 0, 0
    for layer in range(len(sizes)):
        for j in range(0, sizes[layer], GROUP):
            _eight(z, (neuron + j) * BLOCK, BLOCK, passed, weights, weight + j * count, biases, neuron + j, count)
        at, start = 0, neuron * BLOCK
        while run < len(runs) and runs[run, 0] == layer:
            size = runs[run, 1] * BLOCK
            _activate(onwards, at, z, start + at, size, runs[run, 2], numbers[run, 0], numbers[run, 1], numbers[run, 2])
            at += size
            run += 1
        weight += sizes[layer] * count
        neuron += sizes[layer]
        count = sizes[layer]
        passed, onwards = onwards, passed


@painted
def activate_in_place(values, code, numbers):
    """One neuron's activations of its pre-activations, (rows, columns) float32."""
    before, after = np.zeros(BLOCK, np.float32), np.empty(BLOCK, np.float32)
    for y in range(values.shape[0]):
        for start in range(0, values.shape[1], BLOCK):
            count = min(BLOCK, values.shape[1] - start)
            for p in range(count):
                before[p] = values[y, start + p]
            _activate(after, 0, before, 0, BLOCK, code, numbers[0], numbers[1], numbers[2])
            for p in range(count):
                values[y, start + p] = after[p]


@painted
def _activate(out, to, z, at, count, code, a, b, slope):
    """out[to:] becomes the activations of z[at:], so many of them. a, b, slope: its numbers, see smooth.py.

    Not slices of arrays: to count who uses them takes longer than a block. Places without a sign: of one that might be
    negative, the compiler has to ask whether it is counted from the end, and makes no vectors.
    """
    to, at, count = U(to), U(at), U(count)
    if code == PIECES:
        for p in range(count):
            out[to + p] = slope * min(z[at + p] - a, ZERO) + min(max(z[at + p], a), b)
    elif code == TANH:
        for block in range(U(0), count, U(BLOCK)):
            tanh_block(out, to + block, z, at + block)
    elif code == SIGMOID:
        for block in range(U(0), count, U(BLOCK)):
            sigmoid_block(out, to + block, z, at + block)
    elif code == SILU:
        for block in range(U(0), count, U(BLOCK)):
            silu_block(out, to + block, z, at + block)
    elif code == GELU:
        for p in range(count):
            out[to + p] = z[at + p] * normal(z[at + p])
    elif code == GELU_TANH:
        for block in range(U(0), count, U(BLOCK)):
            gelu_tanh_block(out, to + block, z, at + block)
    elif code == ELU:
        for p in range(count):
            out[to + p] = b * (max(z[at + p], ZERO) + a * (exp(min(z[at + p], ZERO)) - ONE))
    elif code == SOFTPLUS:
        for p in range(count):
            out[to + p] = softplus(z[at + p])
    else:
        for p in range(count):
            out[to + p] = sine(a * z[at + p])


@painted
def _measure(nearest, here, below, lines, reach):
    """To the nearest line of each layer, (layers * BLOCK,), from all neurons' values in a block and in that below."""
    for p in range(len(nearest)):
        nearest[p] = FAR
    for k in range(len(lines)):
        place, level, layer = U(lines[k, 0]) * U(BLOCK), lines[k, 1], np.int64(lines[k, 2])
        if _any_near(here, below, place, level, reach[layer] * reach[layer]):
            _keep_nearer(nearest, U(layer * BLOCK), here, below, place, level)


@painted
def measure_between_classes(squared, outputs, reach):
    """Squared distances (rows, columns) to where the largest of some outputs (k, rows + 1, columns + 1) ties with
    another one, FAR beyond reach."""
    rows, columns = squared.shape
    count, most = outputs.shape[0], reach * reach
    for y in range(rows):
        for x in range(columns):
            best = 0
            for k in range(1, count):
                if outputs[k, y, x] > outputs[best, y, x]:
                    best = k
            nearest = FAR
            top, right, down = outputs[best, y, x], outputs[best, y, x + 1], outputs[best, y + 1, x]
            for k in range(count):
                if k != best:
                    lead = top - outputs[k, y, x]
                    by_x, by_y = right - outputs[k, y, x + 1] - lead, down - outputs[k, y + 1, x] - lead
                    nearest = min(nearest, lead * lead / (by_x * by_x + by_y * by_y + LEAST))
            squared[y, x] = nearest if nearest < most else FAR


@painted
def measure_levels(squared, values, levels, reach):
    """The same to where values (rows + 1, columns + 1) have the nearest of some levels (M,)."""
    most = reach * reach
    for y in range(squared.shape[0]):
        for x in range(squared.shape[1]):
            value, away = values[y, x], FAR
            for level in levels:
                away = min(away, abs(value - level))
            by_x, by_y = values[y, x + 1] - value, values[y + 1, x] - value
            distance = away * away / (by_x * by_x + by_y * by_y + LEAST)
            squared[y, x] = distance if distance < most else FAR
