"""The panels in the column on the right: a new one is a file beside this one, and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import moderngl

from ..state import State
from . import compare, diagram, insights, network, plane, record, tour, train, view
from .samples import Samples

Draw = Callable[[State], None]


def _always(_state: State) -> bool:
    return True


def _of_many_inputs(state: State) -> bool:
    return state.shown.run is not None and state.shown.run.plane is not None


def _side_by_side(state: State) -> bool:
    return state.shown.run is not None and bool(state.shown.beside.others)


@dataclass(frozen=True)
class Panel:
    """name: on its tab. make: what draws it in each frame, given the window's context. is_there: has it a tab?"""

    name: str
    make: Callable[[moderngl.Context], Draw]
    is_there: Callable[[State], bool] = _always


PANELS = (
    Panel("Network", lambda context: partial(network.draw, nodes=diagram.Nodes(context), lists=network.Lists())),
    Panel("Plane", lambda context: partial(plane.draw, samples=Samples(context)), _of_many_inputs),
    Panel("Compare", lambda _: compare.draw, _side_by_side),
    Panel("View", lambda _: view.draw),
    Panel("Train", lambda context: train.Form(context).draw),
    Panel("Record", lambda _: record.draw),
    Panel("Insights", lambda context: insights.Insights(context).draw),
    Panel("Tour", lambda _: tour.draw),
)


def names_of(state: State) -> tuple[str, ...]:
    """Of those that have a tab now."""
    return tuple(panel.name for panel in PANELS if panel.is_there(state))
