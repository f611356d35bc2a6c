"""What a close look at the run finds, in the window."""

import sqlite3
from contextlib import closing

import numpy as np
from imgui_bundle import imgui

from ginn_gl.app.actions import findings
from ginn_gl.app.panels.table import names_of
from ginn_gl.insight.findings import Finding, Insight


def test_insights_are_found_beside_and_clicked_through(at_window, run_file):
    def drive(at):
        state = at.state
        at.click("Insights")
        assert state.work.findings.computing
        at.wait_until(lambda: not state.work.findings.computing, 120)
        assert state.work.findings.error == "" and len(state.work.findings.insights) == 8
        motion = next(insight.motion for insight in state.work.findings.insights if insight.motion)
        at.click("Each line, stretch by stretch")
        at.click("##motion 1 2")
        assert state.shown.step == motion.ends[2] and state.shown.view.neurons == {(1, 2)}
        silent = next(insight for insight in state.work.findings.insights if insight.name == "silent")
        assert silent.tracks[0].steps[-1] == 3000
        made_up = Finding(600, 900, ((2, 3), (2, 5)), 1.0, "squares", "A finding of the test's.")
        state.work.findings.insights[:] = [Insight("made-up", "Made up", "Of no meaning.", silent.tracks, [made_up],
                                              beside=run_file)]
        state.shown.seek(0)
        at.frames()
        at.click("##finding made-up 0")
        assert state.playback.playing and state.playback.until == 900 and 590 < state.shown.step < 900
        assert state.shown.view.neurons == {(2, 3), (2, 5)}
        state.playback.choose_speed(480)
        at.wait_until(lambda: not state.playback.playing)
        assert state.shown.step >= 900 and state.playback.speed == 60, "as fast as before"
        at.click("Back to the whole picture")
        assert state.shown.view.neurons == frozenset(state.shown.run.network.neurons)
        at.click("###beside")
        assert state.shown.beside.leading(run_file)
        at.click("###beside")
        assert not state.shown.beside.others and not findings.tracks(state)
        before = at.window_pixels()
        at.click("Dead, always on##made-up neurons")
        assert [track.name for track in findings.tracks(state)] == ["dead", "always on"]
        at.move_mouse(400, 200)
        changed = np.abs(at.window_pixels() - before).max(axis=2) > 40
        assert changed[-180:-40].sum() > 500, "curves are drawn beside the loss"

    at_window(drive)


def test_a_run_of_one_checkpoint_is_looked_at_as_any_other(at_window, run_file):
    with closing(sqlite3.connect(run_file)) as database, database:
        database.execute("DELETE FROM checkpoint WHERE step > 0")

    def drive(at):
        state = at.state
        at.click("Insights")
        at.wait_until(lambda: not state.work.findings.computing, 120)
        assert state.work.findings.error == "" and len(state.work.findings.insights) == 8
        for insight in state.work.findings.insights:
            for track in insight.tracks:
                state.shown.track = insight.name, track.unit
                at.frames(2)
        at.press(imgui.Key.space)
        for tab in names_of(state):
            at.click(tab)
        assert state.shown.step == 0 and state.messages.toast is None

    at_window(drive, run_file)


def go_to_stop(at, button: str, name: str) -> None:
    """Click a button of the tour and wait for the stop it leads to."""
    at.click(button)
    at.wait_until(lambda: at.state.work.tour.stop is not None and at.state.work.tour.stop.name == name, 120)


def test_the_tour_goes_through_its_stops(at_window):
    def drive(at):
        state = at.state
        at.click("Tour")
        go_to_stop(at, "Begin", "full-sweep")
        assert state.shown.run.path == state.work.tour.stop.run
        assert state.playback.playing and state.shown.step < 1000
        at.context.set_ref("//Panels")
        place = at.context.item_info("**/Back").rect_full.min
        assert not state.shown.beside.others
        go_to_stop(at, "Back", "good-versus-bad")
        stop = state.work.tour.stop
        assert state.shown.run.path == stop.run and state.shown.beside.leading(stop.beside)
        at.wait_until(lambda: state.shown.beside.others[0].step > 0, 60)
        assert state.shown.beside.others[0].step == state.shown.step
        go_to_stop(at, "Back", "bad-run")
        assert not state.shown.beside.others
        assert at.context.item_info("**/Back").rect_full.min == place, "buttons stay under the mouse"
        stop = state.work.tour.stop
        assert state.shown.run.path == stop.run
        assert state.shown.view.neurons == stop.view.neurons and state.shown.view.center == stop.view.center
        state.playback.choose_speed(480)
        at.wait_until(lambda: not state.playback.playing, 60)
        assert state.shown.step >= stop.last and state.playback.speed == 60, "as fast as before the tour"
        go_to_stop(at, "Next", "good-versus-bad")
        at.click("###Next")
        assert state.work.tour.at_end and not state.shown.beside.others and not state.playback.playing
        at.click("Draw a target of your own, and train on it")
        assert state.asked.drawing_open
        state.asked.drawing_open = False
        at.frames()
        at.click("Tour again")
        assert state.work.tour.place == 0

    at_window(drive)


def test_a_measure_in_the_timeline_is_taken_of_every_run_that_is_opened(at_window, run_file):
    def drive(at):
        state = at.state
        state.shown.track = ("regions", "regions")
        at.wait_until(lambda: findings.tracks(state), 120)
        state.asked.dropped.append(run_file)
        at.wait_until(lambda: findings.tracks(state) and findings.tracks(state)[0].steps[-1] == 100, 120)

    at_window(drive)
