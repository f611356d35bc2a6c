"""What a picture is to show of a run."""

from __future__ import annotations

from argparse import Namespace

from ...config import LINES_ALONE, View, check_field, line_width_for, parse_neurons
from ...data.planes import plane_named
from ...errors import GinnError
from ...plane import Plane
from ...store import Run


def view_of(run: Run, options: Namespace, size: tuple[int, int] = (0, 0)) -> View:
    """As the options have it; size: of the picture, by which boundaries are as wide as they should, if none says."""
    field = options.field
    return View(
        field=field if field == LINES_ALONE else check_field(field, run.network),
        neurons=parse_neurons(options.neurons, run.network),
        center=options.center,
        zoom=options.zoom,
        line_width=options.line_width or line_width_for(size),
        beyond=options.beyond,
        plane=plane_of(run, options.plane),
        points=options.points,
    )


def plane_of(run: Run, name: str | None) -> Plane | None:
    """The plane of this name in a run; None where none is named."""
    if name is None:
        return None
    if run.plane is None:
        raise GinnError(f"--plane is for networks with more than two inputs, and {run.path.name} is a {run.network}")
    return plane_named(name, run.points, run.network.inputs)
