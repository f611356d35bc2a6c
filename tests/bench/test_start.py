"""That the benchmark of starting measures what it says; how fast it is, is for the benchmark to tell."""

import json
import sys

import pytest

from ginn_gl.bench import start
from ginn_gl.cli import main


def measured(monkeypatch, folder):
    # But for one cache: to compile anew takes half a minute, and tests/test_unwritable.py does.
    caches = tuple(name for name in start.CACHES if name != "NUMBA_CACHE_DIR")
    for name, value in {"WARM_UP": 0, "STARTS": 1, "COLD": 1, "CACHES": caches}.items():
        monkeypatch.setattr(start, name, value)
    assert main(["bench", "start", "--json", str(folder / "figures.json")]) == 0
    return json.loads((folder / "figures.json").read_text())["start"]


def test_figures_are_printed_and_written(monkeypatch, capsys, tmp_path):
    figures = measured(monkeypatch, tmp_path)
    assert not figures["left_out"]
    for kind in ("seconds", "cold_seconds"):
        (window,), (picture,), (sharp,) = (figures[kind][name] for name in ("window", "picture", "sharp"))
        assert 0 < window < picture <= sharp
    (window,), (picture,) = (figures["seconds"][name] for name in ("window", "picture"))
    printed = capsys.readouterr().out
    assert f"window on screen {window:>11.2f}" in printed and f"picture in it {picture:>14.2f}" in printed


@pytest.mark.skipif(sys.platform != "linux", reason="a display is always there")
def test_without_a_display_it_says_so(monkeypatch, capsys, tmp_path):
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    figures = measured(monkeypatch, tmp_path)
    assert "display" in figures["left_out"][0] and "seconds" not in figures
    assert "left out: the viewer's start" in capsys.readouterr().out
