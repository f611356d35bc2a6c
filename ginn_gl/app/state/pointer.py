"""What is under the mouse, and what it drags."""

from __future__ import annotations

from dataclasses import dataclass

from ...config import Neuron
from .line import Line, Point
from .region import Region


@dataclass
class Cursor:
    """What is under the mouse: a point, what the network says there, and the nearest drawn boundary.

    x, y: over the picture, from 0 to 1. inputs: the network's there. place: of the picture that it is in, 0 for the
    first; run: of that one's run. everywhere: what each run says there, in words.
    """

    x: float
    y: float
    inputs: tuple[float, ...]
    nearest: Neuron | None
    pixels: float  # distance to that boundary in the picture
    place: int
    everywhere: list[str]
    run: int = 0


@dataclass(frozen=True, eq=False)
class Held:
    """A line that is dragged: as it was when it was taken, where, and whether at an end, to turn it."""

    line: Line
    start: Point
    turns: bool


@dataclass
class Pointer:
    """cursor: None where the mouse is not over a picture. region: the linear one there, if it is to be outlined.
    vertex: whose boundaries meet at the vertex there. vertices_shown: how many are in view, once they have been found.
    dragging_curve: the step is dragged along the loss curve. turning: the picture whose plane is turned, 0 for the
    first. node: the neuron that is pointed at in the diagram. held: the line that is dragged.
    """

    cursor: Cursor | None = None
    node: Neuron | None = None
    held: Held | None = None
    region: Region | None = None
    vertex: tuple[Neuron, ...] = ()
    vertices_shown: int | None = None
    dragging_curve: bool = False
    turning: int | None = None
