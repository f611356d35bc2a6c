"""Playing through checkpoints, timed by the clock and not by frames."""

from __future__ import annotations

from dataclasses import dataclass

from .course import Course

SPEEDS = (1, 2, 5, 10, 20, 30, 60, 120, 240, 480)
"""Checkpoints per second to choose from."""


@dataclass
class Playback:
    """Whether and how fast the shown checkpoint moves on by itself.

    speed: in checkpoints per second, one of SPEEDS.
    owed: the share, 0 to 1, of the way to the next checkpoint that time has gone already.
    until: the step at which it ends, if not with the run. speed_before: the one to go back to then.
    course: what it follows instead of a speed, until the user goes elsewhere.
    """

    playing: bool = False
    speed: int = 60
    owed: float = 0.0
    until: int | None = None
    course: Course | None = None
    speed_before: int | None = None

    def is_over(self, step: int) -> bool:
        """Whether it was to end here."""
        return self.until is not None and step >= self.until

    def play_until(self, step: int, speed: float) -> None:
        """Play to a step, at about this many checkpoints per second, and be as fast as before after that."""
        self.speed_before = self.speed_before or self.speed
        self.choose_speed(speed)
        self.playing, self.until = True, step

    def stop(self) -> None:
        self.playing, self.until, self.course = False, None, None
        self.be_as_before()

    def be_as_before(self) -> None:
        """As fast, that is."""
        if self.speed_before is not None:
            self.speed, self.speed_before = self.speed_before, None

    def advance(self, seconds: float) -> int:
        """Checkpoints to move on after so much time; what is left of one is kept for the next call."""
        if not self.playing:
            self.owed = 0.0
            self.be_as_before()
            return 0
        self.owed += self.speed * seconds
        whole = int(self.owed)
        self.owed -= whole
        return whole

    def choose_speed(self, wanted: float) -> None:
        """Take the one of SPEEDS that is nearest to this many checkpoints per second."""
        self.speed = min(SPEEDS, key=lambda speed: abs(speed - wanted))

    def change_speed(self, by: int) -> None:
        """Take the next faster (by=1) or slower (by=-1) of SPEEDS, for good."""
        self.speed_before = None
        position = SPEEDS.index(self.speed) + by
        self.speed = SPEEDS[max(0, min(len(SPEEDS) - 1, position))]
