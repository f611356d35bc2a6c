"""Whether a run is a bad one, where that means something."""

from __future__ import annotations

import numpy as np

from ..config import BAD_LOSS, TrainingSpec
from .bottle import bottle
from .target import Target


def is_bad(target: Target | None, training: TrainingSpec, loss: float) -> bool | None:
    """Has a training that is finished left out a part of the bottle? loss: at its end.

    None where the limit says nothing: for another target, and for a training shorter than the paper's.
    """
    if target is None or training.iterations < TrainingSpec.iterations:
        return None
    return loss > BAD_LOSS if np.array_equal(target.pixels, bottle(target.height)) else None
