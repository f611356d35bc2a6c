"""What a picture shows, and what the renderer leaves as it was."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

import ginn_gl
from ginn_gl.config import NetworkSpec, View
from ginn_gl.errors import GinnError
from ginn_gl.network import evaluate, initialise
from ginn_gl.render import field_values, pixel_to_point, point_to_pixel
from ginn_gl.render.palette import background, highlight_color, layer_color
from ginn_gl.render.pixels import PixelRenderer
from ginn_gl.render.pixels.context import is_software
from ginn_gl.store import Run
from ginn_gl.target import Target, load_target, pixel_centers

from .reference import WAYS

NETWORK = NetworkSpec()
PARAMETERS = initialise(NETWORK, 1)


@pytest.fixture(params=WAYS)
def way(request) -> str:
    return request.param


@pytest.fixture
def renderer(drawing, way):
    return drawing(way, NETWORK, PARAMETERS)


def test_mouse_and_shader_share_one_mapping():
    view = View(center=(0.3, 0.7), zoom=5)
    point = pixel_to_point(view, (640, 480), 1.5, (100, 50))
    assert point_to_pixel(view, (640, 480), 1.5, point) == pytest.approx((100, 50))
    assert pixel_to_point(View(), (400, 400), 1.0, (0, 400)) == pytest.approx((0, 1))
    # A target three times as wide as high fits by its width.
    assert pixel_to_point(View(), (600, 600), 3.0, (0, 300)) == pytest.approx((0, 0.5))
    assert pixel_to_point(View(), (600, 600), 3.0, (300, 200)) == pytest.approx((0.5, 0))


def test_values_lie_at_the_targets_pixel_centres(run_file):
    with Run(run_file) as run:
        drawn = field_values(run, step=40)
        expected = evaluate(run.parameters(2), run.network, pixel_centers(200, 200)).probability
    assert drawn.shape == (200, 200) and drawn.dtype == np.float32
    assert np.abs(drawn.ravel() - expected).max() < 1e-5


def test_target_is_drawn_the_right_way_up_whatever_its_shape(drawing, way):
    pixels = np.zeros((20, 60), np.uint8)
    pixels[:5, :10] = 1
    renderer = drawing(way, NETWORK, PARAMETERS, Target("corner", pixels))
    picture = renderer.read(View(field="target"), (180, 60))
    assert (picture == 255 * np.kron(pixels, np.ones((3, 3), np.uint8))[:, :, None]).all()


def test_error_is_probability_less_target(renderer):
    size = (200, 200)
    probability = renderer.values(View(), size)[..., 0]
    error = renderer.values(View(field="error"), size)[..., 0]
    assert np.allclose(error, probability - load_target().pixels, atol=1e-6)


def test_activation_of_one_neuron(renderer):
    drawn = renderer.values(View(field="2:7"), (50, 50))[..., 0]
    z = evaluate(PARAMETERS, NETWORK, pixel_centers(50, 50)).preactivations[1][:, 6]
    assert np.abs(drawn.ravel() - np.maximum(z, 0)).max() < 1e-5
    with pytest.raises(GinnError, match="4:1"):
        renderer.read(View(field="4:1"), (50, 50))


def test_outside_the_square_is_background_unless_beyond(renderer):
    size = (300, 100)
    within = renderer.read(View(neurons=frozenset(NETWORK.neurons)), size)
    assert np.abs(within[:, :98] / 255 - background()).max() < 0.01
    beyond = renderer.read(View(neurons=frozenset(NETWORK.neurons), beyond=True), size)
    assert (within[:, 102:198] == beyond[:, 102:198]).all()
    assert len(np.unique(beyond[:, :98].reshape(-1, 3), axis=0)) > 10


def test_what_the_square_leaves_free_is_not_left_from_the_picture_before(renderer):
    size = (120, 90)
    away = View(center=(5.0, 5.0), neurons=frozenset(NETWORK.neurons))
    renderer.read(View(), size)
    assert np.abs(renderer.read(away, size) / 255 - background()).max() < 0.01
    zoomed = View(center=(1.0, 0.2), zoom=3.0)
    values, picture = renderer.values(zoomed, size)[..., 0], renderer.read(zoomed, size)
    assert np.abs(values[:, :58] * 255 - picture[:, :58, 0]).max() < 1
    assert np.abs(picture[:, 62:] / 255 - background()).max() < 0.01


def test_a_boundary_keeps_its_width_at_any_zoom(drawing, way):
    network = NetworkSpec((1,))
    parameters = np.array([1, 0, -0.5, 1, 0, 0, 0], np.float32)  # switches at x = 0.5
    renderer = drawing(way, network, parameters)
    for zoom in (1, 10, 1000):
        for width in (1, 3, 8):
            view = View(neurons=frozenset({(1, 1)}), zoom=zoom, line_width=width)
            coverage = renderer.values(view, (101, 101))[..., 1]
            assert coverage.sum(axis=1) == pytest.approx(width, abs=0.01)


def test_the_highlighted_boundary_is_thicker_and_needs_no_selection(renderer):
    view = View(neurons=frozenset({(1, 2)}))
    plain = renderer.values(view, (200, 200))[..., 1].sum()
    marked = renderer.values(replace(view, highlighted=(1, 2)), (200, 200))[..., 1].sum()
    alone = renderer.values(View(highlighted=(1, 2)), (200, 200))[..., 1].sum()
    assert plain > 50 and marked > 2 * plain and alone == pytest.approx(marked)


def test_colours_of_lines(drawing, way):
    """At a line's middle it has its layer's colour, on white as on black; highlighted, a darker one in a
    light edge."""
    network = NetworkSpec((1,))
    renderer = drawing(way, network, np.zeros(7, np.float32))
    for white in (-9, 9):
        # Switches at x = 0.5.
        renderer.set_parameters(np.array([1, 0, -0.5, 0, 0, -white, white], np.float32))
        row = renderer.read(View(neurons=frozenset({(1, 1)}), line_width=3), (101, 9))[4] / 255
        assert row[50] == pytest.approx(layer_color(1), abs=0.01)
        row = renderer.read(View(highlighted=(1, 1), line_width=2), (101, 9))[4] / 255
        assert row[50] == pytest.approx(highlight_color(1), abs=0.01)
        assert row[53].min() > 0.9


def test_parameters_from_a_texture_draw_the_same_picture(context, monkeypatch):
    view, size = View(neurons=frozenset(NETWORK.neurons)), (120, 120)
    pictures = []
    monkeypatch.setitem(context.info, "GL_RENDERER", "a GPU")
    for block_size in (65536, 16):
        monkeypatch.setitem(context.info, "GL_MAX_UNIFORM_BLOCK_SIZE", block_size)
        renderer = PixelRenderer(context, NETWORK, load_target())
        renderer.set_parameters(PARAMETERS)
        pictures.append(renderer.read(view, size).astype(int))
    assert np.abs(pictures[0] - pictures[1]).max() <= 1


def test_a_network_too_wide_for_a_uniform_block(drawing, way):
    network = NetworkSpec((256, 256))
    parameters = initialise(network, 1)
    drawn = drawing(way, network, parameters).values(View(), (20, 20))[..., 0].ravel()
    assert np.abs(drawn - evaluate(parameters, network, pixel_centers(20, 20)).probability).max() < 1e-4


def test_the_framebuffer_in_use_stays_in_use(context, drawing):
    renderer = drawing("pixels", NETWORK, PARAMETERS)
    other = context.simple_framebuffer((30, 40))
    other.use()
    renderer.draw(View(), (50, 50))
    assert context.detect_framebuffer().glo == other.glo
    assert context.viewport == (0, 0, 30, 40)


def test_render_draws_a_step_with_all_boundaries(run_file):
    with Run(run_file) as run:
        picture = ginn_gl.render(run, step=60, size=(90, 80))
        with pytest.raises(GinnError, match="step 101"):
            ginn_gl.render(run, step=101)
    assert picture.shape == (80, 90, 3) and picture.dtype == np.uint8
    colourful = picture.max(axis=2).astype(int) - picture.min(axis=2)
    assert (colourful > 60).sum() > 100


def test_opengl_older_than_3_3_is_refused_in_one_line(context):
    if not is_software(context):
        pytest.skip("only Mesa can be told to offer less")
    code = "from ginn_gl.render.pixels.context import headless_context; headless_context()"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                           env=os.environ | {"MESA_GL_VERSION_OVERRIDE": "3.1"})
    assert "GinnError: OpenGL 3.3 is needed" in ended.stderr.splitlines()[-1]


def test_drawing_in_a_process_where_another_context_has_drawn():
    code = """
import moderngl
other = moderngl.create_standalone_context(backend="egl")
other.simple_framebuffer((8, 8)).clear()
other.finish()
from ginn_gl.render.pixels.context import headless_context
headless_context()
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_torch_trains_in_a_process_that_has_drawn():
    code = """
from ginn_gl.render.pixels.context import headless_context
headless_context().simple_framebuffer((8, 8)).clear()
import torch
torch.optim.Adam([torch.nn.Parameter(torch.zeros(1))])
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
