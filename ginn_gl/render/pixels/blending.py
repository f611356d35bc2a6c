"""Drawing over a picture that is there."""

# What moderngl resets to by None and by its constants, its types do not say.
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import moderngl

Box = tuple[int, int, int, int]
"""Left, bottom, width and height in a framebuffer, in pixels."""


@contextmanager
def blending(context: moderngl.Context, target: moderngl.Framebuffer, box: Box, more: int = 0) -> Iterator[None]:
    """Draw into a box of a framebuffer, colours that are times their opacity. more: flags to enable besides."""
    context.enable_only(moderngl.BLEND | more)
    context.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
    target.viewport = target.scissor = box
    target.use()
    yield
    target.viewport, target.scissor = (0, 0, *target.size), None
    context.blend_func = moderngl.DEFAULT_BLENDING
    context.enable_only(moderngl.NOTHING)
