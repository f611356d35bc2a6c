"""How a network's parameters lie in GPU memory: as vec4 blocks, four neurons at a time.

Layer by layer, a block holds for each input neuron the four weights from it. Biases are not among them: they
are in what is known at the anchors (see anchors.py). Widths that are no multiple of four are filled up with
zeros, which draw and change nothing; and so are neurons that have one kind of activation, so that a block has one. Of
two classes only the difference white - black is kept, since that is all their softmax depends on. A single output has
one weight for each neuron of the last layer, several ones lie as a layer does. At the end there are the numbers that
activations take, three vec4s a block, where any of them takes one.
"""

from __future__ import annotations

from functools import cached_property
from itertools import groupby

import numpy as np

from ...activations import Activation
from ...config import INPUTS, NetworkSpec, Neuron
from ...network import unpack
from ..look import NOWHERE, activation_of, levels, numbers_of
from ..palette import head_constants
from .source import Constants

# Codes of activations in shaders. Where those up to the last of FOLDS bend, so do boundaries of later layers.
FOLDS = ("relu", "pieces", "bent_elu")
CODES = (*FOLDS, "identity", "elu", "tanh", "sigmoid", "silu", "gelu", "gelu_tanh", "softplus", "sine")
NUMBERED = {"pieces", "bent_elu", "elu", "sine"}  # which take numbers
EXACT = {*FOLDS, "identity", "elu", "sine"}       # whose differences need no rule


