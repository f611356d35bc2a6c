"""A network and its training as the run file describes them, in JSON; what comes out of a file is not believed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, cast

from ..activations import Activation
from ..config import MAX_DEPTH, MAX_WIDTH, Mixed, NetworkSpec, TrainingSpec
from ..errors import GinnError
from ..heads import Head

OLD_WIDTH = 256
"""The widest layer that those take who read nothing but version 1."""


def version_for(network: NetworkSpec, training: TrainingSpec) -> int:
    """The first version of the run file that has a word for both: 1 for the paper's kind, else 2."""
    is_old = network.is_of_paper and max(network.hidden) <= OLD_WIDTH and not training.l2 and not training.validation
    return 1 if is_old else 2


def training_to_json(training: TrainingSpec, version: int) -> dict[str, Any]:
    """In plain values that JSON has words for; the first version has none for what came later."""
    described = asdict(training)
    return {key: value for key, value in described.items() if version > 1 or key not in ("l2", "validation")}


def network_to_json(network: NetworkSpec, version: int) -> dict[str, Any]:
    """In plain values that JSON has words for; in the first version, as ever, the widths alone."""
    if version == 1:
        return {"hidden": list(network.hidden)}
    return {
        "hidden": list(network.hidden),
        "inputs": network.inputs,
        "activations": [_to_json(one) for one in network.activations],
        "head": str(network.head),
    }


def network_from_json(read: Any, version: int) -> NetworkSpec:
    """What `network_to_json` wrote. Raises GinnError, or TypeError, KeyError and ValueError, for anything else."""
    hidden = read["hidden"]
    if not isinstance(hidden, list):
        raise TypeError("widths that are no list")
    widths = tuple(cast(list[int], hidden))
    if version == 1:
        return NetworkSpec(widths)
    if not len(widths) == len(read["activations"]) <= MAX_DEPTH:
        raise GinnError(f"{len(widths)} hidden layers, of up to {MAX_DEPTH}, have as many activations")
    activations = tuple(_from_json(one) for one in read["activations"])
    return NetworkSpec(widths, read["inputs"], activations, Head.parse(_text(read["head"])))


def _to_json(activation: Activation | Mixed) -> str | list[Any]:
    if isinstance(activation, Activation):
        return str(activation)
    return [[str(one), count] for one, count in activation]


def _from_json(read: Any) -> Activation | Mixed:
    if isinstance(read, str):
        return Activation.parse(read)
    if not isinstance(read, list) or not len(cast(list[Any], read)) <= MAX_WIDTH:
        raise TypeError("an activation that is neither a name nor a list")
    return tuple((Activation.parse(_text(name)), count) for name, count in cast(list[Any], read))


def _text(read: Any) -> str:
    if not isinstance(read, str) or len(read) > 100:
        raise TypeError("a name that is no text")
    return read
