"""`ginn-gl render`: pictures, figures and videos."""

import re
import signal
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from ginn_gl.config import View
from ginn_gl.render import render
from ginn_gl.store import Run

from ..record.decoding import decode
from .running import WITHOUT_DISPLAY


def test_render_draws_what_was_asked_for(ginn_gl, run_file, tmp_path):
    ran = ginn_gl("render", run_file, "a.png", "--step=60", "--size=50x40", "--field=error",
                  "--neurons=1:*,3:2", "--center=0.4,0.7", "--zoom=2", "--line-width=3", "--beyond")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "a.png\n", "")
    neurons = frozenset({(1, n) for n in range(1, 17)} | {(3, 2)})
    asked = View("error", neurons, None, (0.4, 0.7), 2.0, 3.0, True)
    with Run(run_file) as run:
        assert np.array_equal(np.asarray(Image.open(tmp_path / "a.png")), render(run, 60, (50, 40), asked))


@pytest.mark.parametrize(("options", "width"), [
    (["--size=800x800"], 1.5), (["--size=4000x4000"], 7.5), (["--size=4000x4000", "--line-width=1.5"], 1.5)])
def test_a_poster_has_lines_and_no_hairs(ginn_gl, run_file, tmp_path, options, width):
    assert ginn_gl("render", run_file, "a.svg", "--field=none", *options).returncode == 0
    found = set(re.findall(r'stroke-width="([^"]+)"', (tmp_path / "a.svg").read_text()))
    assert width in {float(text) for text in found}


def test_render_writes_raw_fields(ginn_gl, run_file, tmp_path):
    assert ginn_gl("render", run_file, "a.npy", "--field=target").returncode == 0
    field = np.load(tmp_path / "a.npy")
    with Run(run_file) as run:
        assert field.dtype == np.float32 and np.array_equal(field, run.target.pixels)


@pytest.mark.parametrize("name, begins", [("a.svg", b"<?xml"), ("a.PDF", b"%PDF")])
def test_render_makes_figures(ginn_gl, run_file, tmp_path, name, begins):
    ran = ginn_gl("render", run_file, name, "--step=60", "--size=50x40", "--neurons=2:*", "--caption", "--legend")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"{name}\n", "")
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize("name", ["a.png", "a.svg", "a.pdf", "a%d.png"])
def test_render_draws_lines_alone(ginn_gl, run_file, tmp_path, name):
    ran = ginn_gl("render", run_file, name, "--size=60x40", "--field=none", *["--seconds=0.1"][:name == "a%d.png"])
    assert (ran.returncode, ran.stderr) == (0, "")
    path = tmp_path / name.replace("%d", "1")
    if path.suffix == ".png":
        assert np.asarray(Image.open(path))[20, 2].tolist() == [255, 255, 255]
    else:
        assert b"image" not in path.read_bytes().replace(b"/ImageB /ImageC /ImageI", b"").lower()


@pytest.mark.parametrize("name", ["a.gif", "a.mp4", "a.webm", "a%d.png"])
def test_render_records_videos(ginn_gl, run_file, tmp_path, name):
    ran = ginn_gl("render", run_file, name, "--size=32x32", "--from=20", "--to=60", "--seconds=0.5",
                  "--fps=10", "--pace=log", "--to-zoom=4", "--to-center=0.2,0.3", "--caption")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"{name}\n", "")
    assert (tmp_path / name.replace("%d", "5")).stat().st_size > 500


def test_a_gif_is_small_unless_asked_otherwise(ginn_gl, run_file, tmp_path):
    assert ginn_gl("render", run_file, "a.gif", "--seconds=0.5").returncode == 0
    with Image.open(tmp_path / "a.gif") as gif:
        assert (gif.size, gif.n_frames, gif.info["duration"]) == ((400, 400), 5, 100)


def test_a_rate_of_television_is_exact(ginn_gl, run_file, tmp_path):
    for fps in ("29.97", "30000/1001"):
        ran = ginn_gl("render", run_file, "a.mp4", "--size=16x16", "--seconds=1", f"--fps={fps}")
        assert (ran.returncode, ran.stderr) == (0, "")
        about, decoded = decode(tmp_path / "a.mp4")
        assert (about["fps"], len(decoded)) == (29.97, 30)


def test_odd_sides_of_an_mp4_are_said(ginn_gl, run_file):
    ran = ginn_gl("render", run_file, "a.mp4", "--size=33x20", "--seconds=0.1")
    assert (ran.returncode, ran.stdout) == (0, "a.mp4\n")
    assert ran.stderr.startswith("ginn-gl: 33x20 becomes 34x20") and ran.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no Ctrl-C for another process there")
def test_ctrl_c_leaves_a_video_of_what_was_drawn(run_file, tmp_path):
    command = [sys.executable, "-m", "ginn_gl", "render", run_file, "a.mp4", "--size=64x64", "--fps=10",
               "--seconds=9999", "--progress=lines", "--pace=step"]
    with subprocess.Popen(command, cwd=tmp_path, env=WITHOUT_DISPLAY, stdout=subprocess.PIPE, text=True) as process:
        assert any(line.startswith("20 ") for line in process.stdout), "it ended before"
        process.send_signal(signal.SIGINT)
        *_, said = process.stdout
    assert process.returncode == 0
    count = re.fullmatch(r"a.mp4  stopped: (\d+) of 99,990 frames\n", said)[1]
    assert len(decode(tmp_path / "a.mp4")[1]) == int(count) > 20
    assert {path.name for path in tmp_path.iterdir()} == {"a.mp4", run_file.name}
