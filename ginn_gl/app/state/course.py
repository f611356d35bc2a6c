"""Going through a whole run in a given time, at a pace at which its shape is seen to emerge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

EARLY = 0.35  # of the time goes by log of step; the rest by checkpoint, of which there are most where most changes


@dataclass
class Course:
    """Which checkpoint is due at which time; frames may come as they like.

    due: (N,) of each checkpoint, the share of the time at which it is shown, from 0 to 1. seconds: in all. gone: so
    far.
    """

    due: np.ndarray
    seconds: float
    gone: float = 0.0

    @classmethod
    def through(cls, steps: np.ndarray, seconds: float) -> Course:
        """Of all checkpoints of a run, given by their steps, rising."""
        count, logs = len(steps), np.log1p(np.asarray(steps, np.float64))
        by_log = (logs - logs[0]) / max(logs[-1] - logs[0], 1e-9)
        return cls(EARLY * by_log + (1 - EARLY) * np.arange(count) / max(1, count - 1), seconds)

    @property
    def share(self) -> float:
        """Of its time that has gone, 0 to 1."""
        return min(1.0, self.gone / self.seconds)

    @property
    def position(self) -> float:
        """The checkpoint that is due, and what part of the way to the next has gone."""
        return self.at(self.share)

    def at(self, share: float) -> float:
        """The same at a share of its time."""
        return float(np.interp(share, self.due, np.arange(len(self.due))))

    @property
    def is_over(self) -> bool:
        return self.gone >= self.seconds
