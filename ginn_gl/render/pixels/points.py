"""Points over a picture in a framebuffer, all of them in one draw."""

# moderngl does not say which kind of member a name of a program stands for.
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

from functools import cache

import moderngl
import numpy as np

from ...config import View
from ..points import Placed, Points, placed
from .blending import Box, blending
from .programs import simple_drawing
from .source import shader

MANY = 2_000


class PointsDrawing:
    """What was drawn last stays on the GPU, and is drawn again as it is while it is wanted again.

    Many points are then in a picture of their own: a renderer in software lays that over another one in a fraction of
    the time that it takes to draw them.
    """

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._wanted: tuple | None = None
        self._there: Placed | None = None
        self._vertices: moderngl.VertexArray | None = None
        self._sheet: moderngl.Framebuffer | None = None

    def draw(self, points: Points, view: View, aspect: float, target: moderngl.Framebuffer, box: Box) -> None:
        """Over a picture of a view that fills a box of a framebuffer: left, lower, width, height, in pixels.

        aspect: width / height of what is looked at.
        """
        wanted, size = (points, view, box[2:], aspect), box[2:]
        if self._there is None or self._wanted != wanted:
            self.release()
            self._wanted, self._there = wanted, placed(points, view, size, aspect)
            if len(self._there.which):
                self._upload(points, self._there)
        elif self._sheet is None and len(self._there.which) > MANY:
            self._sheet = self._context.framebuffer([self._context.texture(size, 4)])
            self._sheet.clear()
            self._draw_each(self._there, self._sheet, (0, 0, *size))
        if self._sheet:
            self._lay_over(self._sheet, target, box)
        elif len(self._there.which):
            self._draw_each(self._there, target, box)

    def release(self) -> None:
        """Give back what it holds on the GPU."""
        if self._vertices:
            self._buffer.release()
            self._vertices.release()
        if self._sheet:
            self._sheet.color_attachments[0].release()
            self._sheet.release()
        self._vertices = self._sheet = self._there = self._wanted = None

    def _upload(self, points: Points, there: Placed) -> None:
        self._buffer = self._context.buffer(np.hstack([there.middles, points.inks[there.which]]))
        self._vertices = self._context.vertex_array(_program(self._context),
                                                    [(self._buffer, "2f 4f 2f", "middle", "ink", "kind")])

    def _draw_each(self, there: Placed, target: moderngl.Framebuffer, box: Box) -> None:
        assert self._vertices is not None
        program = self._vertices.program
        program["size"], program["widths"] = box[2:], (there.radius, there.edge)
        with blending(self._context, target, box, moderngl.PROGRAM_POINT_SIZE):
            self._vertices.render(moderngl.POINTS, vertices=len(there.which))

    def _lay_over(self, sheet: moderngl.Framebuffer, target: moderngl.Framebuffer, box: Box) -> None:
        vertices = simple_drawing(self._context, "sheet")
        vertices.program["sheet"] = 0
        sheet.color_attachments[0].use(0)
        with blending(self._context, target, box):
            vertices.render(moderngl.TRIANGLES, vertices=3)


@cache
def _program(context: moderngl.Context) -> moderngl.Program:
    return context.program(vertex_shader=shader("points.vert", {}, unrolled=False),
                           fragment_shader=shader("points.frag", {}, unrolled=False))
