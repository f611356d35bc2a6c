"""The first minute: a run plays through once, and what is to be seen is said beside it."""

from __future__ import annotations

from dataclasses import dataclass

from ...config import Neuron
from .course import Course


@dataclass
class FirstMinute:
    """course: its own, while it is under way. asked_at: when, and ended_at: the end, in seconds of a clock that only
    goes forward. neuron: of the first layer, whose line is pointed at.
    """

    course: Course | None = None
    asked_at: float = 0.0
    ended_at: float | None = None
    neuron: Neuron | None = None

    @property
    def is_shown(self) -> bool:
        return self.course is not None
