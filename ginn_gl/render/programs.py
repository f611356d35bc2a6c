"""Compiled shaders, one for each network structure and pass, shared by all renderers in a context."""

from __future__ import annotations

from functools import cache
from operator import is_

import moderngl
import numpy as np

from ..config import NetworkSpec
from .layout import Layout
from .palette import palette_constants
from .patches import TARGETS
from .source import shader
from .storage import Texture, UniformBlock
from .uniforms import FIELD_CONSTANTS

UNROLLED = 350  # vec4s of parameters, up to which loops are written out; beyond, compilers take too long

# Of passes that know undecided neurons, how many.
UNDECIDED = {"survey": 4, "survey_more": 7, "survey_cells": 11, "two": 2, "four": 4, "seven": 7, "cells_seven": 7,
             "cells_eleven": 11}
FIRST = UNDECIDED["survey"]

# Passes that draw patches as points: the least and the most undecided neurons of these, 15 standing for any more.
OF_PATCHES = {"two": (2, 2), "four": (3, 4), "seven": (5, 7)}
OF_PATCHES |= dict.fromkeys(("survey_cells", "cells_seven", "cells_eleven", "settle"), (8, 15))

# Shaders of passes, where not by the same name, or the usual ones: fullscreen.vert, or patches.vert for points.
FRAGMENTS = {"four": "several", "seven": "several", "cells_seven": "cells", "cells_eleven": "cells"}
VERTICES = {"plain": "grid", "survey_cells": "cells"}

# Units from which on textures are bound for all passes; the block of parameters has the number of their texture.
UNITS = {"target": 0, "parameters": 1, "anchors": 2, "surveyed": 3, "surveyed_more": 3 + TARGETS,
         "counted": 3, "counted_more": 3 + 2 * TARGETS - 1}
UNITS_OF_CELLS = UNITS | {"surveyed": 3 + 2 * TARGETS}

# Surveys of few patches, which need not be as fast as what is written out. It takes long to compile.
COMPACT = ("survey_more", "survey_cells")

# Passes that do not know the whole network. They are quick to compile, and so compiled for each case alone.
LIGHT = ("plain", "two", "four", "seven")


@cache
def drawing(context: moderngl.Context, network: NetworkSpec, storage: type[UniformBlock | Texture],
            name: str, case: tuple[tuple[str, int], ...] = (), of_patches: bool = False) -> moderngl.VertexArray:
    """One pass, by its name; compiled when it is first asked for.

    case: more constants that it knows by name, and their values. of_patches: it is drawn as points.
    """
    layout = Layout(network)
    by_cells = FRAGMENTS.get(name) == "cells"
    constants = layout.constants() | palette_constants(len(network.hidden)) | FIELD_CONSTANTS | storage.constants
    constants |= {"THOROUGH": 1, "BY_CELLS": int(by_cells), "WITHIN": 0} | dict(case)
    if name in UNDECIDED:
        constants |= {"UNDECIDED": UNDECIDED[name], "FIRST_UNDECIDED": min(FIRST, UNDECIDED[name])}
    drawn = dict(zip(("LEAST", "MOST"), OF_PATCHES[name])) if of_patches else {}
    vertex = VERTICES.get(name, "patches" if of_patches else "fullscreen")
    unrolled = name in LIGHT or is_unrolled(layout)
    program = context.program(shader(f"{vertex}.vert", drawn, unrolled=False),
                              shader(f"{FRAGMENTS.get(name, name)}.frag", constants, unrolled,
                                     kept="layer" if name in COMPACT and layout.is_even else ""))
    _assign_units(program, UNITS_OF_CELLS if by_cells else UNITS)
    return context.vertex_array(program, [])


def _assign_units(program: moderngl.Program, units: dict[str, int]) -> None:
    for name, unit in units.items():
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
