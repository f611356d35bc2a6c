"""What if a neuron were off, flipped, or moved: the window shows it at once, takes it back, and trains on from it."""

import numpy as np
from imgui_bundle import icons_fontawesome_4 as icons
from imgui_bundle import imgui

from ginn_gl.app.state.line import line_of
from ginn_gl.edits import Edits, switched_off
from ginn_gl.render import point_to_pixel
from ginn_gl.store import Run
from ginn_gl.train.replay import Replayer

from .test_touch import pixels_from_line, point_on_line
from .test_window import changes, crossing_neuron

KEY = imgui.Key


def loss_of(run, parameters) -> float:
    return float(Replayer(run).engine.losses(parameters[None])[0])


def test_off_flip_undo_and_redo(at_window):
    def drive(at):
        shown = at.state.shown
        learnt, network, loss = shown.parameters, shown.run.network, shown.loss
        before = at.picture()
        at.click("neuron 3:1")
        at.press(KEY.x)
        assert (shown.parameters == switched_off(network, learnt, [(3, 1)])).all()
        at.click("Flip##flip")
        assert shown.what_if.edits == Edits(frozenset({(3, 1)}), frozenset({(3, 1)}))
        at.click("Switch on##switch")
        at.click("neuron 2:5")
        at.click("Switch off##switch")
        assert changes(before, at.picture()).mean() > 0.01
        at.wait_until(lambda: shown.loss is not None and not shown.what_if.loss.computing)
        assert shown.loss == loss_of(shown.run, shown.parameters) != loss
        at.press(KEY.right_arrow)  # at the last checkpoint already
        at.press(KEY.left_arrow)
        assert (shown.parameters != shown.learnt).any()  # changes stay while time moves
        at.press(KEY.right_arrow)
        for _ in range(4):
            at.context.key_press(KEY.mod_ctrl + KEY.z)
            at.frames()
        assert shown.parameters is shown.learnt and (shown.parameters == learnt).all() and shown.loss == loss
        at.click(f"{icons.ICON_FA_SHARE}  Redo##redo")
        assert shown.what_if.edits.off == {(3, 1)}
        at.click("Reset##as learnt", "Picture")
        assert not shown.what_if.edits and shown.what_if.can_undo

    at_window(drive)


def test_the_picture_follows_a_dragged_weight_within_one_frame(at_window, monkeypatch):
    def drive(at):
        shown, drawn = at.state.shown, []
        at.click("neuron 2:5")
        learnt = shown.parameters
        easel = at.viewer._canvas._easels[0]
        at.context.set_ref("//Panels")
        box = at.context.item_info("**/##2:5:bias").rect_full
        middle = (box.min.y + box.max.y) / 2
        at.move_mouse((box.min.x + box.max.x) / 2, middle)
        at.context.mouse_down(0)
        at.frames(1)
        for part in np.linspace(0.5, 0.8, 6):
            at.context.mouse_move_to_pos(imgui.ImVec2(box.min.x + part * (box.max.x - box.min.x), middle))
            wanted = shown.parameters  # the slider of this frame has set them
            at.frames(1)
            drawn.append(easel._parameters is wanted)
        at.context.mouse_up(0)
        at.frames()
        assert all(drawn) and len(shown.what_if.edits.values) == 1
        at.context.key_press(KEY.mod_ctrl + KEY.z)  # the whole drag is one change
        at.frames()
        assert shown.parameters is shown.learnt and (shown.parameters == learnt).all()

    at_window(drive)


