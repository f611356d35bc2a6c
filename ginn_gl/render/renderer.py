"""Draws one network, at any of its checkpoints, into a texture. Knows nothing of windows, files or time."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager, nullcontext
from math import lcm

import moderngl
import numpy as np

from ..config import FIELDS, NetworkSpec, View, check_field, parse_neuron
from ..network import evaluate, initialise
from ..target import Target, load_target, pixel_centers
from .anchors import Anchors, tile_side
from .choice import SIDES, fastest_side
from .context import is_software
from .layout import Layout
from .mapping import pixels_per_unit, square_in_part
from .output import Output, framebuffer_kept
from .palette import background
from .parts import LONGEST, Part, parts
from .patches import Grid, Survey
from .programs import UNITS, drawing, is_unrolled, set_uniforms
from .storage import storage_for
from .uniforms import view_uniforms

COARSE = 32  # points across the square at which the largest activation is looked for
TRIED = (512, 512)  # pixels of a picture that shows how fast this GPU is
TRIES = 5

# Pixels from y = 0 to 1. Below the first, so many lines meet in a patch that smaller ones are faster; above the second,
# so few that larger ones are.
CROWDED, SPACIOUS = 192, 800


class Renderer:
    """One network structure in one GL context.

    A picture is drawn pixel by pixel, in two passes, of which the second draws only pixels where the first
    could not tell how far a boundary is. Or patch by patch: two passes look for the few neurons that switch in
    each patch, and the others draw its pixels by these, each the patches that are for it. Where too many switch in a
    patch, one more pass looks for those that do in cells of it, and the last one draws what even that has left.

    patch_side: of a patch in pixels, 0 for pixel by pixel; by default what is fastest on this GPU, half of that where
    the picture is small, and twice that where it is large.
    """

    def __init__(self, context: moderngl.Context, network: NetworkSpec, target: Target,
                 patch_side: int | None = None) -> None:
        self._context, self._network = context, network
        self._layout = Layout(network)
        self._storage = storage_for(context, self._layout.size)(context, self._layout.size)
        self._survey = Survey(context)
        self._patch_side = fastest_side(context, _seconds) if patch_side is None else patch_side
        self._is_free = patch_side is None  # to choose another side
        self._is_software = is_software(context)
        self._has_cells = is_unrolled(self._layout)  # else they take longer than what they spare the last pass
        self._crowded = context.query(any_samples=True)  # is any patch?
        self._has_drawn = False
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
        for held in (self._storage, self._anchors, self._survey, self._target_texture, *self._outputs.values()):
            held.release()

    def _parts(self, size: tuple[int, int]) -> list[Part]:
        longest = min(LONGEST, self._context.info["GL_MAX_TEXTURE_SIZE"], *self._context.info["GL_MAX_VIEWPORT_DIMS"])
        return parts(size, lcm(tile_side(size), *SIDES[1:]), longest)

    def _draw(self, view: View, size: tuple[int, int], part: Part, with_values: bool) -> Output:
        check_field(view.field, self._network)
        whole = view.beyond or with_values
        # Where the square is not, there is nothing to compute.
        box = (0, 0, *part.size) if whole else square_in_part(view, size, part, self._target.aspect)
        uniforms = view_uniforms(view, size, part, self._target.aspect, self._layout, self._brightest(view.field))
        self._anchors.place(self._parameters, view, size, part, self._target)
        output = self._output(part.size, with_values)
        with framebuffer_kept(self._context):
            self._context.enable_only(moderngl.PROGRAM_POINT_SIZE)
            if not (box[2] and box[3]):
                _begin(output, box)
            elif self._patch_side:
                self._draw_patches(output, Grid.over(box, self._side_for(view, size)), box, uniforms)
            else:
                self._draw_pixels(output, box, uniforms)
            self._context.enable_only(moderngl.NOTHING)
        return output

    def _draw_pixels(self, output: Output, box: tuple[int, int, int, int], uniforms: dict[str, np.ndarray]) -> None:
        self._bind_textures()
        _begin(output, box)
        self._run("picture", (uniforms,), depth_test="1")
        if uniforms["drawn"].any():
            self._run("settle", (uniforms,))

    def _side_for(self, view: View, size: tuple[int, int]) -> int:
        side, height = self._patch_side, pixels_per_unit(view, size, self._target.aspect)[1]
        if self._is_free and height < CROWDED:
            return side // 2
        return min(2 * side, SIDES[-1]) if self._is_free and height > SPACIOUS else side

    def _draw_patches(self, output: Output, grid: Grid, box: tuple[int, int, int, int],
                      uniforms: dict[str, np.ndarray]) -> None:
        in_picture = (*(box[:2] + uniforms["part_corner"]), *box[2:])
        case = (("FIELD", int(uniforms["field"])), ("WITHIN", int(_lies_within(in_picture, uniforms["edges"]))),
                ("HIGHLIGHT", int(uniforms["highlighted"] >= 0)))
        all_uniforms = (uniforms, grid.uniforms())
        self._survey.fit(grid)
        self._bind_textures()
        self._run_survey(all_uniforms, grid)
        _begin(output, box)
        # All patches, some of which may reach beyond what is drawn.
        output.framebuffer.viewport = (grid.left, grid.top, grid.across * grid.side, grid.down * grid.side)
        self._run("plain", all_uniforms, depth_test=None, case=case)
        for few in ("two", "four", "seven"):  # no patch is for more than one of these
            self._run(few, all_uniforms, depth_test=None, case=case, patches=grid.count)
        with self._if_crowded():
            for name in ("cells_seven", "cells_eleven", "settle") if self._has_cells else ("settle",):
                self._run(name, all_uniforms, patches=grid.count)
        self._has_drawn = True

    def _run_survey(self, uniforms: tuple[dict[str, np.ndarray], ...], grid: Grid) -> None:
        """The passes that look for what switches in each patch.

        Mesa's software renderer keeps what it knows of a pass until it needs the memory for another, and as long as
        it knows of one that drew into a texture, it finishes all others before any that reads there. With nothing else
        under way it has memory for one pass only, so that it forgets the survey once the picture is begun, and that
        one's passes go on side by side.
        """
        for framebuffer, name, depth_test in ((self._survey.first, "survey", "1"),
                                              (self._survey.more, "survey_more", "<")):
            self._wait_if_software()
            framebuffer.use()
            self._run(name, uniforms, depth_test)
        if self._has_cells:
            self._wait_if_software()
            self._survey.cells.use()
            with self._crowded:
                self._run("survey_cells", uniforms, depth_test=None, patches=grid.count)
        self._wait_if_software()

    def _if_crowded(self) -> AbstractContextManager:
        """What is drawn within is left out where no patch is known to be crowded.

        Not from the first picture, so that nobody waits for the compiler in the midst of playing.
        """
        return self._crowded.crender if self._has_cells and self._has_drawn else nullcontext()

    def _wait_if_software(self) -> None:
        if self._is_software:
            self._context.finish()

    def _run(self, name: str, uniforms: tuple[dict[str, np.ndarray], ...], depth_test: str | None = "<",
             case: tuple[tuple[str, int], ...] = (), patches: int = 0) -> None:
        """One pass.

        depth_test: "1" to draw all pixels, "<" for those that passes before have left, None to keep depths out of it.
        patches: of how many those are to be drawn that are the pass's; 0 for all that there is.
        """
        vertices = drawing(self._context, self._network, type(self._storage), name, case, patches > 0)
        set_uniforms(vertices.program, *uniforms)
        if depth_test:
            self._context.enable(moderngl.DEPTH_TEST)
            self._context.depth_func = depth_test
        else:
            self._context.disable(moderngl.DEPTH_TEST)
        vertices.render(moderngl.POINTS if patches else moderngl.TRIANGLES, vertices=patches or 3)

    def _bind_textures(self) -> None:
        """For all passes."""
        self._target_texture.use(UNITS["target"])
        self._storage.use(UNITS["parameters"])
        self._anchors.use(UNITS["anchors"])
        if self._patch_side:
            self._survey.use(UNITS["surveyed"])

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


def _begin(output: Output, box: tuple[int, int, int, int]) -> None:
    """Draw into a box of it from now on; around that, the background."""
    output.framebuffer.scissor = None
    output.framebuffer.clear(*background(), 1.0)  # depths too, which the first pass may leave as they are
    if box != (0, 0, *output.size):
        output.framebuffer.scissor = box
    output.framebuffer.use()


def _put(picture: np.ndarray, part: Part, drawn: np.ndarray) -> None:
    """Copy a part to its place in a picture, but for what reaches beyond."""
    place = picture[part.top:part.top + part.height, part.left:part.left + part.width]
    place[:] = drawn[:place.shape[0], :place.shape[1]]


def _lies_within(box: tuple[int, int, int, int], edges: np.ndarray) -> bool:
    """Do a box's pixels (left, top, width, height) lie in the square between edges (left, top, right, bottom)?"""
    return bool((edges[:2] <= box[:2]).all() and (np.add(box[:2], box[2:]) <= edges[2:]).all())


def _seconds(context: moderngl.Context, side: int) -> float:
    """What a picture takes with patches of this side."""
    network = NetworkSpec()
    renderer = Renderer(context, network, load_target(), side)
    renderer.set_parameters(initialise(network, 0))
    view, times = View(neurons=frozenset(network.neurons)), []
    for _ in range(TRIES):
        began = time.perf_counter()
        renderer.draw(view, TRIED)
        context.finish()
        times.append(time.perf_counter() - began)
    renderer.release()
    return min(times)
