"""Which trainings the Triton kernel takes: those whose network and values fit into a processor's registers."""

from __future__ import annotations

from dataclasses import dataclass

from ...config import NetworkSpec, TrainingSpec

WARPS = 8
"""Of 32 threads. With fewer the registers overflow into memory, with more each thread has too few."""

REGISTERS_OF_HALF = 65_536 // (2 * WARPS * 32)
"""Of a thread, with which two programs find room on one multiprocessor: it has 65,536 registers in all."""

MAX_BATCH = 1024
"""Beyond, one processor per seed takes longer than torch with all of them."""

# (width, depth, tile): layers up to a width, up to a number of them, and the pixels whose values then fit beside.
# They are as many as compile for compute capabilities 7.5 to 12.0 with at most 112 bytes of overflow.
_LARGEST_TILES = [(16, 4, 128), (16, 8, 32), (32, 3, 32), (32, 5, 16), (64, 3, 16)]


def is_papers_case(network: NetworkSpec, training: TrainingSpec) -> bool:
    """Whether the kernels that are for the paper's kind of network alone, in numba and Triton, can train it."""
    return network.is_of_paper and training.l2 == 0


@dataclass(frozen=True)
class KernelShape:
    """What a kernel is compiled for.

    batch: pixels of a step. tile: of them at once, a power of two. width: of all hidden layers, a power of two.
    depth: how many hidden layers.
    """

    batch: int
    tile: int
    width: int
    depth: int

    @property
    def shares(self) -> bool:
        """Whether two programs do with half of a multiprocessor's registers each: wider ones overflow too far."""
        return self.width == 16

    @classmethod
    def of(cls, network: NetworkSpec, training: TrainingSpec) -> KernelShape | None:
        """The shape for a training; None where it does not fit, has the full batch, or is not of the paper's kind."""
        batch, widest, depth = training.batch_size, max(network.hidden), len(network.hidden)
        if batch is None or batch > MAX_BATCH or not is_papers_case(network, training):
            return None
        for width, deepest, tile in _LARGEST_TILES:
            if widest <= width and depth <= deepest:
                return cls(batch, min(tile, max(16, _power_of_two(batch))), width, depth)
        return None


def _power_of_two(number: int) -> int:
    """The first that is not below."""
    return 1 << (number - 1).bit_length()
