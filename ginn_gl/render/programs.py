"""Compiled shaders, one for each network structure and pass, shared by all renderers in a context."""

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

# Of passes that know undecided neurons, how many.
UNDECIDED = {"survey": 4, "survey_more": 7, "small": 4, "small_walk": 7, "crowded": 8}

# Passes that draw patches as points: the least and the most undecided neurons of these, where eight are any more.
OF_PATCHES = {"small": (2, 4), "small_walk": (2, 7), "crowded": (8, 8), "settle": (8, 8)}

# Passes that do not know the whole network. They are quick to compile, and so compiled for each case alone.
LIGHT = ("plain", "small", "small_walk")


@cache
def drawing(context: moderngl.Context, network: NetworkSpec, storage: type[UniformBlock | Texture],
            name: str, case: tuple[tuple[str, int], ...] = (), of_patches: bool = False) -> moderngl.VertexArray:
    """One pass, by the name of its fragment shader; compiled when it is first asked for.

    case: more constants that it knows by name, and their values. of_patches: it is drawn as points.
    """
    layout = Layout(network)
    constants = layout.constants() | FIELD_CONSTANTS | storage.constants | dict(case) | {"THOROUGH": 1}
    if name in UNDECIDED:
        constants["UNDECIDED"] = UNDECIDED[name]
    drawn = dict(zip(("LEAST", "MOST"), OF_PATCHES[name])) if of_patches else {}
    vertex = shader("patches.vert" if of_patches else "fullscreen.vert", drawn, unrolled=False)
    unrolled = name in LIGHT or is_unrolled(layout)
    program = context.program(vertex, shader(f"{name}.frag", constants, unrolled))
    return context.vertex_array(program, [])


def is_unrolled(layout: Layout) -> bool:
    """Are loops over a network of this layout written out?"""
    return layout.size <= UNROLLED


@cache
def simple_drawing(context: moderngl.Context, name: str) -> moderngl.VertexArray:
    """A pass that knows of no network, by the name of its fragment shader."""
    program = context.program(shader("fullscreen.vert", {}, unrolled=False), shader(f"{name}.frag", {}, unrolled=False))
    return context.vertex_array(program, [])


@cache
def _held(program: moderngl.Program) -> dict[str, bytes | None]:
    """What a program's uniforms have been set to, by name; those that the compiler has left."""
    return {name: None for name in program if isinstance(program[name], moderngl.Uniform)}


def set_uniforms(program: moderngl.Program, values: dict[str, np.ndarray]) -> None:
    """Set all of them that the compiler has not found to be without effect, where they are not what they were."""
    held = _held(program)
    for name in held.keys() & values.keys():
        data = values[name].tobytes()
        if held[name] != data:
            program[name].write(data)
            held[name] = data
