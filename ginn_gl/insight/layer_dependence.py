"""Layer dependence: deeper boundaries bend on those of earlier layers, and do so at the target's corners."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from ..geometry import partition, vertices
from ..words import plural
from .findings import Finding, Insight, Track, largest_first, named
from .history import History
from .outline import corners, distances, edges, looked_at

TITLE = "Lines bend on earlier lines"
WHY = ("A line of a deeper layer is straight until it meets one of an earlier layer, and can bend only there. To "
       "draw a corner, the network has to move such a crossing to the corner.")
MOST_NEURONS = 256  # beyond, a partition takes too long
SAMPLES = 64        # that are measured, in a network of the paper's size
SPACING = 0.03      # sides, of the points that stand for chance
NEAR = 0.02         # sides
LEAST_KINKS = 4     # at a corner
LEAST_RATIO = 5.0   # to what chance would put there


def layer_dependence(history: History) -> Insight:
    """Where boundaries bend on those of earlier layers, and how far from the target's edges and corners that is.

    A kink is a point of the square where a boundary meets one of an earlier layer, and so bends; it is found
    exactly, from the partition into linear regions. Tracks count the kinks of each layer on each earlier one, and
    give the median distance, in sides, of kinks from the target's nearest edge and nearest corner, and the same
    for chance: points at even distances along the same boundaries.

    A finding is a corner of the target with at least 4 kinks within 0.02 sides, and at least 5 times as many as
    there would be if the kinks were anywhere in the square. Its neurons are those that meet there; its value is the
    number of kinks. Networks of more than 256 neurons are not measured. Without a black and white target, kinks are
    only counted; where boundaries are smooth, there are none.
    """
    if not history.network.is_piecewise_linear:
        summary = "Not measured: it counts where boundaries bend, and this network is not piecewise linear."
        return Insight("layer-dependence", TITLE, summary, [], [], why=WHY)
    if len(history.network.neurons) > MOST_NEURONS:
        summary = f"Not measured in networks of more than {MOST_NEURONS} neurons."
        return Insight("layer-dependence", TITLE, summary, [], [], why=WHY)
    chosen = _few(history)
    measured = [_Kinks(history, k) for k in chosen]
    steps = history.steps[chosen]
    if history.pixels is None:
        summary = (f"Lines bend in {plural(len(measured[-1].points), 'place')}; there is no black and white image to "
                   "compare these with.")
        return Insight("layer-dependence", TITLE, summary, _count_tracks(history, steps, measured), [], why=WHY)
    pixels, _, _ = looked_at(history.pixels)
    places = {"edge": edges(pixels), "corner": corners(pixels)}
    tracks = _count_tracks(history, steps, measured) + _distance_tracks(steps, measured, places)
    findings = _at_corners(history, measured[-1], places["corner"])
    return Insight("layer-dependence", TITLE, _summary(measured[-1], tracks, findings), tracks,
                   largest_first(findings), why=WHY)


def _few(history: History) -> np.ndarray:
    """Which samples are measured: 64, fewer of larger networks, as their partitions take longer."""
    few = int(SAMPLES * min(1.0, (48 / len(history.network.neurons)) ** 2))
    return np.unique(np.linspace(0, len(history) - 1, max(few, 2)).round().astype(int))


class _Kinks:
    """Those of one sample. points: (K, 2). neurons: (K, 2), places in network.neurons of the earlier and the later
    neuron. along: (A, 2), points at even distances along the boundaries of layers after the first."""

    def __init__(self, history: History, k: int) -> None:
        found, tags = vertices(history.network, history.parameters[k])
        meetings, self.neurons = _meetings(tags)
        layers = np.array([layer for layer, _ in history.network.neurons])
        self.layers = layers[self.neurons]
        bends = self.layers[:, 0] < self.layers[:, 1]
        self.points = found[meetings[bends]]
        self.neurons, self.layers = self.neurons[bends], self.layers[bends]
        self.along = np.empty((0, 2))
        if history.pixels is not None:
            boundaries = partition(history.network, history.parameters[k]).boundaries
            deeper = [piece for (layer, _), pieces in boundaries.items() if layer > 1 for piece in pieces]
            self.along = np.concatenate([self.along, *map(_evenly, deeper)])


def _meetings(tags: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of neurons whose boundaries meet at a vertex: the vertex (K,), and their places in order (K, 2)."""
    where, neurons = tags.T
    found = [np.empty((0, 3), int)]
    for apart in range(1, len(tags)):
        same = where[apart:] == where[:-apart]
        if not same.any():
            break
        found.append(np.stack([where[apart:], neurons[:-apart], neurons[apart:]], axis=1)[same])
    meetings = np.concatenate(found)
    return meetings[:, 0], meetings[:, 1:]


