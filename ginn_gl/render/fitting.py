"""A view of one network on another, or of one layer of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..config import FIELDS, NetworkSpec, View, check_field
from ..errors import GinnError


def has_field(network: NetworkSpec, field: str) -> bool:
    """Whether a network has this field."""
    try:
        return bool(check_field(field, network))
    except GinnError:
        return False


def fitting(view: View, network: NetworkSpec, other: NetworkSpec) -> View:
    """A view of one network as far as another one has what it shows. All neurons of the one are all of the other."""
    if network == other:
        return view
    theirs = frozenset(other.neurons)
    return replace(
        view,
        neurons=theirs if view.neurons.issuperset(network.neurons) else view.neurons & theirs,
        field=view.field if has_field(other, view.field) else FIELDS[0],
        plane=view.plane if network.inputs == other.inputs else None,
        highlighted=view.highlighted if view.highlighted in theirs else None)


def by_layer(view: View, network: NetworkSpec) -> Iterator[tuple[int, View]]:
    """The view with each layer's lines alone, after its number, which counts from 1."""
    for layer in range(1, len(network.hidden) + 1):
        yield layer, replace(view, neurons=frozenset(one for one in view.neurons if one[0] == layer))
