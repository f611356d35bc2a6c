"""One stop of the tour, as plain data for the viewer and for `ginn-gl tour`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..config import View


@dataclass(frozen=True)
class Stop:
    """Something to see in a run.

    name: its key. title, text: a few words, and a few sentences with the figures that were measured.
    run: its file. first, last: the stretch of steps to play; equal where one step shows it.
    view: what is shown, the neurons included.
    beside: another run to show on the right of it at the same steps, or None.
    suffix, seconds: the kind of file that suits it, .png, .gif or .mp4, and the length of a video.
    """

    name: str
    title: str
    text: str
    run: Path
    first: int
    last: int
    view: View
    beside: Path | None = None
    suffix: str = ".mp4"
    seconds: float = 6.0
