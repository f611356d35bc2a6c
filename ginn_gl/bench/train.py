"""How long one training iteration takes in each engine, beside the loop that a user of torch would write."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import torch

from ..config import NetworkSpec, TrainingSpec
from ..errors import GinnError
from ..target import Target, load_target, pixel_centers
from ..train.engines import DEVICES, Engine, cuda_works, make_engine
from ..train.engines.torch_engine import TorchEngine
from ..train.state import State
from .report import machine

SEEDS = (1, 16, 64, 128)
CUDA_SEEDS = (1, 16, 128, 132, 264)  # an H200 has 132 multiprocessors
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
    contenders = [*_eager_loops(network, training, target), *_engines(network, training, target)]
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
             f"{'engine':<16} {'seeds':>5} {'us per iteration and seed':>26} {'against eager torch':>20}"]
    lines += [f"{row['engine']:<16} {row['seeds']:>5} {row['microseconds_per_iteration_and_seed']:>26.2f} "
              f"{row['times_faster_than_eager_torch']:>18.1f} x" for row in figures["iterations"]]
    return "\n".join(lines)


def _engines(network: NetworkSpec, training: TrainingSpec, target: Target) -> Iterator[Contender]:
    """All that work here; of the others, says why not."""
    yield from _at_work("numba", SEEDS, network, training, target)
    torch_cpu = TorchEngine(network, training, target)
    yield from (Contender("torch cpu", seeds, _trainer(torch_cpu, network, seeds)) for seeds in SEEDS)
    for name in DEVICES["cuda"] if cuda_works() else ():
        yield from _at_work(name, CUDA_SEEDS, network, training, target)


def _at_work(name: str, numbers: Iterable[int], network: NetworkSpec, training: TrainingSpec,
             target: Target) -> Iterator[Contender]:
    for seeds in numbers:
        try:
            engine = make_engine(name, network, training, target, seeds)
        except GinnError as error:
            print(f"{name}, {seeds} seeds: {error}", file=sys.stderr)
            return
        yield Contender(name, seeds, _trainer(engine, network, seeds))


def _trainer(engine: Engine, network: NetworkSpec, seeds: int) -> Callable[[int], None]:
    state = State.initial(network, range(seeds))

    def run(steps: int) -> None:
        nonlocal state
        state = engine.advance(state, steps)

    return run


def _eager_loops(network: NetworkSpec, training: TrainingSpec, target: Target) -> Iterator[Contender]:
    yield Contender("eager torch", 1, _eager_loop(network, training, target, "cpu"))
    if cuda_works():
        yield Contender("eager torch cuda", 1, _eager_loop(network, training, target, "cuda"))


def _eager_loop(network: NetworkSpec, training: TrainingSpec, target: Target,
                device: str) -> Callable[[int], None]:
    """What one writes with torch: nn.Sequential, CrossEntropyLoss, Adam and a cosine schedule."""
    layers = [torch.nn.Linear(fan_in, out) for out, fan_in in network.shapes]
    model = torch.nn.Sequential(*[part for layer in layers[:-1] for part in (layer, torch.nn.ReLU())], layers[-1])
    model.to(device)
    loss_of, optimiser = torch.nn.CrossEntropyLoss(), torch.optim.Adam(model.parameters(), training.learning_rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, training.iterations)
    points = torch.from_numpy(pixel_centers(target.height, target.width)).to(device)
    labels = torch.from_numpy(target.pixels.ravel().astype(np.int64)).to(device)

    def run(steps: int) -> None:
        size = training.batch_size or len(labels)
        for _ in range(steps):
            batch = torch.randint(len(labels), (size,), device=device)
            optimiser.zero_grad()
            loss_of(model(points[batch]), labels[batch]).backward()
            optimiser.step()
            schedule.step()
        if device == "cuda":
            torch.cuda.synchronize()

    return run
