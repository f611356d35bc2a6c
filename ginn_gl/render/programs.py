"""Compiled shaders, one pair for each network structure, shared by all renderers in a context."""

from __future__ import annotations

from functools import cache

import moderngl
import numpy as np

from ..config import NetworkSpec
from .layout import Layout
from .source import shader
from .storage import Texture, UniformBlock
from .uniforms import FIELD_CONSTANTS

UNROLLED = 350  # vec4s of parameters, up to which loops are written out; beyond, compilers take too long


@cache
def passes(context: moderngl.Context, network: NetworkSpec,
           storage: type[UniformBlock | Texture]) -> tuple[moderngl.VertexArray, moderngl.VertexArray]:
    """The two passes a picture takes: for every pixel, and for those that the first leaves in doubt."""
    layout = Layout(network)
    constants = layout.constants() | FIELD_CONSTANTS | storage.constants
    vertex = shader("fullscreen.vert", {}, unrolled=False)
    programs = (context.program(vertex, shader(name, constants, unrolled=layout.size <= UNROLLED))
                for name in ("picture.frag", "settle.frag"))
    return tuple(context.vertex_array(program, []) for program in programs)


def set_uniforms(program: moderngl.Program, values: dict[str, np.ndarray]) -> None:
    """Set all of them that the compiler has not found to be without effect."""
    for name, value in values.items():
        if name in program:
            program[name].write(value.tobytes())
