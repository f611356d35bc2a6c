"""What a sweep trains: every combination of what a TOML table lists, once."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..config import NetworkSpec, TrainingSpec
from ..data import MADE, Lesson, head_for, inputs_of, load_data
from ..errors import GinnError
from ..target import BOTTLE, load_target

LISTED = ("seeds", "hidden", "batch_size", "learning_rate", "target", "activation")
"""Keys that take one value or a list of values."""

SINGLE = ("iterations", "checkpoints")
"""Keys that take one value."""

MOST_RUNS = 100_000
MOST_SEEDS = 100_000
RANGE = re.compile(r"(\d{1,18})-(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Group:
    """Trainings that differ in nothing but their seeds.

    name: of its runs, without the seed. training: with seed 0. target: as the specification names it.
    """

    name: str
    network: NetworkSpec
    training: TrainingSpec
    lesson: Lesson
    target: str
    activation: str

    def file_name(self, seed: int) -> str:
        """Of one run: it tells the whole combination."""
        return f"{self.name}-seed{seed}.ginn"

    def trainings(self, seeds: Sequence[int]) -> list[TrainingSpec]:
        """One per seed."""
        return [replace(self.training, seed=seed) for seed in seeds]


@dataclass(frozen=True)
class SweepSpec:
    """All of a sweep: each group with each seed."""

    groups: tuple[Group, ...]
    seeds: tuple[int, ...]

    def __len__(self) -> int:
        """Number of runs."""
        return len(self.groups) * len(self.seeds)


def read_sweep(path: Path) -> SweepSpec:
    """The sweep that a TOML file describes.

    Raises GinnError, in one line, for a key that there is not, a value that is none, and a combination that cannot be
    trained.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise GinnError(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GinnError(f"{path}: not a TOML file ({error})") from None
    try:
        return sweep_of(table)
    except GinnError as error:
        raise GinnError(f"{path}: {error}") from None


def sweep_of(table: dict[str, Any]) -> SweepSpec:
    """The same of the table itself. What is not named is the paper's."""
    for key in table:
        if key not in (*LISTED, *SINGLE):
            raise GinnError(f"there is no key '{key}': a sweep has {', '.join((*LISTED, *SINGLE))}")
    seeds = _seeds(table.get("seeds", 0))
    paper = TrainingSpec()
    common = {key: _read(table[key], key, _whole) for key in SINGLE if key in table}
    rates = _listed(table, "learning_rate", paper.learning_rate, _number)
    batches = _listed(table, "batch_size", paper.batch_size, _batch)
    lessons = {name: _lesson(name) for name in _listed(table, "target", BOTTLE, _text)}
    hidden = _listed(table, "hidden", "16,16,16", _widths)
    activations = _listed(table, "activation", "relu", _text)
    count = len(seeds) * len(lessons) * len(hidden) * len(activations) * len(batches) * len(rates)
    if count > MOST_RUNS:
        raise GinnError(f"{count:,} runs, but a sweep has at most {MOST_RUNS:,}")
    groups = [_group(*one, common) for one in itertools.product(lessons.items(), hidden, activations, batches, rates)]
    _require_different(groups)
    return SweepSpec(tuple(groups), seeds)


def _group(lesson: tuple[str, Lesson], hidden: str, activation: str, batch: int | None, rate: float,
           common: dict[str, Any]) -> Group:
    target, learnt = lesson
    network = NetworkSpec.parse(hidden, activation, str(head_for(learnt, None)), inputs_of(learnt))
    training = TrainingSpec(batch_size=batch, learning_rate=rate, **common)
    name = "-".join((learnt.name, hidden.replace(",", "x"), re.sub(r"[^\w.+]+", "_", activation.replace(",", "+")),
                     f"batch{'full' if batch is None else batch}", f"rate{rate:g}"))
    return Group(name, network, training, learnt, target, activation)


def _require_different(groups: list[Group]) -> None:
    seen: dict[str, Group] = {}
    for group in groups:
        other = seen.setdefault(group.name, group)
        if other is not group:
            raise GinnError(f"target: {other.target} and {group.target} would both be called {group.lesson.name}")


def _lesson(name: str) -> Lesson:
    is_data = name in MADE or name.endswith((".csv", ".parquet"))
    return load_data(name) if is_data else load_target(None if name == BOTTLE else name)


def _seeds(value: Any) -> tuple[int, ...]:
    found = [seed for one in (value if isinstance(value, list) else [value]) for seed in _some_seeds(one)]
    if not 0 < len(found) <= MOST_SEEDS:
        raise GinnError(f"seeds: a sweep has 1 to {MOST_SEEDS:,} seeds")
    return tuple(TrainingSpec(seed=seed).seed for seed in dict.fromkeys(found))


def _some_seeds(value: Any) -> Sequence[int]:
    between = RANGE.fullmatch(value) if isinstance(value, str) else None
    if between:
        first, last = int(between[1]), int(between[2])
        if last - first < MOST_SEEDS:
            return range(first, last + 1)
    elif isinstance(value, int) and not isinstance(value, bool):
        return [value]
    raise GinnError(f"seeds are a range such as '0-9' or numbers, not {value!r}")


def _listed(table: dict[str, Any], key: str, usual: Any, read: Callable[[Any], Any]) -> list[Any]:
    """The values of a key, each once."""
    value = table.get(key, usual)
    values = value if isinstance(value, list) else [value]
    if not values:
        raise GinnError(f"{key}: the list is empty")
    return list(dict.fromkeys(_read(one, key, read) for one in values))


def _read(value: Any, key: str, read: Callable[[Any], Any]) -> Any:
    try:
        return read(value)
    except ValueError:
        raise GinnError(f"{key}: {value!r} is no such value") from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


def _widths(value: Any) -> str:
    """'8,8' as it is written in names, whatever spaces it has; 8 is a layer, too."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return ",".join(map(str, NetworkSpec.parse(_text(value)).hidden))


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError
    return float(value)


def _batch(value: Any) -> int | None:
    return None if value in ("full", None) else _whole(value)
