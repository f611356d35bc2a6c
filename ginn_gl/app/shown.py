"""What one picture on screen is of, and what is under the mouse in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..config import FIELDS, NetworkSpec, Neuron, View, parse_neuron
from ..store import Run


@dataclass(frozen=True, eq=False)
class Shown:
    """A run at one of its steps. parameters: (P,) float32. loss: None while the step is computed."""

    run: Run
    step: int
    loss: float | None
    parameters: np.ndarray
    view: View


@dataclass
class Cursor:
    """What is under the mouse: a point, the probability of white there, and the nearest drawn boundary.

    place: of the picture that it is in, 0 for the first. everywhere: the probability in each picture.
    """

    x: float
    y: float
    probability: float
    nearest: Neuron | None
    pixels: float  # distance to that boundary in the picture
    place: int
    everywhere: list[float]


MIN_ZOOM, MAX_ZOOM = 0.25, 100_000.0
LINE_WIDTHS = 0.5, 8.0


def limited(view: View) -> View:
    """A view from a file, as near to it as the window can show."""
    return replace(view, zoom=min(MAX_ZOOM, max(MIN_ZOOM, view.zoom)),
                   line_width=min(LINE_WIDTHS[1], max(LINE_WIDTHS[0], view.line_width)))


def fitting(view: View, network: NetworkSpec, other: NetworkSpec) -> View:
    """A view of one network as far as another one has what it shows. All neurons of the one are all of the other."""
    if network == other:
        return view
    theirs = frozenset(other.neurons)
    neuron = parse_neuron(view.field)
    return replace(
        view,
        neurons=theirs if view.neurons.issuperset(network.neurons) else view.neurons & theirs,
        field=view.field if neuron is None or neuron in theirs else FIELDS[0],
        highlighted=view.highlighted if view.highlighted in theirs else None)
