"""Pictures painted on the processor: the same for any structure, and in any thread.

A view is set as a scene (staging.py), and strips of rows are painted from that, by several threads where the picture is
large. Loads numba.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ...config import NetworkSpec, View
from ...target import Target
from ..ground import Ground
from ..look import has_probability, levels
from ..parts import Part
from . import blocks, fill, strokes
from .fields import Difference, Field
from .scene import NO_LINES, Scene, Size
from .smooth import Smooth
from .staging import ALL, Stage
from .style import style_of
from .threads import in_threads, threads_for_all

STRIP = 64            # rows that are painted at once, at least
LARGE = 100_000       # pixels of a picture, from which on several threads are worth their while
STRIPS = 4            # for each thread, so that none waits long for another
ROWS = 32             # of a strip that are painted at once where pixels have several values


class Painter:
    """One network over a ground, such as its target. Thread-safe only in that several painters may work at a time.

    threads: that paint at once; by default as many as this process may use cores, up to 8. It may be set at any time.
    """

    def __init__(self, network: NetworkSpec, target: Target | Ground, threads: int | None = None) -> None:
        self.threads = threads or threads_for_all()
        self._stage = Stage(network, Ground.of(target))
        self._network = self._stage.network

    def set_parameters(self, parameters: np.ndarray) -> None:
        """Show these from now on. parameters: (P,) float32."""
        self._stage.set_parameters(parameters)

    def paint(self, view: View, size: Size, out: np.ndarray | None = None, part: Part | None = None,
              most: int = ALL, less: tuple[np.ndarray, float] | None = None) -> np.ndarray:
        """The picture as (height, width) int32, red in the lowest byte, opaque. size: (width, height).

        out: to paint into. part: of the picture, if no more is wanted. most: cells that it may have. less: another
        one's (height, width) float32, which are taken from the field's values, and what the rest is a share of.
        Raises GinnError for a field the network has not, and TooManyCells.
        """
        scene = self._stage.scene(view, size, part or Part.whole(size), self.threads, most)
        if less:
            scene = replace(scene, field=Difference(scene.field, *less))
        out = np.empty((scene.part.height, scene.part.width), np.int32) if out is None else out
        style = style_of(scene, self._network)
        self._in_strips(out.shape, lambda rows: self._paint(out[rows], rows.start, scene, style))
        return out

    def read(self, view: View, size: Size) -> np.ndarray:
        """The picture as (height, width, 3) uint8."""
        return np.ascontiguousarray(as_bytes(self.paint(view, size))[:, :, :3])

    def field_values(self, view: View, size: Size, most: int = ALL) -> np.ndarray:
        """(height, width) float32: the field's value, everywhere in the picture. most: as in paint."""
        scene = self._stage.scene(view, size, Part.whole(size), self.threads, most, everywhere=True)
        values = np.empty((size[1], size[0]), np.float32)

        def write(rows: slice) -> None:
            planes, _ = self._planes(scene, values[rows].shape, rows.start)
            values[rows] = scene.field.values(planes, scene, rows.start)

        self._in_strips(values.shape, write)
        return values

    def values(self, view: View, size: Size) -> np.ndarray:
        """(height, width, 2) float32: the field's value, everywhere in the picture, and how much boundaries cover of a
        pixel, 0 to 1."""
        scene = self._stage.scene(view, size, Part.whole(size), self.threads, everywhere=True)
        style = style_of(scene, self._network)
        values = np.empty((size[1], size[0], 2), np.float32)

        def write(rows: slice) -> None:
            there = values[rows]
            planes, measured = self._planes(scene, there.shape[:2], rows.start)
            there[:, :, 0] = scene.field.values(planes, scene, rows.start)
            covers = np.empty(there.shape[:2], np.float32)
            strokes.cover(covers, scene.middle_x, scene.top(rows.start), scene.strokes, style, measured)
            there[:, :, 1] = covers

        self._in_strips((size[1], size[0]), write)
        return values

    def _paint(self, out: np.ndarray, first_row: int, scene: Scene, style: strokes.Style) -> None:
        """A strip of the part."""
        middle_x, field = scene.middle_x, scene.view.field
        is_plain = isinstance(scene.field, Field) and scene.source is None
        if is_plain and field == "probability" and has_probability(self._network):
            fill.fill_gray(out, middle_x, scene.top(first_row), scene.polygons)  # without values in between
            strokes.stroke(out, middle_x, scene.top(first_row), scene.strokes, style, _NOT_MEASURED)
            return
        rows = len(out) if scene.is_simple else ROWS
        for start in range(0, len(out), rows):
            part, row = out[start:start + rows], first_row + start
            planes, measured = self._planes(scene, part.shape, row)
            scene.field.paint(part, planes, scene, row)
            strokes.stroke(part, middle_x, scene.top(row), scene.strokes, style, measured)

    def _planes(self, scene: Scene, shape: tuple[int, int], first_row: int) -> tuple[np.ndarray, np.ndarray]:
        """Of a strip, what the field is made of, (k, rows, columns) float32; and squared distances to lines that are
        known at every pixel, as strokes.stroke takes them."""
        middle_x, top = scene.middle_x, scene.top(first_row)
        measured, planes = _NOT_MEASURED, None
        if scene.smooth:
            reach = scene.strokes.reach
            measured = np.empty((len(reach), *shape), np.float32)
            outputs = _evaluate(scene.smooth, measured, scene, first_row, scene.lines)
            if len(reach) > len(self._network.hidden) + 1:
                if self._network.has_classes:
                    blocks.measure_between_classes(measured[-1], outputs, np.float32(reach[-1]))
                else:
                    blocks.measure_levels(measured[-1], outputs[0], levels(self._network), np.float32(reach[-1]))
            planes = outputs[:, :shape[0], :shape[1]]
        if scene.source is not None and scene.source is not scene.smooth:
            planes = _evaluate(scene.source, np.empty((0, *shape), np.float32), scene, first_row, NO_LINES)
            planes = planes[:, :shape[0], :shape[1]]
        if scene.source is None:
            planes = np.empty((scene.affine.shape[1], *shape), np.float32)
            if scene.is_simple:
                fill.fill_values(planes[0], middle_x, top, scene.polygons, scene.field.limit)
            else:
                fill.fill_outputs(planes, middle_x, top, scene.polygons, scene.affine)
        assert planes is not None  # either the cells or an evaluation gave them
        return np.ascontiguousarray(planes), measured

    def _in_strips(self, shape: tuple[int, int], work: Callable[[slice], None]) -> None:
        height, width = shape
        threads = self.threads if height * width >= LARGE or self._stage.has_many else 1
        strip = max(STRIP, -(-height // (STRIPS * threads))) if threads > 1 else height
        in_threads([slice(top, min(height, top + strip)) for top in range(0, height, strip)], work, threads)


def as_bytes(picture: np.ndarray) -> np.ndarray:
    """A packed (H, W) picture as (H, W, 4) uint8 of red, green, blue and 255: the same memory."""
    return picture.astype("<i4", copy=False).view(np.uint8).reshape(*picture.shape, 4)


def _evaluate(network: Smooth, squared: np.ndarray, scene: Scene, first_row: int, lines: np.ndarray) -> np.ndarray:
    """Outputs, and with squared distances to lines, in a strip and one pixel beyond: (k, rows + 1, columns + 1).

    Where nothing is seen of them, there is no telling what they are.
    """
    rows, columns = squared.shape[1:]
    left, top, right, bottom = scene.box
    first, last = _within(left + scene.middle_x, right + scene.middle_x, columns)
    upper, lower = _within(top - scene.top(first_row), bottom - scene.top(first_row), rows)
    outputs = np.zeros((network.outputs, rows + 1, columns + 1), np.float32)
    squared[:] = blocks.FAR
    if first < last and upper < lower:
        network.evaluate(outputs[:, upper:lower + 1, first:last + 1], squared[:, upper:lower, first:last], scene.frame,
                         scene.middle_x - first, scene.top(first_row) + upper, lines,
                         scene.strokes.reach.astype(np.float32))
    return outputs


def _within(start: float, end: float, count: int) -> tuple[int, int]:
    """The first and after the last of so many pixels that lie between two positions."""
    return int(min(max(np.floor(start), 0), count)), int(min(max(np.ceil(end), 0), count))


_NOT_MEASURED = np.zeros((0, 0, 0), np.float32)
