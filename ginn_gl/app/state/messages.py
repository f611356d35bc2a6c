"""What the viewer says in passing."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from ...errors import GinnError

SECONDS = 6.0


@dataclass
class Toast:
    """A short message over the picture. error: something went wrong. folder: that a button with it opens."""

    text: str
    error: bool = False
    folder: Path | None = None
    shown_at: float = field(default_factory=time.monotonic)

    @property
    def alive(self) -> bool:
        return time.monotonic() - self.shown_at < SECONDS


@dataclass
class Messages:
    """toast: the last message, which any thread may leave here; nobody takes it away again."""

    toast: Toast | None = None

    @property
    def to_read(self) -> Toast | None:
        """The last message, as long as it is shown."""
        toast = self.toast
        return toast if toast and toast.alive else None

    def say(self, text: str, folder: Path | None = None) -> None:
        self.toast = Toast(text, folder=folder)

    def complain(self, error: GinnError | str) -> None:
        self.toast = Toast(str(error), error=True)
