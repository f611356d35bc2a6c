"""Runs of networks built by hand, in which the answer is known."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.store import Run, RunWriter
from ginn_gl.target import Target, load_target


@pytest.fixture
def run_of(tmp_path) -> Iterator[Callable[..., Run]]:
    """Make a run from one list of layers [(weight, bias), ...] for each checkpoint, ten steps apart."""
    with ExitStack() as stack:
        def make(checkpoints: list, target: Target | None = None) -> Run:
            network = NetworkSpec(tuple(len(bias) for _, bias in checkpoints[0][:-1]))
            training = TrainingSpec(iterations=10 * len(checkpoints), checkpoints=len(checkpoints) + 1)
            path = tmp_path / f"made-{len(list(tmp_path.iterdir()))}.ginn"
            with RunWriter.create(path, network, training, target or load_target(size=40)) as writer:
                for k, layers in enumerate(checkpoints):
                    flat = np.concatenate([np.ravel(part) for layer in layers for part in layer])
                    writer.append(10 * k, 0.5, 1e-3, flat.astype(np.float32))
            return stack.enter_context(Run(path))
        yield make


def line(angle: float, x: float, y: float) -> tuple[np.ndarray, float]:
    """Weight and bias of a neuron whose boundary passes through (x, y), its normal at an angle in degrees."""
    weight = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    return weight, -float(weight @ (x, y))


def layer_of(*neurons: tuple[np.ndarray, float]) -> tuple[np.ndarray, np.ndarray]:
    """One layer from its neurons' weights and biases."""
    return np.array([weight for weight, _ in neurons]), np.array([bias for _, bias in neurons])


def output(width: int, scale: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """An output layer that says one half everywhere, or with a scale that every neuron speaks for white."""
    return np.array([np.zeros(width), np.full(width, scale)]), np.zeros(2)
