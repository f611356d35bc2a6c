"""The reference engine: autograd, written plainly, on the CPU or CUDA. The other engines must match it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from ...config import NetworkSpec, TrainingSpec
from ...target import Target, pixel_centers
from ..sampling import minibatch
from ..schedule import BETA1, BETA2, EPSILON, adam_tables
from ..state import State
from .torch_settings import denormals_flushed, single_threaded

Factor = float | torch.Tensor


class TorchEngine:
    """Trains with torch, all seeds in each batched operation. device: 'cpu' or 'cuda'."""

    name = "torch"

    def __init__(self, network: NetworkSpec, training: TrainingSpec, target: Target,
                 device: str = "cpu") -> None:
        network.require_of_paper("training")
        self._network = network
        self._training = training
        self._device = device
        self._points = torch.from_numpy(pixel_centers(target.height, target.width)).to(device)
        self._labels = torch.from_numpy(target.pixels.ravel().astype(np.int64)).to(device)

    @single_threaded()
    @denormals_flushed()
    def advance(self, state: State, steps: int) -> State:
        """The state `steps` updates later."""
        tables = adam_tables(self._training, state.step, steps)
        arrays = (state.parameters, state.first_moment, state.second_moment)
        parameters, first, second = (torch.tensor(array, device=self._device) for array in arrays)
        for update in range(steps):
            points, labels = self._batch(state.seeds, state.step + update)
            parameters, first, second = self._updated(parameters, first, second, points, labels,
                                                      float(tables.step_size[update]), float(tables.root_scale[update]))
        return replace(state, step=state.step + steps, parameters=parameters.cpu().numpy(),
                       first_moment=first.cpu().numpy(), second_moment=second.cpu().numpy())

    @single_threaded()
    def losses(self, parameters: np.ndarray) -> np.ndarray:
        """Mean softmax cross-entropy in nats over the whole target: (S, P) -> (S,) float64."""
        seeds = len(parameters)
        points, labels = self._points.expand(seeds, -1, -1), self._labels.expand(seeds, -1)
        with torch.no_grad():
            return self._losses(torch.tensor(parameters, device=self._device), points, labels).cpu().numpy()

    def _updated(self, parameters: torch.Tensor, first: torch.Tensor, second: torch.Tensor, points: torch.Tensor,
                 labels: torch.Tensor, step_size: Factor, root_scale: Factor) -> tuple[torch.Tensor, ...]:
        """Parameters and moments, (S, P) each, after one update. The factors: see AdamTables."""
        leaf = parameters.detach().requires_grad_()
        (gradient,) = torch.autograd.grad(self._losses(leaf, points, labels).sum(), leaf)
        first = BETA1 * first + (1 - BETA1) * gradient
        second = BETA2 * second + (1 - BETA2) * gradient**2
        return parameters - step_size * first / (second.sqrt() * root_scale + EPSILON), first, second

    def _batch(self, seeds: tuple[int, ...], step: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Points (S, B, 2) and labels (S, B)."""
        size = self._training.batch_size
        if size is None:
            return self._points.expand(len(seeds), -1, -1), self._labels.expand(len(seeds), -1)
        chosen = np.stack([minibatch(seed, step, size, len(self._labels)) for seed in seeds])
        pixels = torch.from_numpy(chosen).to(self._device)
        return self._points[pixels], self._labels[pixels]

    def _losses(self, parameters: torch.Tensor, points: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """Mean over the batch, (S,) float64 for parameters (S, P)."""
        values, start = points, 0
        for layer, (out, fan_in) in enumerate(self._network.shapes):
            if layer > 0:
                values = torch.relu(values)
            biases = start + out * fan_in
            weight = parameters[:, start:biases].view(-1, out, fan_in)
            values = torch.baddbmm(parameters[:, None, biases:biases + out], values, weight.transpose(1, 2))
            start = biases + out
        log_probability = torch.log_softmax(values, dim=2, dtype=torch.float64)
        return -log_probability.gather(2, labels[:, :, None]).mean(dim=(1, 2))
