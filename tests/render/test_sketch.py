"""What there is before the whole picture is: sketches, and pictures that are refined tile by tile."""

import time

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, View
from ginn_gl.heads import Head
from ginn_gl.network import initialise
from ginn_gl.render import refining, renderer
from ginn_gl.render.cells import Painter
from ginn_gl.render.ground import Ground
from ginn_gl.render.preparing import ready_painter
from ginn_gl.render.refining import Refinement
from ginn_gl.render.sketch import sketch
from ginn_gl.target import load_target

from .reference import folded_network

NETWORK = NetworkSpec((12, 8))
PARAMETERS = folded_network(NETWORK, 5)
ALL = frozenset(NETWORK.neurons)
SIZE = (190, 160)  # so few pixels that each is evaluated
VIEWS = {"probability": View(), "target": View("target"), "error": View("error"), "regions": View("regions"),
         "activation": View("2:3"), "beyond": View(beyond=True, zoom=0.6), "lines": View(neurons=ALL),
         "highlighted": View(neurons=ALL, highlighted=(1, 2), zoom=3, center=(0.4, 0.6))}


def painter() -> Painter:
    made = Painter(NETWORK, load_target())
    made.set_parameters(PARAMETERS)
    return made


def levels(picture: np.ndarray) -> np.ndarray:
    """A packed (H, W) picture as (H, W, 3) int."""
    return picture.view(np.uint8).reshape(*picture.shape, 4)[:, :, :3].astype(int)


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_a_sketch_is_the_picture_but_near_folds(view):
    drawn = levels(sketch(NETWORK, PARAMETERS, load_target(), view, SIZE))
    difference = np.abs(drawn - levels(painter().paint(view, SIZE))).max(axis=2)
    few = 0.12 if view.field == "regions" else 0.04 if view.neurons else 1e-3
    assert (difference > 2).mean() < few and len(np.unique(drawn)) > 1


@pytest.mark.parametrize("activations, head", [("tanh", "classes:3"), ("leaky_relu", "classes:4"), ("gelu", "value"),
                                               ("hardtanh", "value:-1,1"), ("sine", "rgb"), ("elu", "logit")])
def test_a_sketch_of_any_network_has_its_colours_and_contours(activations, head):
    network = NetworkSpec.parse("6,5", activations, head)
    parameters, ground, view = 4.0 * initialise(network, 3), Ground(1.0), View()
    whole = Painter(network, ground)
    whole.set_parameters(parameters)
    drawn, painted = levels(sketch(network, parameters, ground, view, SIZE)), levels(whole.paint(view, SIZE))
    different = np.abs(drawn - painted).max(axis=2)
    assert np.median(different) <= 1 and (different > 40).mean() < 0.02 and len(np.unique(drawn)) > 1


def test_a_sketch_of_a_large_network_is_small_and_quick():
    network = NetworkSpec((256,) * 8)
    view, parameters = View(neurons=frozenset(network.neurons)), initialise(network, 0)
    sketch(network, parameters, load_target(), view, (1280, 800))
    began = time.process_time()
    drawn = sketch(network, parameters, load_target(), view, (1280, 800))
    assert time.process_time() - began < 2
    assert 200 < drawn.size < 1000 and abs(drawn.shape[1] / drawn.shape[0] - 1.6) < 0.1


@pytest.mark.parametrize("most, tile_most", [(10, 20), (10, 10**6), (10**6, 20)])
def test_tile_by_tile_the_picture_becomes_the_one_that_is_painted_at_once(monkeypatch, most, tile_most):
    monkeypatch.setattr(refining, "MOST", tile_most)
    size, view = (300, 270), VIEWS["highlighted"]
    sketched = sketch(NETWORK, PARAMETERS, load_target(), view, size)
    refinement = Refinement(painter(), view, size, sketched, most)
    end = time.monotonic() + 30
    while not refinement.finished:
        assert time.monotonic() < end
        time.sleep(0.01)
    assert refinement.fits == (most > 10)
    assert np.abs(levels(refinement.picture) - levels(painter().paint(view, size))).max() <= 1


def test_nothing_is_begun_for_a_picture_that_is_no_longer_wanted(monkeypatch):
    painted, one = [], painter()
    paint = one.paint

    def slowly(*arguments, **how):
        painted.append(how.get("part"))
        time.sleep(0.05)
        return paint(*arguments, **how)

    monkeypatch.setattr(one, "paint", slowly)
    refinement = Refinement(one, View(), (900, 900), np.zeros((9, 9), np.int32), most=1)
    while not painted:
        time.sleep(0.001)
    refinement.cancel()
    time.sleep(0.2)
    count = len(painted)
    time.sleep(0.2)
    assert len(painted) == count < 10 and not refinement.finished


def test_what_moves_is_sketched_and_refined_once_it_is_still(context, monkeypatch):
    begun = []
    monkeypatch.setattr(renderer, "MOST_CELLS", 5)
    monkeypatch.setattr(renderer, "Refinement", lambda *how: begun.append(how[1]) or Refinement(*how))
    ready_painter(wait=True)
    drawing = renderer.Renderer(context, NETWORK, Ground(1.0))
    drawing.set_parameters(PARAMETERS)
    for place in (0.2, 0.3, 0.4):
        drawing.draw(View(center=(place, 0.5)), SIZE)
        assert not begun and not drawing.is_final
    end = time.monotonic() + 30
    while not drawing.is_final:
        assert time.monotonic() < end
        drawing.draw(View(center=(0.4, 0.5)), SIZE)
    assert [view.center for view in begun] == [(0.4, 0.5)]
    drawing.release()


def test_the_sketch_of_a_wide_network_has_no_lines_and_is_finer_for_that():
    network = NetworkSpec((512, 512), head=Head("classes", 10))
    parameters, size = initialise(network, 0), (900, 600)
    drawn = sketch(network, parameters, Ground(1.0), View(neurons=frozenset(network.neurons)), size)
    assert (drawn == sketch(network, parameters, Ground(1.0), View(), size)).all()
    assert drawn.size > 400
