"""How a network's parameters lie in GPU memory: as vec4 blocks, four neurons at a time.

Layer by layer, a block holds for each input neuron the four weights from it. Biases are not among them: they
are in what is known at the anchors (see anchors.py). Widths that are no multiple of four are filled up with
zeros, which draw and change nothing. Of the output layer only the difference white - black is kept, since
that is all the softmax of two logits depends on.
"""

from __future__ import annotations

import numpy as np

from ...config import INPUTS, NetworkSpec, Neuron
from ...network import unpack


class Layout:
    """Where everything is, for one network; all counts are in vec4s.

    blocks, columns, first, start: per hidden layer, its blocks, the inputs each of them has weights for, its
    first block among all, and where its parameters start. is_even: there are several, of the same number of blocks.
    """

    def __init__(self, network: NetworkSpec) -> None:
        network.require_of_paper("a picture")
        self.network = network
        self.blocks = [_blocks(width) for width in network.hidden]
        self.first = [sum(self.blocks[:layer]) for layer in range(len(self.blocks))]
        self.blocks_in_all = sum(self.blocks)
        self.words = -(-self.blocks_in_all // 8)
        self.columns = [INPUTS] + [4 * count for count in self.blocks[:-1]]
        sizes = [count * columns for count, columns in zip(self.blocks, self.columns)]
        self.start = [sum(sizes[:layer]) for layer in range(len(sizes))]
        self.output = sum(sizes)
        self.size = self.output + self.blocks[-1]
        self.is_even = len(self.blocks) > 1 and len(set(self.blocks)) == 1

    def pack(self, parameters: np.ndarray) -> np.ndarray:
        """Flat (P,) parameters as the (size, 4) float32 vectors that the shader reads."""
        *hidden, output = (weight for weight, _ in unpack(np.asarray(parameters, np.float64), self.network))
        packed = [_pack_layer(weight, columns) for weight, columns in zip(hidden, self.columns)]
        white = np.zeros(4 * self.blocks[-1])
        white[:output.shape[1]] = output[1] - output[0]
        return np.ascontiguousarray(np.concatenate([*packed, white.reshape(-1, 4)]), np.float32)

    def number(self, neuron: Neuron) -> int:
        """Of a neuron, counted from 0 over all blocks, those places included that fill blocks up."""
        layer, number = neuron
        return 4 * self.first[layer - 1] + number - 1

    def bits(self, neurons: frozenset[Neuron]) -> np.ndarray:
        """A set of neurons as words of 32 bits, (words,) uint32."""
        words = np.zeros(self.words, np.uint32)
        for neuron in neurons:
            word, bit = divmod(self.number(neuron), 32)
            words[word] |= np.uint32(1 << bit)
        return words

    def constants(self) -> dict[str, int | list[int]]:
        """What the shader needs to know, by name."""
        return {
            "DEPTH": len(self.blocks), "WIDEST": max(self.blocks), "LAST": self.blocks[-1],
            "BLOCKS_IN_ALL": self.blocks_in_all, "WORDS": self.words,
            "OUTPUT": self.output, "PARAMETERS": self.size,
            "BLOCKS": self.blocks, "INPUTS": [1, *self.blocks[:-1]], "FIRST": self.first, "START": self.start,
        }


def _blocks(width: int) -> int:
    return -(-width // 4)


def _pack_layer(weight: np.ndarray, columns: int) -> np.ndarray:
    """A hidden layer's (out, in) weight as (blocks * columns, 4)."""
    out, fan_in = weight.shape
    packed = np.zeros((_blocks(out) * 4, columns), np.float32)
    packed[:out, :fan_in] = weight
    return packed.reshape(-1, 4, columns).transpose(0, 2, 1).reshape(-1, 4)
