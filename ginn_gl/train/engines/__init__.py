"""Engines: what advances a training. Each has the same two methods and draws the same minibatches."""

from __future__ import annotations

import ctypes
import platform
from typing import Protocol

import numpy as np

from ...config import NetworkSpec, TrainingSpec
from ...errors import GinnError
from ...target import Target
from ..state import State

DEVICES = ("auto", "cpu", "cuda")


class Engine(Protocol):
    """Made for a network, a training (whose seed it ignores: a state has its own) and a target."""

    name: str

    def advance(self, state: State, steps: int) -> State:
        """The state `steps` updates later. Pure: how the steps are divided into calls changes nothing."""

    def losses(self, parameters: np.ndarray) -> np.ndarray:
        """Mean softmax cross-entropy in nats over the whole target: (S, P) -> (S,) float64."""


def choose_engine(device: str, network: NetworkSpec, training: TrainingSpec, target: Target) -> Engine:
    """The fastest engine on a device: 'cpu', 'cuda', or 'auto'.

    'auto' is CUDA only for the full batch: a step on 128 pixels takes less time on one CPU core than it
    takes to launch a step's kernels on a GPU. Raises GinnError for CUDA where there is none.
    """
    if device not in DEVICES:
        raise GinnError(f"a device is {', '.join(DEVICES)}, not '{device}'")
    if device == "cuda" and not _cuda_works():
        raise GinnError("no CUDA device that torch can use: take --device cpu")
    if device == "cuda" or (device == "auto" and training.batch_size is None and _cuda_works()):
        from .torch_engine import TorchEngine

        return TorchEngine(network, training, target, "cuda")
    from .numba_engine import NumbaEngine

    return NumbaEngine(network, training, target)


def _cuda_works() -> bool:
    """Whether torch finds a GPU; asked only where there is a driver, since importing torch takes a second."""
    try:
        ctypes.CDLL("nvcuda.dll" if platform.system() == "Windows" else "libcuda.so.1")
    except OSError:
        return False
    import torch

    return torch.cuda.is_available()
