"""Where the parts of the window are."""

from __future__ import annotations

from dataclasses import dataclass

COLUMN, WIDEST = 24.0, 34.0  # of the panels, in font sizes
SHARE = 0.27                 # of the window's width, which they take where there is more
TIMELINE, TALLEST = 12.5, 16.0
TIMELINE_SHARE = 0.2         # of its height
STATUS = 2.4


@dataclass(frozen=True)
class Layout:
    """In whole pixels, or a hairline of what is behind would show between two parts.

    column: width of the panels, on the right. timeline: its height, under both; status: that of the last line.
    """

    width: int
    height: int
    column: int
    timeline: int
    status: int

    @classmethod
    def of(cls, width: float, height: float, em: float) -> Layout:
        """For a window; em: font size. Panels and timeline grow with the window, and never take most of it."""
        status = round(STATUS * em)
        column = min(max(COLUMN * em, min(SHARE * width, WIDEST * em)), 0.6 * width)
        timeline = min(max(TIMELINE * em, min(TIMELINE_SHARE * height, TALLEST * em)), 0.45 * max(0, height - status))
        return cls(round(width), round(height), round(column), round(timeline), status)

    @property
    def top(self) -> int:
        """Height of picture and panels."""
        return self.height - self.timeline - self.status
