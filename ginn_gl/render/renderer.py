"""What draws a network in a window: always at once, the best way at hand. Knows nothing of imgui, files or time."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import moderngl
import numpy as np

from ..config import NetworkSpec, View
from ..network import network_on, parameters_on
from ..plane import SQUARE, Plane
from ..target import Target
from .choice import PIXELS, is_undecided, way_for
from .ground import Ground
from .pixels import PixelRenderer
from .pixels.raw import window_texture
from .preparing import ready_painter
from .refining import Refinement
from .sketch import sketch

if TYPE_CHECKING:
    from .cells import Painter

MOST_CELLS = 12_000  # painted in one frame: some 20 ms
MOST_WORK = 6.5e7    # cells times parameters: in a wide network, each takes longer

Size = tuple[int, int]


def most_cells(network: NetworkSpec) -> int:
    """That a picture may have which is painted within one frame's time."""
    return int(max(1, min(MOST_CELLS, MOST_WORK / network.parameter_count)))


class Renderer:
    """One network over a ground, such as its target, in one GL context.

    It paints from cells, or has the GPU evaluate the network at every pixel, whichever is faster (see choice.py). While
    neither is ready, and where there are more cells than fit a frame, `draw` gives a coarse sketch, and refines it as
    it is called again with the same view.

    is_final: is the picture drawn last as good as it gets? seconds: what it took, or 0 while that is not known.
    spared: cores that are left to others, who are at work beside.
    """

    def __init__(self, context: moderngl.Context, network: NetworkSpec, target: Target | Ground) -> None:
        self._context, self._ground, self._whole = context, Ground.of(target), network
        self._network = network_on(self._ground.plane, network)
        self._pixels: PixelRenderer | None = None
        self._painter: Painter | None = None
        self._texture: moderngl.Texture | None = None
        self._picture: np.ndarray | None = None
        self._sketched: tuple[tuple, np.ndarray] | None = None  # what was sketched last, and how it looks
        self._refinement: Refinement | None = None
        self._refined: tuple | None = None  # what it refines
        self._most = most_cells(self._network)
        # Had the last picture too many cells? Before the first: a neuron's line makes one cell more at least.
        self._crowded = len(self._network.neurons) > self._most
        self._clock = context.query(time=True)
        self._clocked = False
        self._on_plane = replace(self._ground, plane=SQUARE)  # for painters, which are given what is seen there
        self._plane: Plane | None = None    # that is looked at
        self.is_final, self._seconds = True, 0.0
        self.spared = 0
        self.set_parameters(np.zeros(network.parameter_count, np.float32))

    @property
    def paints(self) -> bool:
        """Does the processor draw, so that another of its threads may as well?"""
        return way_for(self._context, self._network) != PIXELS

    @property
    def seconds(self) -> float:
        if self._clocked:  # by now at hand without waiting
            self._seconds, self._clocked = self._clock.elapsed * 1e-9, False
        return self._seconds

    def set_parameters(self, parameters: np.ndarray) -> None:
        """Show these from now on. parameters: (P,) float32."""
        self._given, self._plane = np.asarray(parameters, np.float32), None

    def draw(self, view: View, size: Size) -> moderngl.Texture:
        """The picture, RGBA of 8 bits; row 0 in memory is its top. A sketch is smaller than size (width, height).

        The same texture is drawn into again while its size stays. Raises GinnError for a field the network has not.
        """
        began = time.perf_counter()
        view = self._look(view)
        if not self.paints:
            return self._draw_pixels(view, size)
        picture = self._painted(view, size)
        texture = self._upload(picture)
        self._seconds = time.perf_counter() - began
        self.is_final = self.is_final and not is_undecided(self._network)
        return texture

    def read(self, view: View, size: Size) -> np.ndarray:
        """The picture in full, (height, width, 3) uint8, however long that takes."""
        view = self._look(view)
        if not self.paints:
            return self._pixel_renderer().read(view, size)
        self._painter = self._painter or self._new_painter(wait=True)
        return self._painter.read(view, size)

    def release(self) -> None:
        """Give back what it holds on the GPU, and draw no more."""
        self._forget_refinement()
        for held in (self._pixels, self._texture):
            if held:
                held.release()
        self._pixels = self._texture = None

    def _look(self, view: View) -> View:
        """Have the network as it is on the view's plane; the view as painters of that take it."""
        plane = self._ground.plane_in(view)
        if self._plane is not plane and self._plane != plane:
            network_on(plane, self._whole)  # which raises where it is among other inputs
            self._plane, self._parameters = plane, parameters_on(plane, self._whole, self._given)
            for way in (self._pixels, self._painter):
                if way:
                    way.set_parameters(self._parameters)
        return replace(view, plane=None) if view.plane else view

    def _draw_pixels(self, view: View, size: Size) -> moderngl.Texture:
        renderer = self._pixel_renderer()
        self._forget_refinement()
        with self._clock:
            texture = renderer.draw(view, size)
        self._clocked, self.is_final = True, True
        return texture

    def _pixel_renderer(self) -> PixelRenderer:
        if self._pixels is None:
            self._pixels = PixelRenderer(self._context, self._network, self._on_plane)
            self._pixels.set_parameters(self._parameters)
        return self._pixels

    def _painted(self, view: View, size: Size) -> np.ndarray:
        """The picture as far as it is there, (h, w) int32. Sets is_final."""
        self._painter = self._painter or self._new_painter(wait=False)
        if self._painter is None:
            self.is_final = False
            return self._sketch(view, size)
        if not self._crowded:
            from .cells.staging import TooManyCells
            from .cells.threads import threads_for_all

            self._painter.threads = threads_for_all(self.spared)
            try:
                self._picture = self._painter.paint(view, size, self._canvas(size), most=self._most)
                self._forget_refinement()
                self.is_final = True
                return self._picture
            except TooManyCells:
                self._crowded = True
        return self._refine(view, size)

    def _refine(self, view: View, size: Size) -> np.ndarray:
        wanted = (self._parameters.tobytes(), view, size)
        if self._refinement is None or self._refined != wanted:
            self._forget_refinement()
            is_still = self._sketched is not None and self._sketched[0] == wanted
            sketched = self._sketch(view, size)
            if not is_still:  # what moves would be another picture before any of it is refined
                self.is_final = False
                return sketched
            painter = self._new_painter(wait=True)
            assert painter is not None  # since it was waited for
            self._refinement, self._refined = Refinement(painter, view, size, sketched, self._most), wanted
            self.is_final = False
            return sketched
        self._crowded = not self._refinement.fits
        self.is_final = self._refinement.finished
        return self._refinement.picture

    def _sketch(self, view: View, size: Size) -> np.ndarray:
        wanted = (self._parameters.tobytes(), view, size)
        if self._sketched is None or self._sketched[0] != wanted:
            self._sketched = wanted, sketch(self._network, self._parameters, self._on_plane, view, size)
        return self._sketched[1]

    def _forget_refinement(self) -> None:
        if self._refinement:
            self._refinement.cancel()
        self._refinement = self._refined = None

    def _new_painter(self, wait: bool) -> Painter | None:
        kind = ready_painter(wait, self._network.is_piecewise_linear)
        if kind is None:
            return None
        painter = kind(self._network, self._on_plane)
        painter.set_parameters(self._parameters)
        return painter

    def _canvas(self, size: Size) -> np.ndarray | None:
        """The memory of the last picture, if it has the size for the next."""
        return self._picture if self._picture is not None and self._picture.shape == size[::-1] else None

    def _upload(self, picture: np.ndarray) -> moderngl.Texture:
        size = picture.shape[::-1]
        if self._texture is None or self._texture.size != size:
            if self._texture:
                self._texture.release()
            self._texture = window_texture(self._context, size)
        self._texture.write(picture)
        return self._texture
