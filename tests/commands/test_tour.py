"""`ginn-gl tour`."""

from pathlib import Path

from PIL import Image


def test_tour_draws_a_stop_and_says_what_it_shows(ginn_gl, tmp_path):
    ran = ginn_gl("tour", "symmetry", "--out", "seen")
    assert (ran.returncode, ran.stderr) == (0, "")
    path, *text = ran.stdout.splitlines()
    assert path == str(Path("seen", "symmetry.png"))
    with Image.open(tmp_path / path) as still:
        assert still.size == (800, 800)
    assert text and all(line.startswith("    ") for line in text)
