"""Engines: what advances a training. Each has the same two methods and draws the same minibatches."""

from __future__ import annotations

import ctypes
import math
import platform
import sys
from itertools import zip_longest
from typing import Protocol

import numpy as np

from ...config import NetworkSpec, TrainingSpec
from ...data import Lesson, count_of, require_fits
from ...errors import GinnError
from ..state import State
from .cores import available_cores
from .kernel_shape import KernelShape

DEVICES = {"auto": ("numba", "triton", "torch-graph"), "cpu": ("numba",), "cuda": ("triton", "torch-graph")}
"""What can be asked for, and the names of the engines that may come of it."""

# Estimates, for 'auto' to decide by. Of how long a step takes on a GPU, for a hundred seeds as for one, since
# waiting takes most of it; and of how many multiply-adds, counted forward only, a core trains with in a second.
_STEP_SECONDS = {"triton": 15e-6, "torch-graph": 200e-6}
_CORE_SPEED = 6e9


class Engine(Protocol):
    """Made for a network, a training (whose seed it ignores: a state has its own) and what is learnt."""

    name: str

    def advance(self, state: State, steps: int) -> State:
        """The state `steps` updates later. Pure: how the steps are divided into calls changes nothing."""
        ...

    def losses(self, parameters: np.ndarray, held_out: bool = False) -> np.ndarray:
        """Mean loss over all that is trained with, or over what is held out: (S, P) -> (S,) float64.

        In nats: softmax cross-entropy of classes, that of a sigmoid of a logit; else the squared error.
        """
        ...


def choose_engine(device: str, network: NetworkSpec, training: TrainingSpec, lesson: Lesson, seeds: int = 1,
                  preferred: str = "") -> Engine:
    """The fastest engine that works on a device: 'cpu', 'cuda', or 'auto', for a number of seeds side by side.

    'auto' is CUDA where the CPU would take longer: a step of the paper's network takes less time on a core than
    it takes a GPU to get going, but a GPU does a hundred of them at once. preferred: name of the engine to take
    if it works and the device allows it. Where the best engine does not work, one line on stderr says why and the
    next is taken. Raises GinnError where the device has no engine that works.
    """
    require_fits(lesson, network)
    if device not in DEVICES:
        raise GinnError(f"a device is {', '.join(DEVICES)}, not '{device}'")
    if device == "cuda" and not cuda_works():
        raise GinnError("no CUDA device that torch can use: take --device cpu")
    names = _planned(device, network, training, lesson, seeds)
    if preferred in DEVICES[device]:
        names = [preferred, *(name for name in names if name != preferred)]
    for name, following in zip_longest(names, names[1:]):
        try:
            return make_engine(name, network, training, lesson, seeds)
        except GinnError as error:
            if following is None:
                raise
            print(f"ginn-gl: {name} does not work here ({error}): {following} takes its place", file=sys.stderr)
    raise GinnError(f"no engine for {device}")


def make_engine(name: str, network: NetworkSpec, training: TrainingSpec, lesson: Lesson, seeds: int = 1) -> Engine:
    """The engine of a name; one for CUDA is tried on a step of that many seeds. Raises GinnError if it fails."""
    if name not in DEVICES["auto"]:
        raise GinnError(f"no engine is called '{name}'")
    if name == "numba":
        from .numba_engine import NumbaEngine

        return NumbaEngine(network, training, lesson)
    if not cuda_works():
        raise GinnError("no CUDA device that torch can use")
    try:
        engine = _cuda_engine(name, network, training, lesson)
        state = engine.advance(State.initial(network, range(seeds)), 1)
        engine.losses(state.parameters)
    except GinnError:
        raise
    except Exception as error:  # a package, a compiler, a header, a driver: much can be missing on a machine
        raise GinnError(str(error).strip().partition("\n")[0] or type(error).__name__) from error
    return engine


def _planned(device: str, network: NetworkSpec, training: TrainingSpec, lesson: Lesson, seeds: int) -> list[str]:
    """Names of engines, best first."""
    for_cuda = list(DEVICES["cuda"]) if KernelShape.of(network, training) else ["torch-graph"]
    if device == "cuda":
        return for_cuda
    on_cpu = _seconds_on_cpu(network, training, lesson, seeds)
    faster = [name for name in for_cuda if device == "auto" and _STEP_SECONDS[name] < on_cpu]
    return [*faster, "numba"] if faster and cuda_works() else ["numba"]


def _seconds_on_cpu(network: NetworkSpec, training: TrainingSpec, lesson: Lesson, seeds: int) -> float:
    """About what a step of all seeds takes with numba."""
    weights = sum(out * fan_in for out, fan_in in network.shapes)
    pixels = training.batch_size or count_of(lesson)
    return math.ceil(seeds / available_cores()) * pixels * weights / _CORE_SPEED


def _cuda_engine(name: str, network: NetworkSpec, training: TrainingSpec, lesson: Lesson) -> Engine:
    if name == "triton":
        from .triton_engine import TritonEngine

        return TritonEngine(network, training, lesson)
    from .torch_graph_engine import TorchGraphEngine

    return TorchGraphEngine(network, training, lesson)


def cuda_works() -> bool:
    """Whether torch finds a GPU; asked only where there is a driver, since importing torch takes a second."""
    if not has_cuda_driver():
        return False
    import torch

    return torch.cuda.is_available()


def has_cuda_driver() -> bool:
    """Whether NVIDIA's driver is installed, for whatever GPU."""
    try:
        ctypes.CDLL("nvcuda.dll" if platform.system() == "Windows" else "libcuda.so.1")
    except OSError:
        return False
    return True
