"""What if a neuron were off, flipped, or moved: the window shows it at once, takes it back, and trains on from it."""

import shutil
from pathlib import Path

import numpy as np
from imgui_bundle import icons_fontawesome_4 as icons
from imgui_bundle import imgui

from ginn_gl.app.actions import changing
from ginn_gl.app.panels.canvas import Canvas
from ginn_gl.app.panels.over_picture import touch
from ginn_gl.app.state.line import line_of
from ginn_gl.cli import parse
from ginn_gl.config import parse_neurons
from ginn_gl.edits import Edits, parse_values, switched_off
from ginn_gl.render import pixel_to_point, point_to_pixel
from ginn_gl.store import Run
from ginn_gl.train.replay import Replayer

from .test_planes import images_run  # noqa: F401 - a fixture
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
        shown.following = True
        at.press(KEY.x)
        assert not shown.following and "no longer followed" in at.state.messages.toast.text
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


def test_the_picture_follows_a_dragged_weight_or_line_within_one_frame(at_window, monkeypatch):
    moved, drawn = {}, {}  # parameters, by the number of the frame

    def drive(at):
        shown, put, draw = at.state.shown, changing.put, Canvas.draw
        monkeypatch.setattr(changing, "put", lambda *given, **named: (
            put(*given, **named), moved.update({imgui.get_frame_count(): shown.parameters}))[0])
        monkeypatch.setattr(Canvas, "draw", lambda canvas, pictures, *rest, **named: (
            drawn.update({imgui.get_frame_count(): pictures[0].parameters}),
            draw(canvas, pictures, *rest, **named))[1])
        at.click("neuron 2:5")
        at.context.set_ref("//Panels")
        box = at.context.item_info("**/##2:5:bias").rect_full
        middle, width = (box.min.y + box.max.y) / 2, box.max.x - box.min.x
        _drag(at, *((box.min.x + share * width, middle) for share in (0.5, 0.55, 0.6, 0.7, 0.8)))
        at.frames()
        assert len(moved) > 3 and len(shown.what_if.edits.values) == 1
        assert all(drawn[frame + 1] is parameters for frame, parameters in moved.items())
        at.context.key_press(KEY.mod_ctrl + KEY.z)  # the whole drag is one change
        at.frames()
        assert shown.parameters is shown.learnt
        moved.clear()
        _drag_lines(at)
        assert len(moved) > 3 and all(drawn[frame + 1] is parameters for frame, parameters in moved.items())

    at_window(drive)


def _ask_with_changes(at) -> None:
    """Open the form, look at what it asks for, and leave it."""
    shown = at.state.shown  # at the end, from where it goes on for as long again
    at.click("neuron 1:2")
    at.press(KEY.x)
    at.click("neuron 2:4")
    at.put("##2:4:bias", 0.125)
    at.click("Flip##flip")
    at.click("Train from here ...##branch", "Picture")
    draft = at.state.forms.branch
    assert draft.iterations == 6_000 and not draft.problems()
    draft.iterations = 1_000
    at.frames()
    assert "at step 3,000 already" in draft.problems()["iterations"]
    draft.iterations, draft.seed = 3_200, 9
    options = parse(draft.arguments(Path("out.ginn"), "cpu"))
    assert (options.command, options.run, options.step) == ("branch", shown.run.path, 3_000)
    assert (options.iterations, options.seed) == (3_200, 9) and not hasattr(options, "learning_rate")
    network = shown.run.network
    edits = Edits(parse_neurons(options.off, network), parse_neurons(options.flip, network),
                  parse_values(options.set))
    assert edits == shown.what_if.edits == Edits(frozenset({(1, 2)}), frozenset({(2, 4)}), (((2, 4, 0), -0.125),))
    _click_in_form(at, "Cancel##branch")
    assert at.state.forms.branch is None


def _drag_lines(at) -> None:
    """Move a line of the first layer in the picture, turn it, and undo both."""
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


