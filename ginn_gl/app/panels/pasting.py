"""Pictures put on the screen under all that imgui draws, and at once.

imgui blends every pixel of an image with what is there. That is nothing to a GPU, but takes a software renderer
more time than drawing the picture coarsely.
"""

from __future__ import annotations

from math import ceil, floor

import moderngl
from imgui_bundle import ImVec2, ImVec4, imgui

from ...render.pixels.programs import simple_drawing
from ...render.pixels.raw import copy_turned_over

Box = tuple[int, int, int, int]


def box_of(corner: ImVec2, area: ImVec2) -> Box:
    """Of a place in the window: left, lower, width and height in the framebuffer's pixels."""
    io, origin = imgui.get_io(), imgui.get_main_viewport().pos
    scale, height = io.display_framebuffer_scale, io.display_size.y
    left, top = corner.x - origin.x, corner.y - origin.y
    return (round(left * scale.x), round((height - top - area.y) * scale.y),
            max(1, round(area.x * scale.x)), max(1, round(area.y * scale.y)))


def paste(texture: moderngl.Texture, box: Box, drawn: Box, ground: ImVec4, bare: bool) -> None:
    """Fill a box of the framebuffer with a picture whose first row is its top.

    drawn: left, top, width and height, in the picture's pixels, outside of which it is plain background, which becomes
    the ground. bare: that is another colour than the picture's own, whose half-covered edge is left away.
    """
    screen = texture.ctx.detect_framebuffer()
    inner = _on_screen(drawn, texture.size, box, -2 if bare else 1)
    if inner != box:
        screen.clear(ground.x, ground.y, ground.z, 1.0, viewport=box)
    if texture.size == box[2:]:
        left, lower, width, height = inner
        copy_turned_over(texture, (left - box[0], box[1] + box[3] - lower - height, width, height), screen, inner[:2])
    else:
        _draw(texture, box, inner, screen)


def _draw(texture: moderngl.Texture, box: Box, inner: Box, screen: moderngl.Framebuffer) -> None:
    """Fill a box with a picture of another size, though no more of it than lies in the inner one."""
    vertices = simple_drawing(texture.ctx, "paste")
    vertices.program["picture"] = 0
    texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
    texture.repeat_x = texture.repeat_y = False
    texture.use(0)
    texture.ctx.enable_only(moderngl.NOTHING)
    screen.viewport, screen.scissor = box, inner
    screen.use()
    vertices.render(moderngl.TRIANGLES, vertices=3)
    screen.viewport, screen.scissor = (0, 0, *screen.size), None  # pyright: ignore[reportAttributeAccessIssue] - as moderngl has it


def _on_screen(drawn: Box, size: tuple[int, int], box: Box, more: int) -> Box:
    """Where a part of a picture of this size, and some pixels of it around, come to lie in a box: from below, as it.

    Never outside of the box; what ends with the picture ends with the box.
    """
    across, down = box[2] / size[0], box[3] / size[1]
    left, right = (edge * across for edge in _around(drawn[0], drawn[0] + drawn[2], size[0], more))
    top, bottom = (edge * down for edge in _around(drawn[1], drawn[1] + drawn[3], size[1], more))
    left, lower = floor(left), floor(box[3] - bottom)
    return box[0] + left, box[1] + lower, ceil(right) - left, ceil(box[3] - top) - lower


def _around(low: int, high: int, most: int, more: int) -> tuple[int, int]:
    """A stretch grown at both ends, but for ends that are the picture's own."""
    return (0 if low <= 0 else max(0, low - more)), (most if high >= most else max(low, min(most, high + more)))
