"""Where one was when the window was closed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """run: its file. view: as bookmarks keep it. tab: of the panel that was open."""

    run: str
    step: int
    view: str
    tab: str
