"""Pictures put on the screen under all that imgui draws, and at once.

imgui blends every pixel of an image with what is there. That is nothing to a GPU, but takes a software renderer
more time than drawing the picture coarsely.
"""

from __future__ import annotations

import moderngl
from imgui_bundle import ImVec2, imgui

from ...render.programs import simple_drawing


def paste(texture: moderngl.Texture, corner: ImVec2, area: ImVec2) -> None:
    """Fill a place in the window with a picture whose first row is its top."""
    context, io, origin = texture.ctx, imgui.get_io(), imgui.get_main_viewport().pos
    scale, height = io.display_framebuffer_scale, io.display_size.y
    left, top = corner.x - origin.x, corner.y - origin.y
    box = (round(left * scale.x), round((height - top - area.y) * scale.y),
           max(1, round(area.x * scale.x)), max(1, round(area.y * scale.y)))
    vertices, screen = simple_drawing(context, "paste"), context.detect_framebuffer()
    vertices.program["box"] = box
    vertices.program["picture"] = 0
    smooth = texture.size != box[2:]
    texture.filter = (moderngl.LINEAR, moderngl.LINEAR) if smooth else (moderngl.NEAREST, moderngl.NEAREST)
    texture.repeat_x = texture.repeat_y = False
    texture.use(0)
    context.enable_only(moderngl.NOTHING)
    screen.viewport = box
    screen.use()
    vertices.render(moderngl.TRIANGLES, vertices=3)
    screen.viewport = (0, 0, *screen.size)
