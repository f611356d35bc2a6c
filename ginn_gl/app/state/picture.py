"""What one picture on screen is of."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...config import FIELDS, NetworkSpec, View, check_field
from ...errors import GinnError
from ...insight.alignment import Alignment
from ...network import network_on, parameters_on
from ...plane import Plane
from ...render.ghosts import Ghosts, draw_ghosts
from ...render.ground import ground_of
from ...render.pictures import with_points
from ...render.points import points_of
from ...store import Run


@dataclass(frozen=True, eq=False)
class Picture:
    """A run at one of its steps. parameters: (P,) float32. loss: None while the step is computed. ghosts: lines
    of other steps over it. match: by which its neurons, and parameters, are in the order of another run's, if they are.
    """

    run: Run
    step: int
    loss: float | None
    parameters: np.ndarray
    view: View
    ghosts: Ghosts | None = None
    match: Alignment | None = None

    def in_order(self, parameters: np.ndarray) -> np.ndarray:
        """Parameters of the run at any step, (P,), with its neurons in the order in which they are shown."""
        return self.match.reorder(parameters) if self.match else parameters

    @property
    def aspect(self) -> float:
        """Width / height of what is looked at."""
        return ground_of(self.run).aspect

    @property
    def has_more(self) -> bool:
        """Whether anything is drawn over what its network looks like."""
        return bool(self.ghosts or (self.view.points and points_of(self.run, self.view)))

    def with_more(self, pixels: np.ndarray) -> np.ndarray:
        """That drawn over a picture, (H, W, 3 or 4) uint8, in place."""
        if self.ghosts:
            draw_ghosts(pixels, self.ghosts, self.view, self.aspect)
        return with_points(pixels, self.run, self.view)

    @property
    def plane(self) -> Plane:
        """Where the picture lies among the network's inputs."""
        return ground_of(self.run).plane_in(self.view)

    @property
    def network(self) -> NetworkSpec:
        """What it is in the plane that is looked at: of two inputs."""
        return network_on(self.plane, self.run.network)

    @property
    def on_plane(self) -> np.ndarray:
        """Parameters of that network, one array for one step and plane; of the unit square the very ones of the run."""
        return _folded.of(self.run.network, self.parameters, self.plane)


class Folded:
    """Networks on planes, as many as are on screen at a time, so that none is made twice in a frame."""

    MOST = 4

    def __init__(self) -> None:
        self._kept: list[tuple[np.ndarray, Plane, np.ndarray]] = []

    def of(self, network: NetworkSpec, parameters: np.ndarray, plane: Plane) -> np.ndarray:
        """As network.parameters_on."""
        for given, where, found in self._kept:
            if given is parameters and (where is plane or where == plane):
                return found
        found = parameters_on(plane, network, parameters)
        self._kept = [*self._kept[1 - self.MOST:], (parameters, plane, found)]
        return found


_folded = Folded()


def in_words(network: NetworkSpec, outputs: np.ndarray) -> str:
    """What a network says by its outputs (k,), in few words."""
    kind = network.head.kind
    if network.has_classes:
        chances = np.exp(outputs - outputs.max())
        best = int(outputs.argmax())
        return f"class {best + 1} {chances[best] / chances.sum():.3f}"
    if kind == "value":
        return f"value {outputs[0]:.4g}"
    if kind == "rgb":
        return "rgb " + " ".join(f"{part:.2f}" for part in outputs)
    logit = outputs[-1] - (outputs[0] if kind == "classes" else 0)
    return f"P(white) {1 / (1 + np.exp(-np.clip(logit, -80, 80))):.3f}"


MIN_ZOOM, MAX_ZOOM = 0.25, 100_000.0
LINE_WIDTHS = 0.5, 8.0


def limited(view: View) -> View:
    """A view from a file, as near to it as the window can show."""
    return replace(view, zoom=min(MAX_ZOOM, max(MIN_ZOOM, view.zoom)),
                   line_width=min(LINE_WIDTHS[1], max(LINE_WIDTHS[0], view.line_width)))


def has_field(network: NetworkSpec, field: str) -> bool:
    try:
        return bool(check_field(field, network))
    except GinnError:
        return False


def fitting(view: View, network: NetworkSpec, other: NetworkSpec) -> View:
    """A view of one network as far as another one has what it shows. All neurons of the one are all of the other."""
    if network == other:
        return view
    theirs = frozenset(other.neurons)
    return replace(
        view,
        neurons=theirs if view.neurons.issuperset(network.neurons) else view.neurons & theirs,
        field=view.field if has_field(other, view.field) else FIELDS[0],
        plane=view.plane if network.inputs == other.inputs else None,
        highlighted=view.highlighted if view.highlighted in theirs else None)
