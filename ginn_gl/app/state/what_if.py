"""What if: what the user has changed by hand in the shown run, and how to undo it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...config import NetworkSpec
from ...edits import UNCHANGED, Edits
from ..processes.losses import Losses


@dataclass
class WhatIf:
    """The run's own parameters stay as they are: what is shown is made of them, at whatever step.

    edits: in force. loss: of what they make.
    """

    edits: Edits = UNCHANGED
    loss: Losses = field(default_factory=Losses)
    _undone: list[Edits] = field(default_factory=list)
    _done: list[Edits] = field(default_factory=list)
    _drag: str | None = None
    _made: tuple[np.ndarray, Edits, np.ndarray] | None = None

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def change(self, edits: Edits, drag: str | None = None) -> None:
        """Have these in force. drag: a name of what is dragged: until it is let go, all its changes are one to undo."""
        if edits == self.edits:
            return
        if drag is None or drag != self._drag:
            self._done.append(self.edits)
        self._undone.clear()
        self.edits, self._drag = edits, drag

    def let_go(self) -> None:
        """What was dragged is where it was to be."""
        self._drag = None

    def undo(self) -> None:
        """Take back the last change."""
        self._move(self._done, self._undone)

    def redo(self) -> None:
        """Make again what was taken back last."""
        self._move(self._undone, self._done)

    def forget(self) -> None:
        """Another run is shown."""
        self.edits, self._drag, self._made = UNCHANGED, None, None
        self._done, self._undone = [], []
        self.loss.forget()

    def applied(self, network: NetworkSpec, learnt: np.ndarray) -> np.ndarray:
        """Parameters (P,) with what is changed in them: one array for the same ones, and where nothing is, they."""
        if not self.edits:
            return learnt
        if self._made is None or self._made[0] is not learnt or self._made[1] is not self.edits:
            self._made = learnt, self.edits, self.edits.applied(network, learnt)
        return self._made[2]

    def _move(self, start: list[Edits], end: list[Edits]) -> None:
        if start:
            end.append(self.edits)
            self.edits, self._drag = start.pop(), None
