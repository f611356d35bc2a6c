"""The Triton kernel: interpreted where there is no GPU, compiled and run where there is one."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.errors import GinnError
from ginn_gl.network import evaluate
from ginn_gl.target import load_target, pixel_centers
from ginn_gl.train.engines import cuda_works
from ginn_gl.train.engines.kernel_shape import KernelShape
from ginn_gl.train.engines.torch_engine import TorchEngine
from ginn_gl.train.state import State

triton = pytest.importorskip("triton", reason="Triton is not installed; it exists for Linux only")

from ginn_gl.train.engines import triton_engine  # noqa: E402
from ginn_gl.train.engines.triton_engine import TritonEngine  # noqa: E402

TARGET = load_target(size=30)
TRAINING = TrainingSpec(iterations=5_000)
COMPILE = Path(__file__).with_name("compile_kernel.py")


@pytest.fixture(params=[
    pytest.param("cpu", marks=pytest.mark.skipif(cuda_works(), reason="where there is a GPU, nothing is interpreted")),
    pytest.param("cuda", marks=pytest.mark.skipif(not cuda_works(), reason="no CUDA device")),
])
def device(request, monkeypatch) -> str:
    if request.param == "cpu":
        monkeypatch.setattr(triton_engine, "LAUNCH_SECONDS", 1.0)  # a step takes 20 ms, and a launch 10
    return request.param


@pytest.mark.parametrize("hidden, batch_size, seeds, steps", [
    ((16, 16, 16), 128, [1], 100),
    ((9,), 100, [1, 2**40 + 7], 15),
    ((10, 20), 300, [3], 15),
    ((3,) * 8, 37, [1], 15),
    ((64,), 1, [1], 15),
])
def test_the_kernel_matches_torch(device, hidden, batch_size, seeds, steps):
    """From the first step to one before the last, where the learning rate is next to nothing."""
    network, training = NetworkSpec(hidden), replace(TRAINING, batch_size=batch_size, iterations=steps + 1)
    before = State.initial(network, seeds)
    ours = TritonEngine(network, training, TARGET, device).advance(before, steps)
    reference = TorchEngine(network, training, TARGET).advance(before, steps)
    assert ours.step == reference.step == steps
    assert np.abs(ours.parameters - reference.parameters).max() < 1e-4
    assert np.abs(ours.first_moment - reference.first_moment).max() < 1e-5
    assert np.abs(ours.second_moment - reference.second_moment).max() < 1e-6
    assert np.abs(ours.parameters - before.parameters).max() > 5e-3


def test_seeds_alone_and_in_stretches_equal_seeds_side_by_side_bit_for_bit(device, monkeypatch):
    network = NetworkSpec((10, 16))
    engine = TritonEngine(network, TRAINING, TARGET, device)
    before = State.initial(network, [4, 5])
    kept = before.snapshot(1)
    monkeypatch.setattr(engine, "_multiprocessors", 1)  # which the two share
    together = engine.advance(before, 8)
    monkeypatch.setattr(triton_engine, "LAUNCH_SECONDS", 0.0)  # each step a launch of its own
    alone = State.initial(network, [5])
    for steps in (1, 2, 5):
        alone = engine.advance(alone, steps)
    assert (alone.snapshot(0) == together.snapshot(1)).all()
    assert (before.snapshot(1) == kept).all()


def test_losses_equal_a_float64_computation_of_every_pixel(device):
    network = NetworkSpec((7, 12))
    parameters = 3 * State.initial(network, [1, 2]).parameters
    parameters[1, -1] = 1000  # the bias of white, where the softmax saturates
    labels = TARGET.pixels.ravel().astype(int)
    expected = []
    for one in parameters:
        logits = evaluate(one.astype(np.float64), network, pixel_centers(30, 30).astype(np.float64)).logits
        expected.append(np.mean(np.logaddexp(*logits.T) - logits[np.arange(len(labels)), labels]))
    assert TritonEngine(network, TRAINING, TARGET, device).losses(parameters) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("hidden, batch_size", [((65,), 128), ((33,) * 4, 128), ((16,), None), ((16,), 1025)])
def test_what_does_not_fit_the_registers_is_refused(hidden, batch_size):
    network, training = NetworkSpec(hidden), replace(TRAINING, batch_size=batch_size)
    assert KernelShape.of(network, training) is None
    with pytest.raises(GinnError, match="does not fit into a GPU's registers"):
        TritonEngine(network, training, TARGET, "cpu")


@pytest.mark.skipif(not list(Path(triton.__file__).parent.glob("backends/nvidia/bin/ptxas")),
                    reason="this Triton comes without NVIDIA's assembler")
def test_the_kernel_compiles_for_an_old_and_a_newer_gpu_without_overflow_of_its_registers():
    environment = {name: value for name, value in os.environ.items() if name != "TRITON_INTERPRET"}
    kinds = ["75", "16,16,16", "128", "90", "64,64,64", "128"]
    ran = subprocess.run([sys.executable, COMPILE, *kinds], env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    lines = [line.split() for line in ran.stdout.splitlines()]
    overflows = {kind: [int(line[2]) for line in lines if line[0] == kind] for kind in ("train", "shared", "losses")}
    assert overflows["train"][0] == 0 and overflows["train"][1] <= 112 and overflows["losses"] == [0, 0]
    _, registers, overflow, memory, as_alone = next(line for line in lines if line[0] == "shared")
    assert 2 * 256 * int(registers) <= 65_536 and 2 * (int(memory) + 1024) <= 65_536  # of the oldest GPU
    assert int(overflow) <= 400 and as_alone == "same"
