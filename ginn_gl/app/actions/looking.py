"""What is drawn of the network: the field, whose boundaries, how large, and what is marked in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...config import Neuron, View
from ...render.ground import ground_of, why_not
from ...render.past import MOST_STEPS
from ..state import State


def toggle_target(state: State) -> None:
    show_field(state, "probability" if state.shown.view.field == "target" else "target")


def show_field(state: State, field: str) -> None:
    if state.shown.run and (why := why_not(field, state.shown.run.network, ground_of(state.shown.run))):
        state.messages.complain(why)
        return
    state.shown.view = replace(state.shown.view, field=field)


def select_all(state: State) -> None:
    if state.shown.run:
        state.shown.view = replace(state.shown.view, neurons=frozenset(state.shown.run.network.neurons))


def select_none(state: State) -> None:
    state.shown.view = replace(state.shown.view, neurons=frozenset())


def select_layer_alone(state: State, layer: int) -> None:
    alone = frozenset(neuron for neuron in state.shown.run.network.neurons if neuron[0] == layer)
    state.shown.view = replace(state.shown.view, neurons=alone)


def select_alone(state: State, neuron: Neuron) -> None:
    state.shown.view = replace(state.shown.view, neurons=frozenset({neuron}))


def next_layer(by: int) -> Callable[[State], None]:
    def act(state: State) -> None:
        if state.shown.run is None:
            return
        depth = len(state.shown.run.network.hidden)
        shown = {layer for layer, _ in state.shown.view.neurons}
        if len(shown) == 1:
            layer = (shown.pop() - 1 + by) % depth + 1
        else:
            layer = 1 if by > 0 else depth
        select_layer_alone(state, layer)
    return act


def toggle_neurons(state: State, neurons: frozenset, show: bool) -> None:
    chosen = state.shown.view.neurons | neurons if show else state.shown.view.neurons - neurons
    state.shown.view = replace(state.shown.view, neurons=chosen)


def toggle_line(state: State, neuron: Neuron, share: float) -> None:
    """Show or hide a boundary; of a neuron that has none in the square, say why nothing is seen of that."""
    chosen = neuron in state.shown.view.neurons
    toggle_neurons(state, frozenset({neuron}), show=not chosen)
    if share in (0.0, 1.0):
        state.messages.say(f"Neuron {neuron[0]}:{neuron[1]} is {'on' if share else 'off'} everywhere in the square: "
                           f"there is no line of it to {'hide' if chosen else 'show'}")


def reset_view(state: State) -> None:
    start = View()
    state.shown.view = replace(state.shown.view, center=start.center, zoom=start.zoom)


def keep_step(state: State) -> None:
    """Have the lines of the step that is shown stay in sight while others are shown."""
    onion, run = state.shown.onion, state.shown.run
    if run is None:
        return
    step = int(run.steps[state.shown.index])
    if step not in onion and len(onion) >= MOST_STEPS:
        state.messages.say(f"{MOST_STEPS} steps are in sight already: take one away first")
    elif step not in onion:
        state.shown.onion = tuple(sorted((*onion, step)))


def let_step_go(state: State, step: int) -> None:
    state.shown.onion = tuple(other for other in state.shown.onion if other != step)


def toggle_region(state: State) -> None:
    state.settings.outline_region = not state.settings.outline_region


def toggle_points(state: State) -> None:
    state.shown.view = replace(state.shown.view, points=not state.shown.view.points)


def toggle_vertices(state: State) -> None:
    state.settings.show_vertices = not state.settings.show_vertices
