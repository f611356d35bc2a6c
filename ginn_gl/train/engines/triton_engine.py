"""The engine for CUDA: all of a stretch of training in one kernel, a multiprocessor of the GPU for one seed or two."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import torch

from ...config import NetworkSpec, TrainingSpec
from ...data import Lesson
from ...errors import GinnError
from ..schedule import adam_tables
from ..state import State
from . import triton_kernel
from .cuda_memory import memory_checked
from .kernel_shape import REGISTERS_OF_HALF, WARPS, KernelShape
from .padding import Padding
from .samples import samples

LAUNCH_SECONDS = 0.003
"""About how long one launch may take: until it ends, a display on the same GPU shows nothing new."""


class TritonEngine:
    """Trains with Triton. A seed's result does not depend on which others run beside it.

    A program waits more than it computes. With more seeds than multiprocessors, two of the paper's networks therefore
    share one: each has half of the registers, and keeps the rest of its numbers in memory; what is computed, and in
    which order, is the same.

    device: 'cuda', or 'cpu' where Triton interprets its kernels (TRITON_INTERPRET=1), which is for tests.
    Raises GinnError for a training that does not fit the kernel (see KernelShape) or the GPU's memory.
    """

    name = "triton"

    @memory_checked()
    def __init__(self, network: NetworkSpec, training: TrainingSpec, lesson: Lesson,
                 device: str = "cuda") -> None:
        shape = KernelShape.of(network, training)
        if shape is None:
            raise GinnError(f"a {network} network with {training.batch_size or 'all'} pixels a step "
                            "does not fit into a GPU's registers, or is not of the paper's kind")
        self._shape = shape
        self._training = training
        self._device = device
        self._multiprocessors = (torch.cuda.get_device_properties(device).multi_processor_count if device == "cuda"
                                 else 1)
        padding = Padding(network, (2, *[shape.width] * shape.depth, 2))
        self._padded_count, self._places = padding.count, self._upload(padding.places)
        self._pixels = self._upload(samples(lesson, network, training))
        self._held_out = self._upload(samples(lesson, network, training, for_validation=True))
        self._launch_steps = 1

    @memory_checked()
    def advance(self, state: State, steps: int) -> State:
        """The state `steps` updates later."""
        after = [self._pad(array) for array in (state.parameters, state.first_moment, state.second_moment)]
        seeds = self._upload(np.array(state.seeds))
        tables = adam_tables(self._training, state.step, steps)
        factors = self._upload(tables.step_size), self._upload(tables.root_scale)
        done = 0
        while done < steps:
            end = min(done + self._launch_steps, steps)
            self._launch(after, seeds, factors, state.step, done, end)
            done = end
        parameters, first, second = (array[:, self._places].cpu().numpy() for array in after)
        return replace(state, step=state.step + steps, parameters=parameters,
                       first_moment=first, second_moment=second)

    @memory_checked()
    def losses(self, parameters: np.ndarray, held_out: bool = False) -> np.ndarray:
        """Mean loss over all that is trained with, or over what is held out: (S, P) -> (S,) float64."""
        pixels = self._held_out if held_out else self._pixels
        shape, pixel_count = self._shape, pixels.shape[1]
        seeds, tiles = len(parameters), -(-pixel_count // shape.tile)
        sums = torch.empty(seeds, tiles, dtype=torch.float64, device=self._device)
        triton_kernel.sum_losses[tiles, seeds](
            self._pad(parameters), pixels, pixel_count, sums,
            TILE=shape.tile, WIDTH=shape.width, DEPTH=shape.depth, num_warps=WARPS)
        return sums.cpu().numpy().sum(axis=1) / pixel_count

    def _launch(self, after: list[torch.Tensor], seeds: torch.Tensor, factors: tuple[torch.Tensor, ...],
                step: int, begin: int, end: int) -> None:
        """Train by entries begin to end of the tables, and learn from it how many steps a launch may have."""
        shape, began = self._shape, time.perf_counter()
        shared = shape.shares and len(seeds) > self._multiprocessors
        triton_kernel.train[(len(seeds),)](
            *after, seeds, self._pixels, self._pixels.shape[1], *factors, step, begin, end,
            BATCH=shape.batch, TILE=shape.tile, WIDTH=shape.width, DEPTH=shape.depth, num_warps=WARPS,
            maxnreg=REGISTERS_OF_HALF if shared else None)
        if self._device == "cuda":
            torch.cuda.synchronize()
        per_step = (time.perf_counter() - began) / (end - begin)
        self._launch_steps = max(1, min(2 * self._launch_steps, int(LAUNCH_SECONDS / per_step)))

    def _pad(self, parameters: np.ndarray) -> torch.Tensor:
        padded = torch.zeros(len(parameters), self._padded_count, device=self._device)
        padded[:, self._places] = self._upload(parameters)
        return padded

    def _upload(self, array: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(array).to(self._device)
