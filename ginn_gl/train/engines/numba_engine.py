"""The engine for CPUs: one compiled loop per seed, the seeds spread over the cores by plain threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np

from ...config import NetworkSpec, TrainingSpec
from ...data import Lesson
from ..schedule import adam_tables
from ..state import State
from .cores import available_cores
from .kernel_shape import is_papers_case
from .padding import Padding
from .samples import samples


class NumbaEngine:
    """Trains on the CPU with numba. A seed's result does not depend on which others run beside it.

    Raises GinnError where network and data do not fit together.
    """

    name = "numba"

    def __init__(self, network: NetworkSpec, training: TrainingSpec, lesson: Lesson) -> None:
        self._training = training
        self._samples = samples(lesson, network, training)
        self._held_out = samples(lesson, network, training, for_validation=True)
        widths = [width + width % 2 for width in network.widths]
        self._padding = Padding(network, widths)
        self._compiled = _papers(widths) if is_papers_case(network, training) else _general(network, training, widths)
        self._pool = ThreadPoolExecutor(available_cores())

    def advance(self, state: State, steps: int) -> State:
        """The state `steps` updates later."""
        tables = adam_tables(self._training, state.step, steps)
        before = (state.parameters, state.first_moment, state.second_moment)
        after = [self._padding.pad(array) for array in before]
        train, _ = self._compiled

        def train_one(index: int) -> None:
            parameters, first, second = (array[index] for array in after)
            train(parameters, first, second, self._samples, np.uint64(state.seeds[index]), state.step,
                  self._training.batch_size or 0, tables.step_size, tables.root_scale)

        self._for_each(train_one, range(len(state.seeds)))
        parameters, first, second = map(self._padding.strip, after)
        return replace(state, step=state.step + steps, parameters=parameters,
                       first_moment=first, second_moment=second)

    def losses(self, parameters: np.ndarray, held_out: bool = False) -> np.ndarray:
        """Mean loss over all that is trained with, or over what is held out: (S, P) -> (S,) float64."""
        _, mean_loss = self._compiled
        data = self._held_out if held_out else self._samples
        return np.array(self._for_each(lambda one: mean_loss(one, data), self._padding.pad(parameters)))

    def _for_each(self, function, items: Iterable) -> list:
        return list(self._pool.map(function, items))


Loops = tuple[Callable[..., Any], Callable[..., Any]]
"""To train and to take the mean loss, of padded parameters, without what is the same for all calls."""


def _papers(widths: list[int]) -> Loops:
    from . import kernel

    padded = np.array(widths)

    def train(parameters, first, second, data, *rest) -> None:
        kernel.train(parameters, first, second, padded, data, *rest)

    return train, lambda parameters, data: kernel.mean_loss(parameters, padded, data)


def _general(network: NetworkSpec, training: TrainingSpec, widths: list[int]) -> Loops:
    from . import general_kernel as kernel
    from .functions import CODES, NOTHING

    codes, options = [], []
    for layer, width in enumerate(widths[1:-1], 1):
        runs = [(one.name, one.parameter) for one, place in network.runs(layer) for _ in range(place.start, place.stop)]
        spare = width - len(runs)
        codes += [CODES[name] for name, _ in runs] + [NOTHING] * spare
        options += [parameter for _, parameter in runs] + [0.0] * spare
    head = {"classes": kernel.CLASSES, "logit": kernel.LOGIT}.get(network.head.kind, kernel.VALUES)
    what = (np.array(widths), np.array(codes), np.array(options, np.float32), network.inputs, head, network.outputs)
    l2 = np.float32(training.l2)

    def train(parameters, first, second, data, *rest) -> None:
        kernel.train(parameters, first, second, *what, data, *rest, l2)

    return train, lambda parameters, data: kernel.mean_loss(parameters, *what, data)
