"""A few of many points, and what is to be known of all of them: enough to show what is in a file."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..heads import Head
from .answers import natural_head
from .dataset import Dataset

MOST = 2_000


@dataclass(frozen=True)
class Sample:
    """data: every point, or of more than 2,000 every second, third or so on.

    count: of all points. counts: of those with each label, from 0; none where they have values. head: the one that fits
    all of them best. low, high: the lowest and the highest of all labels or values.
    """

    data: Dataset
    count: int
    counts: tuple[int, ...]
    head: Head
    low: float
    high: float

    @classmethod
    def of(cls, data: Dataset) -> Sample:
        """Of all points there are."""
        every = slice(None, None, -(-len(data.points) // MOST))
        counts = np.bincount(data.labels, minlength=data.class_count).tolist() if data.is_labelled else ()
        return cls(replace(data, points=data.points[every].copy(), labels=data.labels[every].copy()),
                   len(data.points), tuple(counts), natural_head(data),
                   float(data.labels.min()), float(data.labels.max()))
