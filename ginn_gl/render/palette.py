"""Colours, as sRGB from 0 to 1."""

from __future__ import annotations

Color = tuple[float, float, float]

# The first three are those of the original GINN; the others keep their distance from these, from each other,
# and from black and white.
_LAYERS = ("#00a2ff", "#ff4b32", "#a8ff0f", "#ffb400", "#c864ff", "#00d7b4", "#ff6eb4", "#a07850")

BACKGROUND = "#26282c"


def parse(text: str) -> Color:
    """'#00a2ff' as (0.0, 0.635, 1.0)."""
    return tuple(int(text[i:i + 2], 16) / 255 for i in (1, 3, 5))


def layer_color(layer: int) -> Color:
    """Colour of a hidden layer's boundaries; layers count from 1 to 8."""
    return parse(_LAYERS[layer - 1])
