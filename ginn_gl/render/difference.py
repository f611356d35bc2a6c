"""The difference of two networks: the probability of white by the one less that by the other, with its sign."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import moderngl
import numpy as np

from ..config import NetworkSpec, View, parse_class
from ..errors import GinnError
from .ground import Ground, ground_of
from .look import has_probability
from .pixels.raw import window_texture
from .preparing import ready_painter
from .renderer import most_cells
from .sketch import sketch_difference

if TYPE_CHECKING:
    from ..store import Run
    from .cells import Painter

Size = tuple[int, int]


def field_of_difference(view: View) -> str:
    """Which field the difference is of, in a view that shows whichever: of several classes a class's probability."""
    return view.field if parse_class(view.field) else "probability"


def view_of_difference(view: View) -> View:
    """The view, of a difference alone: without lines and points."""
    return replace(view, field=field_of_difference(view), neurons=frozenset(), highlighted=None, contours=False,
                   points=False)


def why_no_difference(run: Run, other: Run, view: View) -> str:
    """In one line, why these two have none in a view; nothing where they have one."""
    one, two = run.network, other.network
    kinds = {"rgb" if spec.head.kind == "rgb" else "value" if spec.head.kind == "value" else
             f"{spec.outputs} classes" if spec.has_classes else "probability" for spec in (one, two)}
    if len(kinds) > 1:
        return f"No difference: the one says {_says(one)}, the other {_says(two)}"
    if one.head.kind == "rgb":
        return "No difference: colours are not more or less than one another"
    if one.has_classes and not parse_class(view.field):
        return "A difference is of one class: choose Probability of class under View"
    if one.inputs != two.inputs:
        return f"No difference: the one has {one.inputs:,} inputs, the other {two.inputs:,}"
    if not run.plane and ground_of(run).plane != ground_of(other).plane:
        return "No difference: the two look at different parts of the plane"
    return ""


def require_difference(run: Run, other: Run, view: View) -> None:
    """Raises GinnError where these two have none in this view."""
    if why := why_no_difference(run, other, view):
        raise GinnError(why)


def _says(network: NetworkSpec) -> str:
    if network.has_classes:
        return f"{network.outputs} classes"
    return {"rgb": "colours", "value": "a value"}.get(network.head.kind, "black or white")


class DifferencePainter:
    """Paints the first network less the second, over the first one's ground. For one thread at a time.

    Of values, the difference is a share of the first one's range.
    """

    def __init__(self, network: NetworkSpec, ground: Ground, other: NetworkSpec, other_ground: Ground,
                 threads: int | None = None, kind: type[Painter] | None = None) -> None:
        if kind is None:
            from .cells import Painter as kind
        # Without images, which it has nothing to do with, and both in one shape.
        self._first = kind(network, replace(ground, pixels=None), threads)
        self._second = kind(other, replace(other_ground, pixels=None, aspect=ground.aspect), threads)
        head = network.head
        self._scale = 1.0 if has_probability(network) or network.has_classes else 1 / (head.high - head.low)

    def set_parameters(self, first: np.ndarray, second: np.ndarray) -> None:
        """Show these from now on, (P,) float32 each."""
        self._first.set_parameters(first)
        self._second.set_parameters(second)

    def have_threads(self, threads: int) -> None:
        """Paint by so many from now on."""
        self._first.threads = self._second.threads = threads

    def paint(self, view: View, size: Size, most: int | None = None) -> np.ndarray:
        """The picture as Painter.paint has it. view: as view_of_difference makes it. most: cells of each.

        Raises TooManyCells.
        """
        from .cells.staging import ALL

        most = ALL if most is None else most
        return self._first.paint(view, size, most=most,
                                 less=(self._second.field_values(view, size, most), self._scale))

    def read(self, view: View, size: Size) -> np.ndarray:
        """The picture as (height, width, 3) uint8."""
        from .cells.painter import as_bytes

        return np.ascontiguousarray(as_bytes(self.paint(view, size))[:, :, :3])

    def values(self, view: View, size: Size) -> np.ndarray:
        """The difference, (height, width) float32."""
        return (self._first.field_values(view, size) - self._second.field_values(view, size)) * np.float32(self._scale)


