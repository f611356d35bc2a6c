"""Every feature of the viewer, used as a person would."""

import numpy as np
import pytest
from imgui_bundle import imgui
from PIL import Image

from ginn_gl.network import evaluate
from ginn_gl.render import pixel_to_point
from ginn_gl.render.mapping import worth_keeping

from .conftest import SIZE

KEY = imgui.Key


def changes(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Which pixels of two pictures differ visibly, (H, W) bool."""
    return np.abs(before - after).max(axis=2) > 24


def boundary_distance(state, neuron, shape) -> np.ndarray:
    """First-order distance in pixels of each pixel of a picture from one neuron's boundary, in float64."""
    height, width = shape[:2]
    rows, columns = np.mgrid[0:height, 0:width] + 0.5
    x, y = pixel_to_point(state.shown.view, (width, height), 1.0, (columns.ravel(), rows.ravel()))
    at = evaluate(state.shown.parameters.astype(np.float64), state.shown.run.network, np.stack([x, y], axis=1))
    layer, number = neuron[0] - 1, neuron[1] - 1
    slope = np.hypot(*at.gradients[layer][:, number].T) / (state.shown.view.zoom * min(width, height))
    return (np.abs(at.preactivations[layer][:, number]) / slope).reshape(height, width)


def crossing_neuron(state) -> tuple[int, int]:
    """A first-layer neuron whose boundary crosses the square."""
    corners = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], np.float64)
    z = evaluate(state.shown.parameters, state.shown.run.network, corners).preactivations[0]
    return 1, int(np.flatnonzero((z.min(axis=0) < -0.05) & (z.max(axis=0) > 0.05))[0]) + 1


def show_or_hide(at, neuron) -> None:
    """By Ctrl+click on its button."""
    at.context.key_down(imgui.Key.mod_ctrl)
    at.click("neuron {}:{}".format(*neuron))
    at.context.key_up(imgui.Key.mod_ctrl)


def test_a_neurons_button_shows_and_hides_its_boundary(at_window):
    def drive(at):
        neuron = crossing_neuron(at.state)
        at.press(KEY.n)
        without = at.picture()
        show_or_hide(at, neuron)
        changed = changes(without, at.picture())
        distance = boundary_distance(at.state, neuron, changed.shape)
        assert changed.sum() > 100
        assert distance[changed].max() < 3
        show_or_hide(at, neuron)
        assert not changes(without, at.picture()).any()

    at_window(drive)


def test_hovering_a_button_marks_its_boundary(at_window):
    def drive(at):
        layer, number = neuron = crossing_neuron(at.state)
        at.press(KEY.n)
        without = at.picture()
        at.hover(f"neuron {layer}:{number}")
        assert at.state.shown.view.highlighted == neuron
        marked = changes(without, at.picture(mouse_away=False))
        assert marked.sum() > 200
        assert boundary_distance(at.state, neuron, marked.shape)[marked].max() < 6

    at_window(drive)


def test_a_right_click_on_a_neuron_shows_its_activation(at_window):
    def drive(at):
        before = at.picture()
        at.hover("neuron 2:3")
        at.context.mouse_click(imgui.MouseButton_.right)
        at.frames()
        assert at.state.shown.view.field == "2:3" and (2, 3) in at.state.shown.view.neurons
        assert changes(before, at.picture()).mean() > 0.3
        at.click("output")
        assert at.state.shown.view.field == "probability"

    at_window(drive)


def test_the_region_under_the_cursor_is_outlined(at_window):
    def drive(at):
        left, top, width, height = at.picture_place()
        at.press(KEY.n)
        at.press(KEY.o)
        at.move_mouse(left + width / 2 + 30, top + height / 2)
        region = at.state.pointer.region
        with_it = at.picture(mouse_away=False)
        at.press(KEY.o)
        outline = changes(with_it, at.picture(mouse_away=False))
        rows, columns = np.nonzero(outline)
        x, y = pixel_to_point(at.state.shown.view, (width, height), 1.0, (columns + 0.5, rows + 0.5))
        low, high = region.polygon.min(axis=0), region.polygon.max(axis=0)
        assert np.abs([x.min() - low[0], x.max() - high[0], y.min() - low[1], y.max() - high[1]]).max() < 0.02
        assert at.state.pointer.region is None

    at_window(drive)


def test_all_none_and_single_layers(at_window):
    def drive(at):
        neurons = at.state.shown.run.network.neurons
        at.click("Hide all##none")
        assert not at.state.shown.view.neurons
        at.click("Show all##all")
        assert at.state.shown.view.neurons == frozenset(neurons)
        at.click("###only layer 2")
        assert at.state.shown.view.neurons == frozenset(n for n in neurons if n[0] == 2)
        at.click("###show layer 2")
        assert not at.state.shown.view.neurons
        at.type("]")
        at.type("]")
        assert {n[0] for n in at.state.shown.view.neurons} == {2}
        at.type("[")
        assert {n[0] for n in at.state.shown.view.neurons} == {1}

    at_window(drive)


