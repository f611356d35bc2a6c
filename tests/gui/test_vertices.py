"""Dots where boundaries meet or bend, against the exact partition."""

from dataclasses import replace

import numpy as np
from imgui_bundle import imgui

from ginn_gl.app.panels import diagram
from ginn_gl.geometry import partition
from ginn_gl.render import point_to_pixel

KEY = imgui.Key
NEAREST, FARTHEST = 2, 5  # pixels from a vertex, of its dot


def meetings_and_bends(network, parameters, selected, window=(0, 0, 1, 1)) -> tuple[np.ndarray, list]:
    """Vertices where boundaries of selected neurons meet, or bend at those of earlier layers: places (M, 2), and of
    each all neurons whose boundaries go through it."""
    cut = partition(network, parameters, window)
    places, neurons = [], []
    for vertex, place in enumerate(cut.vertices):
        through = [network.neurons[neuron] for neuron in cut.tags[cut.tags[:, 0] == vertex, 1]]
        chosen = [neuron for neuron in through if neuron in selected]
        if len(chosen) > 1 or any(other[0] < neuron[0] for neuron in chosen for other in through):
            places.append(place)
            neurons.append(tuple(through))
    return np.array(places), neurons


def shown_once_found(at) -> int:
    at.wait_until(lambda: at.state.pointer.vertices_shown is not None)
    return at.state.pointer.vertices_shown


def test_they_are_where_boundaries_meet_or_bend_and_nowhere_else(at_window):
    def drive(at):
        state, network = at.state, at.state.shown.run.network
        for layers in ({1}, {2}):
            at.click("Network")
            selected = frozenset(neuron for neuron in network.neurons if neuron[0] in layers)
            state.shown.view = replace(state.shown.view, neurons=selected)
            without = at.picture()
            at.click("View")
            at.click("Vertices")
            places, _ = meetings_and_bends(network, state.shown.parameters, selected)
            assert shown_once_found(at) == len(places) > 2
            changed = np.abs(without - at.picture()).max(axis=2) > 24
            height, width = changed.shape
            x, y = point_to_pixel(state.shown.view, (width, height), 1.0, places.T)
            rows, columns = np.nonzero(changed)
            distances = np.hypot(columns[:, None] + 0.5 - x, rows[:, None] + 0.5 - y)
            assert distances.min(axis=0).max() < NEAREST and distances.min(axis=1).max() < FARTHEST
            at.press(KEY.v)
            assert (at.picture() == without).all()

    at_window(drive)


def test_they_belong_to_the_step_that_is_shown(at_window):
    def drive(at):
        state, counts = at.state, set()
        at.press(KEY.v)
        for index in (0, 100, 199):
            state.shown.seek(index)
            at.frames(1)
            first_shown = shown_once_found(at)
            places, _ = meetings_and_bends(state.shown.run.network, state.shown.parameters, state.shown.view.neurons)
            assert first_shown == len(places)
            counts.add(first_shown)
        assert len(counts) > 1

    at_window(drive)


def test_the_one_under_the_cursor_names_its_neurons_at_any_place(at_window):
    def drive(at):
        state = at.state
        at.press(KEY.v)
        at.type("]")  # layer 1 alone
        around = (-1.0, -1.0, 2.0, 2.0)
        shown = state.shown
        places, neurons = meetings_and_bends(shown.run.network, shown.parameters, shown.view.neurons, around)
        outside = int(np.abs(places - 0.5).max(axis=1).argmax())
        for beyond, vertex in ((False, int(np.hypot(*(places - 0.5).T).argmin())), (True, outside)):
            state.shown.view = replace(state.shown.view, beyond=beyond, zoom=20.0, center=tuple(places[vertex] + 0.005))
            left, top, width, height = at.picture_place()
            x, y = point_to_pixel(state.shown.view, (width, height), 1.0, places[vertex])
            at.move_mouse(left + x + 2, top + y - 2)
            at.wait_until(lambda vertex=vertex: state.pointer.vertex == neurons[vertex])
            assert diagram.near_mouse(state) == neurons[vertex]  # which are marked in it
            at.move_mouse(left + x + 12, top + y + 12)
            assert state.pointer.vertex != neurons[vertex]

    at_window(drive)
