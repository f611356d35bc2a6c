"""Files that are stages of one training: in which order they come, and of which steps they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ..errors import GinnError

KEYWORDS = ("step", "iteration", "iter", "epoch")
"""Words before a number that is the step's, the best first."""

Key = tuple[int | str, ...]


def natural(text: str) -> Key:
    """To sort by such that 10 comes after 2: text and numbers in turn."""
    parts = re.split(r"(\d+)", text.lower())
    return tuple(int(part) if place % 2 else part for place, part in enumerate(parts))


def in_order(paths: Sequence[Path], suffixes: Sequence[str]) -> list[Path]:
    """The files, those of a folder in natural order. Raises GinnError for what is no file, and an empty folder."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [one for one in path.iterdir() if one.suffix.lower() in suffixes]
            if not inside:
                raise GinnError(f"{path}: no file in it that ends in {', '.join(suffixes)}")
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise GinnError(f"{path}: no such file")
    return sorted(found, key=lambda path: natural(str(path)))


def steps_of(paths: Sequence[Path]) -> list[int]:
    """Of each file its step: the number after a word such as 'step' in its name, or else the one in which the names
    differ; where they have none, 0, 1, 2 and so on. Raises GinnError for two files of the same step.
    """
    names = [path.stem.lower() for path in paths]
    for word in KEYWORDS:
        matches = [re.search(rf"{word}s?[-_=. ]*(\d+)", name) for name in names]
        if all(matches):
            return _distinct([int(match[1]) for match in matches if match], paths)
    numbers = [re.findall(r"\d+", name) for name in names]
    if len(paths) > 1 and len({len(one) for one in numbers}) == 1:
        differing = [column for column in zip(*numbers) if len(set(column)) > 1]
        if len(differing) == 1:
            return _distinct(list(map(int, differing[0])), paths)
    return list(range(len(paths)))


def _distinct(steps: list[int], paths: Sequence[Path]) -> list[int]:
    seen: dict[int, Path] = {}
    for step, path in zip(steps, paths):
        if step in seen:
            raise GinnError(f"{seen[step]} and {path} are both of step {step:,}")
        seen[step] = path
    return steps
