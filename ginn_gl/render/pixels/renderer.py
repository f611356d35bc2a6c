"""Draws one network pixel by pixel, at any of its checkpoints, into a texture. Knows nothing of windows and files."""

from __future__ import annotations

from math import lcm

import moderngl
import numpy as np

from ...config import NetworkSpec, View, check_field, parse_neuron
from ...target import Target
from ..ground import Ground
from ..look import activation_range, has_probability
from ..mapping import square_in_part
from ..palette import background
from ..parts import LONGEST, Part, parts
from .anchors import ALIGNED, Anchors, tile_side
from .layout import Layout
from .output import Output, framebuffer_kept
from .programs import UNITS, drawing, set_uniforms
from .storage import storage_for
from .uniforms import view_uniforms


class PixelRenderer:
    """One network structure, of two inputs, in one GL context.

    The fragment shader evaluates the whole network at every pixel, in two passes, of which the second draws only pixels
    where the first could not tell how far a boundary is: none where no boundary bends.
    """

    def __init__(self, context: moderngl.Context, network: NetworkSpec, target: Target | Ground) -> None:
        self._context, self._network = context, network
        self._layout = Layout(network)
        self._storage = storage_for(context, self._layout.size)(context, self._layout.size)
        self._outputs: dict[bool, Output] = {}
        self._anchors = Anchors(context, self._layout)
        self._target_texture: moderngl.Texture | None = None
        self.set_target(target)
        self.set_parameters(np.zeros(network.parameter_count, np.float32))

    def set_parameters(self, parameters: np.ndarray) -> None:
        """Show these from now on. parameters: (P,) float32."""
        self._parameters = np.asarray(parameters, np.float32)
        self._ranges: dict[str, tuple[float, float]] = {}
        self._storage.write(self._layout.pack(self._parameters))

    def set_target(self, target: Target | Ground) -> None:
        """Compare with this target, and have its shape, from now on."""
        if self._target_texture is not None:
            self._target_texture.release()
        self._ground = Ground.of(target)
        self._target_texture = _texture_of(self._context, self._ground, self._network)

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
        return parts(size, lcm(tile_side(size), ALIGNED), longest)

    def _draw(self, view: View, size: tuple[int, int], part: Part, with_values: bool) -> Output:
        check_field(view.field, self._network)
        self._ground.require(view.field, self._network)
        whole = view.beyond or with_values
        # Where the square is not, there is nothing to compute.
        box = (0, 0, *part.size) if whole else square_in_part(view, size, part, self._ground.aspect)
        uniforms = view_uniforms(view, size, part, self._ground.aspect, self._layout, self._range(view.field))
        self._anchors.place(self._parameters, view, size, part, self._ground)
        output = self._output(part.size, with_values)
        with framebuffer_kept(self._context):
            self._context.enable_only(moderngl.NOTHING)
            _begin(output, box)
            if box[2] and box[3]:
                self._bind_textures()
                self._run("picture", uniforms, depth_test="1")
                if self._layout.folds and (uniforms["drawn"].any() or uniforms["contour_half_widths"].any()):
                    self._run("settle", uniforms, depth_test="<")
            self._context.enable_only(moderngl.NOTHING)
        return output

    def _run(self, name: str, uniforms: dict[str, np.ndarray], depth_test: str) -> None:
        """One pass. depth_test: "1" to draw all pixels, "<" for those that passes before have left."""
        vertices = drawing(self._context, self._network, type(self._storage), name)
        set_uniforms(vertices.program, uniforms)
        self._context.enable(moderngl.DEPTH_TEST)
        self._context.depth_func = depth_test
        vertices.render(moderngl.TRIANGLES, vertices=3)

    def _bind_textures(self) -> None:
        """For all passes."""
        self._target_texture.use(UNITS["target"])
        self._storage.use(UNITS["parameters"])
        self._anchors.use(UNITS["anchors"])

    def _output(self, size: tuple[int, int], with_values: bool) -> Output:
        """What to draw into, made anew only when the size changes."""
        held = self._outputs.get(with_values)
        if held is None or held.size != tuple(size):
            if held is not None:
                held.release()
            held = self._outputs[with_values] = Output(self._context, (size[0], size[1]), with_values)
        return held

    def _range(self, field: str) -> tuple[float, float]:
        """The activations that are drawn black, and in the full colour."""
        if field not in self._ranges:
            neuron = parse_neuron(field)
            self._ranges[field] = (activation_range(self._network, self._parameters, neuron) if neuron else (0.0, 1.0))
        return self._ranges[field]


def _texture_of(context: moderngl.Context, ground: Ground, network: NetworkSpec) -> moderngl.Texture:
    """What was to be learnt: of black and white 0 and 1, of more classes their numbers as 255ths, values, or colours.
    One pixel where there is no such thing."""
    pixels = ground.pixels
    if pixels is None:
        return context.texture((1, 1), 1, bytes(1), alignment=1)
    size, parts = (pixels.shape[1], pixels.shape[0]), 3 if pixels.ndim == 3 else 1
    if network.head.kind == "value":
        return context.texture(size, parts, np.ascontiguousarray(pixels, np.float32), dtype="f4")
    scale = np.uint8(255 if has_probability(network) else 1)
    return context.texture(size, parts, np.ascontiguousarray(pixels.astype(np.uint8) * scale), alignment=1)


def _begin(output: Output, box: tuple[int, int, int, int]) -> None:
    """Draw into a box of it from now on; around that, the background."""
    output.framebuffer.scissor = None  # pyright: ignore[reportAttributeAccessIssue] - as moderngl has it
    output.framebuffer.clear(*background(), 1.0)  # depths too, which the first pass may leave as they are
    if box != (0, 0, *output.size):
        output.framebuffer.scissor = box
    output.framebuffer.use()


def _put(picture: np.ndarray, part: Part, drawn: np.ndarray) -> None:
    """Copy a part to its place in a picture, but for what reaches beyond."""
    place = picture[part.top:part.top + part.height, part.left:part.left + part.width]
    place[:] = drawn[:place.shape[0], :place.shape[1]]
