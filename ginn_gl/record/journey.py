"""From one view to another: zoom and centre, as smooth for the eye as one movement."""

from __future__ import annotations

from dataclasses import replace
from math import expm1, log

from ..config import View

Point = tuple[float, float]


def eased(part: float) -> float:
    """Of a way, 0 to 1: slowly off, slowly to a stop. The cubic with slope 0 at both ends, "smoothstep"."""
    return part * part * (3 - 2 * part)


def between(view: View, center: Point, zoom: float, part: float) -> View:
    """The view after a part, 0 to 1, of the way from `view` to another centre and zoom.

    What takes one picture into the other is a stretch about one point that stays where it is; the views
    between are parts of that stretch, by equal factors for equal parts. Without a zoom it is a straight pan.
    """
    growth = log(zoom / view.zoom)
    # The centre's share of its way is (1 - e^(-growth * part)) / (1 - e^-growth), whose limit for no growth is part.
    share = expm1(-growth * part) / expm1(-growth) if growth else part
    x, y = (start + share * (end - start) for start, end in zip(view.center, center))
    return replace(view, center=(x, y), zoom=view.zoom * (zoom / view.zoom) ** part)
