"""What of a view another network shows."""

from ginn_gl.config import NetworkSpec, View
from ginn_gl.render.fitting import fitting

ONE, OTHER = NetworkSpec((4, 4)), NetworkSpec((6, 2, 3))


def test_all_neurons_are_all_of_the_other_network():
    view = View(neurons=frozenset(ONE.neurons), field="error", zoom=3.0)
    assert fitting(view, ONE, OTHER) == View(neurons=frozenset(OTHER.neurons), field="error", zoom=3.0)


def test_some_neurons_are_those_that_the_other_network_has():
    view = View(neurons=frozenset({(1, 1), (2, 2), (2, 3)}), field="2:3", highlighted=(2, 4))
    assert fitting(view, ONE, OTHER) == View(neurons=frozenset({(1, 1), (2, 2)}), field="probability")
    kept = View(neurons=frozenset({(1, 1)}), field="2:2", highlighted=(2, 2))
    assert fitting(kept, ONE, OTHER) == kept
