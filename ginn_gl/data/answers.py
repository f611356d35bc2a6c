"""What a head makes of labels and values: which heads data can have, and the numbers that outputs are to come to."""

from __future__ import annotations

import numpy as np

from ..config import NetworkSpec
from ..errors import GinnError
from ..heads import TWO_CLASSES, Head
from ..target import Target
from .dataset import Dataset, Lesson, inputs_of


def natural_head(lesson: Lesson) -> Head:
    """The head that fits data best: classes of labels, a value with its range, rgb of a colour image."""
    if isinstance(lesson, Target):
        return TWO_CLASSES
    if lesson.is_labelled:
        return Head("classes", lesson.class_count)
    if lesson.labels.shape[1] > 1:
        return Head("rgb")
    return Head("value") if lesson.image is not None else Head("value", low=_low(lesson), high=_high(lesson))


def head_for(lesson: Lesson, asked: str | None) -> Head:
    """The head that somebody asks for by name, completed from the data: 'value' has its range, 'classes' its number.

    None asks for the natural one. Raises GinnError for one that the data cannot have.
    """
    natural = natural_head(lesson)
    if asked is None:
        return natural
    head = natural if asked == natural.kind else Head.parse(asked)
    if asked == "value" and isinstance(lesson, Dataset) and lesson.is_labelled:
        head = Head("value", low=0, high=lesson.class_count - 1)
    answers(lesson, head)
    return head


def require_fits(lesson: Lesson, network: NetworkSpec) -> None:
    """Raises GinnError where a network does not take these points, or cannot give these answers."""
    if network.inputs != inputs_of(lesson):
        raise GinnError(f"{lesson.name} has points of {inputs_of(lesson)} numbers, and the network takes "
                        f"{network.inputs}")
    answers(lesson, network.head)


def answers(lesson: Lesson, head: Head) -> np.ndarray:
    """What the outputs are to come to, (N, K) float32: of classes, K = 1, their numbers; of a logit 0 or 1.

    Raises GinnError for data that the head cannot say.
    """
    labels = lesson.pixels.reshape(-1) if isinstance(lesson, Target) else lesson.labels
    highest = labels.max() if labels.ndim == 1 else -1
    match head.kind:
        case "classes" if labels.ndim == 1:
            if highest >= head.classes:
                raise GinnError(f"{lesson.name} has {highest + 1:,} classes: take --head classes:{highest + 1}")
        case "logit" if labels.ndim == 1:
            if highest > 1:
                raise GinnError(f"{lesson.name} has {highest + 1:,} classes, and a logit tells two apart: take --head "
                                "classes")
        case "value" if labels.ndim == 1 or labels.shape[-1] == 1:
            pass
        case "rgb" if labels.ndim == 2 and labels.shape[-1] == 3:
            pass
        case _:
            raise GinnError(f"{lesson.name} has {_what(labels)}, which a head of kind {head.kind} cannot say: take "
                            f"--head {natural_head(lesson).kind}")
    return labels.reshape(len(labels), -1).astype(np.float32)


def _what(labels: np.ndarray) -> str:
    if labels.ndim == 1:
        return "labels"
    return "one value a point" if labels.shape[1] == 1 else f"{labels.shape[1]} values a point"


def _low(lesson: Dataset) -> float:
    return float(lesson.labels.min())


def _high(lesson: Dataset) -> float:
    return max(float(lesson.labels.max()), _low(lesson) + max(1e-6, 1e-6 * abs(_low(lesson))))
