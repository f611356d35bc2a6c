"""Runs side by side whose neurons are matched, in the window."""

import numpy as np
import pytest
from imgui_bundle import imgui

from ginn_gl.app.actions import looking, runs
from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.insight.alignment import reordered
from ginn_gl.network import initialise
from ginn_gl.store import Run, RunWriter

from .test_compare import LABEL, compare, halves

STEPS = (0, 1000, 3000)
NEURON = 2, 5


@pytest.fixture
def shuffled(short_run, tmp_path):
    """The short run at a few of its steps, with its neurons in another order."""
    path, random = tmp_path / "shuffled.ginn", np.random.default_rng(3)
    with Run(short_run) as run:
        order = [random.permutation(width) for width in run.network.hidden]
        assert order[NEURON[0] - 1][NEURON[1] - 1] != NEURON[1] - 1
        with RunWriter.create(path, run.network, run.training, run.target) as writer:
            for index in map(run.index_of, STEPS):
                parameters = reordered(run.parameters(index), run.network, order)
                writer.append(int(run.steps[index]), float(run.losses[index]), 1e-3, parameters)
            writer.set_status("finished")
    return path


@pytest.fixture
def narrow(short_run, tmp_path):
    """A run of another network."""
    path, network = tmp_path / "narrow.ginn", NetworkSpec((4,))
    with Run(short_run) as run, RunWriter.create(path, network, TrainingSpec(iterations=1), run.target) as writer:
        for step in (0, 1):
            writer.append(step, 0.7, 1e-3, initialise(network, step))
        writer.set_status("finished")
    return path


def test_matched_a_number_is_the_same_neuron_in_both_at_every_step(at_window, shuffled, narrow):
    def drive(at):
        state = at.state

        def difference() -> float:
            one, other = halves(at.picture())
            inside = slice(LABEL, -LABEL)
            return float((np.abs(one - other).max(axis=2) > 24)[inside].mean())

        compare(at, shuffled)
        looking.select_alone(state, NEURON)
        assert difference() > 5e-3, "number 2:5 is another neuron there"
        at.click("tabs/Compare")
        at.click("Match neurons")
        at.wait_until(lambda: state.shown.matching.matches[0].found)
        assert state.shown.matching.matches[0].found.alike == 1 and state.settings.match_neurons
        assert difference() < 1e-3
        at.press(imgui.Key.home)
        assert state.shown.beside.others[0].step == 0 and difference() < 1e-3, "the same at every step"
        at.press(imgui.Key.end)
        at.click("Match neurons")
        assert difference() > 5e-3
        at.click("Match neurons")
        runs.compare_with(state, narrow)
        at.frames()
        assert "same inputs, hidden layers" in state.shown.matching.matches[0].problem
        assert (at.picture() > 0).any(), "and is shown as it is"

    at_window(drive)