class DifferenceRenderer:
    """Draws a difference in a window, as Renderer draws a network; by the processor, on every machine.

    is_final, seconds, spared: as there.
    """

    paints = True

    def __init__(self, context: moderngl.Context, network: NetworkSpec, ground: Ground, other: NetworkSpec,
                 other_ground: Ground) -> None:
        self._context, self._both = context, (network, ground, other, other_ground)
        self._most = min(most_cells(network), most_cells(other))
        self._painter: DifferencePainter | None = None
        self._texture: moderngl.Texture | None = None
        self._given: tuple[np.ndarray, np.ndarray] | None = None
        self._seen: tuple | None = None  # what was sketched last
        self._later: Later | None = None
        self.is_final, self.seconds, self.spared = True, 0.0, 0

    def set_parameters(self, first: np.ndarray, second: np.ndarray) -> None:
        """Show these from now on, (P,) float32 each."""
        self._given = first, second

    def draw(self, view: View, size: Size) -> moderngl.Texture:
        """The picture, as Renderer.draw has it; a sketch is smaller."""
        began = time.perf_counter()
        picture = self._painted(view_of_difference(view), size)
        texture = self._upload(picture)
        self.seconds = time.perf_counter() - began
        return texture

    def read(self, view: View, size: Size) -> np.ndarray:
        """The picture in full, (height, width, 3) uint8, however long that takes."""
        painter = self._ready(wait=True)
        assert painter is not None  # since it was waited for
        return painter.read(view_of_difference(view), size)

    def release(self) -> None:
        """Give back what it holds on the GPU, and draw no more."""
        if self._texture:
            self._texture.release()
            self._texture = None

    def _ready(self, wait: bool) -> DifferencePainter | None:
        if self._painter is None and (kind := self._kind(wait)):
            self._painter = DifferencePainter(*self._both, kind=kind)
        if self._painter and self._given:
            self._painter.set_parameters(*self._given)
        return self._painter

    def _kind(self, wait: bool) -> type[Painter] | None:
        return ready_painter(wait, all(spec.is_piecewise_linear for spec in (self._both[0], self._both[2])))

    def _painted(self, view: View, size: Size) -> np.ndarray:
        painter = self._ready(wait=False)
        if painter is None:
            self.is_final = False
            return self._sketch(view, size)
        from .cells.staging import TooManyCells
        from .cells.threads import threads_for_all

        painter.have_threads(threads_for_all(self.spared))
        try:
            picture = painter.paint(view, size, self._most)
        except TooManyCells:
            return self._in_time(view, size)
        self.is_final = True
        return picture

    def _in_time(self, view: View, size: Size) -> np.ndarray:
        """A sketch, and once nothing moves any more the picture, which a thread paints meanwhile."""
        assert self._given is not None
        wanted = (*map(id, self._given), view, size)
        if self._later and self._later.wanted == wanted and self._later.picture is not None:
            self.is_final = True
            return self._later.picture
        self.is_final = False
        if wanted == self._seen and (self._later is None or self._later.ended):
            painter = DifferencePainter(*self._both, kind=self._kind(wait=True))
            painter.set_parameters(*self._given)
            self._later = Later(painter, view, size, wanted, self._given)
        self._seen = wanted
        return self._sketch(view, size)

    def _sketch(self, view: View, size: Size) -> np.ndarray:
        assert self._given is not None
        network, ground, other, other_ground = self._both
        return sketch_difference(network, self._given[0], ground, other, self._given[1], other_ground, view, size)

    def _upload(self, picture: np.ndarray) -> moderngl.Texture:
        size = picture.shape[::-1]
        if self._texture is None or self._texture.size != size:
            self.release()
            self._texture = window_texture(self._context, size)
        self._texture.write(picture)
        return self._texture


class Later:
    """A picture that a thread paints. wanted: what it is of; given: keeps that from being anything else.

    picture: (H, W) int32 once it is there. ended: whether the thread has.
    """

    def __init__(self, painter: DifferencePainter, view: View, size: Size, wanted: tuple, given: tuple) -> None:
        self.wanted, self.given = wanted, given
        self.picture: np.ndarray | None = None
        self._thread = threading.Thread(target=self._paint, args=(painter, view, size), name="difference", daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        return not self._thread.is_alive()

    def _paint(self, painter: DifferencePainter, view: View, size: Size) -> None:
        self.picture = painter.paint(view, size)


def difference(run: Run, index: int, other: Run, other_index: int, size: Size, view: View) -> np.ndarray:
    """The picture of the difference of two checkpoints, at their positions, (height, width, 3) uint8.

    Raises GinnError where there is none.
    """
    painter = difference_painter(run, other, view)
    painter.set_parameters(run.parameters(index), other.parameters(other_index))
    return painter.read(view_of_difference(view), size)


def difference_painter(run: Run, other: Run, view: View) -> DifferencePainter:
    """To paint the difference of two runs with. Raises GinnError where they have none in this view."""
    require_difference(run, other, view)
    return DifferencePainter(run.network, ground_of(run), other.network, ground_of(other))
