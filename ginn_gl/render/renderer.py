"""Draws one network, at any of its checkpoints, into a texture. Knows nothing of windows, files or time."""

from __future__ import annotations

from contextlib import contextmanager

import moderngl
import numpy as np

from ..config import FIELDS, NetworkSpec, View, check_field, parse_neuron
from ..network import evaluate
from ..target import Target, pixel_centers
from .layout import Layout
from .mapping import pixel_to_point, pixels_per_unit
from .palette import layer_color
from .source import shader

HIGHLIGHT = 2.5         # times as thick as the other boundaries
CASING = 1.0
UNROLL_UP_TO = 1_200    # vec4s of parameters
PARAMETERS_PER_ROW = 1024


class Renderer:
    """One network structure in one GL context. Raises GinnError for a field the network has not."""

    def __init__(self, context: moderngl.Context, network: NetworkSpec, target: Target) -> None:
        self._context, self._network = context, network
        self._layout = Layout(network)
        self._in_texture = 16 * self._layout.size > context.info["GL_MAX_UNIFORM_BLOCK_SIZE"]
        self._picture = self._program("picture.frag")
        self._settle = self._program("settle.frag")
        if self._in_texture:
            rows = -(-self._layout.size // PARAMETERS_PER_ROW)
            self._parameters = context.texture((PARAMETERS_PER_ROW, rows), 4, dtype="f4")
        else:
            self._parameters = context.buffer(reserve=16 * self._layout.size)
        self._target = None
        self.set_target(target)
        self._outputs = {}
        self._flat = np.zeros(network.parameter_count, np.float32)

    def set_parameters(self, parameters: np.ndarray) -> None:
        """Show these from now on. parameters: (P,) float32."""
        self._flat = np.asarray(parameters, np.float32)
        packed = self._layout.pack(self._flat)
        if self._in_texture:
            padded = np.zeros((self._parameters.width * self._parameters.height, 4), np.float32)
            padded[:len(packed)] = packed
            self._parameters.write(padded)
        else:
            self._parameters.write(packed)

    def set_target(self, target: Target) -> None:
        """Compare with this target from now on."""
        if self._target:
            self._target.release()
        self._aspect = target.width / target.height
        pixels = np.ascontiguousarray(target.pixels * np.uint8(255))
        self._target = self._context.texture((target.width, target.height), 1, pixels, alignment=1)
        self._target.filter = moderngl.NEAREST, moderngl.NEAREST
        self._target.repeat_x = self._target.repeat_y = False

    def draw(self, view: View, size: tuple[int, int]) -> moderngl.Texture:
        """The picture, RGBA of 8 bits, size (width, height). Row 0 in memory is the top of the picture.

        The texture is drawn into again by the next call; the framebuffer in use before is in use again after.
        """
        return self._draw(view, size, values=False)

    def read(self, view: View, size: tuple[int, int]) -> np.ndarray:
        """The picture as (height, width, 3) uint8."""
        data = self.draw(view, size).read()
        return np.frombuffer(data, np.uint8).reshape(size[1], size[0], 4)[:, :, :3].copy()

    def values(self, view: View, size: tuple[int, int]) -> np.ndarray:
        """(height, width, 2) float32: the field's value, and how much boundaries cover of the pixel."""
        data = self._draw(view, size, values=True).read()
        return np.frombuffer(data, np.float32).reshape(size[1], size[0], 2).copy()

    def release(self) -> None:
        """Give back what it holds on the GPU."""
        for held in (self._picture, self._settle, self._parameters, self._target,
                     *(part for output in self._outputs.values() for part in output)):
            held.release()

    def _program(self, fragment: str) -> moderngl.VertexArray:
        constants = self._layout.constants()
        constants |= {f"FIELD_{name.upper()}": i for i, name in enumerate((*FIELDS, "activation"))}
        if self._in_texture:
            constants["PARAMETERS_PER_ROW"] = PARAMETERS_PER_ROW
        unrolled = self._layout.size <= UNROLL_UP_TO
        program = self._context.program(vertex_shader=shader("fullscreen.vert", {}, False),
                                        fragment_shader=shader(fragment, constants, unrolled))
        return self._context.vertex_array(program, [])

    def _output(self, values: bool, size: tuple[int, int]):
        """Textures and framebuffer to draw into, made anew only when the size changes."""
        held = self._outputs.get(values)
        if held is None or held[0].size != tuple(size):
            for part in held or ():
                part.release()
            textures = [self._context.texture(size, 4)]
            if values:
                textures.append(self._context.texture(size, 2, dtype="f4"))
            depth = self._context.depth_renderbuffer(size)
            held = self._outputs[values] = *textures, depth, self._context.framebuffer(textures, depth)
        return held

    def _draw(self, view: View, size: tuple[int, int], values: bool) -> moderngl.Texture:
        check_field(view.field, self._network)
        output = self._output(values, size)
        drawn = view.neurons | ({view.highlighted} if view.highlighted else frozenset())
        with _framebuffer_kept(self._context):
            output[-1].use()
            self._context.enable_only(moderngl.DEPTH_TEST)
            self._context.depth_func = "1"
            self._set_uniforms(self._picture.program, view, size)
            self._picture.render(moderngl.TRIANGLES, vertices=3)
            if drawn:
                self._context.depth_func = "<"
                self._set_uniforms(self._settle.program, view, size)
                self._settle.render(moderngl.TRIANGLES, vertices=3)
            self._context.enable_only(moderngl.NOTHING)
        return output[1 if values else 0]

    def _set_uniforms(self, program: moderngl.Program, view: View, size: tuple[int, int]) -> None:
        across, down = pixels_per_unit(view, size, self._aspect)
        depth = len(self._network.hidden)
        _set(program, "origin", pixel_to_point(view, size, self._aspect, (0.0, 0.0)))
        _set(program, "per_pixel", (1 / across, 1 / down))
        _set(program, "beyond", view.beyond)
        _set(program, "layer_color", [layer_color(layer) for layer in range(1, depth + 1)])
        _set(program, "field", (*FIELDS, "").index(view.field if view.field in FIELDS else ""))
        if view.field not in FIELDS:
            neuron = parse_neuron(view.field)
            _set(program, "neuron", divmod(self._layout.number(neuron), 4))
            _set(program, "neuron_color", layer_color(neuron[0]))
            _set(program, "brightest", self._brightest(*neuron))
        drawn = view.neurons | ({view.highlighted} if view.highlighted else frozenset())
        program["drawn"].write(self._layout.bits(drawn).tobytes())
        _set(program, "half_width", view.line_width / 2)
        _set(program, "highlighted_half_width", HIGHLIGHT * view.line_width / 2)
        _set(program, "highlighted", self._layout.number(view.highlighted) if view.highlighted else -1)
        _set(program, "seen", (HIGHLIGHT * view.line_width / 2 + CASING if view.highlighted else view.line_width / 2) + 0.5)
        _set(program, "highlight_color", tuple(0.6*v for v in layer_color(view.highlighted[0])) if view.highlighted else (0,0,0))
        self._bind(program)

    def _brightest(self, layer: int, number: int) -> float:
        """The neuron's largest activation over the square, to within a coarse grid."""
        values = evaluate(self._flat, self._network, pixel_centers(32, 32)).preactivations[layer - 1]
        return max(1e-6, float(values[:, number - 1].max()))

    def _bind(self, program: moderngl.Program) -> None:
        self._target.use(0)
        _set(program, "target", 0)
        if self._in_texture:
            self._parameters.use(1)
            _set(program, "parameters", 1)
        else:
            self._parameters.bind_to_uniform_block(0)
            program["Parameters"].binding = 0


def _set(program: moderngl.Program, name: str, value) -> None:
    """Set a uniform, if the compiler has not found that the shader can do without it."""
    if name in program:
        program[name] = value


@contextmanager
def _framebuffer_kept(context: moderngl.Context):
    """Leave the framebuffer bound, and its viewport, as they were."""
    known, found = context.fbo, context.detect_framebuffer()
    try:
        yield
    finally:
        (known if known and known.glo == found.glo else found).use()