def test_a_line_is_dragged_and_turned_in_the_picture(at_window):
    def drive(at):
        shown, neuron = at.state.shown, crossing_neuron(at.state)
        at.move_mouse(*point_on_line(at, neuron))
        at.context.mouse_click(0)
        at.frames()
        assert shown.selected == neuron
        view = shown.view
        left, top, width, height = at.picture_place()
        x, y = point_to_pixel(view, (width, height), 1.0, _line(at).middle)
        end = left + float(x) + 31, top + float(y) + 22
        _drag(at, (left + float(x), top + float(y)), end)
        places = {place for place, _ in shown.what_if.edits.values}
        assert places == {(*neuron, 0)} and shown.view == view  # a bias alone moves a line, and the view stays
        assert pixels_from_line(at, neuron, end[0] - left, end[1] - top) < 1.5
        line = _line(at)
        x, y = point_to_pixel(shown.view, (width, height), 1.0, line.handles[0])
        end = left + float(x) + 25, top + float(y) + 25
        _drag(at, (left + float(x), top + float(y)), end)
        assert {place[2] for place, _ in shown.what_if.edits.values} == {0, 1, 2}
        assert pixels_from_line(at, neuron, end[0] - left, end[1] - top) < 1.5
        assert pixels_from_line(at, neuron, *point_to_pixel(shown.view, (width, height), 1.0, line.middle)) < 1.5
        at.click("Undo##undo", "Picture")
        at.click("Undo##undo", "Picture")
        assert shown.parameters is shown.learnt

    at_window(drive)


def _line(at):
    shown = at.state.shown
    return line_of(shown.run.network, shown.parameters, shown.picture.plane, shown.selected, (0, 0, 1, 1))


def _drag(at, start, end) -> None:
    at.move_mouse(*start)
    at.context.mouse_down(0)
    at.frames(1)
    at.move_mouse(*((a + b) / 2 for a, b in zip(start, end)))
    at.move_mouse(*end)
    at.context.mouse_up(0)
    at.frames()


def test_trained_from_here_with_nothing_changed_it_is_the_same_run_to_the_bit(at_window):
    def drive(at):
        shown = at.state.shown
        shown.seek(80)
        step, parent = int(shown.step), Run(shown.run.path)
        at.click("Train from here##branch")
        _click_in_form(at, "Train##branch")
        at.wait_until(lambda: shown.run.parent is not None and at.state.work.trainer is None, 60)
        branch = shown.run
        assert (branch.parent.step, branch.parent.changes) == (step, ())
        shared = [one for one in branch.steps[1:].tolist() if one in parent.steps]
        assert len(shared) == len(branch) - 1 > 20
        for one in shared:
            assert (branch.parameters(branch.index_of(one)) == parent.parameters(parent.index_of(one))).all()
        parent.close()

    at_window(drive)


def test_a_branch_begins_with_what_was_changed_and_knows_it(at_window):
    def drive(at):
        shown = at.state.shown  # at the end, from where it goes on for as long again
        at.click("neuron 1:2")
        at.press(KEY.x)
        at.put("##1:2:bias", 0.25)
        at.click("neuron 2:4")
        at.put("##2:4:bias", 0.125)
        changed, network = shown.parameters, shown.run.network
        at.click("Train from here ...##branch", "Picture")
        assert at.state.forms.branch.iterations == 6_000
        at.state.forms.branch.iterations = 1_000
        at.frames()
        assert "at step 3,000 already" in at.state.forms.branch.problems()["iterations"]
        at.state.forms.branch.iterations, at.state.forms.branch.seed = 3_200, 9
        at.frames()
        _click_in_form(at, "Train##branch")
        at.wait_until(lambda: shown.run.parent is not None and at.state.work.trainer is None, 60)
        assert shown.run.parent.changes == ("1:2 off", "2:4 bias 0.125", "seed 9", "iterations 3200")
        assert (shown.run.parameters(0) == changed).all() and not shown.what_if.edits
        last = shown.run.parameters(-1)
        assert (last == switched_off(network, last, [(1, 2)])).all() and shown.run.steps[-1] == 3_200

    at_window(drive)


def _click_in_form(at, name) -> None:
    at.context.set_ref("//Train from here")
    at.context.item_click(f"**/{name}")
    at.frames()
    assert not at.context.is_error()
