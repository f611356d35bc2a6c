"""OpenGL that moderngl has no words for: pictures that are copied into a window instead of drawn.

A renderer in software draws a picture into a window, pixel by pixel, for longer than it takes to paint it. Copied, it
is there in a twentieth of that time; but Mesa copies only where both have their bytes in the same order, and for a
texture it takes over the order of what is uploaded only where no sized format is asked for (seen with 22.3).
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

import moderngl

TEXTURE_2D, RGBA, BGRA, UNSIGNED_BYTE = 0x0DE1, 0x1908, 0x80E1, 0x1401
READ_FRAMEBUFFER, DRAW_FRAMEBUFFER, COLOR, NEAREST = 0x8CA8, 0x8CA9, 0x4000, 0x2600

TAKES: dict[str, list] = {
    "glTexImage2D": [ctypes.c_int] * 8 + [ctypes.c_void_p],
    "glBindFramebuffer": [ctypes.c_int] * 2,
    "glBlitFramebuffer": [ctypes.c_int] * 10,
}

Box = tuple[int, int, int, int]


def window_texture(context: moderngl.Context, size: tuple[int, int]) -> moderngl.Texture:
    """RGBA of 8 bits for all who use it; in memory blue comes first, as in windows."""
    texture = context.texture(size, 4)
    texture.use()
    _function(context, "glTexImage2D")(TEXTURE_2D, 0, RGBA, *size, 0, BGRA, UNSIGNED_BYTE, None)
    return texture


def copy_turned_over(texture: moderngl.Texture, part: Box, target: moderngl.Framebuffer, corner: tuple[int, int],
                     ) -> None:
    """Copy a part of a picture whose first row is its top, so that this is the top in a framebuffer too.

    part: left, top, width, height, in the picture. corner: left and lower of where it goes. Afterwards the target is
    the framebuffer in use.
    """
    context, (left, top, width, height) = texture.ctx, part
    source = context.framebuffer([texture])
    bind, copy = _function(context, "glBindFramebuffer"), _function(context, "glBlitFramebuffer")
    bind(READ_FRAMEBUFFER, source.glo)
    bind(DRAW_FRAMEBUFFER, target.glo)
    copy(left, top, left + width, top + height,
         corner[0], corner[1] + height, corner[0] + width, corner[1], COLOR, NEAREST)
    target.use()
    source.release()


@cache
def _function(context: moderngl.Context, name: str) -> Any:
    kind = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)  # as the system's OpenGL is called
    return kind(None, *TAKES[name])(context.mglo._context.load_opengl_function(name))
