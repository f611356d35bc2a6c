"""The windows of the plane that geometry looks at."""

from __future__ import annotations

from ..config import UNIT_SQUARE, Window
from ..errors import GinnError

__all__ = ["UNIT_SQUARE", "Window", "check_window"]


def check_window(window: Window) -> None:
    """Raises GinnError for a window without an inside."""
    left, top, right, bottom = window
    if not (left < right and top < bottom):
        raise GinnError(f"a window is left, top, right, bottom, with left < right and top < bottom; not {window}")
