"""A sweep's frames are the renderer's pictures of the right checkpoints, however they are encoded."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from ginn_gl.config import View
from ginn_gl.errors import GinnError
from ginn_gl.record import Sweep, capture, record_sweep
from ginn_gl.record.files import written_whole
from ginn_gl.record.journey import between
from ginn_gl.record.sweep import frames, sweep_positions
from ginn_gl.render import point_to_pixel, render
from ginn_gl.store import Run

from .decoding import decode

SIZE = (70, 52)
VIEW = View(neurons=frozenset({(1, 1), (1, 5), (2, 3)}), zoom=1.5, center=(0.4, 0.6))
SWEEP = Sweep(VIEW, SIZE, seconds=0.6, fps=10)


def test_paces():
    steps = np.array([0, 1, 2, 4, 8, 100])
    assert sweep_positions(steps, 0, 100, 6, "checkpoint").tolist() == [0, 1, 2, 3, 4, 5]
    assert sweep_positions(steps, 5, 100, 3, "checkpoint").tolist() == [3, 4, 5]
    assert sweep_positions(steps, 100, 0, 3, "checkpoint").tolist() == [5, 2, 0]
    assert sweep_positions(steps, 0, 100, 5, "step").tolist() == [0, 4, 4, 4, 5]
    assert sweep_positions(steps, 0, 8, 9, "step").tolist() == [0, 1, 2, 2, 3, 3, 3, 3, 4]
    # 1 + step is 1, 3.17, 10.05, 31.9, 101.
    assert sweep_positions(steps, 0, 100, 5, "log").tolist() == [0, 2, 4, 4, 5]
    for pace in ("checkpoint", "step", "log"):
        assert sweep_positions(steps, 4, 8, 1, pace).tolist() == [3]
        assert sweep_positions(steps, 4, 4, 2, pace).tolist() == [3, 3]


@pytest.mark.parametrize("zoom", [60.0, 1.5, 1.5 + 1e-9, 0.5])
def test_a_journey_is_one_movement(zoom):
    """Between two views the plane is stretched about one point, by equal factors, or moves evenly."""
    views = [between(VIEW, (0.7, 0.3), zoom, part) for part in (0, 0.25, 0.5, 0.75, 1)]
    assert views[0].center == pytest.approx(VIEW.center) and views[-1].center == pytest.approx((0.7, 0.3))
    assert [view.zoom / VIEW.zoom for view in views] == pytest.approx([(zoom / VIEW.zoom) ** (k / 4) for k in range(5)])
    origin = np.array([point_to_pixel(view, (100, 100), 1.0, (0, 0)) for view in views])
    moved = np.diff(origin, axis=0)
    # In a stretch each movement is the one before it times the factor; along one line.
    factor = (zoom / VIEW.zoom) ** 0.25
    assert moved[1:] == pytest.approx(moved[:-1] * factor, rel=1e-5, abs=1e-5)


def test_frames_are_those_of_render(run_file):
    end = replace(VIEW, center=(0.1, 0.2), zoom=9.0)
    sweep = replace(SWEEP, first=20, last=80, seconds=0.4, to_center=end.center, to_zoom=end.zoom)
    with Run(run_file) as run:
        drawn = list(frames(run, sweep))
        assert len(drawn) == 4
        assert (drawn[0] == render(run, 20, SIZE, VIEW)).all()
        assert np.abs(drawn[-1].astype(int) - render(run, 80, SIZE, end)).max() <= 1
        assert (drawn[1] == render(run, 40, SIZE, sweep.view_at(1 / 3))).all()
    assert VIEW.zoom < sweep.view_at(1 / 3).zoom < end.zoom


def test_a_caption_is_in_the_lower_left_corner_and_tells_steps_apart(run_file):
    with Run(run_file) as run:
        plain, said = (list(frames(run, replace(SWEEP, size=(300, 200), caption=caption))) for caption in (False, True))
    changed = np.stack([(a != b).any(axis=2) for a, b in zip(plain, said)])
    assert changed[:, 170:190, 10:100].mean() > 0.9
    changed[:, 165:195, 5:170] = False
    assert not changed.any()
    corners = [frame[165:195, 5:170].tobytes() for frame in said]
    assert len(set(corners)) == len(said)


@pytest.mark.parametrize("name, loss", [("a.mp4", 4), ("a.webm", 5), ("a.gif", 2), ("%03d.png", 0)])
def test_files_hold_these_frames(run_file, tmp_path, name, loss):
    with Run(run_file) as run:
        assert record_sweep(run, tmp_path / name, SWEEP) == 6
        expected = list(frames(run, SWEEP))
    if name == "%03d.png":
        found = [np.asarray(Image.open(path)) for path in sorted(tmp_path.glob("*.png"))]
    else:
        about, found = decode(tmp_path / name)
        assert about["size"] == SIZE and about["fps"] == 10
        assert about["duration"] == pytest.approx(0.6, abs=0.01)
    for frame, wanted in zip(found, expected, strict=True):
        # Codecs halve the resolution of colour, which thin coloured lines feel most.
        assert np.abs(frame.astype(int) - wanted).mean() <= loss


@pytest.mark.parametrize("suffix", ["mp4", "webm", "gif"])
def test_two_calls_give_the_same_file(run_file, tmp_path, suffix):
    with Run(run_file) as run:
        for name in ("a", "b"):
            record_sweep(run, tmp_path / f"{name}.{suffix}", replace(SWEEP, to_zoom=3.0))
    assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


def test_steps_outside_the_run_are_refused(run_file, tmp_path):
    with Run(run_file) as run:
        for pace in ("checkpoint", "log"):
            with pytest.raises(GinnError, match="step 101 is not in"):
                record_sweep(run, tmp_path / "sweep.mp4", replace(SWEEP, last=101, pace=pace))
    assert not (tmp_path / "sweep.mp4").exists()


def test_without_a_display_the_last_frame_and_the_whole_sweep_are_kept(run_file, tmp_path, monkeypatch):
    monkeypatch.setattr("ginn_gl.record.headless.SECONDS", 0.2)
    with Run(run_file) as run:
        picture, video = capture(run, tmp_path / "captures")
        assert np.array_equal(np.asarray(Image.open(picture)), render(run))
        _, decoded = decode(video)
        assert len(decoded) == 6
        for frame, step in ((decoded[0], 0), (decoded[-1], 100)):
            assert np.abs(frame.astype(int) - render(run, step)).mean() < 4


def test_a_reader_of_the_progress_that_has_gone_is_not_the_files_fault(tmp_path):
    with pytest.raises(BrokenPipeError), written_whole(tmp_path / "film.mp4"):
        raise BrokenPipeError
    assert not list(tmp_path.iterdir())
