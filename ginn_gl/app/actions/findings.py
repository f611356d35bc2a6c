"""What was found in the shown run: looked for, played, and drawn as curves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ...config import UNIT_SQUARE, Neuron, View
from ...insight.findings import Finding, Track
from ...render.ground import ground_of, why_not
from ...store import Run
from ..state import State
from .playing import play_to, scrub, scrub_step

SECONDS = 6.0    # in which what a finding claims is played
ROOM = 2.5       # around the part that one is about, in times of its size
THICK = 2.5      # lines of a few neurons, in pixels


@dataclass(frozen=True)
class Way:
    """How the findings of a measure are played. since, until: the step to begin at, and that to end with, by a finding
    and the run's last step. field: beneath, by the finding. close: go near the part it is about."""

    since: Callable[[Finding], int]
    until: Callable[[Finding, int], int]
    field: Callable[[Finding], str]
    close: bool = False


def _early(finding: Finding) -> int:
    return finding.first // 10


def _neuron(finding: Finding) -> str:
    return "{}:{}".format(*finding.neurons[0])


_END: Callable[[Finding, int], int] = lambda _finding, end: end  # noqa: E731
WAYS = {
    "regions": Way(lambda _: 0, lambda finding, _: finding.last, lambda _: "regions"),
    "bias-before-weight": Way(lambda finding: finding.first, lambda finding, _: 10 * finding.last, lambda _: "target"),
    "layer-dependence": Way(lambda _: 0, _END, lambda _: "target", close=True),
    "copycats": Way(_early, _END, lambda _: "target"),
    "indecisive": Way(lambda finding: finding.first, _END, lambda _: "probability"),
    "symmetry": Way(_early, _END, lambda _: "target"),
    "silent": Way(_early, lambda finding, _: 10 * finding.first, _neuron),
    "unmodelled": Way(lambda finding: finding.first // 10, _END, lambda _: "error"),
}
"""By the measure's name."""
USUAL = Way(lambda finding: finding.first, lambda finding, _: finding.last, lambda _: "probability")


def show_finding(state: State, measure: str, finding: Finding) -> None:
    """Play what it claims: its neurons alone, from before it begins to where it has come about."""
    run, way = state.shown.run, WAYS.get(measure, USUAL)
    assert run is not None
    start, end = int(run.steps[0]), int(run.steps[-1])
    first = run.steps[run.index_of(min(end, max(start, way.since(finding))))]
    last = max(int(first), min(end, way.until(finding, end)))
    keep_view(state)
    state.shown.view = _view(state, run, way, finding)
    scrub_step(state, int(first))
    play_to(state, last, SECONDS)


def keep_view(state: State) -> None:
    """Remember how the run was looked at, to go back to once what is to be shown was seen."""
    if state.shown.view_before is None:
        state.shown.view_before = state.shown.view


def go_back(state: State) -> None:
    """Look at the run as before it was shown something."""
    if state.shown.view_before is not None:
        state.playback.stop()
        state.shown.view, state.shown.view_before = replace(state.shown.view_before, highlighted=None), None


def _view(state: State, run: Run, way: Way, finding: Finding) -> View:
    """A field that the run has, and the finding's neurons over it: none where it is about the whole."""
    field = way.field(finding)
    if why_not(field, run.network, ground_of(run)):
        field = View.field
    center, zoom = View.center, View.zoom
    if way.close and finding.area and run.plane is None and run.window == UNIT_SQUARE:
        left, top, right, bottom = finding.area
        center, zoom = ((left + right) / 2, (top + bottom) / 2), 1 / (ROOM * max(right - left, bottom - top))
    return replace(state.shown.view, field=field, neurons=frozenset(finding.neurons), highlighted=None, center=center,
                   zoom=max(1.0, zoom), line_width=max(THICK, state.shown.view.line_width))


def show_place(state: State, step: int, neurons: frozenset[Neuron]) -> None:
    """Go to the first checkpoint from a step on, with these neurons alone, if there are any."""
    state.playback.stop()
    keep_view(state)
    scrub(state, int(np.searchsorted(state.shown.run.steps, step)))
    if neurons:
        state.shown.view = replace(state.shown.view, neurons=neurons, highlighted=None)


def look_at_run(state: State) -> None:
    """Have the shown run analysed, unless it has been."""
    run, findings = state.shown.run, state.work.findings
    assert run is not None
    if findings.path != run.path:
        findings.request(run.path, int(run.steps[-1]))


def take_in(state: State) -> None:
    """What has been found since the last frame; a run whose curves are wanted is looked at."""
    if state.shown.track and state.shown.run:
        look_at_run(state)
    state.work.findings.take_in()


def tracks(state: State) -> list[Track]:
    """The curves to draw beside the loss."""
    run, findings = state.shown.run, state.work.findings
    found = findings.insights if run and findings.path == run.path else []
    return [track for insight in found for track in insight.tracks
            if (insight.name, track.unit) == state.shown.track]
