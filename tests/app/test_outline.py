"""The region's outline as imgui is given it: its library has swapped arguments of its drawing functions before, and
draws nothing, without a word, where two of them are the other way round."""

from collections.abc import Iterator

import numpy as np
import pytest
from imgui_bundle import ImVec2, imgui

from ginn_gl.app.panels.over_picture.region import draw_outline
from ginn_gl.app.state import State
from ginn_gl.app.state.library import Library
from ginn_gl.app.state.picture import Picture
from ginn_gl.app.state.pointer import Cursor, Pointer
from ginn_gl.app.state.settings import Settings
from ginn_gl.config import View
from ginn_gl.render import point_to_pixel
from ginn_gl.store import Run

CORNER, SIDE = 50, 400  # of the picture, in pixels
STROKES = 2             # a shadow, and over it the line
MITRE = 16              # pixels by which the line goes beyond a sharp corner, at most


@pytest.fixture
def frame() -> Iterator[None]:
    """A frame of imgui without a window of the system."""
    context = imgui.create_context()
    io = imgui.get_io()
    io.display_size = ImVec2(640, 480)
    io.backend_flags |= imgui.BackendFlags_.renderer_has_textures
    io.set_ini_filename("")
    imgui.new_frame()
    imgui.set_next_window_pos(ImVec2(0, 0))
    imgui.set_next_window_size(io.display_size)
    imgui.begin("picture")
    yield
    imgui.end()
    imgui.end_frame()
    imgui.destroy_context(context)


def test_the_outline_has_vertices_and_they_lie_along_the_region(frame, run_file):
    with Run(run_file) as run:
        state = State(Library([], []), settings=Settings(outline_region=True),
                      pointer=Pointer(Cursor(0.5, 0.5, 0.5, None, 0, 0, [0.5])))
        drawn = imgui.get_window_draw_list().vtx_buffer
        before = drawn.size()
        draw_outline(state, [Picture(run, 100, 0.5, run.parameters(-1), View())],
                     [(ImVec2(CORNER, CORNER), ImVec2(SIDE, SIDE))])
        places = np.array([(drawn[i].pos.x, drawn[i].pos.y) for i in range(before, drawn.size())])
    corners = CORNER + np.stack(point_to_pixel(View(), (SIDE, SIDE), 1.0, state.pointer.region.polygon.T), axis=1)
    assert len(places) >= STROKES * 2 * len(corners)
    for outermost in (np.min, np.max):
        assert np.abs(outermost(places, axis=0) - outermost(corners, axis=0)).max() < MITRE
