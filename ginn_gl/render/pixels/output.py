"""What is drawn into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import moderngl


class Output:
    """Textures of one size and the framebuffer that draws into them.

    picture: RGBA of 8 bits. values: two floats, if asked for. A depth buffer marks pixels in doubt.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int], with_values: bool) -> None:
        self.size = size
        self.picture = context.texture(size, 4)
        self.values = context.texture(size, 2, dtype="f4") if with_values else None
        self._depth = context.depth_renderbuffer(size)
        textures = [self.picture, self.values] if with_values else [self.picture]
        self.framebuffer = context.framebuffer(textures, self._depth)

    def release(self) -> None:
        for part in (self.framebuffer, self._depth, self.picture, self.values):
            if part is not None:
                part.release()


@contextmanager
def framebuffer_kept(context: moderngl.Context) -> Iterator[None]:
    """Afterwards the framebuffer that is bound now is bound again, with its viewport."""
    known, found = context.fbo, context.detect_framebuffer()
    try:
        yield
    finally:
        # Only moderngl's own object knows a viewport that is smaller than its framebuffer.
        (known if known is not None and known.glo == found.glo else found).use()
