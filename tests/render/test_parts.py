"""A picture drawn in parts has the very pixels that it has in one."""

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, View
from ginn_gl.render.parts import Part, parts
from ginn_gl.render.pixels import renderer as renderer_module

from .reference import folded_network

NETWORK = NetworkSpec((12, 8))
PARAMETERS = folded_network(NETWORK, 5)


@pytest.mark.parametrize("size, tile_side, longest", [
    ((100, 70), 7, 30), ((7680, 4320), 270, 4096), ((5, 300), 19, 19)])
def test_parts_cover_the_picture_once_and_meet_where_tiles_do(size, tile_side, longest):
    covered = np.zeros((size[1], size[0]), int)
    for part in parts(size, tile_side, longest):
        covered[part.top:part.top + part.height, part.left:part.left + part.width] += 1
        assert part.left % tile_side == part.top % tile_side == 0
        assert max(part.size) <= longest
    assert (covered == 1).all()


@pytest.mark.parametrize("view", [
    View(neurons=frozenset(NETWORK.neurons), line_width=3),
    View(neurons=frozenset(NETWORK.neurons), zoom=900, center=(0.3378, 0.7838), highlighted=(2, 1)),
    View("target", zoom=1.3, center=(0.9, 0.1)),
    View("2:4", neurons=frozenset(NETWORK.neurons), zoom=0.6, beyond=True),
])
def test_the_same_pixels(drawing, monkeypatch, view):
    size = (331, 253)
    by_pixels = drawing("pixels", NETWORK, PARAMETERS)
    picture, values = by_pixels.read(view, size), by_pixels.values(view, size)
    monkeypatch.setattr(renderer_module, "LONGEST", 100)
    assert len(by_pixels._parts(size)) == 12
    assert (by_pixels.read(view, size) == picture).all()
    assert (by_pixels.values(view, size) == values).all()
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 2

    by_cells = drawing("cells", NETWORK, PARAMETERS)
    whole, part = by_cells.paint(view, size), Part(70, 41, 128, 96)
    painted = by_cells.paint(view, size, part=part).view(np.uint8)
    expected = np.ascontiguousarray(whole[41:137, 70:198]).view(np.uint8)
    assert np.abs(painted.astype(int) - expected).max() <= 1
