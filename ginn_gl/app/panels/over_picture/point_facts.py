"""What is said of a point of the data: which it is, what it is to be, and what the network makes of it."""

from __future__ import annotations

import numpy as np

from ....data import Dataset
from ....network import forward
from ...state.picture import Picture, in_words

MOST_NUMBERS = 4  # of a point, that are written out


def said_of(picture: Picture, data: Dataset, number: int, is_held_out: bool) -> str:
    """Lines for a tooltip. number: of the point, from 0. Its outputs are those of the step that is shown."""
    outputs = forward(picture.parameters, picture.run.network, data.points[[number]])[-1][0]
    position = [f"{part:.4g}" for part in data.points[number].tolist()]
    more = ", ..." if len(position) > MOST_NUMBERS else ""
    return "\n".join([f"Point {number:,} at {', '.join(position[:MOST_NUMBERS])}{more}",
                      f"{'label' if data.is_labelled else 'value'}  {_wanted(picture, data, number)}",
                      f"predicted  {_said(picture, data, outputs)}",
                      "held out for validation" if is_held_out else "learnt"])


def _wanted(picture: Picture, data: Dataset, number: int) -> str:
    if data.is_labelled:
        return _class(picture, data, int(data.labels[number]))
    return ", ".join(f"{value:.4g}" for value in data.labels[number].tolist())


def _said(picture: Picture, data: Dataset, outputs: np.ndarray) -> str:
    head = picture.run.network.head
    if head.kind not in ("classes", "logit"):
        return in_words(picture.run.network, outputs).removeprefix("value ")
    logits = np.array([0.0, outputs[0]]) if head.kind == "logit" else outputs
    shares = np.exp(logits - logits.max())
    best = int(logits.argmax())
    return f"{_class(picture, data, best)}, {shares[best] / shares.sum():.1%}"


def _class(picture: Picture, data: Dataset, label: int) -> str:
    """As the data have it, and as fields do."""
    name = data.classes[label] if label < len(data.classes) else str(label)
    if picture.run.network.head.kind not in ("classes", "logit"):
        return name
    field = f"class {label + 1}" if picture.run.network.has_classes else ("black", "white")[label]
    return f"{name} ({field})"
