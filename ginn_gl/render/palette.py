"""Colours, as sRGB from 0 to 1."""

from __future__ import annotations

from functools import cache

Color = tuple[float, float, float]

# The first three are those of the original GINN; the others keep their distance from these, from each other,
# and from black and white.
_LAYERS = ("#00a2ff", "#ff4b32", "#a8ff0f", "#ffb400", "#c864ff", "#00d7b4", "#ff6eb4", "#a07850")

_BACKGROUND = "#26282c"
_DARKER = 0.6
_SHADE = 1.0

DIMMED = 0.4   # what is left of the field beyond the unit square
CASING = 0.97  # of the light edge of a highlighted boundary, red, green and blue
NO_ERROR, TOO_WHITE, TOO_BLACK = (0.10, 0.105, 0.115), (0.96, 0.80, 0.55), (0.52, 0.66, 0.84)


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
