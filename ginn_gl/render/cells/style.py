"""Colours and widths of a picture, as strokes.py takes them."""

from __future__ import annotations

from functools import cache

import numpy as np

from ...config import NetworkSpec
from ..look import CASING_WIDTH, HIGHLIGHTED, contour_widths, has_field_beyond, shade_width
from ..palette import CASING, CONTOUR, CONTOUR_EDGE, DIMMED, LEVEL, background, highlight_color, layer_color, shade
from .scene import Scene
from .strokes import Style


def style_of(scene: Scene, network: NetworkSpec) -> Style:
    """How a scene's lines look. network: as it is on the plane."""
    view = scene.view
    half_width = np.float32(view.line_width / 2)
    tints, shades, ground = _colours(len(network.hidden))
    if view.highlighted:
        tints = tints.copy()
        tints[-1] = highlight_color(view.highlighted[0])
    highlighted = np.float32(HIGHLIGHTED) * half_width
    core, edge = contour_widths(view, network)
    return Style(tints, shades, ground, np.float32(CASING), half_width,
                 half_width + np.float32(shade_width(view.line_width)), highlighted,
                 highlighted + np.float32(CASING_WIDTH), _contour_colours(network.has_classes), np.float32(core),
                 np.float32(edge), np.float32(DIMMED if has_field_beyond(view) else 0), view.beyond,
                 np.array(scene.edges))


@cache
def _colours(depth: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of layers, and one more for a highlighted line; their shades; what is around."""
    tints = [layer_color(layer) for layer in range(1, depth + 1)]
    return (np.array([*tints, (0, 0, 0)], np.float32),
            np.array([shade(layer) for layer in range(1, depth + 1)], np.float32), np.array(background(), np.float32))


@cache
def _contour_colours(of_classes: bool) -> np.ndarray:
    return np.array([CONTOUR, CONTOUR_EDGE] if of_classes else [LEVEL, LEVEL], np.float32)
