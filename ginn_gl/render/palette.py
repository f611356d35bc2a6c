"""Colours, as sRGB from 0 to 1."""

from __future__ import annotations

from functools import cache

import numpy as np

from ..config import NetworkSpec

Color = tuple[float, float, float]
"""Red, green and blue."""

# The first three are those of the original GINN; the others keep their distance from these, from each other,
# and from black and white, also for people with red-green blindness: found by a search for the greatest distance
# in all of these ways of seeing at once (tests/render/test_palette.py measures them).
_LAYERS = ("#00a2ff", "#ff4b32", "#a8ff0f", "#eca400", "#cc50dc", "#10ccb0", "#fc5e8e", "#b0ae58")

# Of classes: told apart in the same ways, from each other and from what is drawn where nothing is sure.
_CLASSES = ("#30afbf", "#ff8050", "#8f50bf", "#ffcf50", "#007040",
            "#706010", "#70ef8f", "#cf3080", "#9fafff", "#cf8f8f")
_GOLDEN = 0.6180339887  # of a turn, by which hues of further classes go on

# Of values, from the lowest to the highest: both ends are told from the middle, and from each other, by everybody.
_SCALE = ("#0b3c6f", "#3f86c0", "#a9cfe6", "#f3f1ec", "#f3bf87", "#d9782d", "#7f3505")
_SHADES = 1024

_BACKGROUND = "#26282c"
_DARKER = 0.6
_SHADE = 1.0

DIMMED = 0.4   # what is left of the field beyond the unit square
CASING = 0.97  # of the light edge of a highlighted boundary, red, green and blue
DARKEST, LIGHTEST, PALEST, FULLEST = 0.36, 0.56, 0.05, 0.09  # of regions
UNSURE, FAINTEST = (0.10, 0.105, 0.115), 0.25  # where no class is likelier than others; of one that only just wins
CONTOUR, CONTOUR_EDGE, LEVEL = (0.97, 0.97, 0.97), (0.05, 0.05, 0.06), (0.16, 0.16, 0.18)
NO_ERROR, TOO_WHITE, TOO_BLACK = (0.10, 0.105, 0.115), (0.96, 0.80, 0.55), (0.52, 0.66, 0.84)


def background() -> Color:
    """What is drawn where there is nothing to draw."""
    return _parse(_BACKGROUND)


def layer_color(layer: int) -> Color:
    """Colour of a hidden layer's boundaries; layers count from 1 to 8."""
    return _parse(_LAYERS[layer - 1])


def highlight_color(layer: int) -> Color:
    """Colour of the highlighted boundary: its layer's, but darker."""
    red, green, blue = layer_color(layer)
    return _DARKER * red, _DARKER * green, _DARKER * blue


def shade(layer: int) -> float:
    """How much darker, of 1, the picture is beside a layer's boundaries: light colours need it on white."""
    red, green, blue = layer_color(layer)
    return max(0.0, 0.2126 * red + 0.7152 * green + 0.0722 * blue - 0.5) * _SHADE


def class_colors(count: int) -> np.ndarray:
    """Of classes, (count, 3) float32. The first ten are told apart by everybody; further ones as well as may be."""
    found = [_parse(text) for text in _CLASSES[:count]]
    for number in range(len(found), count):
        hue, lightness = 2 * np.pi * (number * _GOLDEN % 1), (0.45, 0.6, 0.75)[number % 3]
        found.append(tuple(_from_oklch(np.array([lightness]), np.array([0.11]), np.array([hue]))[0].tolist()))
    return np.array(found, np.float32)


@cache
def value_scale() -> np.ndarray:
    """Colours of values from the lowest to the highest, evenly, (1024, 3)."""
    ends = np.array([_parse(text) for text in _SCALE])
    places = np.linspace(0, len(ends) - 1, _SHADES)
    return np.stack([np.interp(places, np.arange(len(ends)), part) for part in ends.T], axis=1)


def region_colors(numbers: np.ndarray) -> np.ndarray:
    """Of patterns of neurons that are on, by their numbers, (N,) int64: (N, 3). shaders/field.glsl tells how."""
    mixed = numbers * 2654435769 & 0xFFFFFFFF
    mixed = (mixed ^ mixed >> 15) * 2246822519 & 0xFFFFFFFF
    mixed ^= mixed >> 13
    lightness = DARKEST + (LIGHTEST - DARKEST) * (mixed & 255) / 255
    chroma = PALEST + (FULLEST - PALEST) * (mixed >> 8 & 255) / 255
    return _from_oklch(lightness, chroma, 2 * np.pi * (numbers % 256) / 256)


def _from_oklch(lightness: np.ndarray, chroma: np.ndarray, hue: np.ndarray) -> np.ndarray:
    """(N, 3), in which equal steps look equal."""
    a, b = chroma * np.cos(hue), chroma * np.sin(hue)
    cones = lightness + np.array([[0.39634, 0.21580], [-0.10556, -0.06385], [-0.08948, -1.29149]]) @ np.stack([a, b])
    to_linear = np.array([[4.07674, -3.30771, 0.23097], [-1.26844, 2.60976, -0.34132], [-0.00420, -0.70342, 1.70761]])
    linear = to_linear @ cones**3
    return np.minimum(1.055 * np.maximum(linear, 0.003) ** (1 / 2.4) - 0.055, 1.0).T


def pack(colors: np.ndarray) -> np.ndarray:
    """Opaque colours (N, 3) as (N,) int32, red in the lowest byte."""
    levels = (np.clip(colors, 0, 1) * 255 + 0.5).astype(np.int32)
    return levels[:, 0] | levels[:, 1] << 8 | levels[:, 2] << 16 | np.int32(-0x1000000)


def head_constants(network: NetworkSpec) -> dict[str, float | Color | list[Color]]:
    """Colours that shaders know by name, of what a network says."""
    if network.has_classes:
        tints: list[Color] = [(red, green, blue) for red, green, blue in class_colors(network.outputs).tolist()]
        return {"CLASS_COLORS": tints, "UNSURE": UNSURE, "FAINTEST": FAINTEST, "CONTOUR": CONTOUR,
                "CONTOUR_EDGE": CONTOUR_EDGE}
    if network.head.kind == "value":
        return {"SCALE": list(map(_parse, _SCALE)), "SCALE_STEPS": len(_SCALE) - 1, "CONTOUR": LEVEL,
                "CONTOUR_EDGE": LEVEL}
    return {}


def palette_constants(depth: int) -> dict[str, float | Color | list[tuple[float, float, float, float]]]:
    """Colours that shaders know by name, for a network of so many hidden layers."""
    layers = [(*layer_color(layer), shade(layer)) for layer in range(1, depth + 1)]
    return {"BACKGROUND": background(), "LAYER_COLORS": layers, "CASING_COLOR": (CASING, CASING, CASING),
            "DIMMED": DIMMED, "NO_ERROR": NO_ERROR, "TOO_WHITE": TOO_WHITE, "TOO_BLACK": TOO_BLACK}


@cache
def _parse(text: str) -> Color:
    """'#00a2ff' as (0.0, 0.635, 1.0)."""
    red, green, blue = (int(text[i:i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue
