"""What if: neurons are picked, switched off, flipped, and their weights and biases set; and all that undone."""

from __future__ import annotations

from collections.abc import Mapping

from ...config import Neuron
from ...edits import UNCHANGED, Edits, Place
from ..state import State


def select(state: State, neuron: Neuron | None) -> None:
    """Have the panel be about a neuron, or about none."""
    state.shown.selected = neuron
    if neuron:
        state.asked.tab, state.asked.tab_requested = "Network", True


def deselect(state: State) -> None:
    select(state, None)


def switch(state: State, neuron: Neuron) -> None:
    """A neuron off, or on again."""
    edits = state.shown.what_if.edits
    _change(state, edits.switched(neuron, off=neuron not in edits.off))


def flip(state: State, neuron: Neuron) -> None:
    """Have a neuron on where it was off."""
    _change(state, state.shown.what_if.edits.flip(neuron))


def put(state: State, values: Mapping[Place, float], drag: str) -> None:
    """Set parameters. drag: a name of the control that is dragged, until `let_go`."""
    _change(state, state.shown.what_if.edits.put(values), drag)


def let_go(state: State) -> None:
    """The control is no longer dragged: what it does next is to be undone by itself."""
    state.shown.what_if.let_go()


def put_back(state: State, place: Place) -> None:
    """A parameter as it was learnt."""
    _change(state, state.shown.what_if.edits.without(place))


def put_neuron_back(state: State, neuron: Neuron) -> None:
    """A whole neuron as it was learnt."""
    _change(state, state.shown.what_if.edits.as_learnt(neuron))


def switch_selected(state: State) -> None:
    if state.shown.selected:
        switch(state, state.shown.selected)
    else:
        state.messages.say("Click a line or a neuron first: this switches it off")


def flip_selected(state: State) -> None:
    if state.shown.selected:
        flip(state, state.shown.selected)
    else:
        state.messages.say("Click a line or a neuron first: this flips it")


def undo(state: State) -> None:
    if not state.shown.what_if.can_undo:
        state.messages.say("Nothing was changed by hand: there is nothing to undo")
    state.shown.what_if.undo()


def redo(state: State) -> None:
    if not state.shown.what_if.can_redo:
        state.messages.say("There is nothing to redo")
    state.shown.what_if.redo()


def reset(state: State) -> None:
    """All as it was learnt; that, too, can be undone."""
    _change(state, UNCHANGED)


def _change(state: State, edits: Edits, drag: str | None = None) -> None:
    if state.shown.run is None:
        return
    if state.shown.following:
        state.shown.following = False
        state.messages.say("Changed: the training goes on, but is no longer followed (F follows it)")
    state.shown.what_if.change(edits, drag)
