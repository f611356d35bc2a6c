"""Targets by name, drawn by us from shapes: black on white."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .bottle import bottle

BOTTLE = "bottle"
TURNS = 2.2  # of the spiral, from the middle to a side of the square

Shape = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Which points are black, by x and y (N, N) from -1 to 1, y downwards."""


def _disc(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.hypot(x, y) < 0.6


def _ring(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.abs(np.hypot(x, y) - 0.55) < 0.2


def _cross(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    across, along = np.minimum(np.abs(x), np.abs(y)), np.maximum(np.abs(x), np.abs(y))
    return (across < 0.22) & (along < 0.75)


def _stripes(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return ((x + y) / np.sqrt(2) / 0.45 + 0.5) % 2 < 1


def _checkerboard(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return ((x + 1) * 2 // 1 + (y + 1) * 2 // 1) % 2 == 0


def _spiral(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    wound = TURNS * np.hypot(x, y) - np.arctan2(y, x) / (2 * np.pi)
    return (wound % 1 < 0.5) & (wound < 1.5)


def _letter(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """An A."""
    legs = np.abs(np.abs(x) - 0.32 * (y + 0.75)) < 0.15
    bar = (np.abs(y - 0.28) < 0.11) & (np.abs(x) < 0.32 * (y + 0.75))
    return (legs | bar) & (np.abs(y) < 0.75)


_SHAPES: dict[str, Shape] = {"disc": _disc, "ring": _ring, "cross": _cross, "stripes": _stripes,
                             "checkerboard": _checkerboard, "spiral": _spiral, "letter": _letter}
SHAPES = (BOTTLE, *_SHAPES)
"""Their names."""


def shape(name: str, size: int) -> np.ndarray:
    """The target of a name in SHAPES, (size, size) uint8 of 0, black, and 1, white."""
    if name == BOTTLE:
        return bottle(size)
    middles = (2 * np.arange(size) + 1) / size - 1
    return (~_SHAPES[name](*np.meshgrid(middles, middles))).astype(np.uint8)
