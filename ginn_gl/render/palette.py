"""Colours, as sRGB from 0 to 1."""

from __future__ import annotations

from functools import cache

Color = tuple[float, float, float]

# The first three are those of the original GINN; the others keep their distance from these, from each other,
# and from black and white, also for people with red-green blindness: found by a search for the greatest distance
# in all of these ways of seeing at once (tests/render/test_palette.py measures them).
_LAYERS = ("#00a2ff", "#ff4b32", "#a8ff0f", "#eca400", "#cc50dc", "#10ccb0", "#fc5e8e", "#b0ae58")

_BACKGROUND = "#26282c"
_DARKER = 0.6
_SHADE = 1.0


def background() -> Color:
    """What is drawn where there is nothing to draw."""
    return _parse(_BACKGROUND)


def layer_color(layer: int) -> Color:
    """Colour of a hidden layer's boundaries; layers count from 1 to 8."""
    return _parse(_LAYERS[layer - 1])


def highlight_color(layer: int) -> Color:
    """Colour of the highlighted boundary: its layer's, but darker."""
    return tuple(_DARKER * part for part in layer_color(layer))


def shade(layer: int) -> float:
    """How much darker, of 1, the picture is beside a layer's boundaries: light colours need it on white."""
    red, green, blue = layer_color(layer)
    return max(0.0, 0.2126 * red + 0.7152 * green + 0.0722 * blue - 0.5) * _SHADE


def palette_constants(depth: int) -> dict[str, Color | list[tuple[float, float, float, float]]]:
    """Colours that shaders know by name, for a network of so many hidden layers."""
    layers = [(*layer_color(layer), shade(layer)) for layer in range(1, depth + 1)]
    return {"BACKGROUND": background(), "LAYER_COLORS": layers}


@cache
def _parse(text: str) -> Color:
    """'#00a2ff' as (0.0, 0.635, 1.0)."""
    return tuple(int(text[i:i + 2], 16) / 255 for i in (1, 3, 5))
