"""The engine for CPUs: one compiled loop per seed, the seeds spread over the cores by plain threads."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from ...config import NetworkSpec, TrainingSpec
from ...target import Target, pixel_centers
from ..schedule import adam_tables
from ..state import State
from . import kernel


class NumbaEngine:
    """Trains on the CPU with numba. A seed's result does not depend on which others run beside it."""

    name = "numba"

    def __init__(self, network: NetworkSpec, training: TrainingSpec, target: Target) -> None:
        self._training = training
        self._widths = np.array([width + width % 2 for width in network.widths])
        self._places, self._padded_count = _padded_places(network, self._widths)
        points = pixel_centers(target.height, target.width)
        self._pixels = np.column_stack([points, target.pixels.ravel()]).T.astype(np.float32, order="C")
        self._pool = ThreadPoolExecutor(_available_cores())

    def advance(self, state: State, steps: int) -> State:
        """The state `steps` updates later."""
        tables = adam_tables(self._training, state.step, steps)
        before = (state.parameters, state.first_moment, state.second_moment)
        after = [self._pad(array) for array in before]

        def train_one(index: int) -> None:
            kernel.train(*(array[index] for array in after), self._widths, self._pixels,
                         np.uint64(state.seeds[index]), state.step, self._training.batch_size or 0,
                         tables.step_size, tables.root_scale)

        self._for_each(train_one, range(len(state.seeds)))
        parameters, first, second = (array[:, self._places] for array in after)
        return replace(state, step=state.step + steps, parameters=parameters,
                       first_moment=first, second_moment=second)

    def losses(self, parameters: np.ndarray) -> np.ndarray:
        """Mean softmax cross-entropy in nats over the whole target: (S, P) -> (S,) float64."""
        padded = self._pad(parameters)
        return np.array(self._for_each(lambda one: kernel.mean_loss(one, self._widths, self._pixels), padded))

    def _pad(self, parameters: np.ndarray) -> np.ndarray:
        padded = np.zeros((len(parameters), self._padded_count), np.float32)
        padded[:, self._places] = parameters
        return padded

    def _for_each(self, function, items: Iterable) -> list:
        return list(self._pool.map(function, items))


def _padded_places(network: NetworkSpec, widths: np.ndarray) -> tuple[np.ndarray, int]:
    """Where each parameter lies in a network of these, larger, widths; and how many that one has."""
    places, start = [], 0
    for (out, fan_in), padded_in, padded_out in zip(network.shapes, widths[:-1], widths[1:]):
        rows, columns = np.mgrid[0:out, 0:fan_in]
        places.append(start + (rows * padded_in + columns).ravel())
        places.append(start + padded_out * padded_in + np.arange(out))
        start += padded_out * (padded_in + 1)
    return np.concatenate(places), int(start)


def _available_cores() -> int:
    """Cores this process may use, which can be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
