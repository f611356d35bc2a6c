"""Which steps are kept of a loop whose length nobody knows."""

from __future__ import annotations

from collections.abc import Iterable

GROWTH = 16
"""A gap is at first no more than so many times its step, divided by the number of checkpoints: of 2,000, the first 250
are of every step."""


class Keeping:
    """At most `most` steps, dense at first and ever sparser, as told one after another.

    Gaps are powers of two that grow with the step up to a widest one. Whenever there are too many steps, that doubles,
    or how fast gaps grow, where they have not come to the widest. A step is kept where it is a multiple of the gap
    there, so that a wider gap only lets steps go, and no gap is more than twice its neighbour. Of a loop that does not
    tell every step, the first one told from such a multiple on is kept. The very first stays for good.

    next: the step from which on the next one is kept.
    """

    def __init__(self, most: int, kept: Iterable[int] = ()) -> None:
        self._most = most
        self._widest, self._growth = 2, GROWTH
        self._kept = list(kept)
        self.next = self._following(self._kept[-1]) if self._kept else 0

    def add(self, step: int) -> list[int]:
        """Keep a step later than all others; those that are let go for it."""
        gone: list[int] = []
        while len(self._kept) >= self._most:
            self._widen(step)
            gone += self._thin()
        self._kept.append(step)
        self.next = self._following(step)
        return gone

    def _widen(self, step: int) -> None:
        if self._gap(step) < self._widest:
            self._growth *= 2
        else:
            self._widest *= 2

    def _gap(self, step: int) -> int:
        """The largest power of two that is within both limits, and 1 at least."""
        return min(self._widest, 1 << max(0, (self._growth * step // self._most).bit_length() - 1))

    def _cell(self, step: int) -> int:
        """The multiple of the gap that it belongs to."""
        return step - step % self._gap(step)

    def _following(self, step: int) -> int:
        cell = self._cell(step)
        later = cell + self._gap(step)
        while self._cell(later) <= cell:  # where the gap grows
            later += self._gap(later) - later % self._gap(later)
        return later

    def _thin(self) -> list[int]:
        """Keep the first step of each cell."""
        stay = {self._cell(step): step for step in reversed(self._kept)}
        stay[self._cell(self._kept[0])] = self._kept[0]
        gone = sorted(set(self._kept) - set(stay.values()))
        self._kept = sorted(stay.values())
        return gone
