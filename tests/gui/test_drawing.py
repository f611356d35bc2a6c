"""The picture in the window: always there at once, whatever the network, and as sharp as it gets a little later."""

import time
from dataclasses import replace

import numpy as np
import pytest
from imgui_bundle import imgui

from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.network import initialise
from ginn_gl.render import preparing, refining, renderer
from ginn_gl.render.cells import Painter
from ginn_gl.store import RunWriter
from ginn_gl.target import load_target

KEY = imgui.Key


@pytest.fixture
def run_of(tmp_path):
    """Makes a run of a network of any shape, drifting from one seed's start to another's."""
    def make(*hidden: int, checkpoints: int = 30):
        network, path = NetworkSpec(hidden), tmp_path / f"{'-'.join(map(str, hidden))}.ginn"
        start, end = initialise(network, 1), initialise(network, 2)
        with RunWriter.create(path, network, TrainingSpec(iterations=1000), load_target()) as writer:
            for number in range(checkpoints):
                part = np.float32(number / checkpoints)
                writer.append(number, 0.7 - float(part) / 2, 1e-3, start + part * (end - start))
            writer.set_status("finished")
        return path

    return make


def painted(state, size):
    """What the picture is to be, (H, W, 3)."""
    painter = Painter(state.shown.run.network, state.shown.run.target)
    painter.set_parameters(state.shown.pictures()[0].parameters)
    return painter.read(state.shown.pictures()[0].view, size).astype(int)


def check_picture(at) -> None:
    _left, _top, width, height = at.picture_place()
    drawn = at.picture()
    assert np.abs(drawn - painted(at.state, (width, height))).max() <= 2


def test_a_run_of_another_shape_is_chosen_while_playing_and_frames_go_on(at_window, run_of):
    paths = [run_of(2, 11, 40, 5), run_of(32, 32, 32, 32, 32, 32), run_of(64, 64, 64)]

    def drive(at):
        at.wait_until(lambda: at.state.screen.picture_is_final)
        at.press(KEY.home)
        at.press(KEY.space)
        for path in paths:
            before = time.process_time()
            at.state.asked.dropped.append(path)
            at.frames(2)
            assert time.process_time() - before < 1.5  # among them frames of a slow renderer
            assert at.state.shown.run.network.hidden != (16, 16, 16)
            at.wait_until(lambda: at.state.screen.picture_is_final, 20)
        at.press(KEY.end)
        check_picture(at)

    at_window(drive)


def test_the_square_lies_where_it_should_wherever_it_is_moved(at_window):
    def drive(at):
        for center, zoom, beyond in (((0.5, 0.5), 0.4, False), ((0.9, 0.2), 0.7, False), ((0.31, 0.6), 5.0, False),
                                     ((2.5, 0.5), 1.0, False), ((0.5, 0.5), 0.5, True)):
            at.state.shown.view = replace(at.state.shown.view, center=center, zoom=zoom, beyond=beyond)
            at.frames(2)
            _left, _top, width, height = at.picture_place()
            differing = np.abs(at.picture() - painted(at.state, (width, height))).max(axis=2) > 2
            assert differing.mean() < 0.03  # the scale bar lies over it

    at_window(drive)


def test_before_the_painter_is_ready_there_is_a_sketch(at_window, monkeypatch):
    ready = []
    monkeypatch.setattr(renderer, "ready_painter",
                        lambda wait=False, with_cells=True: Painter if ready or wait else None)

    def drive(at):
        at.frames(3)
        assert not at.state.screen.picture_is_final and at.state.screen.picture_scale < 1
        left, top, width, height = at.picture_place()
        coarse = at.window_pixels()[top:top + height, left:left + width]
        assert coarse.std() > 20
        ready.append(True)
        check_picture(at)
        sharp = at.picture()
        assert np.abs(coarse - sharp).mean() < 25

    at_window(drive)


def test_too_many_cells_for_a_frame_are_refined_while_the_window_answers(at_window, run_of, monkeypatch):
    monkeypatch.setattr(renderer, "MOST_CELLS", 50)
    monkeypatch.setattr(refining, "MOST", 300)

    def drive(at):
        assert np.abs(at.picture() - 128).max() > 100
        check_picture(at)
        # Nothing is computed for a picture that is no longer wanted, and keys act meanwhile.
        at.press(KEY.home)
        assert at.state.shown.index == 0
        at.press(KEY.end)
        assert at.state.shown.index == len(at.state.shown.run) - 1
        check_picture(at)

    at_window(drive, run=run_of(24, 24))


def test_what_makes_the_painter_ready_begins_with_the_window(at_window):
    def drive(at):
        at.wait_until(lambda: preparing.ready_painter() is Painter, 120)

    at_window(drive)
