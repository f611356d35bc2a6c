"""The points of the data, as the picture shows them: where they are in it, their colours, and what is said of one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..data import Dataset, held_out
from ..network import forward
from ..plane import Plane
from ..render.palette import class_colors, pack, value_scale
from .shown import Shown, in_words

MOST = 2_000
"""Points that are drawn; of more, every second, third or so on."""


@dataclass(frozen=True, eq=False)
class Points:
    """places: (n, 2) over the picture, from 0 to 1. shades: (n,) packed colours. numbers: (n,), which of the data they
    are, from 0. held_out: (n,) bool, of which nothing is learnt.
    """

    places: np.ndarray
    shades: np.ndarray
    numbers: np.ndarray
    held_out: np.ndarray


def points_on(data: Dataset, plane: Plane, share_held_out: float) -> Points:
    """Those that are drawn."""
    numbers = np.arange(0, len(data.points), -(-len(data.points) // MOST))
    return Points(places_on(plane, data.points[numbers]), shades_of(data)[numbers], numbers,
                  held_out(len(data.points), share_held_out)[numbers])


def places_on(plane: Plane, points: np.ndarray) -> np.ndarray:
    """Where points (N, inputs) are over a picture of a plane, (N, 2): of those beside it the nearest place on it."""
    sides = np.stack([plane.across, plane.down], axis=1)
    return (points - np.array(plane.origin)) @ np.linalg.pinv(sides).T


def shades_of(data: Dataset) -> np.ndarray:
    """The colours of its points, (N,) packed: of two classes black and white, of values blue to brown."""
    if data.is_labelled and data.class_count == 2:
        colours = np.array([[0.05] * 3, [1.0] * 3])[data.labels]
    elif data.is_labelled:
        colours = class_colors(data.class_count)[data.labels]
    elif data.labels.shape[1] == 3:
        colours = data.labels
    else:
        scale, values = value_scale(), data.labels[:, 0]
        span = float(np.ptp(values)) or 1.0
        colours = scale[np.rint((values - values.min()) / span * (len(scale) - 1)).astype(int)]
    return pack(colours).view(np.uint32)


def said_of(picture: Shown, data: Dataset, number: int, is_held_out: bool) -> str:
    """Which point it is, what it is to be, and what the network says of it."""
    outputs = forward(picture.parameters, picture.run.network, data.points[[number]])[-1][0]
    where = ", ".join(f"{part:.4g}" for part in data.points[number].tolist()[:4])
    return "\n".join([f"Point {number}{', held out' if is_held_out else ''}: {where}",
                      f"is {_wanted(data, number)}", f"said to be {_said(picture, data, outputs)}"])


def _wanted(data: Dataset, number: int) -> str:
    if data.is_labelled:
        return _class(data, int(data.labels[number]))
    return ", ".join(f"{value:.4g}" for value in data.labels[number].tolist())


def _said(picture: Shown, data: Dataset, outputs: np.ndarray) -> str:
    head = picture.run.network.head
    if head.kind not in ("classes", "logit"):
        return in_words(picture.run.network, outputs)
    logits = np.array([0.0, outputs[0]]) if head.kind == "logit" else outputs
    shares = np.exp(logits - logits.max())
    best = int(logits.argmax())
    return f"{_class(data, best)}, {shares[best] / shares.sum():.3f}"


def _class(data: Dataset, label: int) -> str:
    return data.classes[label] if label < len(data.classes) else f"class {label + 1}"
