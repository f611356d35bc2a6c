"""What a window and a recording paint under time: the same pictures as files have, or none that takes too long."""

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, View
from ginn_gl.render.cells import Painter, staging
from ginn_gl.render.cells.painter import as_bytes
from ginn_gl.render.filming import FilmPainter
from ginn_gl.render.ground import Ground
from ginn_gl.render.preparing import ready_painter
from ginn_gl.target import load_target

from .reference import folded_network

NETWORK = NetworkSpec((12, 8))
PARAMETERS = folded_network(NETWORK, 5)
TARGET = load_target()
SIZE = (331, 253)
VIEWS = [View(neurons=frozenset(NETWORK.neurons), highlighted=(2, 1)), View("regions"), View("error", zoom=900),
         View("2:4", neurons=frozenset(NETWORK.neurons), zoom=0.6, beyond=True)]


def differing(one: np.ndarray, other: np.ndarray) -> float:
    """The share of pixels that differ by more than rounding does."""
    return (np.abs(one.astype(int) - other).max(axis=2) > 1).mean()


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_clipped_by_several_threads_is_the_same(monkeypatch, view):
    painter = Painter(NETWORK, TARGET, threads=2)
    painter.set_parameters(PARAMETERS)
    whole = painter.read(view, SIZE)
    monkeypatch.setattr(staging, "MANY", 1)
    bands, together = [], staging.together
    monkeypatch.setattr(staging, "together", lambda parts: bands.append(len(parts)) or together(parts))
    in_a_hurry = as_bytes(painter.paint(view, SIZE, most=100_000))[:, :, :3]
    assert bands == [staging.BANDS]
    assert differing(in_a_hurry, whole) == 0


@pytest.mark.parametrize("view", VIEWS)
def test_a_film_has_the_pictures_of_files(view):
    kind = ready_painter(wait=True)
    assert kind
    painter = kind(NETWORK, TARGET)
    painter.set_parameters(PARAMETERS)
    frame = FilmPainter(NETWORK, Ground.of(TARGET)).paint((PARAMETERS,), view, SIZE)
    assert (frame[:, :, :3] == painter.read(view, SIZE)).all() and (frame[:, :, 3] == 255).all()


def test_a_film_of_too_many_cells_is_a_sketch_of_its_size():
    wide = NetworkSpec((200, 200))
    frame = FilmPainter(wide, Ground.of(TARGET)).paint((folded_network(wide, 1),), View(), SIZE)
    assert frame.shape == (*SIZE[::-1], 4)
