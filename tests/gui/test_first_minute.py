"""The first start, later ones, and the picture shown to a whole room."""

from dataclasses import replace

import numpy as np
from imgui_bundle import imgui

from ginn_gl.app import theme
from ginn_gl.app.actions import starting
from ginn_gl.app.panels import lecture
from ginn_gl.app.state.place import Place
from ginn_gl.app.window.layout import Layout
from ginn_gl.config import View
from ginn_gl.store.bookmarks import view_to_json

from .conftest import SIZE
from .test_window import boundary_distance, changes

KEY = imgui.Key


def test_the_first_start_plays_the_run_until_it_is_skipped(at_window):
    def drive(at):
        state = at.state
        starting.start(state, None)
        at.wait_until(lambda: state.playback.playing and state.shown.index > 3)
        course = state.first_minute.course
        assert course.seconds == 20 and state.shown.index == int(course.position) and state.asked.tab == "Network"
        at.press(KEY.space)
        course.gone = 0.5 * course.seconds
        state.shown.seek(int(course.position))
        at.frames()
        said = at.window_pixels()
        at.press(KEY.n)
        assert (1, 1) not in state.shown.view.neurons
        distance = boundary_distance(state, state.first_minute.neuron, at.picture().shape)
        left, top, width, height = at.picture_place()
        marked = at.window_pixels()[top:top + height, left:left + width]
        state.first_minute.neuron = None
        assert changes(marked, at.window_pixels()[top:top + height, left:left + width])[distance < 1].mean() > 0.5
        at.click("Do not show again", "Picture")
        assert not state.first_minute.is_shown and state.settings.seen
        assert state.shown.index == len(state.shown.run) - 1 and changes(said, at.window_pixels()).any()

    at_window(drive)


def test_going_back_in_time_ends_the_first_minute(at_window):
    def drive(at):
        state = at.state
        starting.start(state, None)
        at.wait_until(lambda: state.playback.playing and state.shown.index > 3)
        at.click("##checkpoint", "Timeline")
        at.frames()
        assert not state.first_minute.is_shown and not state.playback.playing and state.settings.seen

    at_window(drive)


def test_later_starts_open_where_one_was(at_window, short_run, tmp_path):
    def drive(at):
        state = at.state
        state.settings.seen = True
        step = int(state.shown.run.steps[50])
        view = View(neurons=frozenset({(1, 2)}), zoom=2.0, field="regions")
        starting.start(state, Place(str(tmp_path / "gone.ginn"), step, view_to_json(view), "View"))
        assert state.shown.view.zoom == 1
        starting.start(state, Place(str(short_run), step, view_to_json(view), "View"))
        at.frames()
        assert (state.shown.step, state.asked.tab) == (step, "View")
        assert replace(state.shown.view, highlighted=None) == view
        assert starting.place_of(state) == Place(str(short_run.resolve()), step, view_to_json(view), "View")

    at_window(drive)


def test_lecture_mode_is_the_picture_alone_and_a_bar_that_goes(at_window, monkeypatch):
    monkeypatch.setattr(lecture, "BAR_SECONDS", 4.0)

    def drive(at):
        state = at.state
        at.press(KEY.f11)
        at.wait_until(lambda: tuple(imgui.get_io().display_size) == (1920, 1080))
        at.move_mouse(900, 500)
        at.frames()
        assert at.picture_place()[2:] == (1900, 1060)
        at.click("##checkpoint", "Picture")
        assert 0 < state.shown.index < len(state.shown.run) - 1
        at.wait_until(lambda: not state.screen.fading and state.screen.picture_is_final)
        without = at.window_pixels()
        at.move_mouse(910, 500)
        assert changes(without, at.window_pixels())[980:].any(), "the bar is back"
        assert (changes(without, at.window_pixels())[:200, :400]).sum() == 0, "step and loss stay"
        at.press(KEY.escape)
        at.wait_until(lambda: tuple(imgui.get_io().display_size) == SIZE)
        assert not state.asked.lecture

    at_window(drive)


def test_text_grows_with_all_that_holds_it(at_window):
    def drive(at):
        at.frames()
        em, tall = imgui.get_font_size(), at.picture_place()[3]
        at.press(KEY.mod_ctrl + KEY.equal)
        assert at.state.settings.text_size == 1.1 and at.picture_place()[3] < tall
        at.press(KEY.mod_ctrl + KEY.minus)
        at.press(KEY.mod_ctrl + KEY.minus)
        assert at.state.settings.text_size == 0.9
        at.press(KEY.mod_ctrl + KEY._0)
        assert at.state.settings.text_size == 1.0 and em == imgui.get_font_size()

    at_window(drive)


def test_the_light_theme_has_light_ground_around_the_square(at_window):
    def drive(at):
        at.state.settings.light = True
        at.picture()
        left, top, width, height = at.picture_place()
        ground = theme.surround(light=True)
        around = at.window_pixels()[top:top + height, left:left + (width - height) // 2 - 2]
        assert np.abs(around - 255 * np.array([ground.x, ground.y, ground.z])).max() < 1.5

    at_window(drive)


def test_parts_leave_room_for_each_other():
    for size, em in (((640, 480), 15), ((800, 600), 30), ((1280, 800), 15), ((1920, 1080), 15)):
        at = Layout.of(*size, em)
        assert at.column <= 0.6 * size[0] and at.top >= 0.4 * size[1] and at.timeline >= 0.2 * at.top
    assert Layout.of(1920, 1080, 15).column > 1.3 * Layout.of(1280, 800, 15).column
