"""Compiled shaders, one for each network structure and pass, shared by all renderers in a context."""

from __future__ import annotations

from functools import cache

import moderngl
import numpy as np

from ..config import NetworkSpec
from . import patches
from .layout import Layout
from .source import shader
from .storage import Texture, UniformBlock
from .uniforms import FIELD_CONSTANTS

UNROLLED = 350  # vec4s of parameters, up to which loops are written out; beyond, compilers take too long


@cache
def drawing(context: moderngl.Context, network: NetworkSpec, storage: type[UniformBlock | Texture],
            name: str) -> moderngl.VertexArray:
    """One pass, by the name of its fragment shader; compiled when it is first asked for."""
    layout = Layout(network)
    constants = layout.constants() | FIELD_CONSTANTS | patches.CONSTANTS | storage.constants
    vertex = shader("fullscreen.vert", {}, unrolled=False)
    program = context.program(vertex, shader(name, constants, unrolled=layout.size <= UNROLLED))
    return context.vertex_array(program, [])


def set_uniforms(program: moderngl.Program, values: dict[str, np.ndarray]) -> None:
    """Set all of them that the compiler has not found to be without effect."""
    for name, value in values.items():
        if name in program:
            program[name].write(value.tobytes())
