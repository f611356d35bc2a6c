"""Lines, neurons and weights are touched: pointed at, picked, and looked at closely."""

import numpy as np
from imgui_bundle import imgui

from ginn_gl.app.panels import diagram_lines
from ginn_gl.app.panels.diagram_plan import connections
from ginn_gl.network import evaluate, unpack
from ginn_gl.render import point_to_pixel

from .test_window import boundary_distance, changes, crossing_neuron

KEY = imgui.Key


def point_on_line(at, neuron, others_away=10.0):
    """A place in the window where a neuron's line is, and no other one near."""
    left, top, width, height = at.picture_place()
    view, run = at.state.shown.view, at.state.shown.run
    places = np.stack(np.meshgrid(np.linspace(0.1, 0.9, 400), np.linspace(0.1, 0.9, 400)), -1).reshape(-1, 2)
    found = evaluate(at.state.shown.parameters.astype(np.float64), run.network, places)
    distances = {}
    for layer, (z, slopes) in enumerate(zip(found.preactivations, found.gradients), 1):
        pixels = np.abs(z) / np.maximum(1e-12, np.linalg.norm(slopes, axis=2)) * min(width, height) * view.zoom
        distances |= {(layer, number): pixels[:, number - 1] for number in range(1, z.shape[1] + 1)}
    others = np.min([far for other, far in distances.items() if other != neuron and other in view.neurons], axis=0)
    place = places[np.argmax((distances[neuron] < 1.5) * np.minimum(others, others_away))]
    x, y = point_to_pixel(view, (width, height), 1.0, place)
    return left + float(x), top + float(y)


def tooltip() -> str:
    """Whether there is one, by the name of its window."""
    found = imgui.internal.find_window_by_name("##Tooltip_00")
    return "shown" if found and found.active else ""


def test_a_line_that_is_pointed_at_is_lit_and_a_click_picks_its_neuron(at_window):
    def drive(at):
        neuron = crossing_neuron(at.state)
        without = at.picture()
        at.move_mouse(*point_on_line(at, neuron))
        assert at.state.shown.view.highlighted == neuron and at.state.shown.selected is None
        lit = changes(without, at.picture(mouse_away=False))
        near = boundary_distance(at.state, neuron, lit.shape) < 6
        assert (lit & near).sum() > 200
        at.context.mouse_click(0)
        at.frames()
        assert at.state.shown.selected == neuron and at.state.asked.tab == "Network"
        at.picture()
        assert at.state.shown.view.highlighted == neuron  # also with the mouse elsewhere
        at.press(KEY.escape)
        assert at.state.shown.selected is None
        assert at.picture_place() and at.state.shown.view.highlighted is None

    at_window(drive)


def test_the_diagram_opens_a_neuron_and_ctrl_click_hides_its_line_or_says_why_not(at_window):
    def drive(at):
        network, shown = at.state.shown.run.network, at.state.shown
        layer, number = neuron = crossing_neuron(at.state)
        at.click(f"neuron {layer}:{number}")
        assert shown.selected == neuron and neuron in shown.view.neurons
        at.click("###line of the neuron")
        assert neuron not in shown.view.neurons and at.state.messages.toast is None
        at.click("###close the neuron")
        assert shown.selected is None
        corners = np.stack(np.meshgrid([0, 1], [0, 1]), -1).reshape(-1, 2).astype(np.float64)
        on = evaluate(shown.parameters, network, corners).preactivations[0]
        always = np.flatnonzero((on.min(axis=0) > 0) | (on.max(axis=0) < 0))
        dull = int(always[0]) + 1 if len(always) else None
        if dull is None:
            return
        at.context.set_ref("//Panels")
        at.context.key_down(KEY.mod_ctrl)
        at.click(f"neuron 1:{dull}")
        at.context.key_up(KEY.mod_ctrl)
        assert (1, dull) not in shown.view.neurons and shown.selected is None
        assert "everywhere in the square: there is no line of it to hide" in at.state.messages.toast.text

    at_window(drive)


def test_a_connection_that_is_pointed_at_says_its_weight(at_window, monkeypatch):
    def drive(at):
        said = []
        monkeypatch.setattr(imgui, "set_tooltip", said.append)
        (weight, _), *_ = unpack(at.state.shown.parameters, at.state.shown.run.network)
        number = int(np.abs(weight[:, 0]).argmax())
        ends = []
        for name in ("input x", f"neuron 1:{number + 1}"):
            at.context.set_ref("//Panels")
            box = at.context.item_info(f"**/{name}").rect_full
            ends.append(((box.min.x + box.max.x) / 2, (box.min.y + box.max.y) / 2))
        for share in (0.45, 0.5, 0.55, 0.6):
            at.move_mouse(*(start + share * (end - start) for start, end in zip(*ends)))
        assert f"x to 1:{number + 1}: weight {weight[number, 0]:.4g}" in said
        at.hover("input x")
        assert tooltip()

    at_window(drive)


def test_weights_to_the_output_are_those_of_the_diagram(at_window):
    def drive(at):
        network, parameters = at.state.shown.run.network, at.state.shown.parameters
        lines = diagram_lines.lines_of(network, parameters)
        assert len(lines.values) == len(connections(network)[0])
        last = unpack(parameters, network)[-1][0]
        assert np.allclose(lines.values[-last.shape[1]:], last[1] - last[0])

    at_window(drive)


def test_a_vertex_marks_the_neurons_that_meet_there(at_window):
    from ginn_gl.app.panels.diagram import _near_mouse

    def drive(at):
        at.press(KEY.v)
        at.wait_until(lambda: bool(at.state.pointer.vertices_shown))
        left, top, width, height = at.picture_place()
        found = at.state.work.vertex_finders[0]
        network, parameters = at.state.shown.run.network, at.state.shown.parameters
        del found, network, parameters
        for x in np.linspace(0.1, 0.9, 60):
            at.move_mouse(left + x * width, top + height / 2)
            if at.state.pointer.vertex:
                break
        assert set(_near_mouse(at.state)) == set(at.state.pointer.vertex) != set()
        assert at.state.shown.view.highlighted is None

    at_window(drive)
