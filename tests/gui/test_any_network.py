"""The window with runs of other kinds: several classes, values, colours; smooth and piecewise linear."""

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.network import initialise
from ginn_gl.render.cells import Painter
from ginn_gl.render.ground import ground_of
from ginn_gl.store import RunWriter

WINDOW = (-2.0, -2.0, 2.0, 2.0)


@pytest.fixture
def run_of(tmp_path):
    """Makes a run of a network without an image."""
    def make(activations, head):
        network, path = NetworkSpec.parse("8,8", activations, head), tmp_path / f"{activations}-{head[:5]}.ginn"
        with RunWriter.create(path, network, TrainingSpec(iterations=100), None, window=WINDOW) as writer:
            for step in (0, 50, 100):
                writer.append(step, float("nan"), 1e-3, (2 + step / 100) * initialise(network, 1))
            writer.set_status("finished")
        return path

    return make


@pytest.mark.parametrize("activations, head, name", [
    ("tanh", "classes:3", "class "), ("hardtanh", "classes:4", "class "), ("gelu", "value:-1,1", "value "),
    ("sine", "rgb", "rgb "), ("silu", "logit", "P(white) ")])
def test_the_window_shows_it_and_says_what_is_under_the_mouse(at_window, run_of, activations, head, name):
    def drive(at):
        left, top, width, height = at.picture_place()
        drawn = at.picture()
        painter = Painter(at.state.shown.run.network, ground_of(at.state.shown.run))
        painter.set_parameters(at.state.shown.pictures()[0].parameters)
        assert np.abs(drawn - painter.read(at.state.shown.view, (width, height)).astype(int)).max() <= 2
        at.move_mouse(left + width / 2, top + height / 2)
        assert at.state.pointer.cursor.everywhere[0].startswith(name)
        assert np.allclose(at.state.pointer.cursor.inputs, 0, atol=0.02)
        for key in "234":
            at.type(key)
        at.state.asked.tab, at.state.asked.tab_requested = "View", True
        at.frames(4)
        if name == "class ":
            at.state.asked.tab, at.state.asked.tab_requested = "Insights", True
            at.wait_until(lambda: len(at.state.work.findings.insights) == 8 or at.state.work.findings.error)
            assert not at.state.work.findings.error

    at_window(drive, run_of(activations, head))
