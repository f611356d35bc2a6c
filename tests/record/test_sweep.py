"""A sweep's frames are the renderer's pictures of the right checkpoints."""

import av
import numpy as np
import pytest
from PIL import Image

from ginn_gl.config import View
from ginn_gl.errors import GinnError
from ginn_gl.record import capture, sweep
from ginn_gl.record.sweep import sweep_positions
from ginn_gl.render import render
from ginn_gl.store import Run

SIZE = (70, 51)
VIEW = View(neurons=frozenset({(1, 1), (1, 5), (2, 3)}), zoom=1.5, center=(0.4, 0.6))


def test_an_even_pace_by_checkpoint():
    assert sweep_positions(0, 1999, 2000).tolist() == list(range(2000))
    assert sweep_positions(3, 7, 3).tolist() == [3, 5, 7]
    assert sweep_positions(7, 3, 5).tolist() == [7, 6, 5, 4, 3]
    assert sweep_positions(2, 2, 3).tolist() == [2, 2, 2]
    assert sweep_positions(2, 9, 1).tolist() == [2]


def decode(path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def test_frames_are_those_of_render(run_file, tmp_path):
    path = tmp_path / "sweep.mp4"
    with Run(run_file) as run:
        sweep(run, path, VIEW, SIZE, first=20, last=80, seconds=0.4, fps=10)
        frames = decode(path)
        for frame, step in zip(frames, (20, 40, 60, 80), strict=True):
            # The codec halves the resolution of colour, which thin coloured lines feel most.
            assert np.abs(frame[:SIZE[1]].astype(int) - render(run, step, SIZE, VIEW)).mean() < 4


def test_gif_frames_are_those_of_render(run_file, tmp_path):
    with Run(run_file) as run:
        sweep(run, tmp_path / "sweep.gif", VIEW, SIZE, seconds=0.6, fps=10)
        with Image.open(tmp_path / "sweep.gif") as image:
            assert image.n_frames == 6
            for k, step in enumerate(range(0, 101, 20)):
                image.seek(k)
                frame = np.asarray(image.convert("RGB")).astype(int)
                assert np.abs(frame - render(run, step, SIZE, VIEW)).max() <= 8


def test_two_calls_give_the_same_file(run_file, tmp_path):
    with Run(run_file) as run:
        for name in ("a.mp4", "b.mp4"):
            sweep(run, tmp_path / name, VIEW, SIZE, seconds=0.5, fps=12)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_steps_outside_the_run_are_refused(run_file, tmp_path):
    with Run(run_file) as run, pytest.raises(GinnError, match="step 101 is not in"):
        sweep(run, tmp_path / "sweep.mp4", VIEW, SIZE, last=101)
    assert not (tmp_path / "sweep.mp4").exists()


def test_without_a_display_the_last_frame_and_the_whole_sweep_are_kept(run_file, tmp_path, monkeypatch):
    monkeypatch.setattr("ginn_gl.record.headless.SECONDS", 0.2)
    with Run(run_file) as run:
        picture, video = capture(run, tmp_path / "captures")
        assert np.array_equal(np.asarray(Image.open(picture)), render(run))
        frames = decode(video)
        assert len(frames) == 6
        for frame, step in ((frames[0], 0), (frames[-1], 100)):
            assert np.abs(frame.astype(int) - render(run, step)).mean() < 4
