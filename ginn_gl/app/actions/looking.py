"""What is drawn of the network: the field, whose boundaries, how large, and what is marked in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from ...config import Neuron, View
from ...render.ground import ground_of, why_not
from ...render.past import MOST_STEPS
from ..state import State
from ..state.compared import Compared
from ..state.shown import Shown


def toggle_target(state: State) -> None:
    show_field(state, "probability" if state.shown.view.field == "target" else "target")


def show_field(state: State, field: str) -> None:
    if state.shown.run and (why := why_not(field, state.shown.run.network, ground_of(state.shown.run))):
        state.messages.complain(why)
        return
    state.shown.view = replace(state.shown.view, field=field)


def select_all(state: State) -> None:
    if run := _meant(state).run:
        _have_lines(state, run.network.neurons)


def select_none(state: State) -> None:
    _have_lines(state, ())


def select_layer_alone(state: State, layer: int) -> None:
    if run := _meant(state).run:
        _have_lines(state, [neuron for neuron in run.network.neurons if neuron[0] == layer])


def _meant(state: State) -> Shown | Compared:
    """Whose lines are meant: of the first run, and those linked to it; or of the one under the mouse by itself."""
    beside, at = state.shown.beside, state.pointer.cursor
    is_other = at is not None and 0 < at.run <= len(beside.others) and not beside.links.neurons
    return beside.others[at.run - 1] if at is not None and is_other else state.shown


def _have_lines(state: State, neurons: Iterable[Neuron]) -> None:
    shown = _meant(state)
    if shown.view:
        shown.view = replace(shown.view, neurons=frozenset(neurons))


def select_alone(state: State, neuron: Neuron) -> None:
    state.shown.view = replace(state.shown.view, neurons=frozenset({neuron}))


def next_layer(by: int) -> Callable[[State], None]:
    def act(state: State) -> None:
        meant = _meant(state)
        if meant.run is None or meant.view is None:
            return
        depth = len(meant.run.network.hidden)
        shown = {layer for layer, _ in meant.view.neurons}
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
    for other in state.shown.beside.others:
        if other.view:
            other.view = replace(other.view, center=start.center, zoom=start.zoom)


def move(state: State, place: int, center: tuple[float, float]) -> None:
    """Look at another middle: of the run in a place, 0 for the first, and of all that are linked to it."""
    beside = state.shown.beside
    if place == 0 or beside.links.pan:
        state.shown.view = replace(state.shown.view, center=center)
    elif own := beside.others[place - 1].view:
        beside.others[place - 1].view = replace(own, center=center)


def zoom(state: State, place: int, to: float, center: tuple[float, float]) -> None:
    """Zoom likewise, about a point that is where it was with that centre. Where only the middle is linked, it stays."""
    beside = state.shown.beside
    if place == 0 or beside.links.zoom:
        state.shown.view = replace(state.shown.view, zoom=to)
    elif own := beside.others[place - 1].view:
        beside.others[place - 1].view = replace(own, zoom=to)
    if beside.links.zoom or not beside.links.pan or not beside.others:
        move(state, place, center)


def toggle_layers(state: State) -> None:
    state.shown.beside.layers = not state.shown.beside.layers


def toggle_difference(state: State) -> None:
    """Show that of the two runs on screen, or hide it; if there is none, why."""
    beside, run = state.shown.beside, state.shown.run
    if run and not beside.difference and (why := beside.why_no_difference(run, state.shown.view)):
        state.messages.complain(why)
    else:
        beside.difference = not beside.difference


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
