"""What a run has left out: connected parts of the target that it gets wrong, beside other runs of that target."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..config import NetworkSpec
from ..network import forward
from ..store import Run
from ..words import plural
from .findings import Finding, Insight, Track, largest_first
from .history import History
from .outline import looked_at

TITLE = "What is left out"
WHY = ("A network can only draw with the lines that it has: where none of them lies along an edge, the edge is "
       "missing. Another run of the same target, with another seed, may find it.")
LEAST_PART = 0.005  # of the square; thinner parts are ragged edges, which every run has


def unmodelled(history: History, others: Sequence[Run] = ()) -> Insight:
    """Connected parts of the target that the network has the wrong way round at the end.

    A pixel is wrong where white is predicted with more than one half and the target is black, or the reverse; a
    part is a set of wrong pixels of one colour that touch by their sides. Looked at are the target's pixels,
    or of a large target those of a grid. A finding is a part of at least 0.5 % of the square; its value is its area
    in percent of the square, and its text says how many of the `others`, runs of the same target, have it wrong too
    (most of it). To look at beside it is the one of them that has least of the square wrong. The track is the share
    of the square that is wrong, by the points of the history's grid, which is coarser.
    """
    if history.pixels is None:
        summary = "Not measured: it looks for parts of black and white images."
        return Insight("unmodelled", TITLE, summary, [], [], why=WHY)
    ends = [(history.network, history.parameters[-1]), *((other.network, other.parameters(-1)) for other in others)]
    wrong, *elsewhere = (wrong_pixels(network, parameters, history.pixels) for network, parameters in ends)
    pixels, _, _ = looked_at(history.pixels)
    findings = [_finding(history, part, pixels, elsewhere) for part in _parts(wrong, pixels)]
    share = ((history.probability > 0.5) != history.target).mean(axis=1)
    track = Track("wrong", "% of the square", history.steps, 100 * share)
    best = min(zip(elsewhere, others), key=lambda other: other[0].mean(), default=None)
    beside = best[1].path if findings and best and best[0].mean() < wrong.mean() else None
    return Insight("unmodelled", TITLE, _summary(wrong, elsewhere, findings), [track], largest_first(findings), beside,
                   why=WHY)


def wrong_pixels(network: NetworkSpec, parameters: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Which pixels of a target (H, W) bool, of those looked at, a network has the wrong way round, bool."""
    pixels, y, x = looked_at(target)
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    logits = forward(parameters, network, points)[-1]
    return (logits[:, 1] > logits[:, 0]).reshape(pixels.shape) != pixels


def _parts(wrong: np.ndarray, pixels: np.ndarray) -> list[np.ndarray]:
    """Masks (H, W) of connected wrong pixels of one colour, those of enough area."""
    return [part for colour in (False, True) for part in connected(wrong & (pixels == colour))
            if part.mean() >= LEAST_PART]


def connected(mask: np.ndarray) -> list[np.ndarray]:
    """The parts of an (H, W) mask whose pixels touch by their sides, each as a mask."""
    # Every pixel takes the largest number among itself and its neighbours until none changes.
    numbers = np.where(mask, np.arange(1, mask.size + 1).reshape(mask.shape), 0)
    while True:
        around = np.pad(numbers, 1)
        largest = np.max([numbers, around[:-2, 1:-1], around[2:, 1:-1], around[1:-1, :-2], around[1:-1, 2:]], axis=0)
        spread = np.where(mask, largest, 0)
        if np.array_equal(spread, numbers):
            return [numbers == number for number in np.unique(numbers[mask])]
        numbers = spread


def _finding(history: History, part: np.ndarray, pixels: np.ndarray, elsewhere: list[np.ndarray]) -> Finding:
    height, width = part.shape
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    area = (float(columns[0] / width), float(rows[0] / height),
            float((columns[-1] + 1) / width), float((rows[-1] + 1) / height))
    colour, other_colour = ("white", "black") if pixels[part][0] else ("black", "white")
    also = sum(bool(wrong[part].mean() > 0.5) for wrong in elsewhere) or "none"
    beside = f" That is so in {also} of {plural(len(elsewhere), 'other run')} of this target." if elsewhere else ""
    share, step = 100 * float(part.mean()), int(history.steps[-1])
    place = "from ({:.2f}, {:.2f}) to ({:.2f}, {:.2f})".format(*area)
    return Finding(step, step, (), share, "% of the square",
                   f"A {colour} part of the target, {share:.1f}% of the square, is drawn {other_colour}.", area,
                   f"It reaches {place}.{beside}")


def _summary(wrong: np.ndarray, elsewhere: list[np.ndarray], findings: list[Finding]) -> str:
    said = f"At the end {100 * wrong.mean():.2f}% of the square is wrong"
    if elsewhere:
        usual = 100 * np.median([other.mean() for other in elsewhere])
        said += f", where {usual:.2f}% is usual in {plural(len(elsewhere), 'other run')} of this target"
    if not findings:
        return f"{said}. No sizeable part is left out."
    return f"{said}. {plural(len(findings), 'sizeable part')} {'is' if len(findings) == 1 else 'are'} left out."
