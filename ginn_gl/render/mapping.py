"""Where a point of the plane lies in the picture: the one rule that shader and mouse share.

Points are (x, y) in [0, 1]^2 over the target, y downwards. Pixel positions are continuous, from the
picture's top left corner, y downwards: the first pixel's middle is (0.5, 0.5). At zoom 1 the whole target
fits, with its own aspect; the middle of the picture is the view's centre.
"""

from __future__ import annotations

from math import ceil, floor
from typing import Any

import numpy as np

from ..config import View
from .parts import Part

Size = tuple[float, float]
Position = tuple[Any, Any]
"""(x, y): numbers, or arrays of one shape."""


def pixels_per_unit(view: View, size: Size, target_aspect: float) -> tuple[float, float]:
    """Pixels from x = 0 to x = 1 and from y = 0 to y = 1. target_aspect: the target's width / height."""
    width, height = size
    scale = view.zoom * min(height, width / target_aspect)
    return scale * target_aspect, scale


def pixel_to_point(view: View, size: Size, target_aspect: float, pixel: Position | np.ndarray) -> Position:
    """The point at a pixel position; size: (width, height) of the picture."""
    across, down = pixels_per_unit(view, size, target_aspect)
    x, y = view.center
    return x + (pixel[0] - size[0] / 2) / across, y + (pixel[1] - size[1] / 2) / down


def point_to_pixel(view: View, size: Size, target_aspect: float, point: Position | np.ndarray) -> Position:
    """The pixel position of a point; the inverse of pixel_to_point."""
    across, down = pixels_per_unit(view, size, target_aspect)
    x, y = view.center
    return size[0] / 2 + (point[0] - x) * across, size[1] / 2 + (point[1] - y) * down


def drawn_box(view: View, size: tuple[int, int], target_aspect: float) -> tuple[int, int, int, int]:
    """Left, top, width and height, in pixels, of where there is more in a picture than background."""
    return (0, 0, *size) if view.beyond else square_in_part(view, size, Part.whole(size), target_aspect)


def worth_keeping(view: View, size: tuple[int, int], target_aspect: float) -> tuple[int, int, int, int]:
    """Left, top, width and height of what a saved picture has of one on screen: no bars of background, and no row
    that is background by half. All of it where there is nothing else.
    """
    if view.beyond:
        return 0, 0, *size
    left, top = (max(0, ceil(edge - 1e-6)) for edge in point_to_pixel(view, size, target_aspect, (0.0, 0.0)))
    right, bottom = (min(side, floor(edge + 1e-6))
                     for side, edge in zip(size, point_to_pixel(view, size, target_aspect, (1.0, 1.0))))
    return (left, top, right - left, bottom - top) if left < right and top < bottom else (0, 0, *size)


def square_in_part(view: View, size: tuple[int, int], part: Part, target_aspect: float) -> tuple[int, int, int, int]:
    """Left, top, width and height, in a part's pixels, of what is seen there of the unit square and a pixel around."""
    left, top = point_to_pixel(view, size, target_aspect, (0.0, 0.0))
    right, bottom = point_to_pixel(view, size, target_aspect, (1.0, 1.0))
    left, right = (min(max(0, round(edge) - part.left), part.width) for edge in (left - 1, right + 1))
    top, bottom = (min(max(0, round(edge) - part.top), part.height) for edge in (top - 1, bottom + 1))
    return left, top, right - left, bottom - top
