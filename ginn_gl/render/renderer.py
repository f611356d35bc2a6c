"""Draws one network, at any of its checkpoints, into a texture. Knows nothing of windows, files or time."""

from __future__ import annotations

import moderngl
import numpy as np

from ..config import FIELDS, NetworkSpec, View, check_field, parse_neuron
from ..network import evaluate
from ..target import Target, pixel_centers
from .anchors import Anchors, tile_side
from .layout import Layout
from .mapping import square_in_part
from .output import Output, framebuffer_kept
from .palette import background
from .parts import LONGEST, Part, parts
from .programs import passes, set_uniforms
from .storage import storage_for
from .uniforms import drawn_neurons, view_uniforms

COARSE = 32  # points across the square at which the largest activation is looked for


class Renderer:
    """One network structure in one GL context.

    A picture takes two passes: the first draws every pixel, the second only those where the first could not
    tell how far a boundary is.
    """

    def __init__(self, context: moderngl.Context, network: NetworkSpec, target: Target) -> None:
        self._context, self._network = context, network
        self._layout = Layout(network)
        storage = storage_for(context, self._layout.size)
        self._every_pixel, self._pixels_in_doubt = passes(context, network, storage)
        self._storage = storage(context, self._layout.size)
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
        return self._draw(view, size, Part.whole(size), with_values=False).picture

    def read(self, view: View, size: tuple[int, int]) -> np.ndarray:
        """The picture as (height, width, 3) uint8. Of any size: a large one is drawn in parts."""
        picture = np.empty((size[1], size[0], 3), np.uint8)
        for part in self._parts(size):
            drawn = self._draw(view, size, part, with_values=False).picture.read()
            _put(picture, part, np.frombuffer(drawn, np.uint8).reshape(part.height, part.width, 4)[:, :, :3])
        return picture

    def values(self, view: View, size: tuple[int, int]) -> np.ndarray:
        """(height, width, 2) float32: the field's value, and how much boundaries cover of a pixel, 0 to 1."""
        values = np.empty((size[1], size[0], 2), np.float32)
        for part in self._parts(size):
            drawn = self._draw(view, size, part, with_values=True).values.read()
            _put(values, part, np.frombuffer(drawn, np.float32).reshape(part.height, part.width, 2))
        return values

    def release(self) -> None:
        """Give back what it holds on the GPU, and draw no more."""
        for held in (self._storage, self._anchors, self._target_texture, *self._outputs.values()):
            held.release()

    def _parts(self, size: tuple[int, int]) -> list[Part]:
        longest = min(LONGEST, self._context.info["GL_MAX_TEXTURE_SIZE"], *self._context.info["GL_MAX_VIEWPORT_DIMS"])
        return parts(size, tile_side(size), longest)

    def _draw(self, view: View, size: tuple[int, int], part: Part, with_values: bool) -> Output:
        check_field(view.field, self._network)
        uniforms = view_uniforms(view, size, part, self._target.aspect, self._layout, self._brightest(view.field))
        self._anchors.place(self._parameters, view, size, part, self._target)
        output = self._output(part.size, with_values)
        whole = view.beyond or with_values
        with framebuffer_kept(self._context):
            # Where the square is not, there is nothing to compute.
            output.framebuffer.scissor = None
            if not whole:
                output.framebuffer.clear(*background(), 1.0)
                output.framebuffer.scissor = square_in_part(view, size, part, self._target.aspect)
            output.framebuffer.use()
            self._context.enable_only(moderngl.DEPTH_TEST)
            self._run(self._every_pixel, uniforms, depth_test="1")
            if drawn_neurons(view):
                self._run(self._pixels_in_doubt, uniforms, depth_test="<")
            self._context.enable_only(moderngl.NOTHING)
        return output

    def _run(self, drawing: moderngl.VertexArray, uniforms: dict[str, np.ndarray], depth_test: str) -> None:
        set_uniforms(drawing.program, uniforms)
        self._storage.bind(drawing.program)
        self._target_texture.use(0)
        drawing.program["anchors"] = 2
        self._anchors.use(2)
        self._context.depth_func = depth_test
        drawing.render(moderngl.TRIANGLES, vertices=3)

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


def _put(picture: np.ndarray, part: Part, drawn: np.ndarray) -> None:
    """Copy a part to its place in a picture, but for what reaches beyond."""
    place = picture[part.top:part.top + part.height, part.left:part.left + part.width]
    place[:] = drawn[:place.shape[0], :place.shape[1]]
