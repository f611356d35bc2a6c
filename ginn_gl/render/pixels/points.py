"""Points over a picture in a framebuffer: all of them in one draw, however many they are."""

# moderngl does not say which kind of member a name of a program stands for.
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

from functools import cache

import moderngl
import numpy as np

from ...config import View
from ..points import Placed, Points, placed
from .source import shader

Box = tuple[int, int, int, int]


class PointsDrawing:
    """What was drawn last stays on the GPU, and is drawn again as it is while it is wanted again."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._vertices: moderngl.VertexArray | None = None
        self._drawn: tuple | None = None
        self._there: Placed | None = None

    def draw(self, points: Points, view: View, aspect: float, target: moderngl.Framebuffer, box: Box) -> None:
        """Over a picture of a view that fills a box of a framebuffer: left, lower, width, height, in pixels.

        aspect: width / height of what is looked at.
        """
        there = self._upload(points, view, box[2:], aspect)
        if not len(there.which):
            return
        assert self._vertices is not None
        program = self._vertices.program
        program["size"], program["widths"] = box[2:], (there.radius, there.edge)
        self._context.enable_only(moderngl.BLEND)
        self._context.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        target.viewport = target.scissor = box
        target.use()
        self._vertices.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=len(there.which))
        target.viewport, target.scissor = (0, 0, *target.size), None
        self._context.blend_func = moderngl.DEFAULT_BLENDING
        self._context.enable_only(moderngl.NOTHING)

    def release(self) -> None:
        """Give back what it holds on the GPU."""
        if self._vertices:
            self._buffer.release()
            self._vertices.release()
            self._vertices = self._drawn = None

    def _upload(self, points: Points, view: View, size: tuple[int, int], aspect: float) -> Placed:
        """Those in sight; and where they are not the ones that are there already, all that is drawn of them."""
        if self._there is None or self._drawn != (points, view, size, aspect):
            self.release()
            there = self._there = placed(points, view, size, aspect)
            self._drawn = points, view, size, aspect
            if len(there.which):
                self._buffer = self._context.buffer(np.hstack([there.middles, points.inks[there.which]]))
                self._vertices = self._context.vertex_array(
                    _program(self._context), [(self._buffer, "2f 4f 2f/i", "middle", "ink", "kind")])
        return self._there


@cache
def _program(context: moderngl.Context) -> moderngl.Program:
    return context.program(shader("points.vert", {}, unrolled=False), shader("points.frag", {}, unrolled=False))
