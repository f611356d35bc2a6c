"""The windows of the plane that geometry looks at."""

from __future__ import annotations

from ..errors import GinnError

Window = tuple[float, ...]
"""(left, top, right, bottom) in the coordinates of the unit square, y downwards."""

UNIT_SQUARE = (0.0, 0.0, 1.0, 1.0)


def check_window(window: Window) -> None:
    """Raises GinnError for a window without an inside."""
    left, top, right, bottom = window
    if not (left < right and top < bottom):
        raise GinnError(f"a window is left, top, right, bottom, with left < right and top < bottom; not {window}")
