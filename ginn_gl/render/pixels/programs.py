"""Compiled shaders, one for each network structure and pass, shared by all renderers in a context."""

# moderngl does not say which kind of member a name of a program stands for.
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

from functools import cache
from operator import is_

import moderngl
import numpy as np

from ...config import NetworkSpec
from ..palette import palette_constants
from .layout import Layout
from .source import Constants, shader
from .storage import Texture, UniformBlock
from .uniforms import FIELD_CONSTANTS

UNROLLED = 350  # vec4s of parameters, up to which loops are written out; beyond, compilers take too long

# Units on which textures are bound for all passes; the block of parameters has the number of their texture.
UNITS = {"target": 0, "parameters": 1, "anchors": 2}


@cache
def drawing(context: moderngl.Context, network: NetworkSpec, storage: type[UniformBlock | Texture],
            name: str) -> moderngl.VertexArray:
    """One pass, by the name of its fragment shader; compiled when it is first asked for."""
    layout = Layout(network)
    constants: Constants = {**layout.constants(), **palette_constants(len(network.hidden)), **FIELD_CONSTANTS,
                            **storage.constants}
    program = context.program(shader("fullscreen.vert", {}, unrolled=False),
                              shader(f"{name}.frag", constants | {"THOROUGH": 1}, is_unrolled(layout)))
    _assign_units(program)
    return context.vertex_array(program, [])


def _assign_units(program: moderngl.Program) -> None:
    for name, unit in UNITS.items():
        if name in program:
            member = program[name]
            member.write(np.arange(unit, unit + member.array_length, dtype=np.int32))
    if "Parameters" in program:
        program["Parameters"].binding = UNITS["parameters"]


def is_unrolled(layout: Layout) -> bool:
    """Are loops over a network of this layout written out?"""
    return layout.size <= UNROLLED


@cache
def simple_drawing(context: moderngl.Context, name: str) -> moderngl.VertexArray:
    """A pass that knows of no network, by the name of its fragment shader."""
    program = context.program(shader("fullscreen.vert", {}, unrolled=False), shader(f"{name}.frag", {}, unrolled=False))
    return context.vertex_array(program, [])


class _Held:
    """What a program's uniforms have been set to.

    groups: those they were last set from. values: by name, of those that the compiler has left.
    """

    def __init__(self, program: moderngl.Program) -> None:
        self.groups: tuple[dict[str, np.ndarray], ...] = ()
        self.values: dict[str, bytes | None] = {name: None for name in program
                                                if isinstance(program[name], moderngl.Uniform)}


_held = cache(_Held)


def set_uniforms(program: moderngl.Program, *groups: dict[str, np.ndarray]) -> None:
    """Set all of them that the compiler has not found to be without effect, where they are not what they were.

    groups: values by name, not to be changed afterwards.
    """
    held = _held(program)
    if len(groups) == len(held.groups) and all(map(is_, groups, held.groups)):
        return
    held.groups = groups
    for values in groups:
        for name in held.values.keys() & values.keys():
            data = values[name].tobytes()
            if held.values[name] != data:
                program[name].write(data)
                held.values[name] = data
