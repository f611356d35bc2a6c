"""Which neuron of one network does what which neuron of another does: neurons have no order of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from ..config import NetworkSpec
from ..errors import GinnError
from ..network import forward, network_on, parameters_on, unpack
from ..plane import SQUARE, Plane
from ..store import Run
from .history import first_bends

SIDE = 200       # points along each side of the square: in the middles of the pixels of most targets
AT_ONCE = 1_000  # points, whose values are held at a time; more would be given to threads, and cost six times as much
TIE = 1e-9       # by which a neuron is drawn to that of its own number, among others that agree as much


@dataclass(frozen=True, eq=False)
class Alignment:
    """The neurons of a network B that take the places of those of a network A, layer by layer, each once.

    network: of both. order: of each hidden layer (width,) int64: place i of A's layer is matched with place order[i] of
    B's, both counted from 0. agreement: of each (width,) float64, at what share of the square both of a pair are on or
    both off. counted: of each (width,) bool, False for a pair whose neurons are on everywhere, both, or nowhere, both:
    it agrees, and says nothing. unmatched: the mean agreement where every neuron is paired with that of its own number,
    0 to 1; not a number where no such pair counts.
    """

    network: NetworkSpec
    order: list[np.ndarray]
    agreement: list[np.ndarray]
    counted: list[np.ndarray]
    unmatched: float

    @cached_property
    def by_layer(self) -> list[float]:
        """Of each hidden layer the mean agreement of the pairs that count, 0 to 1; not a number where none does."""
        return [_mean(agreement[counted]) for agreement, counted in zip(self.agreement, self.counted)]

    @property
    def alike(self) -> float:
        """The mean agreement of all pairs that count, 0 to 1; 1 for networks that differ in their neurons' order and
        scale alone; not a number where no pair counts. `unmatched` is what to compare it with."""
        return _mean(np.concatenate(self.agreement)[np.concatenate(self.counted)])

    def reorder(self, parameters: np.ndarray) -> np.ndarray:
        """B's parameters, (P,), in A's order, (P,): the same network, whose neurons have the numbers, and so the
        colours, of those of A that they are matched with."""
        return reordered(parameters, self.network, self.order)


def align(run: Run, other: Run, step: int | None = None) -> Alignment:
    """Match the neurons of two runs at a step, or at the last of each: see `aligned`.

    Over what is looked at first of the first run: its image, its window, or its plane. At a step between two
    checkpoints it is the one before. Raises GinnError for a step that one of them has not, and for networks whose
    inputs or hidden layers are not the same.
    """
    if reason := why_not(run, other):
        raise GinnError(reason)
    first, second = (one.parameters(-1 if step is None else one.index_of(step)) for one in (run, other))
    return aligned(run.network, first, second, run.plane or Plane.of_window(run.window))


def aligned(network: NetworkSpec, parameters: np.ndarray, other: np.ndarray, plane: Plane = SQUARE) -> Alignment:
    """Match the neurons of two networks of one kind, by their parameters, (P,) each.

    Of all ways to pair the neurons of a layer, it is the one by which most agree: neurons of a pair are on, or off,
    together at as many points of the square as can be. That takes no notice of a network's order of neurons, nor of
    their scale. Neurons with different activations are not paired.
    """
    agreements, shares = _compare(network, parameters, other, plane)
    order = [_matched(network, layer, agrees) for layer, agrees in enumerate(agreements, 1)]
    agreement, counted = _paired(agreements, shares, order)
    plain, plainly_counted = _paired(agreements, shares, [np.arange(width) for width in network.hidden])
    unmatched = _mean(np.concatenate(plain)[np.concatenate(plainly_counted)])
    return Alignment(network, order, agreement, counted, unmatched)


def reordered(parameters: np.ndarray, network: NetworkSpec, order: list[np.ndarray]) -> np.ndarray:
    """The same network, (P,), with its hidden neurons in another order. parameters: (P,).

    order: of each hidden layer (width,) int, which neuron, counted from 0, comes to each place.
    """
    found, before = [], np.arange(network.inputs)
    for (weight, bias), places in zip(unpack(parameters, network), [*order, np.arange(network.outputs)]):
        found += [weight[np.ix_(places, before)].ravel(), bias[places]]
        before = places
    return np.concatenate(found)


def _matched(network: NetworkSpec, layer: int, agrees: np.ndarray) -> np.ndarray:
    """For each neuron of A the one of B, (width,), among those with the same activation."""
    from scipy.optimize import linear_sum_assignment  # which takes a fifth of a second to load

    match = np.empty(len(agrees), np.int64)
    for _, place in network.runs(layer):
        part = agrees[place, place]
        match[place] = place.start + linear_sum_assignment(part + TIE * np.eye(len(part)), maximize=True)[1]
    return match


def _paired(agreements: list[np.ndarray], shares: list[np.ndarray], order: list[np.ndarray]) -> tuple[list, list]:
    """Of each hidden layer, (width,) each: how the pairs agree, and which count."""
    agreement = [agrees[np.arange(len(match)), match] for agrees, match in zip(agreements, order)]
    counted = [(share != other[match]) | ((share > 0) & (share < 1)) for (share, other), match in zip(shares, order)]
    return agreement, counted


def _compare(network: NetworkSpec, parameters: np.ndarray, other: np.ndarray, plane: Plane) -> tuple[list, list]:
    """Of each hidden layer: where (A, B) neurons agree, and where each is on, as shares of the square."""
    count = SIDE * SIDE
    both = [np.zeros((width, width)) for width in network.hidden]
    on = [np.zeros((2, width)) for width in network.hidden]
    states = (_states(network_on(plane, network), parameters_on(plane, network, one)) for one in (parameters, other))
    for first, second in zip(*states):
        for layer, (here, there) in enumerate(zip(first, second)):
            both[layer] += here.T.astype(np.float32) @ there.astype(np.float32)  # exact, for so few points
            on[layer] += here.sum(axis=0), there.sum(axis=0)
    shares = [one / count for one in on]
    return [1 - a[:, None] - b + 2 * together / count for together, (a, b) in zip(both, shares)], shares


def _states(network: NetworkSpec, parameters: np.ndarray) -> Iterator[list[np.ndarray]]:
    """Of each hidden layer which neurons are on, (N, width) bool, over the square by some points after others."""
    middles = (np.arange(SIDE) + 0.5) / SIDE
    points = np.stack(np.meshgrid(middles, middles), axis=-1).reshape(-1, 2)
    for start, end in pairwise([*range(0, len(points), AT_ONCE), len(points)]):
        hidden = forward(parameters, network, points[start:end])[:-1]
        yield [z > first_bends(network, layer) for layer, z in enumerate(hidden, 1)]


def why_not(run: Run, other: Run) -> str | None:
    """Why the neurons of two runs have no counterparts, if so."""
    first, second = run.network, other.network
    if (first.inputs, first.hidden, first.activations) == (second.inputs, second.hidden, second.activations):
        return None
    return ("neurons can be matched where both networks have the same inputs, hidden layers and activations: "
            f"{run.path.name} is a {first}, and {other.path.name} a {second}")


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else float("nan")
