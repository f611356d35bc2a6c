"""How long one training iteration takes in each engine, beside the loop that a user of torch would write."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import torch

from ..config import NetworkSpec, TrainingSpec
from ..errors import GinnError
from ..target import Target, load_target, pixel_centers
from ..train.engines import Engine
from ..train.engines.numba_engine import NumbaEngine
from ..train.engines.torch_engine import TorchEngine
from ..train.state import State
from .report import machine

SEEDS = (1, 16, 64, 128)
ROUNDS = 5
SECONDS = 0.4  # of each measurement in each round


@dataclass
class Contender:
    """An engine at work on some seeds. run: trains a number of steps. times: seconds per step, a round each."""

    name: str
    seeds: int
    run: Callable[[int], None]
    steps: int = 1
    times: list[float] = field(default_factory=list)

    def measure(self) -> None:
        began = time.perf_counter()
        self.run(self.steps)
        seconds = time.perf_counter() - began
        self.times.append(seconds / self.steps)
        self.steps = max(1, int(SECONDS * self.steps / seconds))

    @property
    def microseconds(self) -> float:
        """Per iteration and seed, the median of all rounds but the first two, which warm up."""
        return 1e6 * float(np.median(self.times[2:])) / self.seeds


def measure() -> dict:
    """Figures of all engines that work here, in one run and in turns: see `as_text`."""
    torch.set_num_threads(1)
    network, training, target = NetworkSpec(), TrainingSpec(), load_target()
    contenders = [Contender("eager torch", 1, _eager_loop(network, training, target)),
                  *_engines(network, training, target)]
    for _ in range(ROUNDS + 2):
        for contender in contenders:
            contender.measure()
    eager = contenders[0].microseconds
    return {
        "machine": machine(),
        "network": str(network),
        "batch_size": training.batch_size,
        "iterations": [{
            "engine": contender.name,
            "seeds": contender.seeds,
            "microseconds_per_iteration_and_seed": contender.microseconds,
            "times_faster_than_eager_torch": eager / contender.microseconds,
        } for contender in contenders],
    }


def as_text(figures: dict) -> str:
    """The figures as a table."""
    lines = [f"{figures['network']}, minibatches of {figures['batch_size']}; {figures['machine']['cpu']}, "
             f"{figures['machine']['cores']} cores; {figures['machine']['gpu'] or 'no CUDA'}",
             f"{'engine':<14} {'seeds':>5} {'us per iteration and seed':>26} {'against eager torch':>20}"]
    lines += [f"{row['engine']:<14} {row['seeds']:>5} {row['microseconds_per_iteration_and_seed']:>26.2f} "
              f"{row['times_faster_than_eager_torch']:>18.1f} x" for row in figures["iterations"]]
    return "\n".join(lines)


def _engines(network: NetworkSpec, training: TrainingSpec, target: Target) -> Iterator[Contender]:
    for name, make in _makers().items():
        for seeds in SEEDS:
            try:
                yield Contender(name, seeds, _trainer(make(network, training, target), network, seeds))
            except GinnError:
                break


def _makers() -> dict[str, Callable[..., Engine]]:
    return {"numba": NumbaEngine, "torch cpu": TorchEngine}


def _trainer(engine: Engine, network: NetworkSpec, seeds: int) -> Callable[[int], None]:
    state = State.initial(network, range(seeds))

    def run(steps: int) -> None:
        nonlocal state
        state = engine.advance(state, steps)

    return run


def _eager_loop(network: NetworkSpec, training: TrainingSpec, target: Target) -> Callable[[int], None]:
    """What one writes with torch: nn.Sequential, CrossEntropyLoss, Adam and a cosine schedule."""
    layers = [torch.nn.Linear(fan_in, out) for out, fan_in in network.shapes]
    model = torch.nn.Sequential(*[part for layer in layers[:-1] for part in (layer, torch.nn.ReLU())], layers[-1])
    loss_of, optimiser = torch.nn.CrossEntropyLoss(), torch.optim.Adam(model.parameters(), training.learning_rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, training.iterations)
    points = torch.from_numpy(pixel_centers(target.height, target.width))
    labels = torch.from_numpy(target.pixels.ravel().astype(np.int64))

    def run(steps: int) -> None:
        for _ in range(steps):
            batch = torch.randint(len(labels), (training.batch_size,))
            optimiser.zero_grad()
            loss_of(model(points[batch]), labels[batch]).backward()
            optimiser.step()
            schedule.step()

    return run
