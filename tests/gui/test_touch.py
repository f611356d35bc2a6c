"""Lines, neurons and weights are touched: pointed at, picked, and looked at closely."""

import numpy as np
from imgui_bundle import imgui

from ginn_gl.app.actions import changing
from ginn_gl.app.panels import diagram_lines
from ginn_gl.app.panels.diagram_plan import connections
from ginn_gl.config import NetworkSpec
from ginn_gl.network import evaluate, initialise, unpack
from ginn_gl.render import pixel_to_point, point_to_pixel

from .test_window import changes, crossing_neuron, show_or_hide

KEY = imgui.Key


def point_on_line(at, neuron, others_away=10.0):
    """A place in the window where a neuron's line is, and no other one near."""
    left, top, width, height = at.picture_place()
    view, run = at.state.shown.view, at.state.shown.run
    places = np.stack(np.meshgrid(np.linspace(0.1, 0.9, 150), np.linspace(0.1, 0.9, 150)), -1).reshape(-1, 2)
    found = evaluate(at.state.shown.parameters.astype(np.float64), run.network, places)
    distances = {}
    for layer, (z, slopes) in enumerate(zip(found.preactivations, found.gradients), 1):
        pixels = np.abs(z) / np.maximum(1e-12, np.linalg.norm(slopes, axis=2)) * min(width, height) * view.zoom
        distances |= {(layer, number): pixels[:, number - 1] for number in range(1, z.shape[1] + 1)}
    others = np.min([far for other, far in distances.items() if other != neuron and other in view.neurons], axis=0)
    place = places[np.argmax((distances[neuron] < 2.5) * np.minimum(others, others_away))]
    x, y = point_to_pixel(view, (width, height), 1.0, place)
    return left + float(x), top + float(y)


def pixels_from_line(at, neuron, x, y) -> np.ndarray:
    """How far places of the picture are from a neuron's line."""
    _, _, width, height = at.picture_place()
    places = pixel_to_point(at.state.shown.view, (width, height), 1.0, (np.atleast_1d(x) + 0.5, np.atleast_1d(y) + 0.5))
    found = evaluate(at.state.shown.parameters.astype(np.float64), at.state.shown.run.network, np.stack(places, axis=1))
    layer, number = neuron[0] - 1, neuron[1] - 1
    slope = np.linalg.norm(found.gradients[layer][:, number], axis=1) / (at.state.shown.view.zoom * min(width, height))
    return np.abs(found.preactivations[layer][:, number]) / slope


def tooltip() -> bool:
    """Whether there is one."""
    found = imgui.internal.find_window_by_name("##Tooltip_00")
    return bool(found and found.active)


def test_a_line_is_lit_and_picked_and_hidden_in_the_diagram_or_it_says_why_not(at_window):
    def drive(at):
        neuron = crossing_neuron(at.state)
        without = at.picture()
        at.move_mouse(*point_on_line(at, neuron))
        assert at.state.shown.view.highlighted == neuron and at.state.shown.selected is None
        lit = changes(without, at.picture(mouse_away=False))
        rows, columns = np.nonzero(lit)
        near = pixels_from_line(at, neuron, columns, rows) < 6
        assert near.sum() > 200
        at.context.mouse_click(0)
        at.frames()
        assert at.state.shown.selected == neuron and at.state.asked.tab == "Network"
        at.picture()
        assert at.state.shown.view.highlighted == neuron  # also with the mouse elsewhere
        at.press(KEY.escape)
        assert at.state.shown.selected is None
        at.frames()
        assert at.state.shown.view.highlighted is None
        shown, (layer, number) = at.state.shown, neuron
        at.click(f"neuron {layer}:{number}")
        assert shown.selected == neuron and neuron in shown.view.neurons
        at.click("###line of the neuron")
        assert neuron not in shown.view.neurons and at.state.messages.toast is None
        at.click("###close the neuron")
        assert shown.selected is None
        changing.put(at.state, {(1, 4, 0): 1e3}, drag="")
        at.frames()
        show_or_hide(at, (1, 4))
        assert (1, 4) not in shown.view.neurons and shown.selected is None
        assert "1:4 is on everywhere in the square: there is no line of it to hide" in at.state.messages.toast.text
        at.click("neuron 1:4")
        assert shown.selected == (1, 4)

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
        at.wait_until(tooltip)

    at_window(drive)


def test_weights_to_the_output_are_those_of_the_diagram():
    network = NetworkSpec((4, 3))
    parameters = initialise(network, 1)
    lines = diagram_lines.lines_of(network, parameters)
    assert len(lines.values) == len(connections(network)[0])
    last = unpack(parameters, network)[-1][0]
    assert (lines.values[-3:] == last[1] - last[0]).all()
