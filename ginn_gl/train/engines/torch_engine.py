"""The reference engine: autograd, written plainly, on the CPU or CUDA. The other engines must match it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from ...config import NetworkSpec, TrainingSpec
from ...data import Lesson
from ..sampling import minibatch
from ..schedule import BETA1, BETA2, EPSILON, adam_tables
from ..state import State
from .samples import samples
from .torch_functions import activate, mean_losses
from .torch_settings import denormals_flushed, single_threaded

Factor = float | torch.Tensor


class TorchEngine:
    """Trains with torch, all seeds in each batched operation. device: 'cpu' or 'cuda'."""

    name = "torch"

    def __init__(self, network: NetworkSpec, training: TrainingSpec, lesson: Lesson,
                 device: str = "cpu") -> None:
        self._network = network
        self._training = training
        self._device = device
        self._points, self._answers = self._upload(samples(lesson, network, training))
        self._held_out = self._upload(samples(lesson, network, training, for_validation=True))

    @single_threaded()
    @denormals_flushed()
    def advance(self, state: State, steps: int) -> State:
        """The state `steps` updates later."""
        tables = adam_tables(self._training, state.step, steps)
        arrays = (state.parameters, state.first_moment, state.second_moment)
        parameters, first, second = (torch.tensor(array, device=self._device) for array in arrays)
        for update in range(steps):
            points, answers = self._batch(state.seeds, state.step + update)
            parameters, first, second = self._updated(parameters, first, second, points, answers,
                                                      float(tables.step_size[update]), float(tables.root_scale[update]))
        return replace(state, step=state.step + steps, parameters=parameters.cpu().numpy(),
                       first_moment=first.cpu().numpy(), second_moment=second.cpu().numpy())

    @single_threaded()
    def losses(self, parameters: np.ndarray, held_out: bool = False) -> np.ndarray:
        """Mean loss over all that is trained with, or over what is held out: (S, P) -> (S,) float64."""
        seeds = len(parameters)
        points, answers = self._held_out if held_out else (self._points, self._answers)
        with torch.no_grad():
            return self._losses(torch.tensor(parameters, device=self._device), points.expand(seeds, -1, -1),
                                answers.expand(seeds, -1, -1)).cpu().numpy()

    def _upload(self, data: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        """Points (N, D) and answers (N, K): of classes as whole numbers."""
        columns = torch.from_numpy(data.T.copy()).to(self._device)
        points, answers = columns.tensor_split([self._network.inputs], dim=1)
        return points.contiguous(), answers.long() if self._network.head.kind == "classes" else answers.contiguous()

    def _updated(self, parameters: torch.Tensor, first: torch.Tensor, second: torch.Tensor, points: torch.Tensor,
                 answers: torch.Tensor, step_size: Factor, root_scale: Factor) -> tuple[torch.Tensor, ...]:
        """Parameters and moments, (S, P) each, after one update. The factors: see AdamTables."""
        leaf = parameters.detach().requires_grad_()
        (gradient,) = torch.autograd.grad(self._losses(leaf, points, answers).sum(), leaf)
        if self._training.l2:
            gradient = gradient + self._training.l2 * parameters
        first = BETA1 * first + (1 - BETA1) * gradient
        second = BETA2 * second + (1 - BETA2) * gradient**2
        return parameters - step_size * first / (second.sqrt() * root_scale + EPSILON), first, second

    def _batch(self, seeds: tuple[int, ...], step: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Points (S, B, D) and answers (S, B, K)."""
        size = self._training.batch_size
        if size is None:
            return self._points.expand(len(seeds), -1, -1), self._answers.expand(len(seeds), -1, -1)
        chosen = np.stack([minibatch(seed, step, size, len(self._points)) for seed in seeds])
        places = torch.from_numpy(chosen).to(self._device)
        return self._points[places], self._answers[places]

    def _losses(self, parameters: torch.Tensor, points: torch.Tensor, answers: torch.Tensor) -> torch.Tensor:
        """Mean over the batch, (S,) float64 for parameters (S, P)."""
        values, start = points, 0
        for layer, (out, fan_in) in enumerate(self._network.shapes):
            if layer > 0:
                values = activate(values, self._network, layer)
            biases = start + out * fan_in
            weight = parameters[:, start:biases].view(-1, out, fan_in)
            values = torch.baddbmm(parameters[:, None, biases:biases + out], values, weight.transpose(1, 2))
            start = biases + out
        return mean_losses(values, answers, self._network.head)
