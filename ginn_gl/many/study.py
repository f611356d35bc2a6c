"""What a sweep says about failing: how often, of which networks, and from which step on it can be told.

    python -m ginn_gl.many.study SPEC.toml FOLDER OUT

reads the runs of a sweep on a black and white image, writes OUT/NAME.json with all numbers and pictures beside it, NAME
being that of the specification, and prints the tables of docs/do-deeper-networks-fail-less.md.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from ..config import NetworkSpec
from ..errors import GinnError
from ..record.files import written_whole
from ..store import Run
from ..target import Target
from ..train.schedule import checkpoint_steps
from .picture import interval
from .predicting import fitted
from .spec import SweepSpec, read_sweep
from .summary import Row, rows_of

FAILED = 0.15
"""In nats: a short run that ends above has failed. Of the bottle, an outline without the diamond and the label in it is
0.178, and hardly a run ends around 0.15: see `losses` in what is written."""

STUCK = 2 / 3
"""Of the loss of a constant answer: who ends above says almost the same everywhere."""

LOOKS = 24     # steps at which runs are looked at, evenly by the logarithm of the step
FIRST = 10     # the first of them
OPEN = 0.1     # seeds of a combination that fail, and that do not, for its outcome to be open
HALF = 0.5     # of the error without looking: from when on one can tell
FULL = 40_000   # pixels of a full batch
BINS = FAILED * 2.0 ** (np.arange(-18, 15) / 6)  # of losses, 0.019 to 0.76


@dataclass(frozen=True, eq=False)
class Observed:
    """A finished run. losses, regions: (T,) float64, at the steps that all are looked at, regions of the square."""

    row: Row
    losses: np.ndarray
    regions: np.ndarray

    @property
    def combination(self) -> tuple:
        """All but the seed."""
        row = self.row
        return row.target, row.hidden, row.batch_size, row.learning_rate, row.activation


def study(spec: SweepSpec, folder: Path, limit: float = FAILED) -> tuple[dict[str, Any], list[Row]]:
    """All numbers of a sweep, in plain values that JSON has words for; and its runs.

    limit: the final loss above which a run is bad. Raises GinnError where no run is finished, or where checkpoints are
    not those of the specification.
    """
    steps, runs = observe(spec, folder, limit)
    rows = [run.row for run in runs]
    constant, outline = reference_losses(spec.groups[0].lesson)
    return {
        "runs": len(runs),
        "unfinished": len(spec) - len(runs),
        "iterations": int(steps[-1]),
        "seeds": len(spec.seeds),
        "limits": {"failed": limit, "constant": constant, "outline": outline, "stuck": STUCK * constant},
        "losses": _histogram(rows),
        "failed": _share(rows),
        "by_width": _by(rows, lambda row: str(row.width)),
        "by_depth": _by(rows, lambda row: str(row.depth)),
        "by_batch_size": _by(rows, lambda row: row.batch_size),
        "networks": [_network(hidden, part, constant) for hidden, part in _parts(rows, lambda row: row.hidden)],
        "deeper": _compared(rows, lambda row: row.width, lambda row: row.depth),
        "wider": _compared(rows, lambda row: row.depth, lambda row: row.width),
        "predicting": {"failed": _predicting(steps, runs, [bool(row.bad) for row in rows]),
                       "stuck": _predicting(steps, runs, [row.loss > STUCK * constant for row in rows])},
    }, rows


def observe(spec: SweepSpec, folder: Path, limit: float) -> tuple[np.ndarray, list[Observed]]:
    """The steps at which runs are looked at, (T,) int64, and the finished ones, in the order of the specification."""
    from ..geometry import count_cells  # which loads the compiler

    training = spec.groups[0].training
    steps = _looks(checkpoint_steps(training.iterations, training.checkpoints))
    found: list[Observed] = []
    for row in rows_of(spec, folder):
        if row.state != "finished":
            continue
        with Run(folder / row.run) as run:
            looks = np.searchsorted(run.steps, steps)  # one that was stopped and went on has a checkpoint more
            if not np.array_equal(run.steps[np.minimum(looks, len(run) - 1)], steps):
                raise GinnError(f"{run.path}: its checkpoints are not those of the specification")
            regions = [float(count_cells(run.network, run.parameters(index))[-1]) for index in looks.tolist()]
            found.append(Observed(replace(row, bad=row.loss > limit), run.losses[looks], np.array(regions)))
    if not found:
        raise GinnError(f"{folder}: no finished run of this sweep is there")
    return steps, found


def reference_losses(target: Any) -> tuple[float, float]:
    """In nats, of an image: the loss of the best constant answer, and that of a network that knows the outline of what
    is black, with one answer for all that is inside, holes and all."""
    if not isinstance(target, Target):
        raise GinnError("this is about black and white images, and the sweep is about something else")
    inside = _without_holes(target.pixels == 0)
    return _entropy(target.pixels.mean()), inside.mean() * _entropy(target.pixels[inside].mean())


def _without_holes(black: np.ndarray) -> np.ndarray:
    """All that cannot be reached from outside without crossing black, (H, W) bool."""
    from scipy.ndimage import binary_fill_holes

    return np.asarray(binary_fill_holes(black))


def _entropy(share: float) -> float:
    return float(-sum(part * np.log(part) for part in (share, 1 - share) if part > 0))


def _looks(steps: np.ndarray) -> np.ndarray:
    """Some of these, evenly by the logarithm of the step."""
    wanted = np.geomspace(min(FIRST, steps[-1]), steps[-1], LOOKS)
    return np.unique(steps[np.searchsorted(steps, wanted.round(), side="right") - 1])


def _histogram(rows: Sequence[Row]) -> dict[str, Any]:
    counts, edges = np.histogram([row.loss for row in rows], BINS)
    return {"edges": [round(float(edge), 4) for edge in edges], "runs": counts.tolist()}


def _share(rows: Sequence[Row]) -> dict[str, Any]:
    """Of bad runs. starts: how many initialisations they come from: runs that differ in their batch size alone begin
    with the same weights, so for the interval they are one."""
    count, starts = sum(bool(row.bad) for row in rows), _starts(rows)
    low, share, high = interval(count / len(rows) * starts, starts)
    return {"count": count, "of": len(rows), "starts": starts, "share": share, "from": low, "to": high}


def _starts(rows: Sequence[Row]) -> int:
    return len({(row.target, row.hidden, row.activation, row.seed) for row in rows})


def _parts(rows: Sequence[Row], key: Callable[[Row], str]) -> Iterator[tuple[str, list[Row]]]:
    for name in dict.fromkeys(map(key, rows)):
        yield name, [row for row in rows if key(row) == name]


def _by(rows: Sequence[Row], key: Callable[[Row], str]) -> dict[str, Any]:
    return {name: _share(part) for name, part in _parts(rows, key)}


def _compared(rows: Sequence[Row], same: Callable[[Row], int], step: Callable[[Row], int]) -> list[dict[str, Any]]:
    """How much less often the next larger network fails, with its 95 % interval (Newcombe 1998), for each value of
    `same` and each step from one value of `step` to the next."""
    found = []
    for value in sorted(set(map(same, rows))):
        part = [row for row in rows if same(row) == value]
        for before, after in pairwise(sorted(set(map(step, part)))):
            old, new = (_share([row for row in part if step(row) == one]) for one in (before, after))
            less = old["share"] - new["share"]
            found.append({"same": value, "before": before, "after": after, "less": less,
                          "from": less - math.hypot(old["share"] - old["from"], new["to"] - new["share"]),
                          "to": less + math.hypot(old["to"] - old["share"], new["share"] - new["from"])})
    return found


def _network(hidden: str, rows: Sequence[Row], constant: float) -> dict[str, Any]:
    """Of one, with all batch sizes."""
    losses = np.array([row.loss for row in rows])
    stuck = int((losses > STUCK * constant).sum())
    return {
        "hidden": hidden, "width": rows[0].width, "depth": rows[0].depth,
        "parameters": NetworkSpec.parse(hidden).parameter_count,
        "best": float(losses.min()), "median": float(np.median(losses)), "stuck": stuck,
        **_share(rows), "by_batch_size": _by(rows, lambda row: row.batch_size),
    }


FEATURES = {"loss": ("loss",), "loss, slope": ("loss", "slope"), "loss, slope, regions": ("loss", "slope", "regions")}
"""What predictors look at, by what they are called; all of them know the network and the batch size."""


def _predicting(steps: np.ndarray, runs: Sequence[Observed], outcomes: Sequence[bool]) -> dict[str, Any]:
    """Of predictors that learn from the runs of every other seed, and are judged by the others, of combinations whose
    outcome is open by what the first half shows.

    without_looking: saying always what happens more often, in all or in the same combination, whichever is better.
    """
    seeds = sorted({run.row.seed for run in runs})
    halves = [[(run, outcome) for run, outcome in zip(runs, outcomes) if seeds.index(run.row.seed) % 2 == half]
              for half in (0, 1)]
    shares = _shares(halves[0])
    learned, judged = ([(run, outcome) for run, outcome in half
                        if OPEN <= shares.get(run.combination, 0.0) <= 1 - OPEN] for half in halves)
    open_ones = {run.combination for run, _ in learned}
    told: dict[str, Any] = {"combinations": len(open_ones), "learned": len(learned), "judged": len(judged)}
    if not learned or not judged:
        return told
    truth = np.array([outcome for _, outcome in judged])
    starts = _starts([run.row for run, _ in judged])
    usual = np.full(len(truth), np.mean([outcome for _, outcome in learned]) > 0.5)
    likely = np.array([shares[run.combination] > 0.5 for run, _ in judged])
    guesses = [_errors(guess, truth, starts) for guess in (usual, likely)]
    told |= {
        "happened": int(truth.sum()), "starts": starts,
        "without_looking": min(guesses, key=lambda errors: errors["share"]),
        "steps": steps.tolist(),
        "errors": {name: [_errors(_said(learned, judged, at, kinds, steps), truth, starts) for at in range(len(steps))]
                   for name, kinds in FEATURES.items()},
    }
    told["told_from"] = {name: _told_from(steps, errors, HALF * told["without_looking"]["share"])
                         for name, errors in told["errors"].items()}
    return told


Judged = tuple[Observed, bool]
"""A run, and what became of it."""


def _shares(runs: Sequence[Judged]) -> dict[tuple, float]:
    """Of each combination, how often it happened."""
    found: dict[tuple, list[bool]] = {}
    for run, outcome in runs:
        found.setdefault(run.combination, []).append(outcome)
    return {combination: float(np.mean(outcomes)) for combination, outcomes in found.items()}


def _said(learned: Sequence[Judged], judged: Sequence[Judged], at: int, kinds: Sequence[str],
          steps: np.ndarray) -> np.ndarray:
    """What one that has learned from some runs says of others, (N,) bool."""
    known, asked = (_features([run for run, _ in half], at, kinds, steps) for half in (learned, judged))
    return fitted(known, np.array([outcome for _, outcome in learned])).says_yes(asked)


def _features(runs: Sequence[Observed], at: int, kinds: Sequence[str], steps: np.ndarray) -> np.ndarray:
    """(N, F), what can be seen of runs up to the look at a position."""
    half = max(int(np.searchsorted(steps, steps[at] / 2, side="right")) - 1, 0)
    rows = [run.row for run in runs]
    known = [[np.log(row.width), row.depth, np.log(float(row.batch_size) if row.batch_size != "full" else FULL)]
             for row in rows]
    columns = {
        "loss": [np.log(run.losses[at]) for run in runs],
        "slope": [np.log(run.losses[at] / run.losses[half]) for run in runs],  # since half of the steps
        "regions": [np.log(run.regions[at]) for run in runs],
    }
    return np.column_stack([known, *(columns[kind] for kind in kinds)])


def _errors(said: np.ndarray, truth: np.ndarray, starts: int) -> dict[str, Any]:
    wrong = int((said != truth).sum())
    low, share, high = interval(wrong / len(truth) * starts, starts)
    return {"wrong": wrong, "of": len(truth), "share": share, "from": low, "to": high,
            "missed": int((truth & ~said).sum()), "false_alarms": int((~truth & said).sum())}


def _told_from(steps: np.ndarray, errors: Sequence[dict[str, Any]], limit: float) -> int | None:
    """From which step on the error stays at most so large; None where it is larger to the end."""
    good = np.array([one["share"] <= limit for one in errors])
    if not good[-1]:
        return None
    return int(steps[len(good) - int(np.logical_and.accumulate(good[::-1]).sum())])


def main(spec: Path, folder: Path, out: Path) -> None:
    """Write all numbers of a sweep, and its pictures, into a folder."""
    from .picture import save_picture
    from .study_pictures import save_errors, save_histogram
    from .study_tables import as_tables

    numbers, rows = study(read_sweep(spec), folder)
    with written_whole(out / f"{spec.stem}.json") as part:
        part.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
    save_histogram(numbers, out / f"{spec.stem}-losses.svg")
    save_picture(rows, out / f"{spec.stem}-runs.svg", FAILED)
    save_errors(numbers, out / f"{spec.stem}-telling.svg")
    print(as_tables(numbers))


if __name__ == "__main__":
    try:
        main(*map(Path, sys.argv[1:4]))
    except (GinnError, TypeError) as error:
        sys.exit(f"python -m ginn_gl.many.study SPEC.toml FOLDER OUT: {error}")
