"""Draws the pictures on screen, and again only when what they show has changed."""

from __future__ import annotations

import time

import moderngl
import numpy as np

from ..capture.easel import Easel
from ..capture.recording import Size
from ..state.picture import Picture

STILL_SECONDS = 0.15
COARSEST = 0.5

# Of a frame's time, what is the pictures': as much as there is left, by what lateness shows over some frames.
LEAST_SHARE, MOST_SHARE = 0.05, 0.75
LATE = 1.05        # frames' times as they should be, from where on pictures get less
LESS, MORE = 0.98, 1.02
LATEST = 0.1       # weight of the latest frame in the mean
ALWAYS = 2         # pictures that are drawn in every frame, however long that takes
WHOLE = 0.1        # seconds of a frame for pictures that become final


class Canvas:
    """The pictures on screen.

    While they change from one frame to the next, they are drawn as coarsely as it takes to hold the frame rate,
    and in full once they have been still for STILL_SECONDS.

    Of many, those that a frame has no time for stay as they were for a frame or two, and are drawn first then.

    scale: of the pictures last drawn, 1 in full. is_final: are they as good as they get?
    """

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._easels: list[Easel] = []
        self._changed = False  # in the last frame
        self._changed_at = self._called_at = 0.0
        self._share, self._lateness = MOST_SHARE, 1.0
        self._scale = self.scale = 1.0
        self._frames = 0
        self.is_final = True

    @property
    def seconds(self) -> float:
        """What the pictures last drawn took."""
        return sum(easel.seconds for easel in self._easels)

    @property
    def paints(self) -> bool:
        """Does the processor draw all of them?"""
        return all(easel.paints for easel in self._easels)

    def draw(self, pictures: list[Picture], sizes: list[Size], frame_rate: float,
             spared: int = 0) -> list[tuple[Picture, moderngl.Texture]]:
        """Each picture for a place of (width, height) framebuffer pixels; while things move, a smaller one.

        spared: cores that are left to a training beside. Returns what there is in each place: of a picture that has to
        wait, the one before.
        """
        self._keep_easels(len(pictures))
        for easel, picture in zip(self._easels, pictures):
            easel.prepare(picture, spared)
        now = time.perf_counter()
        still = now - self._changed_at > STILL_SECONDS
        if not still:
            self._adapt((now - self._called_at) * frame_rate)
        self._called_at = now
        changed = any(map(Easel.differs, self._easels, pictures, sizes))
        if changed:
            self._scale = self._quick_scale(sizes, frame_rate) if self._changed or not still else 1.0
            self._changed_at = now
        elif still:
            self._scale = 1.0
        self._changed = changed
        seconds = WHOLE if still and not changed else self._share / frame_rate
        are_all_drawn = self._draw_in_time(pictures, sizes, seconds)
        drawn = [easel.shown for easel in self._easels]
        self.scale = min(texture.width / width for (_, texture), (width, _) in zip(drawn, sizes))
        self.is_final = self._scale == 1 and are_all_drawn and all(easel.is_final for easel in self._easels)
        return drawn

    def _draw_in_time(self, pictures: list[Picture], sizes: list[Size], seconds: float) -> bool:
        """The first picture, and of the others as many as there is time for, beginning with those that waited longest.
        Whether that were all."""
        self._frames += 1
        began, waiting = time.perf_counter(), False
        order = sorted(range(len(pictures)), key=lambda place: (place > 0, self._easels[place].drawn_in))
        for done, place in enumerate(order):
            easel, picture, size = self._easels[place], pictures[place], sizes[place]
            has_time = done < ALWAYS or time.perf_counter() - began < seconds
            if not has_time and easel.has_any and easel.needs(picture, size, self._scale):
                waiting = True
            else:
                easel.draw(picture, size, self._scale)
                easel.drawn_in = self._frames
        return not waiting

    def pixels(self, pictures: list[Picture], sizes: list[Size]) -> list[np.ndarray]:
        """The pictures in full, (H, W, 3) uint8."""
        return [easel.pixels(picture, size) for easel, picture, size in zip(self._easels, pictures, sizes)]

    def _keep_easels(self, count: int) -> None:
        while len(self._easels) > count:
            self._easels.pop().release()
        while len(self._easels) < count:
            self._easels.append(Easel(self._context))

    def _adapt(self, lateness: float) -> None:
        """Let pictures have what is left of a frame. lateness: of the last one, 1 if it came as it should."""
        self._lateness += LATEST * (lateness - self._lateness)
        share = self._share * (LESS if self._lateness > LATE else MORE)
        self._share = max(LEAST_SHARE, min(MOST_SHARE, share))

    def _quick_scale(self, sizes: list[Size], frame_rate: float) -> float:
        """How coarse the pictures must be to hold a frame rate together."""
        seconds = sum(easel.seconds_per_pixel * width * height
                      for easel, (width, height) in zip(self._easels, sizes))
        return max(COARSEST, min(1.0, (self._share / frame_rate / seconds) ** 0.5)) if seconds else 1.0
