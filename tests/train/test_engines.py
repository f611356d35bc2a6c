from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import torch

from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.network import evaluate
from ginn_gl.target import load_target, pixel_centers
from ginn_gl.train.engines import cuda_works
from ginn_gl.train.engines.numba_engine import NumbaEngine
from ginn_gl.train.engines.torch_engine import TorchEngine
from ginn_gl.train.engines.torch_graph_engine import TorchGraphEngine, minibatches
from ginn_gl.train.engines.torch_settings import denormals_are_flushed
from ginn_gl.train.sampling import minibatch
from ginn_gl.train.state import State

TARGET = load_target(size=32)
TRAINING = TrainingSpec(iterations=5_000)


# Seeds whose trainings cross no ReLU's kink by a rounding error within the 500 steps, in whatever order a processor's
# own libraries add up: from there on, any two orders of summation drift apart.
@pytest.mark.parametrize("hidden, batch_size, seeds", [
    ((16, 16, 16), 128, [1, 2, 3]),
    ((16, 16, 16), None, [21, 39]),
    ((5,), 100, [1, 2**40 + 7]),
    ((7, 3, 13), 300, [1, 3]),
    ((3,) * 8, 37, [1, 2]),
    ((1,), 1, [1]),
])
def test_numba_matches_torch_over_500_steps(hidden, batch_size, seeds):
    network = NetworkSpec(hidden)
    training = replace(TRAINING, batch_size=batch_size)
    before = State.initial(network, seeds)
    ours = NumbaEngine(network, training, TARGET).advance(before, 500)
    reference = TorchEngine(network, training, TARGET).advance(before, 500)
    assert ours.step == reference.step == 500
    assert np.abs(ours.parameters - reference.parameters).max() < 1e-4
    assert np.abs(ours.first_moment - reference.first_moment).max() < 1e-5
    assert np.abs(ours.parameters - before.parameters).max() > 1e-2


needs_cuda = pytest.mark.skipif(not cuda_works(), reason="no CUDA device")


# On the CPU the very steps that a GPU replays as a graph, one by one.
@pytest.mark.parametrize("device", ["cpu", pytest.param("cuda", marks=needs_cuda)])
@pytest.mark.parametrize("batch_size", [100, None])
def test_steps_of_the_graph_match_torch(device, batch_size):
    network, training = NetworkSpec((16, 16)), replace(TRAINING, batch_size=batch_size)
    engine = TorchGraphEngine(network, training, TARGET, device)
    engine.advance(State.initial(network, [8, 9, 10]), 1)  # for three seeds, a graph of its own
    before = State.initial(network, [1, 2**40 + 7])
    parts = engine.advance(engine.advance(before, 70), 130)  # both are more than is drawn at once
    reference = TorchEngine(network, training, TARGET).advance(before, 200)
    assert np.abs(parts.parameters - reference.parameters).max() < 1e-4
    assert np.abs(parts.parameters - before.parameters).max() > 1e-2
    assert (engine.advance(before, 200).snapshot(1) == parts.snapshot(1)).all()
    assert engine.losses(parts.parameters) == pytest.approx(
        TorchEngine(network, training, TARGET).losses(parts.parameters), rel=1e-6)


@pytest.mark.parametrize("device", ["cpu", pytest.param("cuda", marks=needs_cuda)])
def test_torch_draws_the_same_minibatches(device):
    seeds, step = [0, 2**40 + 7, 2**63 - 1], 10**9 - 3
    drawn = minibatches(seeds, step, 5, 37, 40_000, device).cpu().numpy()
    for k in range(5):
        for index, seed in enumerate(seeds):
            assert (drawn[k, index] == minibatch(seed, step + k, 37, 40_000)).all()


@pytest.mark.parametrize("engine_class", [NumbaEngine, TorchEngine])
def test_losses_equal_a_float64_computation(engine_class):
    network = NetworkSpec((7, 12))
    parameters = 3 * State.initial(network, [1, 2]).parameters
    labels = TARGET.pixels.ravel().astype(int)
    expected = []
    for one in parameters:
        logits = evaluate(one.astype(np.float64), network, pixel_centers(32, 32).astype(np.float64)).logits
        expected.append(np.mean(np.logaddexp(*logits.T) - logits[np.arange(len(labels)), labels]))
    assert engine_class(network, TRAINING, TARGET).losses(parameters) == pytest.approx(expected, rel=1e-6)


def test_losses_stay_exact_where_the_softmax_saturates():
    network = NetworkSpec((2,))
    parameters = np.zeros((1, network.parameter_count), np.float32)
    parameters[0, -1] = 1000  # the bias of white
    black_share = 1 - TARGET.pixels.mean()
    for engine_class in (NumbaEngine, TorchEngine):
        assert engine_class(network, TRAINING, TARGET).losses(parameters) == pytest.approx(1000 * black_share)


def test_seeds_side_by_side_equal_seeds_alone():
    network = NetworkSpec()
    engine = NumbaEngine(network, TRAINING, TARGET)
    together = engine.advance(State.initial(network, [4, 5, 6]), 200)
    for index, seed in enumerate([4, 5, 6]):
        alone = engine.advance(State.initial(network, [seed]), 200)
        assert (alone.snapshot(0) == together.snapshot(index)).all()


def test_stretches_add_up_bit_for_bit_and_the_state_given_is_left_alone():
    network = NetworkSpec((6, 6))
    engine = NumbaEngine(network, TRAINING, TARGET)
    before = State.initial(network, [3])
    kept = before.snapshot(0)
    whole = engine.advance(before, 300)
    parts = before
    for steps in (1, 49, 250):
        parts = engine.advance(parts, steps)
    assert (parts.snapshot(0) == whole.snapshot(0)).all()
    assert (before.snapshot(0) == kept).all()


def test_moments_of_dead_neurons_become_zero_instead_of_denormal():
    network = NetworkSpec((4,))
    dead = State.initial(network, [1])
    dead = replace(dead, parameters=np.zeros_like(dead.parameters),
                   first_moment=np.full_like(dead.parameters, 1e-40))
    after = NumbaEngine(network, TRAINING, TARGET).advance(dead, 1)
    assert (after.first_moment[0, :8] == 0).all()


@pytest.mark.parametrize("make", [TorchEngine, partial(TorchGraphEngine, device="cpu")], ids=["torch", "graph"])
@pytest.mark.parametrize("flushes", [False, True])
def test_torch_is_left_as_it_was_found(make, flushes):
    """Its threads and how it takes denormals, after work and after an error."""
    network, threads = NetworkSpec((4,)), torch.get_num_threads()
    try:
        torch.set_num_threads(3)
        torch.set_flush_denormal(flushes)
        engine = make(network, TRAINING, TARGET)
        state = engine.advance(State.initial(network, [1]), 2)
        engine.losses(state.parameters)
        with pytest.raises((ValueError, RuntimeError)):
            engine.advance(replace(state, parameters=state.parameters[:, 1:]), 1)
        assert torch.get_num_threads() == 3 and denormals_are_flushed() == flushes
    finally:
        torch.set_num_threads(threads)
        torch.set_flush_denormal(False)
