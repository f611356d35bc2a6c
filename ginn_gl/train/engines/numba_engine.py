"""The engine for CPUs: one compiled loop per seed, the seeds spread over the cores by plain threads."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from ...config import NetworkSpec, TrainingSpec
from ...target import Target
from ..schedule import adam_tables
from ..state import State
from . import kernel
from .cores import available_cores
from .padding import Padding
from .pixels import labelled_pixels


class NumbaEngine:
    """Trains on the CPU with numba. A seed's result does not depend on which others run beside it."""

    name = "numba"

    def __init__(self, network: NetworkSpec, training: TrainingSpec, target: Target) -> None:
        network.require_of_paper("training")
        self._training = training
        self._widths = np.array([width + width % 2 for width in network.widths])
        self._padding = Padding(network, self._widths.tolist())
        self._pixels = labelled_pixels(target)
        self._pool = ThreadPoolExecutor(available_cores())

    def advance(self, state: State, steps: int) -> State:
        """The state `steps` updates later."""
        tables = adam_tables(self._training, state.step, steps)
        before = (state.parameters, state.first_moment, state.second_moment)
        after = [self._padding.pad(array) for array in before]

        def train_one(index: int) -> None:
            parameters, first, second = (array[index] for array in after)
            kernel.train(parameters, first, second, self._widths, self._pixels,
                         np.uint64(state.seeds[index]), state.step, self._training.batch_size or 0,
                         tables.step_size, tables.root_scale)

        self._for_each(train_one, range(len(state.seeds)))
        parameters, first, second = map(self._padding.strip, after)
        return replace(state, step=state.step + steps, parameters=parameters,
                       first_moment=first, second_moment=second)

    def losses(self, parameters: np.ndarray) -> np.ndarray:
        """Mean softmax cross-entropy in nats over the whole target: (S, P) -> (S,) float64."""
        padded = self._padding.pad(parameters)
        return np.array(self._for_each(lambda one: kernel.mean_loss(one, self._widths, self._pixels), padded))

    def _for_each(self, function, items: Iterable) -> list:
        return list(self._pool.map(function, items))
