"""Compile all that drawing and geometry need: `python -m ginn_gl.render.cells.warm_up [clipping|painting]`.

Each of the two takes some seconds, and both may go on at the same time. Machine code is kept (see compiled.py), so that
afterwards it only has to be loaded.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np

from ...config import NetworkSpec, View
from ...network import initialise
from ...target import load_target

SIZE = (24, 24)


def clipping() -> None:
    """Cells and counts of a small network."""
    from ...geometry import cells, count_cells

    network = NetworkSpec((2,))
    cells(network, initialise(network, 0))
    count_cells(network, initialise(network, 0))


def outlining() -> None:
    """The partition and the whole boundaries of a small network, as figures and insights have them."""
    from ...geometry import partition

    network = NetworkSpec((2, 2))
    assert partition(network, initialise(network, 0)).boundaries


def painting() -> None:
    """Everything that pictures are painted with, on cells made up for it."""
    from . import colors, fill, segments, strokes

    floats, picture = np.zeros(SIZE[::-1], np.float32), np.zeros(SIZE[::-1], np.int32)
    corners = np.array([(-9.0, -9.0), (9.0, -9.0), (9.0, 9.0)])
    starts = np.array([0, 3])
    polygons = fill.Polygons(corners, starts, np.array([[1.0, 0.5, 0.25]]), *fill.extents(corners, starts))
    pieces = np.array([[-5.0, -5.0, 5.0, 5.0]])
    lines = strokes.Strokes(pieces, np.array([0]), np.array([2.0, 3.0]))
    one = np.float32(1)
    style = strokes.Style(np.zeros((2, 3), np.float32), np.zeros(1, np.float32), np.zeros(3, np.float32), one, one, one,
                          one, one, np.zeros((2, 3), np.float32), one, one, one, False,
                          np.array([-6.0, -6.0, 6.0, 6.0]))
    texels, places, color = np.zeros((4, 4), np.uint8), np.zeros(24, np.int32), np.zeros(3, np.float32)
    fill.fill_gray(picture, 12.0, -12.0, polygons)
    fill.fill_values(floats, 12.0, -12.0, polygons, one)
    fill.to_probabilities(floats)
    strokes.mix_regions(floats, floats.copy(), floats.copy(), 12.0, -12.0, pieces, np.ones(1, np.float32))
    none = np.zeros((0, 0, 0), np.float32)
    strokes.stroke(picture, 12.0, -12.0, lines, style, none)
    strokes.cover(floats, 12.0, -12.0, lines, style, none)
    few, ink = np.zeros((1, 4), np.float32), np.ones((1, 5), np.float32)
    segments.draw_segments(np.zeros((4, 4, 3), np.uint8), few, ink, one)
    colors.paint_target(picture, texels, places, places)
    colors.paint_errors(picture, floats, texels, places, places, color, color, color)
    colors.paint_activations(picture, floats, color, np.float32(0), one)
    colors.paint_signed(picture, floats, color, color, color)
    colors.paint_regions(picture, floats, floats, floats, np.zeros(1, np.float32), np.zeros(1, np.int32))


def everything() -> None:
    """Both, and one picture of each field, as they will be drawn."""
    from .painter import Painter

    clipping()
    painting()
    network = NetworkSpec((2, 2))
    painter = Painter(network, load_target())
    painter.set_parameters(initialise(network, 0))
    view = View(neurons=frozenset(network.neurons), highlighted=(2, 1))
    for field in ("probability", "target", "error", "regions", "2:1", "1:1"):
        painter.paint(replace(view, field=field), SIZE)
    painter.values(view, SIZE)
    painter.paint(View(), SIZE, less=(painter.field_values(View(), SIZE), 1.0))


def evaluating() -> None:
    """What networks without cells are evaluated with, in blocks of pixels. It compiles while the others are in use."""
    from .painter import Painter

    for head in ("classes:2", "classes:3"):
        network = NetworkSpec.parse("2,2", "tanh", head)
        painter = Painter(network, load_target())
        painter.set_parameters(initialise(network, 0))
        view = View(neurons=frozenset(network.neurons), highlighted=(2, 1))
        for field in ("probability", "2:1"):
            painter.paint(replace(view, field=field), SIZE)
        painter.values(view, SIZE)


if __name__ == "__main__":
    {"clipping": clipping, "painting": painting}.get(sys.argv[1] if len(sys.argv) > 1 else "", everything)()
