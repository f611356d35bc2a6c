"""What pictures side by side have in common."""

from __future__ import annotations

from dataclasses import dataclass

from ...store.moments import BY

FREE = "none"
"""The time of runs that go nowhere by themselves."""

TIMES = (*BY, FREE)


@dataclass
class Links:
    """zoom, pan: whether all are as large and have the same middle. cursor: a cross at the mouse's place in all others.
    neurons: the lines that are shown, and the one that is lit. time: one of TIMES, by which others follow the first.
    """

    zoom: bool = True
    pan: bool = True
    cursor: bool = True
    neurons: bool = True
    time: str = BY[0]