def test_on_a_plane_of_many_inputs_a_line_is_moved_by_its_bias(at_window, images_run):  # noqa: F811
    def drive(at):
        shown = at.state.shown
        window = (0.1, 0.1, 0.9, 0.9)
        plane, network = shown.picture.plane, shown.run.network
        lines = (line_of(network, shown.parameters, plane, neuron, window) for neuron in network.neurons)
        line = next(line for line in lines if line and np.hypot(*(line.end - line.start)) > 0.4)
        layer, number = line.neuron
        at.click(f"neuron {layer}:{number}")
        left, top, width, height = at.picture_place()
        x, y = point_to_pixel(shown.view, (width, height), 1.0, line.handles[0])
        end = left + float(x) + 20, top + float(y) + 20
        _drag(at, (left + float(x), top + float(y)), end)
        assert [place for place, _ in shown.what_if.edits.values] == [(layer, number, 0)]
        moved = line_of(network, shown.parameters, plane, line.neuron, (-9, -9, 9, 9))
        way = moved.end - moved.start
        assert abs(way @ line.slope) < 1e-6 * np.hypot(*way) * np.hypot(*line.slope)  # and not turned
        place = np.array(pixel_to_point(shown.view, (width, height), 1.0, (end[0] - left, end[1] - top)))
        assert abs(moved.slope @ (place - moved.start)) < 1e-3 * np.hypot(*moved.slope)
        at.click("Reset all##as learnt")
        assert shown.parameters is shown.learnt

    at_window(drive, images_run)


def test_beside_another_run_only_the_first_is_changed(at_window, short_run, tmp_path):
    other = tmp_path / "other.ginn"
    shutil.copy(short_run, other)

    def drive(at):
        shown = at.state.shown
        shown.beside.show([other], shown.step)
        at.frames()
        before = at.picture()
        at.click("neuron 2:5")
        at.press(KEY.x)
        first, second = shown.pictures()
        assert (second.parameters == shown.learnt).all() and (first.parameters != shown.learnt).any()
        changed = changes(before, at.picture())
        half = changed.shape[1] // 2 + 8
        assert changed[:, :half].any() and second.loss == shown.learnt_loss
        at.click("tabs/View")
        left, top, width, height = at.picture_place()
        at.move_mouse(left + 0.75 * width, top + height / 2)
        at.state.pointer.cursor.nearest, at.state.pointer.cursor.pixels = (1, 1), 0.0
        touch.release(at.state, 1)
        assert shown.selected == (2, 5) and "Only the lines of the first picture" in at.state.messages.toast.text

    at_window(drive)


def _line(at):
    shown = at.state.shown
    return line_of(shown.run.network, shown.parameters, shown.picture.plane, shown.selected, (0, 0, 1, 1))


def _drag(at, start, *way) -> None:
    at.move_mouse(*start)
    at.context.mouse_down(0)
    at.frames(1)
    for place in way:
        at.move_mouse(*place)
    at.context.mouse_up(0)
    at.frames()


def test_train_from_here_takes_changes_along_and_without_them_is_the_same_run_to_the_bit(at_window):
    def drive(at):
        shown = at.state.shown
        _ask_with_changes(at)
        at.click("Reset##as learnt", "Picture")
        at.click("###close the neuron")
        shown.seek(80)
        step, parent = int(shown.step), Run(shown.run.path)
        at.click("Train from here##branch")
        _click_in_form(at, "Train##branch")
        at.wait_until(lambda: shown.run.parent is not None and at.state.work.trainer is None, 120)
        branch = shown.run
        assert (branch.parent.step, branch.parent.changes) == (step, ())
        shared = [one for one in branch.steps[1:].tolist() if one in parent.steps]
        assert len(shared) == len(branch) - 1 > 20
        for one in shared:
            assert (branch.parameters(branch.index_of(one)) == parent.parameters(parent.index_of(one))).all()
        parent.close()

    at_window(drive)


def _click_in_form(at, name) -> None:
    at.context.set_ref("//Train from here")
    at.context.item_click(f"**/{name}")
    at.frames()
    assert not at.context.is_error()
