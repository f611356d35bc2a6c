"""One picture that is drawn again and again: by the renderer of its run, or of the difference of two."""

from __future__ import annotations

from dataclasses import replace

import moderngl
import numpy as np

from ...render.difference import DifferenceRenderer
from ...render.ground import ground_of
from ...render.renderer import Renderer
from ...store import Run
from ..state.picture import Picture
from .recording import Size


class Easel:
    """The renderer of one run, or of the difference of two, what it has drawn, and what it takes.

    seconds: what the picture last drawn took, 0 while that is not known; seconds_per_pixel: of it. drawn_in: the number
    of the frame in which it was drawn last.
    """

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._renderer: Renderer | DifferenceRenderer | None = None
        self._made_for: tuple[Run, ...] = ()
        self._shown = self._texture = None
        self._picture: Picture | None = None
        self._scale = 1.0
        self._fields: set[str] = set()  # that it has drawn
        self._is_first = False
        self.seconds = self.seconds_per_pixel = 0.0
        self.drawn_in = 0

    @property
    def has_any(self) -> bool:
        """Whether there is a picture of what it is for."""
        return self._shown is not None

    @property
    def shown(self) -> tuple[Picture, moderngl.Texture]:
        """What was drawn last."""
        assert self._picture is not None and self._texture is not None
        return self._picture, self._texture

    @property
    def is_final(self) -> bool:
        """Is the picture last drawn as good as it gets at its scale?"""
        return self._renderer.is_final

    @property
    def paints(self) -> bool:
        """Does the processor draw?"""
        return self._renderer.paints

    def prepare(self, picture: Picture, spared: int) -> None:
        """Be ready to draw a picture, and take the time of what was drawn last. spared: cores left to others."""
        if self._made_for != picture.runs:
            self.release()
            self._renderer = renderer_for(self._context, picture)
            self._made_for, self._shown, self._fields = picture.runs, None, set()
        self._renderer.spared = spared
        if self._shown and self._renderer.seconds and self._renderer.is_final and not self._is_first:
            self.seconds = self._renderer.seconds
            self.seconds_per_pixel = self.seconds / (self._texture.width * self._texture.height)

    def differs(self, picture: Picture, size: Size) -> bool:
        """Whether this is another picture than the one drawn last."""
        return not self._has(picture) or (picture.view, size) != self._shown

    def needs(self, picture: Picture, size: Size, scale: float) -> bool:
        """Whether it is to be drawn: it is not there yet at this scale, or not as good as it gets."""
        return self.differs(picture, size) or scale != self._scale or not self._renderer.is_final or self._is_first

    def draw(self, picture: Picture, size: Size, scale: float) -> None:
        """The picture, smaller by a scale, unless it is there."""
        if self.needs(picture, size, scale):
            # What a field takes is measured from its second picture on: with the first come code and tables.
            self._is_first = picture.view.field not in self._fields
            self._fields.add(picture.view.field)
            scaled = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
            view = replace(picture.view, line_width=picture.view.line_width * scale)
            if not self._has(picture):
                self._renderer.set_parameters(*picture.drawn)
            self._texture = self._renderer.draw(view, scaled)
            self._shown, self._scale = (picture.view, size), scale
        self._picture = picture

    def pixels(self, picture: Picture, size: Size) -> np.ndarray:
        """The picture in full, (H, W, 3) uint8, of what was drawn last."""
        self._shown = None
        self._renderer.set_parameters(*picture.drawn)
        return picture.with_more(self._renderer.read(picture.view, size))

    def _has(self, picture: Picture) -> bool:
        """Whether what was drawn last is of the same parameters."""
        last = self._picture.drawn if self._picture else ()
        return len(last) == len(picture.drawn) and all(one is other for one, other in zip(last, picture.drawn))

    def release(self) -> None:
        """Give back what it holds on the GPU."""
        if self._renderer:
            self._renderer.release()
            self._renderer = self._shown = self._picture = None
            self._made_for = ()


def renderer_for(context: moderngl.Context, picture: Picture) -> Renderer | DifferenceRenderer:
    """What draws pictures of the same runs."""
    grounds = [(run.network, ground_of(run)) for run in picture.runs]
    if picture.less is None:
        return Renderer(context, *grounds[0])
    return DifferenceRenderer(context, *grounds[0], *grounds[1])
