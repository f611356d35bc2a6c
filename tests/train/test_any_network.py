"""Networks of all activations and heads: engines agree, and learn what plain torch learns."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from ginn_gl.activations import NAMES, Activation
from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.data import Dataset, Lesson, head_for, held_out, inputs_of, make
from ginn_gl.errors import GinnError
from ginn_gl.heads import HEADS, Head
from ginn_gl.network import forward, initialise
from ginn_gl.target import load_target
from ginn_gl.train.engines import KernelShape, choose_engine
from ginn_gl.train.engines.numba_engine import NumbaEngine
from ginn_gl.train.engines.torch_engine import TorchEngine
from ginn_gl.train.engines.torch_graph_engine import TorchGraphEngine
from ginn_gl.train.engines.torch_settings import single_threaded
from ginn_gl.train.sampling import minibatch
from ginn_gl.train.state import State

TRAINING = TrainingSpec(iterations=5_000, batch_size=64)
GENERATOR = np.random.default_rng(7)
POINTS = GENERATOR.uniform(-2, 2, (300, 2)).astype(np.float32)
LESSONS: dict[str, Lesson] = {
    "classes": Dataset.of_arrays("three", POINTS, (np.hypot(*POINTS.T) * 1.2).astype(int).clip(0, 2)),
    "logit": make("xor", noise=0.1),
    "value": make("reg-gauss"),
    "rgb": Dataset.of_image("colours", GENERATOR.integers(0, 256, (17, 23, 3)).astype(np.uint8)),
}
MIXED = ((Activation("sine", 3.0), 3), (Activation("tanh"), 2), (Activation("leaky_relu", 0.2), 2))


def network_for(lesson: Lesson, hidden: tuple[int, ...], *activations, head: str | None = None) -> NetworkSpec:
    return NetworkSpec(hidden, inputs_of(lesson), activations, head_for(lesson, head))


def assert_engines_agree(lesson: Lesson, network: NetworkSpec, training: TrainingSpec, steps: int = 200) -> None:
    before = State.initial(network, [1, 2**40 + 7])
    engines = [NumbaEngine(network, training, lesson), TorchEngine(network, training, lesson),
               TorchGraphEngine(network, training, lesson, "cpu")]
    ours, *others = (engine.advance(before, steps) for engine in engines)
    assert np.abs(ours.parameters - before.parameters).max() > 1e-2
    for other in others:
        assert np.abs(ours.parameters - other.parameters).max() < 1e-4
        assert np.abs(ours.first_moment - other.first_moment).max() < 1e-4
    for held in (False, True) if training.validation else (False,):
        expected = engines[1].losses(ours.parameters, held)
        assert engines[0].losses(ours.parameters, held) == pytest.approx(expected, rel=1e-5)


# With the very bends of a piecewise linear one, any two orders of summation drift apart sooner or later.
@pytest.mark.parametrize("name", NAMES)
def test_engines_agree_for_every_activation(name):
    lesson = LESSONS["classes"]
    assert_engines_agree(lesson, network_for(lesson, (7, 4), Activation(name), Activation(name)), TRAINING, 150)


@pytest.mark.parametrize("kind", HEADS)
def test_engines_agree_for_every_head(kind):
    lesson = LESSONS[kind]
    training = replace(TRAINING, l2=0.01, validation=0.2)
    assert_engines_agree(lesson, network_for(lesson, (9,), Activation("tanh"), head=kind), training)


@pytest.mark.parametrize("training", [replace(TRAINING, batch_size=None), replace(TRAINING, batch_size=300)])
def test_engines_agree_for_mixed_layers_odd_inputs_and_all_batches(training):
    points = GENERATOR.normal(size=(200, 5))
    lesson = Dataset.of_arrays("five", points, points.sum(axis=1))
    network = network_for(lesson, (7, 3), MIXED, Activation("gelu"))
    assert_engines_agree(lesson, network, training)


def test_the_papers_kind_on_points_is_trained_by_the_papers_kernel_and_alike():
    lesson, training = make("moons"), replace(TRAINING, validation=0.25)
    network = network_for(lesson, (8, 8))
    assert network.is_of_paper and KernelShape.of(network, training)
    assert KernelShape.of(network, replace(training, l2=0.1)) is None
    assert KernelShape.of(replace(network, head=Head("logit")), training) is None
    assert_engines_agree(lesson, network, training)


@pytest.mark.parametrize("kind", HEADS)
def test_losses_are_those_of_the_definition(kind):
    lesson = LESSONS[kind]
    network = network_for(lesson, (6,), Activation("silu"), head=kind)
    parameters = 3 * State.initial(network, [5]).parameters
    outputs = forward(parameters[0], network, lesson.points)[-1]
    labels = lesson.labels
    match kind:
        case "classes":
            each = np.logaddexp.reduce(outputs, axis=1) - outputs[np.arange(len(labels)), labels]
        case "logit":
            each = np.logaddexp(0, np.where(labels > 0, -1, 1) * outputs[:, 0])
        case _:
            each = ((outputs - labels) ** 2).mean(axis=1)
    out = held_out(len(labels), 0.3)
    training = replace(TRAINING, validation=0.3)
    for engine_class in (NumbaEngine, TorchEngine):
        engine = engine_class(network, training, lesson)
        assert engine.losses(parameters)[0] == pytest.approx(each[~out].mean(), rel=1e-5)
        assert engine.losses(parameters, held_out=True)[0] == pytest.approx(each[out].mean(), rel=1e-5)


def test_stretches_and_seeds_side_by_side_change_nothing():
    lesson = LESSONS["value"]
    network = network_for(lesson, (8, 8), Activation("tanh"), Activation("sine"))
    engine = NumbaEngine(network, TRAINING, lesson)
    together = engine.advance(State.initial(network, [3, 4]), 90)
    alone = engine.advance(engine.advance(State.initial(network, [4]), 31), 59)
    assert (alone.snapshot(0) == together.snapshot(1)).all()


def test_what_does_not_fit_is_said():
    with pytest.raises(GinnError, match="classes:3"):
        NumbaEngine(NetworkSpec((4,)), TRAINING, LESSONS["classes"])
    with pytest.raises(GinnError, match="3 classes, and a logit tells two apart"):
        head_for(LESSONS["classes"], "logit")
    with pytest.raises(GinnError, match="take --head value"):
        head_for(LESSONS["value"], "classes")
    with pytest.raises(GinnError, match="take --head classes"):
        head_for(load_target(size=8), "rgb")
    with pytest.raises(GinnError, match="points of 2 numbers, and the network takes 3"):
        choose_engine("cpu", NetworkSpec((4,), 3), TRAINING, make("moons"))
    assert head_for(LESSONS["classes"], "value") == Head("value", low=0, high=2)


@single_threaded()
def final_loss_of_plain_torch(seed: int, training: TrainingSpec, lesson: Dataset, network: NetworkSpec) -> float:
    """As anyone would write it, from the same start and with the same minibatches."""
    model = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 2))
    nn.utils.vector_to_parameters(torch.from_numpy(initialise(network, seed)), model.parameters())
    optimiser = torch.optim.Adam(model.parameters(), lr=training.learning_rate, weight_decay=training.l2)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, training.iterations)
    points, labels = torch.from_numpy(lesson.points), torch.from_numpy(lesson.labels).long()
    for step in range(training.iterations):
        chosen = minibatch(seed, step, training.batch_size or 0, len(points))
        optimiser.zero_grad()
        nn.functional.cross_entropy(model(points[chosen]), labels[chosen]).backward()
        optimiser.step()
        schedule.step()
    return nn.functional.cross_entropy(model(points), labels).item()


def test_the_spiral_is_learnt_as_by_plain_torch():
    lesson, seeds = make("spiral"), (1, 2, 3)
    training = TrainingSpec(iterations=1_500, batch_size=64, learning_rate=3e-2, l2=1e-5)
    network = network_for(lesson, (8, 8), Activation("tanh"), Activation("tanh"))
    engine = NumbaEngine(network, training, lesson)
    ours = np.median(engine.losses(engine.advance(State.initial(network, seeds), training.iterations).parameters))
    theirs = np.median([final_loss_of_plain_torch(seed, training, lesson, network) for seed in seeds])
    assert ours < 0.15 and ours == pytest.approx(theirs, rel=0.2)
