"""The plane that is looked at, as it is chosen and turned: of networks with more than two inputs."""

from __future__ import annotations

from math import cos, radians, sin

import numpy as np

from ...data.planes import directions_out_of, roomy, thinned, typical_points
from ...data.samples import ImageShape, image_shape
from ...errors import GinnError
from ...plane import Plane
from ...store import Run

KINDS = {"points": "Three points", "features": "Two inputs", "pca": "Components", "random": "Random"}
"""Ways to choose a plane, and what they are called."""

FEW = 8
"""Inputs, of which the first two are looked at first: among more, those that vary most."""

Corners = tuple[int | None, int | None, int | None]


class PlaneChoice:
    """What the panel of planes holds, of the shown run.

    kind: one of KINDS. corners: which points of the data lie at (0, 0), (1, 0) and (0, 1), as far as any do.
    features: which two, from 0; at: (inputs,), where the others stay. seed: of the random plane. listed: the class,
    from 0, whose points are to choose from; None for all.
    plane: the one on screen; chosen: what it was before it was turned. problem: why the last choice is no plane.
    image: how the run's points are images, if they are; low, high: what is black in these, and what white.
    """

    def __init__(self) -> None:
        self.run: Run | None = None
        self.plane: Plane | None = None
        self.chosen: Plane | None = None
        self.listed: int | None = None
        self._out: np.ndarray | None = None
        self.kind, self.seed, self.problem = "points", 0, ""
        self.corners: Corners = (None, None, None)
        self.features = (0, 1)

    @property
    def is_turned(self) -> bool:
        return self.plane is not self.chosen

    def follow(self, run: Run, plane: Plane) -> None:
        """Be about the shown run, and the plane on screen, wherever that comes from."""
        if run is not self.run:
            self._take_up(run)
        if self.plane is not plane and self.plane != plane:
            self.plane = self.chosen = plane
            self._out = None
            self.corners = self._corners_of(plane)
            if None not in self.corners:
                self.kind = "points"

    def choose(self, kind: str) -> None:
        """Another way to choose, and the plane that it stands at."""
        self.kind = kind
        if kind == "points":
            self.pick(self._some_corners())
        elif kind == "features":
            self.look_along(*self.features)
        elif kind == "pca" and self.points is not None:
            self._show(lambda: Plane.pca(self._few))
        elif kind == "random":
            self.draw_lots(self.seed)

    def pick(self, corners: Corners) -> None:
        """The plane through three points of the data, if they are all there."""
        self.corners, self.problem = corners, ""
        numbers = [number for number in corners if number is not None]
        if self.points is not None and len(numbers) == 3:
            points = self.points[numbers]
            self._show(lambda: Plane.through(*points))

    def pick_at_random(self, generator: np.random.Generator) -> None:
        """The plane through any three points, of three classes where there are so many."""
        assert self.points is not None  # or there are none to choose from
        found: list[int] = []
        if self.labels is not None:
            some = generator.permutation(np.unique(self.labels))[:3]
            found = [int(generator.choice(np.flatnonzero(self.labels == label))) for label in some]
        while len(found) < min(3, len(self.points)):
            found = [*dict.fromkeys([*found, int(generator.integers(len(self.points)))])]
        if len(found) == 3:
            self.pick((found[0], found[1], found[2]))

    def look_along(self, i: int, j: int) -> None:
        """The plane of two inputs, others as they stand."""
        self.features, (low, high) = (i, j), self.ranges
        (left, right), (top, bottom) = (roomy(float(low[k]), float(high[k])) for k in (i, j))
        self._show(lambda: Plane.features(i, j, self.at, (left, top, right, bottom)))

    def put_others_in_the_middle(self) -> None:
        """Where they were at first: in the points' mean, or else at 0."""
        self.at = self._few.mean(axis=0) if self.points is not None else np.zeros(self.inputs)
        self.look_along(*self.features)

    def draw_lots(self, seed: int) -> None:
        """A random plane."""
        self.seed = seed
        self._show(lambda: Plane.random(seed, self.inputs, self._few if self.points is not None else None))

    def turn(self, across: float, down: float, about: tuple[float, float]) -> None:
        """Turn the sides of the shown plane out of it, by so many degrees. about: (u, v), which stays."""
        assert self.plane is not None  # or there is none to turn
        out = self.out_of_it
        for side, degrees, way in (("across", across, 0), ("down", down, len(out) - 1)):
            leading = self.plane.vectors[1 if side == "across" else 2]
            angle, along = radians(degrees), leading / np.linalg.norm(leading)
            self.plane = self.plane.turned(degrees, out[way], about, side)
            out[way] = cos(angle) * out[way] - sin(angle) * along  # turned along with it, to lead straight out again

    def shift(self, first: float, second: float) -> None:
        """Move it straight out of itself, by parts of its sides' length."""
        assert self.plane is not None  # or there is none to shift
        out, length = self.out_of_it, float(np.linalg.norm(self.plane.vectors[1]))
        self.plane = self.plane.shifted(length * (first * out[0] + second * out[-1] * (len(out) > 1)))

    def put_back(self) -> None:
        """As it was before it was turned and shifted."""
        self.plane, self._out = self.chosen, None

    @property
    def out_of_it(self) -> np.ndarray:
        """(1 or 2, inputs), straight out of the shown plane: where the data are spread most beside it."""
        assert self.plane is not None
        if self._out is None:
            few = None if self.points is None else self._few
            self._out = directions_out_of(self.plane, few, min(2, self.inputs - 2))
        return self._out

    def name_of(self, number: int) -> str:
        """The label of a point, or its values, in few words; nothing where it has neither."""
        data = self.run.dataset if self.run else None
        if data is None:
            return ""
        if not data.is_labelled:
            return ", ".join(f"{value:.3g}" for value in data.labels[number].tolist())
        return self.name_of_class(int(data.labels[number]))

    def name_of_class(self, label: int) -> str:
        """label: from 0, as in the data."""
        classes = self.run.dataset.classes if self.run and self.run.dataset else ()
        return classes[label] if label < len(classes) else f"label {label}"

    def name_of_input(self, number: int) -> str:
        """An input by its number, or of images by its row and column, all from 0."""
        return self.image.name_of(number) if self.image else f"input {number}"

    def pixels(self, numbers: np.ndarray) -> np.ndarray | None:
        """A point (inputs,) as an image, (H, W, 1 or 3) uint8, where points are images."""
        return self.image.pixels(numbers, *self.shades) if self.image else None

    def _take_up(self, run: Run) -> None:
        self.run, self.plane, self.chosen, self.problem = run, None, None, ""
        self.inputs, self.points = run.network.inputs, run.points
        if self.points is not None and self.points.shape[1] != self.inputs:
            self.points = None
        self.labels = run.dataset.labels if run.dataset is not None and run.dataset.is_labelled else None
        self.image: ImageShape | None = image_shape(run.point_shape)
        if self.points is None:
            self.ranges, self.at = np.stack([np.zeros(self.inputs), np.ones(self.inputs)]), np.zeros(self.inputs)
        else:
            self._few = thinned(self.points).astype(np.float64)
            self.ranges = np.stack([self.points.min(axis=0), self.points.max(axis=0)])
            self.at = self._few.mean(axis=0)
        self.features = self._livelier() if self.points is not None and self.inputs > FEW else (0, 1)
        self.shades = float(self.ranges[0].min()), float(self.ranges[1].max())
        self.kind = "points" if self.labels is not None else "features" if self.points is None else "pca"
        self.corners, self.listed = (None, None, None), None

    def _livelier(self) -> tuple[int, int]:
        """The two inputs that vary most."""
        first, second = np.argsort(-self._few.var(axis=0), kind="stable")[:2].tolist()
        return first, second

    def _show(self, make) -> None:
        try:
            self.plane = self.chosen = make()
        except GinnError as error:
            self.problem = str(error)
            return
        self._out, self.problem = None, ""
        if self.kind != "points":
            self.corners = (None, None, None)

    def _some_corners(self) -> Corners:
        """Those that lie at the corners now, and if not all do, the most typical ones."""
        if None not in self.corners or self.points is None:
            return self.corners
        found = typical_points(self.points, self.labels) if self.labels is not None else []
        found = found or [0, len(self.points) // 3, 2 * len(self.points) // 3]
        return (found[0], found[1], found[2])

    def _corners_of(self, plane: Plane) -> Corners:
        origin, across, down = plane.vectors
        return self._number_of(origin), self._number_of(origin + across), self._number_of(origin + down)

    def _number_of(self, place: np.ndarray) -> int | None:
        """Which point of the data lies there, if any does."""
        if self.points is None:
            return None
        place = place.astype(np.float32)
        near = np.flatnonzero(np.abs(self.points[:, 0] - place[0]) <= np.abs(place).max() * 1e-6)
        found = near[(self.points[near] == place).all(axis=1)]
        return int(found[0]) if len(found) else None


