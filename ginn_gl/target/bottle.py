"""The built-in bottle, drawn by us from shapes."""

from __future__ import annotations

import numpy as np


def bottle(size: int) -> np.ndarray:
    """Our own drawing, (size, size): a black bottle with a white diamond in a black-outlined white frame.

    Left-right symmetric to the pixel, since every shape is a test on the distance from the middle column.
    """
    column = np.abs(2 * np.arange(size) + 1 - size)
    across, y = np.meshgrid(column / (2 * size), (np.arange(size) + 0.5) / size)
    cap = (across < 0.070) & (y > 0.03) & (y < 0.115)
    neck = (across < 0.052) & (y >= 0.115) & (y < 0.19)
    shoulders = (y >= 0.19) & (y < 0.29) & (across < 0.052 + 1.78 * (y - 0.19))
    body = (across < 0.23) & (y >= 0.29) & (y < 0.97)
    around_diamond = across + np.abs(y - 0.631)
    black = cap | neck | shoulders | body
    black &= around_diamond >= 0.206
    black |= (around_diamond < 0.182) & (around_diamond >= 0.163)
    return (~black).astype(np.uint8)