def test_output_target_and_error(at_window):
    def drive(at):
        at.press(KEY.n)
        output = at.picture()
        at.press(KEY.g)
        target = at.picture()
        assert at.state.shown.view.field == "target"
        side = min(target.shape[:2])
        left, top = (target.shape[1] - side) // 2, (target.shape[0] - side) // 2
        pixels = at.state.shown.run.target.pixels
        inside = np.clip(((np.arange(side) + 0.5) * 200 / side).astype(int), 0, 199)
        drawn = target[top:top + side, left:left + side, 0] > 127
        assert (drawn == pixels[np.ix_(inside, inside)]).mean() > 0.99
        at.type("3")
        assert at.state.shown.view.field == "error"
        assert changes(target, at.picture()).mean() > 0.05
        at.click("View")
        at.click("Regions")
        assert at.state.shown.view.field == "regions"
        assert len(np.unique(at.picture()[::5, ::5].reshape(-1, 3), axis=0)) > 20
        at.press(KEY.g), at.press(KEY.g)
        assert not changes(output, at.picture()).any()

    at_window(drive)


def test_zoom_pan_and_reset(at_window):
    def drive(at):
        state = at.state
        whole = at.picture()
        left, top, *size = at.picture_place()

        def point_at(x, y):
            return pixel_to_point(state.shown.view, size, 1.0, (x - left, y - top))

        at.move_mouse(300, 150)
        before = point_at(300, 150)
        at.context.mouse_wheel_y(5)
        at.frames()
        assert state.shown.view.zoom == pytest.approx(1.2 ** 5)
        assert point_at(300, 150) == pytest.approx(before, abs=1e-4)
        center = state.shown.view.center
        at.context.mouse_down(0)
        at.move_mouse(250, 200)
        at.context.mouse_up(0)
        assert state.shown.view.center[0] > center[0] and state.shown.view.center[1] < center[1]
        assert changes(whole, at.picture()).mean() > 0.05
        at.press(KEY.backspace)
        assert not changes(whole, at.picture()).any()
        at.move_mouse(250, 250)
        at.context.mouse_wheel_y(3)
        at.context.mouse_double_click(0)
        at.frames()
        assert state.shown.view.zoom == 1 and state.shown.view.center == (0.5, 0.5)

    at_window(drive)


def test_what_is_under_the_cursor(at_window):
    def drive(at):
        at.move_mouse(330, 210)
        cursor = at.state.pointer.cursor
        assert 0 < cursor.x < 1 and 0 < cursor.y < 1
        expected = evaluate(at.state.shown.parameters, at.state.shown.run.network, np.array([[cursor.x, cursor.y]]))
        assert cursor.everywhere == [f"P(white) {float(expected.probability[0]):.3f}"]
        at.press(KEY.n)
        assert at.state.pointer.cursor.nearest is None

    at_window(drive)


def test_saving_the_picture(at_window):
    def drive(at):
        shown = at.picture()
        at.press(KEY.s)
        at.frames()
        (saved,) = at.state.captures.glob("short-step3000-*.png")
        assert str(saved.resolve()) in at.state.messages.toast.text
        left, top, width, height = worth_keeping(at.state.shown.view, shown.shape[1::-1], 1.0)
        assert width == height == min(shown.shape[:2]), "the square alone, without bars beside it"
        shown = shown[top:top + height, left:left + width]
        assert (np.asarray(Image.open(saved)).astype(int) == shown).all()

    at_window(drive)


def test_full_screen_and_back(at_window):
    def drive(at):
        for size in ((1920, 1080), SIZE):
            at.press(KEY.mod_shift + KEY.f11)
            at.wait_until(lambda size=size: tuple(imgui.get_io().display_size) == size)
        assert at.window_pixels().shape == (*SIZE[::-1], 3)

    at_window(drive)


def test_panels_help_theme_and_activation(at_window):
    def drive(at):
        at.press(KEY.tab)
        assert at.state.asked.tab == "View"
        dark = at.window_pixels().mean()
        at.click("Light theme")
        assert at.window_pixels().mean() > dark + 40
        at.click("Light theme")
        at.click("Activation of neuron")
        assert at.state.shown.view.field == "1:1"
        at.press(KEY.f1)
        at.frames()
        assert at.context.window_info("//Help").window is not None
        at.press(KEY.escape)
        assert not at.state.asked.help_open

    at_window(drive)


def test_a_command_is_found_by_its_name(at_window):
    def drive(at):
        state = at.state
        at.press(KEY.mod_ctrl + KEY.p)
        assert state.asked.commands_open and not state.work.training
        at.context.key_chars("layer alone")
        at.frames()
        at.press(KEY.down_arrow)
        at.press(KEY.enter)
        assert {layer for layer, _ in state.shown.view.neurons} == {1}, "'Next layer alone', the second that is found"
        assert not state.asked.commands_open
        at.press(KEY.mod_ctrl + KEY.p)
        at.context.key_chars("HIDE")
        at.frames()
        at.click("##none", "Commands")
        assert not state.shown.view.neurons and not state.asked.commands_open
        at.press(KEY.mod_ctrl + KEY.p)
        at.context.key_chars("A")
        at.press(KEY.escape)
        assert not state.shown.view.neurons and not state.asked.commands_open
        at.press(KEY.a)
        assert state.shown.view.neurons

    at_window(drive)


def test_keys_are_left_to_a_text_field(at_window):
    def drive(at):
        at.state.asked.tab, at.state.asked.tab_requested = "Train", True
        at.frames()
        at.click("##hidden")
        at.context.key_chars("A")
        at.frames()
        assert "A" in at.state.forms.training.hidden

    before = at_window(drive)
    assert before.shown.view.neurons == frozenset(before.shown.run.network.neurons)
