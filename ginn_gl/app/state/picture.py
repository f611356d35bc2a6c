"""What one picture on screen is of."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...config import NetworkSpec, View
from ...insight.alignment import Alignment
from ...network import network_on, parameters_on
from ...plane import Plane
from ...render.ghosts import Ghosts, draw_ghosts
from ...render.ground import ground_of
from ...render.pictures import with_points
from ...render.points import points_of
from ...render.sheet import Grid
from ...store import Run


@dataclass(frozen=True, eq=False)
class Picture:
    """A run at one of its steps. parameters: (P,) float32. loss: None while the step is computed. ghosts: lines
    of other steps over it.

    place: of the run among those on screen, 0 for the first. index: of the checkpoint. layer: whose lines alone are
    shown, where layers have columns of their own. cell: the row and column it is in, where that is no question of
    room. less: another picture, of which this is the difference. match: by which its neurons, and parameters, are in
    the order of another run's, if they are.
    """

    run: Run
    step: int
    loss: float | None
    parameters: np.ndarray
    view: View
    ghosts: Ghosts | None = None
    place: int = 0
    index: int = 0
    layer: int | None = None
    cell: tuple[int, int] | None = None
    less: Picture | None = None
    match: Alignment | None = None

    @property
    def drawn(self) -> tuple[np.ndarray, ...]:
        """The parameters of all that is drawn in it."""
        return (self.parameters,) if self.less is None else (self.parameters, self.less.parameters)

    @property
    def runs(self) -> tuple[Run, ...]:
        """All that it is of: two of a difference."""
        return (self.run,) if self.less is None else (self.run, self.less.run)

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
        return self.less is None and bool(self.ghosts or (self.view.points and points_of(self.run, self.view)))

    def with_more(self, pixels: np.ndarray) -> np.ndarray:
        """That drawn over a picture, (H, W, 3 or 4) uint8, in place."""
        if self.less:
            return pixels
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

    MOST = 8

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


def grid_of(pictures: list[Picture], size: tuple[int, int]) -> tuple[Grid, list[int]]:
    """The grid that pictures are in, in a room of (width, height) pixels, and which place of it each one has."""
    cells = [picture.cell for picture in pictures if picture.cell]
    if not cells:
        return Grid.fitting(len(pictures), size, pictures[0].aspect), list(range(len(pictures)))
    grid = Grid(1 + max(column for _, column in cells), 1 + max(row for row, _ in cells))
    return grid, [row * grid.columns + column for row, column in cells]


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
