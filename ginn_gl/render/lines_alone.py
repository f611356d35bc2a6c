"""Boundaries alone, on white: for print, and to lay over other pictures.

Painters draw them by what they can do already. The last layer of a network has no boundaries, so that a network whose
last layer always says white, or always black, has the same lines on a plain ground. From both pictures follows how
much of the ground is seen at each pixel, which is then made white all over.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..config import NetworkSpec, View
from ..heads import Head
from ..network import unpack
from .ground import Ground
from .mapping import point_to_pixel
from .palette import DIMMED, background

if TYPE_CHECKING:
    from .cells import Painter

SURE = 10.0  # of a logit, so that black and white are so to the last of 256 shades
ROWS = 64    # of a picture at a time: as fractions, a large one would not fit into memory


def lines_alone(network: NetworkSpec, parameters: np.ndarray, ground: Ground, view: View,
                size: tuple[int, int]) -> np.ndarray:
    """(height, width, 3) uint8. parameters: (P,)."""
    from .cells import Painter

    view = replace(view, field="probability")
    painter = Painter(replace(network, head=Head("logit")), ground)
    seen = _seen(view, size, ground.aspect)
    on_white = _on_plain(painter, network, parameters, view, size, SURE)
    if seen.min() == 1:
        return on_white
    on_black = _on_plain(painter, network, parameters, view, size, -SURE)
    around = 255 * np.array(background(), np.float32)
    for top in range(0, size[1], ROWS):
        rows = slice(top, top + ROWS)
        share, black = seen[rows, :, None], on_black[rows].astype(np.float32)
        dark, light = (np.round((1 - share) * around + share * field) for field in (0, 255))  # without lines
        through = (on_white[rows] - black) / np.maximum(1, light - dark)
        on_white[rows] = np.where(light > dark, black + through * (255 - dark), 255).clip(0, 255).round()
    return on_white


def _on_plain(painter: Painter, network: NetworkSpec, parameters: np.ndarray, view: View, size: tuple[int, int],
              logit: float) -> np.ndarray:
    """A picture by a painter of the same network with one logit, which is the same all over."""
    weight, bias = unpack(parameters, network)[-1]
    plain = np.zeros(len(parameters) - weight.size - bias.size + weight.shape[1] + 1, np.float32)
    plain[:len(parameters) - weight.size - bias.size] = parameters[:len(parameters) - weight.size - bias.size]
    plain[-1] = logit
    painter.set_parameters(plain)
    return painter.read(view, size)


def _seen(view: View, size: tuple[int, int], aspect: float) -> np.ndarray:
    """How much of the field there is at each pixel, (height, width) float32 of 0 to 1, as the painter has it."""
    low, high = (point_to_pixel(view, size, aspect, corner) for corner in ((0.0, 0.0), (1.0, 1.0)))
    across, down = (np.clip(np.minimum(middles - start, end - middles) + 0.5, 0, 1).astype(np.float32)
                    for middles, start, end in zip((np.arange(side) + 0.5 for side in size), low, high))
    inside = down[:, None] * across
    return DIMMED + (1 - DIMMED) * inside if view.beyond else inside
