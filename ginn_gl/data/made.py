"""Data made here, with a seed: that of TensorFlow Playground, by its rules, and two moons.

In each, noise is 0 to 0.5, as Playground's slider has it in per cent, and does what it does there.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..config import Window
from ..errors import GinnError
from .dataset import Dataset, window_around

MOST = 100_000
MOST_NOISE = 0.5
PLAYGROUND: Window = (-6.0, -6.0, 6.0, 6.0)

Generator = np.random.Generator
Made = tuple[np.ndarray, np.ndarray]
"""Points (N, 2), and labels (N,) of whole numbers, or values (N, 1)."""


def make(name: str, points: int | None = None, noise: float | None = None, seed: int = 0) -> Dataset:
    """The data of a name in MADE.

    points: how many, 2 to 100,000, by default as many as in Playground; noise: 0 to 0.5, by default 0, of moons 0.1.
    Raises GinnError for values out of range.
    """
    maker, usual_points, usual_noise = MADE[name]
    count, spread = usual_points if points is None else points, usual_noise if noise is None else noise
    if not 2 <= count <= MOST:
        raise GinnError(f"points are 2 to {MOST:,}, not {count}")
    if not 0 <= spread <= MOST_NOISE:
        raise GinnError(f"noise is 0 to {MOST_NOISE}, not {spread:g}")
    if not 0 <= seed < 2**63:
        raise GinnError(f"a seed of data is a whole number from 0, not {seed}")
    places, labels = maker(count, spread, np.random.Generator(np.random.Philox(seed)))
    places = places.astype(np.float32)
    window = window_around(places) if name == "moons" else PLAYGROUND
    return Dataset(name, places, labels.astype(np.int32 if labels.ndim == 1 else np.float32), window)


def _halves(count: int) -> np.ndarray:
    """Labels, first of the one class and then of the other."""
    return np.where(np.arange(count) < (count + 1) // 2, 1, 0)


def _circle(count: int, noise: float, generator: Generator) -> Made:
    radius, inside = 5.0, _halves(count) == 1
    distance = np.where(inside, generator.uniform(0, 0.5, count), generator.uniform(0.7, 1, count)) * radius
    angle = generator.uniform(0, 2 * np.pi, count)
    points = distance[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
    moved = points + generator.uniform(-radius, radius, (count, 2)) * noise
    return points, np.hypot(*moved.T) < radius / 2


def _xor(count: int, noise: float, generator: Generator) -> Made:
    points = generator.uniform(-5, 5, (count, 2))
    points += np.where(points > 0, 0.3, -0.3)
    moved = points + generator.uniform(-5, 5, (count, 2)) * noise
    return points, moved.prod(axis=1) >= 0


def _gauss(count: int, noise: float, generator: Generator) -> Made:
    labels = _halves(count)
    variance = 0.5 + noise / 0.5 * 3.5
    middle = np.where(labels == 1, 2.0, -2.0)[:, None]
    return middle + np.sqrt(variance) * generator.standard_normal((count, 2)), labels


def _spiral(count: int, noise: float, generator: Generator) -> Made:
    labels = _halves(count)
    half = count / 2
    along = np.concatenate([np.arange(int(labels.sum())), np.arange(count - int(labels.sum()))]) / half
    angle = 1.75 * along * 2 * np.pi + np.where(labels == 1, 0, np.pi)
    points = 5 * along[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
    return points + generator.uniform(-1, 1, (count, 2)) * noise, labels


def _moons(count: int, noise: float, generator: Generator) -> Made:
    """Two half circles of radius 1 that reach into each other; noise is a normal one's deviation."""
    labels = _halves(count)
    angle = np.concatenate([np.linspace(0, np.pi, part) for part in (int(labels.sum()), count - int(labels.sum()))])
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    lower = np.stack([1 - np.cos(angle), 0.5 - np.sin(angle)], axis=1)
    points = np.where(labels[:, None] == 1, upper, lower)
    return points + noise * generator.standard_normal((count, 2)), labels


def _plane(count: int, noise: float, generator: Generator) -> Made:
    points, moved = _over_square(count, noise, generator)
    return points, moved.sum(axis=1, keepdims=True) / 10


_HILLS = np.array([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]])
_SIGNS = np.array([1, -1, 1, -1, 1, -1])


def _hills(count: int, noise: float, generator: Generator) -> Made:
    points, moved = _over_square(count, noise, generator)
    distance = np.linalg.norm(moved[:, None] - _HILLS, axis=2)
    heights = _SIGNS * np.clip(1 - distance / 2, 0, 1)
    highest = np.abs(heights).argmax(axis=1)
    return points, np.take_along_axis(heights, highest[:, None], axis=1)


def _over_square(count: int, noise: float, generator: Generator) -> Made:
    points = generator.uniform(-6, 6, (count, 2))
    return points, points + generator.uniform(-6, 6, (count, 2)) * noise


MADE: dict[str, tuple[Callable[[int, float, Generator], Made], int, float]] = {
    "circle": (_circle, 500, 0.0),
    "xor": (_xor, 500, 0.0),
    "gauss": (_gauss, 500, 0.0),
    "spiral": (_spiral, 500, 0.0),
    "moons": (_moons, 500, 0.1),
    "reg-plane": (_plane, 1200, 0.0),
    "reg-gauss": (_hills, 1200, 0.0),
}
"""By name: what makes it, how many points it usually has, and how much noise. reg- is of values, as Playground says."""
