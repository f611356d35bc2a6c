"""What was found in the shown run: looked for, shown, and drawn as curves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...config import Neuron
from ...insight.findings import Finding, Track
from ..state import State
from .playing import scrub


def show_finding(state: State, finding: Finding) -> None:
    """Go to where a finding is: its first step, and its neurons alone where it is about some."""
    show_place(state, finding.first, frozenset(finding.neurons))


def show_place(state: State, step: int, neurons: frozenset[Neuron]) -> None:
    """Go to the first checkpoint from a step on, with these neurons alone, if there are any."""
    state.playback.playing = False
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
