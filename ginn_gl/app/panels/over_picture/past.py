"""Lines of other steps over the pictures on screen."""

from __future__ import annotations

import moderngl

from ....render.pixels.blending import Box
from ....render.pixels.ghosts import GhostDrawing
from ...state.picture import Picture


class Past:
    """Draws them in the framebuffer."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._drawings: list[GhostDrawing] = []

    def draw(self, pictures: list[Picture], boxes: list[Box]) -> None:
        """Over pictures that are there already, each in its box."""
        screen = self._context.detect_framebuffer()
        for place, (picture, box) in enumerate(zip(pictures, boxes)):
            if place == len(self._drawings):
                self._drawings.append(GhostDrawing(self._context))
            if picture.ghosts:
                self._drawings[place].draw(picture.ghosts, picture.view, picture.aspect, screen, box)
