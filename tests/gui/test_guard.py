"""Whatever a panel does, and however small it is, the window goes on and says in one line what is wrong."""

import numpy as np
from imgui_bundle import ImVec2, imgui, implot
from imgui_bundle.glfw_utils import glfw, glfw_window_hello_imgui

from ginn_gl.app.actions import runs
from ginn_gl.app.capture import videos
from ginn_gl.app.panels import timeline, view
from ginn_gl.app.panels.table import PANELS

KEY = imgui.Key
SIZES = [(1, 1), (7, 7), (40, 3), (3, 40), (60, 60), (1280, 1), (1, 800), (300, 200), (1280, 260), (260, 1280),
         (390, 700), (640, 480)]


def resize(at, size):
    glfw.set_window_size(glfw_window_hello_imgui(), *size)
    at.frames(3)


def test_every_panel_has_every_size(at_window, short_run):
    """From 1 x 1 on, with whatever lies over the panels, and with the mouse and its wheel anywhere in them."""
    def drive(at):
        state = at.state
        state.work.tour.place, state.work.tour.error = 0, "of a long text " * 20
        state.settings.show_vertices = state.settings.outline_region = True
        for size in SIZES:
            resize(at, size)
            for tab in (panel.name for panel in PANELS):
                state.asked.tab, state.asked.tab_requested = tab, True
                at.frames(2)
            state.asked.help_open, state.asked.commands_open = True, size[0] % 2 == 0
            state.messages.say("A message of some length, with a button", short_run.parent)
            state.shown.span = None if state.shown.span else (10, 500)
            at.frames(2)
            state.asked.help_open = state.asked.commands_open = False
            for place in ((0.1, 0.1), (0.5, 0.8), (0.95, 0.3)):
                at.context.mouse_teleport_to_pos(ImVec2(size[0] * place[0], size[1] * place[1]))
                at.context.mouse_wheel_y(1)
                at.context.mouse_click(0)
        runs.compare_with(state, short_run)
        videos.record(of_window=False)(state)
        for size in SIZES:
            resize(at, size)
        videos.record(of_window=False)(state)
        at.wait_until(lambda: state.work.recording is None)
        assert not state.messages.toast.error

    at_window(drive)


def test_in_a_low_window_the_record_tab_scrolls(at_window):
    def drive(at):
        resize(at, (1280, 260))
        at.click("Record")
        at.move_mouse(1100, 80)
        at.context.mouse_wheel_y(-50)
        at.frames(10)
        at.click("Save web page")
        at.wait_until(lambda: at.state.messages.toast and at.state.messages.toast.folder)

    at_window(drive)


def broken_off_in_everything(state):
    """Draw half of about all that imgui has ends for, and raise an error."""
    imgui.push_id("x")
    imgui.push_style_var(imgui.StyleVar_.frame_padding, ImVec2(1, 1))
    imgui.push_style_color(imgui.Col_.text, imgui.ImVec4(1, 1, 1, 1))
    imgui.begin_disabled()
    imgui.begin_group()
    imgui.begin_child("child", ImVec2(200, 100))
    imgui.begin_table("table", 2, imgui.TableFlags_.scroll_y, ImVec2(100, 50))
    imgui.table_next_column()
    if implot.begin_plot("plot", ImVec2(50, 50)):
        implot.plot_line("line", np.zeros(3))
    imgui.begin_tooltip()
    raise ZeroDivisionError("of this\ntest")


def test_a_panel_that_fails_says_so_once_and_all_others_go_on(at_window, monkeypatch, tmp_path):
    monkeypatch.setattr(timeline, "_draw_curve", broken_off_in_everything)
    monkeypatch.setattr(view.region, "draw_facts", broken_off_in_everything)

    def drive(at):
        state, said = at.state, set()
        state.asked.tab, state.asked.tab_requested = "View", True
        for _ in range(20):
            at.frames(1)
            said.add(state.messages.toast.text)
        assert len(said) == 2 and all("ZeroDivisionError: of this test" in line for line in said)
        assert state.messages.toast.error and str(tmp_path / "errors.log") in state.messages.toast.text
        state.messages.toast = None
        at.press(KEY.home)
        assert state.shown.index == 0
        at.click("Network")
        at.click("Hide all##none")
        assert not state.shown.view.neurons
        at.click("View")
        at.press(KEY.end)
        at.frames(20)
        assert state.messages.toast is None
        assert len(np.unique(at.picture().reshape(-1, 3), axis=0)) > 10

    at_window(drive, fails=True)
    log = (tmp_path / "errors.log").read_text()
    assert log.count("Traceback") == 2 and "in broken_off_in_everything" in log


def test_what_imgui_cannot_hold_is_a_line_too(at_window, monkeypatch):
    """A step beyond 32 bits, say, of a file that was read before such were refused."""
    def drive(at):
        at.state.forms.video.first = at.state.shown.run.steps[-1] = 3_000_000_000
        at.press(KEY.end)
        at.click("Record")
        assert "input_int" in at.state.messages.toast.text and "went wrong" in at.state.messages.toast.text
        at.press(KEY.home)
        assert at.state.shown.index == 0

    at_window(drive, fails=True)
