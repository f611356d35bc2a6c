"""What is learnt as the compiled engines read it."""

from __future__ import annotations

import numpy as np

from ...config import NetworkSpec, TrainingSpec
from ...data import Lesson, answers, count_of, held_out, points_of, require_fits


def samples(lesson: Lesson, network: NetworkSpec, training: TrainingSpec, for_validation: bool = False) -> np.ndarray:
    """A row for each input and then for each answer, (D + K, N) float32; of an image in the order of its pixels.

    Of the paper's network x, y and label (0 black, 1 white). They are the points that are trained with, or those that
    are held out. Raises GinnError where network and data do not fit together.
    """
    require_fits(lesson, network)
    columns = np.column_stack([points_of(lesson), answers(lesson, network.head)])
    if training.validation or for_validation:
        columns = columns[held_out(count_of(lesson), training.validation) == for_validation]
    return columns.T.astype(np.float32, order="C")
