"""Draws the pictures on screen, and again only when what they show has changed."""

from __future__ import annotations

import time
from dataclasses import replace

import moderngl
import numpy as np

from ...render.ground import ground_of
from ...render.renderer import Renderer
from ...store import Run
from ..capture.recording import Size
from ..state.picture import Picture

STILL_SECONDS = 0.15
COARSEST = 0.5

# Of a frame's time, what is the pictures': as much as there is left, by what lateness shows over some frames.
LEAST_SHARE, MOST_SHARE = 0.05, 0.75
LATE = 1.05        # frames' times as they should be, from where on pictures get less
LESS, MORE = 0.98, 1.02
LATEST = 0.1       # weight of the latest frame in the mean


class Canvas:
    """The pictures on screen.

    While they change from one frame to the next, they are drawn as coarsely as it takes to hold the frame rate,
    and in full once they have been still for STILL_SECONDS.

    scale: of the pictures last drawn, 1 in full. is_final: are they as good as they get?
    """

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._easels: list[Easel] = []
        self._changed = False  # in the last frame
        self._changed_at = self._called_at = 0.0
        self._share, self._lateness = MOST_SHARE, 1.0
        self._scale = self.scale = 1.0
        self.is_final = True

    @property
    def seconds(self) -> float:
        """What the pictures last drawn took."""
        return sum(easel.seconds for easel in self._easels)

    @property
    def paints(self) -> bool:
        """Does the processor draw all of them?"""
        return all(easel.paints for easel in self._easels)

    def textures(self, pictures: list[Picture], sizes: list[Size], frame_rate: float,
                 spared: int = 0) -> list[moderngl.Texture]:
        """Each picture for a place of (width, height) framebuffer pixels; while things move, a smaller one.

        spared: cores that are left to a training beside.
        """
        self._keep_easels(len(pictures))
        for easel, picture in zip(self._easels, pictures):
            easel.prepare(picture.run, spared)
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
        textures = [easel.draw(picture, size, self._scale)
                    for easel, picture, size in zip(self._easels, pictures, sizes)]
        self.scale = min(texture.width / width for texture, (width, _) in zip(textures, sizes))
        self.is_final = self._scale == 1 and all(easel.is_final for easel in self._easels)
        return textures

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


class Easel:
    """The renderer of one run, what it has drawn, and what it takes.

    seconds: what the picture last drawn took, 0 while that is not known; seconds_per_pixel: of it.
    """

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._renderer: Renderer | None = None
        self._made_for = self._shown = self._parameters = self._texture = None
        self._scale = 1.0
        self._fields: set[str] = set()  # that it has drawn
        self._is_first = False
        self.seconds = self.seconds_per_pixel = 0.0

    @property
    def is_final(self) -> bool:
        """Is the picture last drawn as good as it gets at its scale?"""
        return self._renderer.is_final

    @property
    def paints(self) -> bool:
        """Does the processor draw?"""
        return self._renderer.paints

    def prepare(self, run: Run, spared: int) -> None:
        """Be ready to draw a run, and take the time of what was drawn last. spared: cores that are left to others."""
        if self._made_for is not run:
            self.release()
            self._renderer = Renderer(self._context, run.network, ground_of(run))
            self._made_for, self._shown, self._fields = run, None, set()
        self._renderer.spared = spared
        if self._shown and self._renderer.seconds and self._renderer.is_final and not self._is_first:
            self.seconds = self._renderer.seconds
            self.seconds_per_pixel = self.seconds / (self._texture.width * self._texture.height)

    def differs(self, picture: Picture, size: Size) -> bool:
        """Whether this is another picture than the one drawn last."""
        return picture.parameters is not self._parameters or (picture.view, size) != self._shown

    def draw(self, picture: Picture, size: Size, scale: float) -> moderngl.Texture:
        """The picture, smaller by a scale; drawn only if it is not there yet, or not as good as it gets."""
        if self.differs(picture, size) or scale != self._scale or not self._renderer.is_final or self._is_first:
            # What a field takes is measured from its second picture on: with the first come code and tables.
            self._is_first = picture.view.field not in self._fields
            self._fields.add(picture.view.field)
            scaled = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
            view = replace(picture.view, line_width=picture.view.line_width * scale)
            if picture.parameters is not self._parameters:
                self._renderer.set_parameters(picture.parameters)
            self._texture = self._renderer.draw(view, scaled)
            self._parameters, self._shown, self._scale = picture.parameters, (picture.view, size), scale
        assert self._texture is not None
        return self._texture

    def pixels(self, picture: Picture, size: Size) -> np.ndarray:
        """The picture in full, (H, W, 3) uint8, of what was drawn last."""
        self._shown = None
        return picture.with_more(self._renderer.read(picture.view, size))

    def release(self) -> None:
        """Give back what it holds on the GPU."""
        if self._renderer:
            self._renderer.release()
            self._renderer = self._made_for = self._shown = self._parameters = None
