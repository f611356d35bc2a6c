"""What a watched network's outputs mean, and with that its description as a run file holds it."""

from __future__ import annotations

from typing import Any, Protocol

from ..config import NetworkSpec
from ..errors import GinnError
from ..heads import HEADS, Head
from .data import Data

ASK = "say which with head="


class Reader(Protocol):
    """What is known of a network that is read: see reading.Reader."""

    @property
    def inputs(self) -> int: ...

    @property
    def outputs(self) -> int: ...

    @property
    def hidden(self) -> tuple[int, ...]: ...

    @property
    def activations(self) -> tuple[Any, ...]: ...

    @property
    def ending(self) -> str: ...

    @property
    def ends_in_sigmoid(self) -> bool: ...

    def leave_out_sigmoid(self) -> None: ...


def describe(reader: Reader, head: str | None, data: Data | None, has_image: bool) -> NetworkSpec:
    """The network that is read, with the head that was asked for, or that its outputs and what it learns tell.

    has_image: whether it learns black and white. A sigmoid that the head stands for is left out of what is read.
    Raises GinnError where the head does not fit, or cannot be told, or the network is none that a run file holds.
    """
    found = _asked(head, reader, data) if head else _told(reader, data, has_image)
    if found.outputs != reader.outputs:
        raise GinnError(f"head={head}: has {found.outputs} outputs, and the network has {reader.outputs}")
    if found.kind == "logit" and reader.ends_in_sigmoid:
        reader.leave_out_sigmoid()
    if reader.ending == ("sigmoid" if found.kind != "logit" else "softmax") or (
            found.kind != "classes" and "softmax" in reader.ending):
        raise GinnError(f"head={found.kind}: the network ends in {reader.ending}")
    try:
        return NetworkSpec(reader.hidden, reader.inputs, reader.activations, found)
    except GinnError as error:
        widths = "-".join(map(str, (reader.inputs, *reader.hidden, reader.outputs)))
        raise GinnError(f"this is a {widths} network, and {error}") from None


def _asked(head: str, reader: Reader, data: Data | None) -> Head:
    """'classes' are as many as there are outputs; 'value' goes as far as the labels do."""
    if head == "classes" and reader.outputs > 1:
        return Head("classes", reader.outputs)
    if head == "value":
        return _value(data)
    return Head.parse(head)


def _value(data: Data | None) -> Head:
    if data is None or data.labels is None:
        return Head("value")
    low, high = float(data.labels.min()), float(data.labels.max())
    return Head("value", low=low, high=high if low < high else low + 1)


def _told(reader: Reader, data: Data | None, has_image: bool) -> Head:
    """What the outputs are, as far as that is plain."""
    outputs, labels = reader.outputs, None if data is None else data.labels
    classes = None if data is None else data.classes
    has_classes = has_image or classes is not None
    if outputs == 1:
        is_told = reader.ends_in_sigmoid or reader.ending == "sigmoid"
        if has_image or (classes is not None and classes.max() < 2) or (labels is None and is_told):
            return Head("logit")
        if labels is not None:
            return _value(data)
        raise GinnError(f"one output may be a logit or a value: {ASK}")
    if "softmax" in reader.ending or has_classes or (labels is None and not reader.ends_in_sigmoid and outputs != 3):
        return Head("classes", outputs)
    if outputs == 3 and (reader.ends_in_sigmoid or (labels is not None and labels.ndim == 2)):
        return Head("rgb")
    raise GinnError(f"{outputs} outputs may be any of {', '.join(HEADS)}: {ASK}")
