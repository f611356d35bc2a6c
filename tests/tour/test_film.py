"""Files of stops: frames are the renderer's pictures of the right steps, and two runs stand side by side."""

from dataclasses import replace

import av
import numpy as np
import pytest
from PIL import Image

from ginn_gl.config import View
from ginn_gl.errors import GinnError
from ginn_gl.render import render
from ginn_gl.store import Run
from ginn_gl.tour import Stop
from ginn_gl.tour import film as film_module
from ginn_gl.tour.film import GAP, film

VIEW = View(neurons=frozenset({(1, 1), (2, 3)}), line_width=2.0)


@pytest.fixture
def stop(run_file, monkeypatch) -> Stop:
    monkeypatch.setattr(film_module, "SIDE", 200)
    return Stop("some-stop", "Some stop", "It says so.", run_file, 20, 80, VIEW, seconds=0.2)


def test_a_still(stop, tmp_path):
    path = film(replace(stop, first=80, suffix=".png"), tmp_path / "new folder")
    assert path == tmp_path / "new folder" / "some-stop.png"
    with Run(stop.run) as run:
        differs = (np.asarray(Image.open(path)) != render(run, 80, (400, 400), VIEW)).any(axis=2)
    assert differs[:50, :130].mean() > 0.1 < differs[-50:, :200].mean(), "title, and step and loss"
    assert not differs[50:-50].any() and not differs[:, 300:].any()


def test_two_runs_side_by_side_from_first_to_last_step_and_a_while_more(stop, tmp_path):
    path = film(replace(stop, beside=stop.run), tmp_path)
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert len(frames) == 4 + 30
    with Run(stop.run) as run:
        for frame, step in ((frames[0], 20), (frames[3], 80), (frames[-1], 80)):
            picture = render(run, step, (160, 160), VIEW)
            for half in (frame[:, :160], frame[:, 160 + GAP:]):
                assert np.abs(half.astype(int) - picture)[40:120].mean() < 5
                assert np.abs(half.astype(int) - picture)[120:].mean() > 10, "step and loss"


def test_a_gif(stop, tmp_path):
    with Image.open(film(replace(stop, suffix=".gif"), tmp_path)) as image:
        assert image.size == (200, 200) and image.n_frames == 34


def test_nothing_is_left_where_it_cannot_be_written(stop, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(GinnError, match="cannot be written"):
        film(stop, tmp_path / "file")
