"""Going through a run: by steps, by playing, and what is drawn meanwhile."""

import numpy as np
import pytest
from imgui_bundle import imgui

import ginn_gl
from ginn_gl.app.panels import canvas, status
from ginn_gl.app.window import redrawing

from .conftest import TIMELINE
from .test_window import changes

KEY = imgui.Key


def test_stepping_by_keys_slider_number_and_curve(at_window):
    def drive(at):
        state = at.state
        last = len(state.shown.run) - 1
        assert state.shown.index == last
        at.press(KEY.home)
        assert state.shown.step == 0
        at.press(KEY.right_arrow)
        assert state.shown.index == 1
        at.press(KEY.mod_shift + KEY.right_arrow)
        assert state.shown.index == 11
        at.press(KEY.left_arrow)
        assert state.shown.index == 10
        at.press(KEY.end)
        assert state.shown.index == last
        at.click("##checkpoint", "Timeline")
        assert abs(state.shown.index - last / 2) < 0.05 * last
        at.context.set_ref("//Timeline")
        at.context.item_input_value("**/##step", 1234)
        at.frames()
        at.wait_until(lambda: not state.shown.replays.computing)
        assert state.shown.step == 1234 and 1234 not in state.shown.run.steps
        at.press(KEY.home)
        at.move_mouse(620, TIMELINE)
        at.context.mouse_down(0)
        at.frames()
        clicked = state.shown.index
        at.move_mouse(270, TIMELINE)
        dragged = state.shown.index
        at.context.mouse_up(0)
        assert last > clicked > dragged > 0

    at_window(drive)


def test_every_step_is_reached(at_window):
    def drive(at):
        state = at.state
        first_stored = int(np.flatnonzero(np.diff(state.shown.run.steps) > 4)[0])
        state.shown.seek(first_stored)
        stored = state.shown.step
        at.press(KEY.mod_ctrl + KEY.right_arrow)
        at.wait_until(lambda: not state.shown.replays.computing)
        assert state.shown.step == stored + 1 and state.shown.index == first_stored
        with ginn_gl.Run(state.shown.run.path) as run:  # this thread's own
            assert (state.shown.parameters == run.parameters_at(stored + 1)).all()
            assert state.shown.loss == pytest.approx(state.shown.run.losses[first_stored], rel=0.1)
            at.press(KEY.mod_ctrl + KEY.left_arrow)
            assert state.shown.step == stored and (state.shown.parameters == run.parameters(first_stored)).all()
        at.move_mouse(620, TIMELINE)
        for _ in range(12):
            at.context.mouse_wheel_y(1)
            at.frames(2)
        first, last = state.shown.span
        assert 0 < first < last < 3000 and last - first < 100
        at.click("##step slider", "Timeline")
        at.wait_until(lambda: not state.shown.replays.computing)
        assert abs(state.shown.step - (first + last) / 2) < 0.1 * (last - first)
        at.click("Whole run", "Timeline")
        assert state.shown.span is None

    at_window(drive)


def test_smooth_playback_shows_what_lies_between_checkpoints(at_window):
    def drive(at):
        state = at.state
        state.shown.seek(100)
        at.click("smooth", "Timeline")
        state.playback.speed = 1
        at.press(KEY.space)
        at.wait_until(lambda: state.shown.mixture > 0.2)
        share, index = state.shown.mixture, state.shown.index
        with ginn_gl.Run(state.shown.run.path) as run:  # this thread's own
            here, there = run.parameters(index), run.parameters(index + 1)
            assert state.shown.parameters == pytest.approx(here + share * (there - here), abs=1e-6)
            at.press(KEY.space)
            assert state.shown.mixture == 0 and (state.shown.parameters == run.parameters(state.shown.index)).all()

    at_window(drive)


def test_playing(at_window):
    def drive(at):
        state = at.state
        at.type("+")
        assert state.playback.speed == 120
        for slower in (60, 30, 20, 10):
            at.type("-")
            assert state.playback.speed == slower
        at.press(KEY.space)
        assert state.playback.playing and state.shown.index < len(state.shown.run) // 2
        at.wait_until(lambda: state.shown.index > 20)
        at.press(KEY.space)
        stopped = state.shown.index
        at.frames(10)
        assert state.shown.index == stopped and not state.playback.playing

    at_window(drive)


def test_what_is_around_a_playing_picture_rests_until_the_mouse_moves(at_window, monkeypatch):
    drawn, draw_status = [], status.draw
    monkeypatch.setattr(status, "draw", lambda state: (drawn.append(state.shown.step), draw_status(state)))
    monkeypatch.setattr(redrawing, "REST_SECONDS", 1e9)
    monkeypatch.setattr(redrawing, "AWAKE_SECONDS", 1.5)

    def drive(at):
        def rests():
            count = len(drawn)
            at.frames(3)
            return len(drawn) == count

        at.state.screen.in_software = at.screen.paints_all = True
        left, top, _width, height = at.picture_place()
        at.move_mouse(left + 50, top + 50)
        at.state.playback.choose_speed(2)
        at.press(KEY.home)
        at.press(KEY.space)
        at.wait_until(rests)
        step, around = at.state.shown.step, at.window_pixels()[top + height:]
        assert len(np.unique(around)) > 20  # what was drawn last is still to be seen
        at.wait_until(lambda: at.state.shown.step > step)
        assert (at.window_pixels()[top + height:] == around).all()
        assert drawn[-1] < at.state.shown.step
        at.move_mouse(left + 60, top + 50)
        assert not rests()
        at.press(KEY.space)
        at.frames()
        assert drawn[-1] == at.state.shown.step

    at_window(drive)


def test_a_slow_picture_is_coarse_while_it_moves_and_sharp_when_still(at_window, monkeypatch):
    monkeypatch.setattr(canvas, "MOST_SHARE", 1e-4)

    def drive(at):
        sharp = at.picture()
        at.press(KEY.home)
        at.press(KEY.space)
        at.wait_until(lambda: at.state.screen.picture_scale == canvas.COARSEST)
        at.press(KEY.space)
        at.wait_until(lambda: at.state.screen.picture_scale == 1)
        at.press(KEY.end)
        assert not changes(sharp, at.picture()).any()

    at_window(drive)
