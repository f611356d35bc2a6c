"""The engine for CUDA where the Triton kernel does not fit: torch, a step captured once as a CUDA graph.

Launched one by one, a step's hundred small kernels leave the GPU waiting for Python nearly all the time; as a
graph they are one launch. What changes from step to step therefore lies on the GPU, for DRAWN steps at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import torch

from ...config import NetworkSpec, TrainingSpec
from ...data import Lesson
from ..sampling import WORDS_PER_BLOCK
from ..schedule import adam_tables
from ..state import State
from .cuda_memory import memory_checked
from .torch_engine import TorchEngine
from .torch_settings import single_threaded

DRAWN = 64
"""Steps whose minibatches and factors are computed at once."""

LOSS_VALUES = 2**26
"""Values of the widest layer that `losses` lets the GPU hold at once, 256 MB."""

_WORD = 0xFFFFFFFF


class TorchGraphEngine(TorchEngine):
    """Trains with torch, all seeds in each batched operation. device: 'cuda', or 'cpu', without a graph, for tests.

    In which order products are summed may depend on how many seeds there are. Raises GinnError where the GPU's
    memory is too small.
    """

    name = "torch-graph"

    @memory_checked()
    def __init__(self, network: NetworkSpec, training: TrainingSpec, lesson: Lesson,
                 device: str = "cuda") -> None:
        super().__init__(network, training, lesson, device)
        self._seed_count = 0

    @memory_checked()
    @single_threaded()
    def advance(self, state: State, steps: int) -> State:
        """The state `steps` updates later."""
        if len(state.seeds) != self._seed_count:
            self._prepare(len(state.seeds))
        before = (state.parameters, state.first_moment, state.second_moment)
        for tensor, array in zip(self._current, before):
            tensor.copy_(torch.from_numpy(array))
        for begin in range(0, steps, DRAWN):
            count = min(DRAWN, steps - begin)
            self._draw(state.seeds, state.step + begin, count)
            for _ in range(count):
                self._replay()
        parameters, first, second = (tensor.cpu().numpy().copy() for tensor in self._current)
        return replace(state, step=state.step + steps, parameters=parameters,
                       first_moment=first, second_moment=second)

    @memory_checked()
    def losses(self, parameters: np.ndarray, held_out: bool = False) -> np.ndarray:
        """Mean loss over all that is trained with, or over what is held out: (S, P) -> (S,) float64."""
        at_once = max(1, LOSS_VALUES // (len(self._points) * max(self._network.widths)))
        losses = super().losses
        return np.concatenate([losses(parameters[first:first + at_once], held_out)
                               for first in range(0, len(parameters), at_once)])

    def _prepare(self, seeds: int) -> None:
        """Make room for so many seeds and capture a step in it."""
        device = self._device
        self._seed_count = 0  # in case there is no room
        self._current = [torch.zeros(seeds, self._network.parameter_count, device=device) for _ in range(3)]
        self._step_sizes, self._root_scales = torch.zeros(2, DRAWN, device=device)
        self._chosen = torch.zeros(DRAWN, seeds, self._training.batch_size or 0, dtype=torch.int64, device=device)
        self._update = torch.zeros(1, dtype=torch.int64, device=device)
        self._replay = _captured(self._step) if self._device == "cuda" else self._step
        self._seed_count = seeds

    def _step(self) -> None:
        """One update in place, by the next entries of what is drawn."""
        parameters, first, second = self._current
        points, answers = self._drawn_batch()
        step_size, root_scale = (table.index_select(0, self._update) for table in (self._step_sizes, self._root_scales))
        after = self._updated(parameters, first, second, points, answers, step_size, root_scale)
        for tensor, updated in zip(self._current, after):
            tensor.copy_(updated)
        self._update.add_(1)

    def _drawn_batch(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Points (S, B, D) and answers (S, B, K)."""
        if self._training.batch_size is None:
            seeds = len(self._current[0])
            return self._points.expand(seeds, -1, -1), self._answers.expand(seeds, -1, -1)
        places = self._chosen.index_select(0, self._update)[0]
        return self._points[places], self._answers[places]

    def _draw(self, seeds: Sequence[int], step: int, count: int) -> None:
        """Fill in the minibatches and factors of the updates that leave `step` and those after it."""
        tables = adam_tables(self._training, step, count)
        self._step_sizes[:count] = torch.from_numpy(tables.step_size)
        self._root_scales[:count] = torch.from_numpy(tables.root_scale)
        if self._training.batch_size is not None:
            self._chosen[:count] = minibatches(seeds, step, count, self._training.batch_size, len(self._points),
                                               self._device)
        self._update.zero_()


def minibatches(seeds: Sequence[int], step: int, count: int, batch_size: int, pixel_count: int,
                device: str) -> torch.Tensor:
    """sampling.minibatch of some seeds and of `count` steps from one on: (count, S, batch_size) int64."""
    steps = torch.arange(step, step + count, device=device)[:, None, None]
    keys = torch.tensor(seeds, device=device)[None, :, None]
    blocks = torch.arange(-(-batch_size // WORDS_PER_BLOCK), device=device)[None, None, :]
    words = _philox((blocks, steps & _WORD, steps >> 32, torch.zeros_like(blocks)), (keys & _WORD, keys >> 32))
    words = torch.stack(torch.broadcast_tensors(*words), dim=3).flatten(2)[:, :, :batch_size]
    return words * pixel_count >> 32


def _philox(counter: Sequence[torch.Tensor], key: Sequence[torch.Tensor]) -> tuple[torch.Tensor, ...]:
    """sampling.philox in int64, which torch has on every device: products wrap, and `>> 32` brings in the sign."""
    (c0, c1, c2, c3), (k0, k1) = counter, key
    for _ in range(10):
        left, right = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = ((right >> 32 & _WORD) ^ c1 ^ k0, right & _WORD,
                          (left >> 32 & _WORD) ^ c3 ^ k1, left & _WORD)
        k0, k1 = k0 + 0x9E3779B9 & _WORD, k1 + 0xBB67AE85 & _WORD
    return c0, c1, c2, c3


def _captured(step: Callable[[], None]) -> Callable[[], None]:
    """A function that does on the GPU what `step` does, in one launch."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):  # the first time, libraries take memory, which a graph cannot
        step()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    return graph.replay
