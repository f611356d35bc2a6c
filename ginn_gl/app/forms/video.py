"""What the form of a video of a training holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...config import PACES, View
from ...plane import Plane
from ...store import Run
from ...store.moments import BY

if TYPE_CHECKING:
    from ..state.beside import Beside


@dataclass
class VideoDraft:
    """What the form holds. first, last: steps; None for the run's own. begin, end: views; None for that on screen."""

    first: int | None = None
    last: int | None = None
    seconds: float = 20.0
    pace: str = PACES[0]
    begin: View | None = None
    end: View | None = None
    caption: bool = False
    turn: float = 0.0  # of the plane, in degrees

    def steps(self, run: Run) -> tuple[int, int]:
        """The first and the last, within the run."""
        low, high = int(run.steps[0]), int(run.steps[-1])
        return (low if self.first is None else min(max(self.first, low), high),
                high if self.last is None else min(max(self.last, low), high))

    def arguments(self, run: Run, view: View, path: Path, size: tuple[int, int], fps: int, folder: Path,
                  trails: str = "off", onion: Sequence[int] = (), beside: Beside | None = None) -> list[str]:
        """The `ginn-gl render` command line of this form. view, trails, onion: those on screen. folder: for files of
        planes, which are written. beside: what is to be shown with the run."""
        begin, end = self.begin or view, self.end or view
        first, last = self.steps(run)
        options = {
            "--from": first,
            "--to": last,
            "--seconds": self.seconds,
            "--pace": self.pace,
            "--fps": fps,
            "--size": f"{size[0]}x{size[1]}",
            "--field": view.field,
            "--neurons": ",".join(f"{layer}:{number}" for layer, number in sorted(view.neurons)) or "none",
            "--center": _point(begin),
            "--zoom": begin.zoom,
            "--to-center": _point(end),
            "--to-zoom": end.zoom,
            "--trails": trails,
            "--progress": "lines",
            # The usual ones grow with the video; those that were chosen are as wide as they were chosen.
            **({} if view.line_width == View.line_width else {"--line-width": view.line_width}),
            **({"--onion": ",".join(map(str, onion))} if onion else {}),
            **self._planes(begin.plane or run.plane, end.plane or run.plane, folder),
        }
        switches = ["--beyond"] * view.beyond + ["--caption"] * self.caption + ["--no-points"] * (not view.points)
        runs = [str(run.path), *(str(other.run.path) for other in beside.others)] if beside else [str(run.path)]
        if beside:
            switches += _together(beside, run, view)
        return ["render", *runs, str(path), *switches, *(f"{name}={value}" for name, value in options.items())]

    def _planes(self, begin: Plane | None, end: Plane | None, folder: Path) -> dict[str, Path | float]:
        """Options that name the planes, of a network that has any to choose from."""
        if begin is None or end is None:
            return {}
        options: dict[str, Path | float] = {"--plane": _kept(begin, folder / "plane.npy")}
        if end != begin:
            return options | {"--to-plane": _kept(end, folder / "to-plane.npy")}
        return options | ({"--turn": self.turn} if self.turn else {})


def _together(beside: Beside, run: Run, view: View) -> list[str]:
    """Switches that say how runs are shown together."""
    found = ["--layers"] * beside.layers
    if beside.difference and not beside.why_no_difference(run, view):
        found.append("--difference")
    return found + [f"--link={beside.links.time}"] * (beside.links.time in BY)


def _kept(plane: Plane, path: Path) -> Path:
    np.save(path, plane.vectors)
    return path


def _point(view: View) -> str:
    return f"{view.center[0]!r},{view.center[1]!r}"