def _evenly(piece: np.ndarray) -> np.ndarray:
    """Points along a polyline (K, 2), (A, 2)."""
    passed = np.concatenate([[0.0], np.linalg.norm(np.diff(piece, axis=0), axis=1).cumsum()])
    at = np.arange(SPACING / 2, passed[-1], SPACING)
    return np.stack([np.interp(at, passed, piece[:, axis]) for axis in (0, 1)], axis=1)


def _count_tracks(history: History, steps: np.ndarray, measured: list[_Kinks]) -> list[Track]:
    return [Track(f"layer {later} on layer {earlier}", "bends", steps,
                  np.array([(kinks.layers == (earlier, later)).all(axis=1).sum() for kinks in measured]))
            for earlier, later in combinations(history.layers, 2)]


def _distance_tracks(steps: np.ndarray, measured: list[_Kinks], places: dict[str, np.ndarray]) -> list[Track]:
    return [Track(f"{what} to {place}", "sides", steps,
                  np.array([_median(distances(points(kinks), where)) for kinks in measured]))
            for place, where in places.items()
            for what, points in (("bends", lambda kinks: kinks.points), ("chance", lambda kinks: kinks.along))]


def _median(values: np.ndarray) -> float:
    return float(np.median(values)) if len(values) and np.isfinite(values).all() else np.nan


def _at_corners(history: History, kinks: _Kinks, where: np.ndarray) -> list[Finding]:
    if not len(kinks.points):
        return []
    chance = len(kinks.points) * np.pi * NEAR**2
    found, step = [], int(history.steps[-1])
    for x, y in where:
        near = np.hypot(*(kinks.points - (x, y)).T) <= NEAR
        if near.sum() < max(LEAST_KINKS, LEAST_RATIO * chance):
            continue
        neurons = tuple(history.network.neurons[place] for place in np.unique(kinks.neurons[near]))
        found.append(Finding(
            step, step, neurons, float(near.sum()), "bends",
            f"{len(neurons)} lines meet at the target's corner at ({x:.2f}, {y:.2f}), with {near.sum()} bends.",
            (x - 2 * NEAR, y - 2 * NEAR, x + 2 * NEAR, y + 2 * NEAR),
            f"These are within {NEAR} sides of it, where {chance:.1f} would be expected by chance. The lines are those "
            f"of neurons {named(*neurons)}."))
    return found


def _summary(kinks: _Kinks, tracks: list[Track], findings: list[Finding]) -> str:
    ends = {track.name: track.values[-1] for track in tracks}
    if not len(kinks.points):
        return "No line bends in the square."
    if np.isnan(ends["bends to corner"]):
        return f"Lines bend in {plural(len(kinks.points), 'place')}; the target has no corners."
    return (f"Lines bend in {plural(len(kinks.points), 'place')}. Half of these are within "
            f"{ends['bends to corner']:.3f} sides of a corner of the target; of points spaced evenly along the "
            f"same lines, half are within {ends['chance to corner']:.3f}. Bends gather at "
            f"{plural(len(findings), 'corner')}.")
