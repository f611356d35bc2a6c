"""`ginn-gl view` where there is no display; tests/gui has the window."""

from PIL import Image

from .running import one_line


def test_view_without_a_display_leaves_pictures_instead(ginn_gl, run_file, tmp_path, monkeypatch):
    monkeypatch.setattr("ginn_gl.record.headless.SECONDS", 0.1)
    ran = ginn_gl("small.ginn")
    assert (ran.returncode, ran.stderr) == (0, "")
    said, picture, video = ran.stdout.splitlines()
    assert said.startswith("No display")
    with Image.open(tmp_path / picture) as still:
        assert still.size == (600, 600)
    assert (tmp_path / video).stat().st_size > 10_000


def test_a_folder_without_runs_is_one_line(ginn_gl, tmp_path):
    (tmp_path / "empty").mkdir()
    assert "no .ginn file" in one_line(ginn_gl("empty"), 1)
