"""Where a network's parameters lie on the GPU: a uniform block, or a texture."""

from __future__ import annotations

from typing import ClassVar

import moderngl
import numpy as np

from .context import is_software

PARAMETERS_PER_ROW = 1024


class UniformBlock:
    """size: how many vec4s."""

    constants: ClassVar[dict[str, int]] = {}

    def __init__(self, context: moderngl.Context, size: int) -> None:
        self._buffer = context.buffer(reserve=16 * size)

    def write(self, packed: np.ndarray) -> None:
        """packed: (size, 4) float32."""
        self._buffer.write(packed)

    def use(self, unit: int) -> None:
        self._buffer.bind_to_uniform_block(unit)

    def release(self) -> None:
        self._buffer.release()


class Texture:
    """The same, one texel for each vec4, row by row."""

    constants: ClassVar[dict[str, int]] = {"PARAMETERS_PER_ROW": PARAMETERS_PER_ROW}

    def __init__(self, context: moderngl.Context, size: int) -> None:
        rows = -(-size // PARAMETERS_PER_ROW)
        self._padded = np.zeros((rows * PARAMETERS_PER_ROW, 4), np.float32)
        self._texture = context.texture((PARAMETERS_PER_ROW, rows), 4, dtype="f4")
        self._texture.filter = moderngl.NEAREST, moderngl.NEAREST

    def write(self, packed: np.ndarray) -> None:
        self._padded[:len(packed)] = packed
        self._texture.write(self._padded)

    def use(self, unit: int) -> None:
        self._texture.use(unit)

    def release(self) -> None:
        self._texture.release()


def storage_for(context: moderngl.Context, size: int) -> type[UniformBlock | Texture]:
    """Which of the two suits this many vec4s here."""
    # Software renderers read a texture about as fast, and compile the shader several times faster.
    fits = 16 * size <= context.info["GL_MAX_UNIFORM_BLOCK_SIZE"]
    return UniformBlock if fits and not is_software(context) else Texture
