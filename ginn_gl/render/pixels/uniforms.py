"""A view as the numbers that the shaders know it by."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...config import FIELDS, OF_CLASSES, NetworkSpec, View, parse_class, parse_neuron
from ..look import CASING_WIDTH, HIGHLIGHTED, contour_widths, drawn_neurons, has_contours, seen_width, shade_width
from ..mapping import pixels_per_unit, point_to_pixel
from ..palette import highlight_color, layer_color
from ..parts import Part
from .anchors import Tiles
from .layout import Layout

FAR = 1e5  # pixels; nearer places are exact enough in 32 bits

NAMED = (*FIELDS, "activation", *OF_CLASSES, "class")
FIELD_CONSTANTS = {f"FIELD_{name.upper()}": i for i, name in enumerate(NAMED)}


@lru_cache(maxsize=4)
def view_uniforms(view: View, size: tuple[int, int], part: Part, target_aspect: float, layout: Layout,
                  activations: tuple[float, float]) -> dict[str, np.ndarray]:
    """Uniforms by name, to draw a part of a picture of a size. They are kept, and not to be changed.

    activations: if the field is a neuron's, the one that is black, and the one in the full colour.
    """
    values = (_place(view, size, part, target_aspect) | _field(view, layout, activations) | _lines(view, layout)
              | _contours(view, layout.network))
    return {name: as_array(value) for name, value in values.items()}


def _place(view: View, size: tuple[int, int], part: Part, target_aspect: float) -> dict:
    across, down = pixels_per_unit(view, size, target_aspect)
    corners = [point_to_pixel(view, size, target_aspect, corner) for corner in ((0, 0), (1, 1))]
    tiles = Tiles.of(size, part)
    return {
        "per_pixel": (1 / across, 1 / down),
        "tile_side": tiles.side,
        "tiles_across": tiles.across,
        "part_corner": (part.left, part.top),
        "beyond": view.beyond,
        "edges": np.clip(np.ravel(corners), -FAR, FAR),
        "last_pixel": (part.left + part.width - 0.5, part.top + part.height - 0.5),
    }


def _field(view: View, layout: Layout, activations: tuple[float, float]) -> dict:
    if which := parse_class(view.field):
        return {"field": FIELD_CONSTANTS["FIELD_CLASS"], "shown_class": which - 1}
    if view.field in NAMED:
        return {"field": NAMED.index(view.field)}
    neuron = parse_neuron(view.field)
    assert neuron is not None  # for then there is no such field
    return {
        "field": FIELD_CONSTANTS["FIELD_ACTIVATION"],
        "neuron": layout.number(neuron),
        "neuron_color": layer_color(neuron[0]),
        "activations": activations,
    }


def _lines(view: View, layout: Layout) -> dict:
    half_width = view.line_width / 2
    lines = {
        "drawn": layout.bits(drawn_neurons(view)),
        "half_width": half_width,
        "shade_width": shade_width(view.line_width),
        "highlighted": -1,
        "seen": seen_width(view),
    }
    if view.highlighted:
        lines |= {
            "highlighted": layout.number(view.highlighted),
            "highlighted_half_width": HIGHLIGHTED * half_width,
            "casing_width": CASING_WIDTH,
            "highlight_color": highlight_color(view.highlighted[0]),
        }
    return lines


def _contours(view: View, network: NetworkSpec) -> dict:
    if not has_contours(view, network):
        return {"contour_half_widths": (0.0, 0.0)}
    widths = contour_widths(view, network)
    return {"contour_half_widths": widths, "seen": max(seen_width(view), max(widths) + 0.5)}


def as_array(value) -> np.ndarray:
    """As GLSL has it: whole numbers and truth in 32 bits, all else as float."""
    array = np.asarray(value)
    if array.dtype == np.uint32:
        return array
    return array.astype(np.int32 if array.dtype.kind in "bi" else np.float32)
