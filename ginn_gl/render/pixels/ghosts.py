"""Lines of other steps over a picture in a framebuffer, all of them in one draw."""

# moderngl does not say which kind of member a name of a program stands for.
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

from functools import cache

import moderngl
import numpy as np

from ...config import View
from ..ghosts import Ghosts, in_pixels
from .blending import Box, blending
from .source import shader


class GhostDrawing:
    """What was drawn last stays on the GPU while it is wanted again."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._wanted: tuple | None = None
        self._vertices: moderngl.VertexArray | None = None

    def draw(self, ghosts: Ghosts, view: View, aspect: float, target: moderngl.Framebuffer, box: Box) -> None:
        """Over a picture of a view that fills a box of a framebuffer: left, lower, width, height, in pixels.

        aspect: width / height of what is looked at.
        """
        wanted = (ghosts, view.center, view.zoom, box[2:], aspect)
        if self._wanted != wanted:
            self.release()
            self._wanted = wanted
            if len(ghosts.ends):
                self._buffer = self._context.buffer(np.hstack([in_pixels(ghosts, view, box[2:], aspect), ghosts.inks]))
                self._vertices = self._context.vertex_array(
                    _program(self._context), [(self._buffer, "4f 4f 1f/i", "ends", "ink", "times")])
        if self._vertices:
            self._render(self._vertices, len(ghosts.ends), view.line_width / 2, target, box)

    def release(self) -> None:
        """Give back what it holds on the GPU."""
        if self._vertices:
            self._buffer.release()
            self._vertices.release()
        self._vertices = self._wanted = None

    def _render(self, vertices: moderngl.VertexArray, count: int, half: float, target: moderngl.Framebuffer,
                box: Box) -> None:
        vertices.program["size"], vertices.program["half_width"] = box[2:], half
        with blending(self._context, target, box):
            vertices.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=count)


@cache
def _program(context: moderngl.Context) -> moderngl.Program:
    return context.program(vertex_shader=shader("ghosts.vert", {}, unrolled=False),
                           fragment_shader=shader("ghosts.frag", {}, unrolled=False))