class Layout:
    """Where everything is, for one network of two inputs; all counts are in vec4s.

    blocks, columns, first, start: per hidden layer, its blocks, the inputs each of them has weights for, its
    first block among all, and where its parameters start. places: per hidden layer (width,), where in its blocks each
    neuron is. output_blocks: of outputs, 0 where there is one. places_at: where an anchor's row says what lies where.
    folds: do any boundaries bend?
    is_even: there are several layers, of the same number of blocks.
    """

    def __init__(self, network: NetworkSpec) -> None:
        self.network = network
        kinds = [_kinds(network, layer) for layer in range(1, len(network.hidden) + 1)]
        self.codes = [code for layer in kinds for code, numbers in layer for _ in range(_blocks(len(numbers)))]
        self.places = [_places(layer) for layer in kinds]
        self.blocks = [sum(_blocks(len(numbers)) for _, numbers in layer) for layer in kinds]
        self.first = [sum(self.blocks[:layer]) for layer in range(len(self.blocks))]
        self.blocks_in_all = sum(self.blocks)
        self.words = -(-self.blocks_in_all // 8)
        self.columns = [INPUTS] + [4 * count for count in self.blocks[:-1]]
        sizes = [count * columns for count, columns in zip(self.blocks, self.columns)]
        self.start = [sum(sizes[:layer]) for layer in range(len(sizes))]
        self.output = sum(sizes)
        self.outputs = 1 if _is_of_two(network) else network.outputs
        self.output_blocks = _blocks(self.outputs) if self.outputs > 1 else 0
        self.places_at = self.blocks_in_all + max(1, self.output_blocks)
        self.numbers = self.output + self.blocks[-1] * max(1, 4 * self.output_blocks)
        self.has_numbers = any(code in NUMBERED for code in self.codes)
        self.size = self.numbers + 3 * self.blocks_in_all * self.has_numbers
        self.folds = any(code in FOLDS for code in self.codes)
        self.is_even = len(self.blocks) > 1 and len(set(self.blocks)) == 1

    def pack(self, parameters: np.ndarray) -> np.ndarray:
        """Flat (P,) parameters as the (size, 4) float32 vectors that the shader reads."""
        *hidden, (weight, _) = unpack(np.asarray(parameters, np.float64), self.network)
        weights = [weight for weight, _ in hidden]
        before = [np.arange(INPUTS), *self.places]
        parts = [_pack_layer(weight, rows, columns, count)
                 for weight, rows, columns, count in zip(weights, self.places, before, self.columns)]
        parts.append(self._pack_outputs(weight[1:] - weight[:1] if _is_of_two(self.network) else weight))
        if self.has_numbers:
            parts.append(np.reshape(self.numbers_in_turn, (-1, 4)))
        return np.ascontiguousarray(np.concatenate(parts), np.float32)

    def rows(self, values: list[np.ndarray]) -> np.ndarray:
        """What `forward` finds at N points as the shader has it at anchors: four float32 a block, outputs last.

        Of several classes only differences of logits count: the largest one is taken from all, so that they are small
        numbers where it matters. Outputs that fill blocks up never win.
        """
        *hidden, outputs = values
        found = np.zeros((len(outputs), 4 * self.places_at), np.float32)
        for first, places, z in zip(self.first, self.places, hidden):
            found[:, 4 * first + places] = z
        if _is_of_two(self.network):
            outputs = outputs[:, 1:] - outputs[:, :1]
        elif self.network.has_classes:
            outputs = outputs - outputs.max(axis=1, keepdims=True)
            found[:, 4 * self.blocks_in_all:] = NEVER
        found[:, 4 * self.blocks_in_all:4 * self.blocks_in_all + self.outputs] = outputs
        return found

    def number(self, neuron: Neuron) -> int:
        """Of a neuron, counted from 0 over all blocks, those places included that fill blocks up."""
        layer, number = neuron
        return 4 * self.first[layer - 1] + int(self.places[layer - 1][number - 1])

    def bits(self, neurons: frozenset[Neuron]) -> np.ndarray:
        """A set of neurons as words of 32 bits, (words,) uint32."""
        words = np.zeros(self.words, np.uint32)
        for neuron in neurons:
            word, bit = divmod(self.number(neuron), 32)
            words[word] |= np.uint32(1 << bit)
        return words

    def constants(self) -> Constants:
        """What the shader needs to know, by name."""
        return {
            "DEPTH": len(self.blocks), "WIDEST": max(self.blocks), "LAST": self.blocks[-1],
            "BLOCKS_IN_ALL": self.blocks_in_all, "WORDS": self.words,
            "OUTPUT": self.output, "PARAMETERS": self.size, "PLACES": self.places_at,
            "BLOCKS": self.blocks, "INPUTS": [1, *self.blocks[:-1]], "FIRST": self.first, "START": self.start,
            "NUMBERED": self._numbered(),
        } | self._activations() | self._head()

    def _activations(self) -> Constants:
        codes = [CODES.index(code) for code in self.codes]
        found: Constants = {code.upper(): number for number, code in enumerate(CODES)}
        found |= {f"HAS_{code.upper()}": int(code in self.codes) for code in CODES}
        found |= {"HAS_SMOOTH": int(not EXACT.issuperset(self.codes)), "LAST_TO_FOLD": CODES.index(FOLDS[-1])}
        found |= {"CODE": codes[0]} if len(set(codes)) == 1 else {"CODES": codes}
        return found | ({"NUMBERS": self.numbers} if self.has_numbers else {})

    def _head(self) -> Constants:
        head = self.network.head
        found: Constants = {**head_constants(self.network)}
        if self.output_blocks:
            found["OUTPUT_BLOCKS"] = self.output_blocks
        if self.network.has_classes:
            return found | {"CONTOURS": 1, "HEAD_CLASSES": 1, "CLASSES": self.outputs}
        if head.kind == "value":
            return found | {"CONTOURS": 1, "HEAD_VALUE": 1, "LOW": head.low, "HIGH": head.high,
                            "LEVELS": len(levels(self.network))}
        return found | ({"HEAD_RGB": 1} if head.kind == "rgb" else {})

    def _numbered(self) -> list[int]:
        """Of each block, its first neuron's number within its layer, from 0."""
        found = np.zeros(self.blocks_in_all, int)
        for first, places in zip(self.first, self.places):
            starts = np.flatnonzero(places % 4 == 0)
            found[first + places[starts] // 4] = starts
        return found.tolist()

    def _pack_outputs(self, weight: np.ndarray) -> np.ndarray:
        if self.output_blocks:
            return _pack_layer(weight, np.arange(len(weight)), self.places[-1], 4 * self.blocks[-1])
        single = np.zeros(4 * self.blocks[-1])
        single[self.places[-1]] = weight[0]
        return single.reshape(-1, 4)

    @cached_property
    def numbers_in_turn(self) -> list[float]:
        """That activations take, 3 * 4 for each block; none where none of them takes any."""
        if not self.has_numbers:
            return []
        found = np.zeros((self.blocks_in_all, 3, 4))
        found[np.array(self.codes) == "pieces", :2] = NOWHERE  # of those that fill up a block: they never bend
        for neuron in self.network.neurons:
            block, place = divmod(self.number(neuron), 4)
            found[block, :, place] = numbers_of(activation_of(self.network, neuron))
        return found.ravel().tolist()


NEVER = -1e9  # of a logit


def _kind(activation: Activation) -> str:
    """The name of an activation's code."""
    if activation.name in ("relu", "identity"):
        return activation.name
    if activation.pieces:
        return "pieces"
    if activation.name in ("elu", "selu"):
        alpha, _, _ = numbers_of(activation)
        return "elu" if alpha == 1 else "bent_elu"
    return activation.name


def _kinds(network: NetworkSpec, layer: int) -> list[tuple[str, list[int]]]:
    """Neurons in turn, counted from 0, whose activations have one code."""
    each = [(_kind(activation), number) for activation, run in network.runs(layer)
            for number in range(run.start, run.stop)]
    return [(code, [number for _, number in alike]) for code, alike in groupby(each, key=lambda pair: pair[0])]


def _places(kinds: list[tuple[str, list[int]]]) -> np.ndarray:
    found, start = [], 0
    for _, numbers in kinds:
        found.append(start + np.arange(len(numbers)))
        start += 4 * _blocks(len(numbers))
    return np.concatenate(found)


def _is_of_two(network: NetworkSpec) -> bool:
    return network.head.kind == "classes" and not network.has_classes


def _blocks(width: int) -> int:
    return -(-width // 4)


def _pack_layer(weight: np.ndarray, rows: np.ndarray, columns: np.ndarray, count: int) -> np.ndarray:
    """A layer's (out, in) weight, whose neurons lie at rows (out,) and take from columns (in,) of so many: (N, 4)."""
    packed = np.zeros((4 * _blocks(int(rows[-1]) + 1), count), np.float32)
    packed[np.ix_(rows, columns)] = weight
    return packed.reshape(-1, 4, count).transpose(0, 2, 1).reshape(-1, 4)
