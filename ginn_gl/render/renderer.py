"""Draws one network, at any of its checkpoints, into a texture. Knows nothing of windows, files or time."""

from __future__ import annotations

import moderngl
import numpy as np

from ..config import FIELDS, NetworkSpec, View, check_field, parse_neuron
from ..network import evaluate
from ..target import Target, pixel_centers
from .anchors import Anchors
from .layout import Layout
from .mapping import square_in_picture
from .output import Output, framebuffer_kept
from .palette import background
from .patches import Grid, Survey
from .programs import drawing, set_uniforms
from .storage import storage_for
from .uniforms import drawn_neurons, view_uniforms

COARSE = 32  # points across the square at which the largest activation is looked for


class Renderer:
    """One network structure in one GL context.

    A picture takes two passes: the first draws every pixel, the second only those where the first could not
    tell how far a boundary is.
    """

    def __init__(self, context: moderngl.Context, network: NetworkSpec, target: Target,
                 patch_side: int = 8) -> None:
        self._context, self._network = context, network
        self._layout = Layout(network)
        self._storage = storage_for(context, self._layout.size)(context, self._layout.size)
        self._survey = Survey(context)
        self._patch_side = patch_side
        self._outputs: dict[bool, Output] = {}
        self._anchors = Anchors(context, self._layout)
        self._target_texture: moderngl.Texture | None = None
        self.set_target(target)
        self.set_parameters(np.zeros(network.parameter_count, np.float32))

    def set_parameters(self, parameters: np.ndarray) -> None:
        """Show these from now on. parameters: (P,) float32."""
        self._parameters = np.asarray(parameters, np.float32)
        self._largest: dict[str, float] = {}
        self._storage.write(self._layout.pack(self._parameters))

    def set_target(self, target: Target) -> None:
        """Compare with this target, and have its shape, from now on."""
        if self._target_texture is not None:
            self._target_texture.release()
        self._target = target
        pixels = np.ascontiguousarray(target.pixels * np.uint8(255))
        self._target_texture = self._context.texture((target.width, target.height), 1, pixels, alignment=1)

    def draw(self, view: View, size: tuple[int, int]) -> moderngl.Texture:
        """The picture, RGBA of 8 bits, size (width, height); row 0 in memory is the top of the picture.

        The same texture is drawn into again while the size stays. The framebuffer that was bound is bound
        again afterwards. Raises GinnError for a field the network has not.
        """
        return self._draw(view, size, with_values=False).picture

    def read(self, view: View, size: tuple[int, int]) -> np.ndarray:
        """The picture as (height, width, 3) uint8."""
        data = self.draw(view, size).read()
        return np.frombuffer(data, np.uint8).reshape(size[1], size[0], 4)[:, :, :3].copy()

    def values(self, view: View, size: tuple[int, int]) -> np.ndarray:
        """(height, width, 2) float32: the field's value, and how much boundaries cover of a pixel, 0 to 1."""
        data = self._draw(view, size, with_values=True).values.read()
        return np.frombuffer(data, np.float32).reshape(size[1], size[0], 2).copy()

    def release(self) -> None:
        """Give back what it holds on the GPU, and draw no more."""
        for held in (self._storage, self._anchors, self._target_texture, *self._outputs.values()):
            held.release()

    def _draw(self, view: View, size: tuple[int, int], with_values: bool) -> Output:
        check_field(view.field, self._network)
        whole = view.beyond or with_values
        # Where the square is not, there is nothing to compute.
        box = (0, 0, *size) if whole else square_in_picture(view, size, self._target.aspect)
        uniforms = view_uniforms(view, size, self._target.aspect, self._layout, self._brightest(view.field))
        self._anchors.place(self._parameters, view, size, self._target)
        output = self._output(size, with_values)
        with framebuffer_kept(self._context):
            if self._patch_side and box[2] and box[3]:
                self._find_patches(box, uniforms)
            output.framebuffer.scissor = None
            if not whole:
                output.framebuffer.clear(*background(), 1.0)
                output.framebuffer.scissor = box
            output.framebuffer.use()
            self._context.enable_only(moderngl.DEPTH_TEST)
            self._run("patches.frag" if self._patch_side else "picture.frag", uniforms, depth_test="1")
            if self._patch_side or drawn_neurons(view):
                self._run("settle.frag", uniforms, depth_test="<")
            self._context.enable_only(moderngl.NOTHING)
        return output

    def _find_patches(self, box: tuple[int, int, int, int], uniforms: dict[str, np.ndarray]) -> None:
        """Say in the uniforms where the patches are, and survey them."""
        grid = Grid.over(box, self._patch_side)
        uniforms |= grid.uniforms()
        self._survey.fit(grid)
        self._survey.framebuffer.use()
        self._context.enable_only(moderngl.NOTHING)
        self._run("survey.frag", uniforms)

    def _run(self, name: str, uniforms: dict[str, np.ndarray], depth_test: str = "1") -> None:
        vertices = drawing(self._context, self._network, type(self._storage), name)
        program = vertices.program
        set_uniforms(program, uniforms)
        if "Parameters" in program or "parameters" in program:
            self._storage.bind(program)
        self._target_texture.use(0)
        program["anchors"] = 2
        self._anchors.use(2)
        if "surveyed" in program:
            program["surveyed"] = self._survey.use(3)
        self._context.depth_func = depth_test
        vertices.render(moderngl.TRIANGLES, vertices=3)

    def _output(self, size: tuple[int, int], with_values: bool) -> Output:
        """What to draw into, made anew only when the size changes."""
        held = self._outputs.get(with_values)
        if held is None or held.size != tuple(size):
            if held is not None:
                held.release()
            held = self._outputs[with_values] = Output(self._context, tuple(size), with_values)
        return held

    def _brightest(self, field: str) -> float:
        """For a neuron's activation: the largest over the square, to within a coarse grid."""
        if field in FIELDS:
            return 1.0
        if field not in self._largest:
            layer, number = parse_neuron(field)
            at = evaluate(self._parameters, self._network, pixel_centers(COARSE, COARSE))
            self._largest[field] = max(1e-6, float(at.preactivations[layer - 1][:, number - 1].max()))
        return self._largest[field]
