"""What a network is drawn over: the plane that is looked at, and what was to be learnt there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..config import INPUTS, UNIT_SQUARE, NetworkSpec, View, check_field
from ..errors import GinnError
from ..plane import SQUARE, Plane
from ..store import Run
from ..target import Target

SIDE = 200  # pixels by which a picture without a target is measured


@dataclass(frozen=True, eq=False)
class Ground:
    """A picture's coordinates go from 0 to 1 over it, as everywhere.

    aspect: its width / height. pixels: (H, W) uint8 of classes, of two black and white; (H, W) float32 of values;
    (H, W, 3) uint8 of colours; None where no image was learnt. plane: where it lies, unless a view has one of its own.
    """

    aspect: float
    pixels: np.ndarray | None = None
    plane: Plane = SQUARE

    @classmethod
    def of(cls, target: Target | Ground) -> Ground:
        """That of an image, which fills the unit square."""
        return target if isinstance(target, Ground) else cls(target.aspect, target.pixels)

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels: of the image, or as if there were one."""
        if self.pixels is not None:
            return self.pixels.shape[1], self.pixels.shape[0]
        longer = SIDE / max(1.0, self.aspect)
        return max(1, round(longer * self.aspect)), max(1, round(longer))

    def plane_in(self, view: View) -> Plane:
        """Where the picture of a view lies among the network's inputs.

        Raises GinnError for a view with a plane where there is no choice.
        """
        if view.plane is not None and self.plane.inputs == INPUTS:
            raise GinnError("a network of two inputs has one plane: centre and zoom choose what is seen of it")
        return view.plane or self.plane

    def require(self, field: str, network: NetworkSpec) -> None:
        """Raises GinnError for a field that needs an image, where there is none that fits the network."""
        if field in ("target", "error") and not has_target(self, network):
            raise GinnError(f"{field} is of images, and this run has none: probability shows what the network says")


def has_target(ground: Ground, network: NetworkSpec) -> bool:
    """Whether there is an image of what this network says."""
    return ground.pixels is not None and (ground.pixels.ndim == 3) == (network.head.kind == "rgb")


def why_not(field: str, network: NetworkSpec, ground: Ground) -> str:
    """Why there is no such field, in one line; nothing where there is."""
    try:
        check_field(field, network)
        ground.require(field, network)
    except GinnError as error:
        return str(error)
    return ""


def ground_of(run: Run) -> Ground:
    """What a run is drawn over: its image, its window of two inputs, or of more the plane that is looked at first."""
    if run.plane is not None:
        return Ground(1.0, None, run.plane)
    if run.target is not None:
        return Ground.of(run.target)
    if run.window == UNIT_SQUARE and run.dataset is not None and run.dataset.pixels is not None:
        pixels = run.dataset.pixels
        return Ground(pixels.shape[1] / pixels.shape[0], pixels)
    left, top, right, bottom = run.window
    return Ground((right - left) / (bottom - top), None, Plane.of_window(run.window))
