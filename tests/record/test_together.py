"""Several runs in one picture or video, on the command line."""

import numpy as np
import pytest
from PIL import Image

from ginn_gl.cli import main
from ginn_gl.config import View
from ginn_gl.paths import bundled_runs
from ginn_gl.record import Sweep
from ginn_gl.record.together import Together, frames_together, sheet_together
from ginn_gl.render import render
from ginn_gl.render.difference import difference_painter, view_of_difference
from ginn_gl.store import Run
from ginn_gl.store.moments import moment_beside

from .decoding import decode

GOOD, BAD, FULL = (bundled_runs() / f"bottle-{name}.ginn" for name in ("good-1", "bad", "full-batch"))
SIZE, TITLE = (300, 200), 40  # pixels from the top within which titles are


@pytest.fixture
def runs():
    with Run(GOOD) as good, Run(BAD) as bad:
        yield good, bad


def test_a_frame_is_of_each_run_alone_at_its_moment(runs):
    good, bad = runs
    view = View(neurons=frozenset(good.network.neurons))
    sweep = Sweep(view, SIZE, 0, 10_000, seconds=0.2, fps=10)
    first, last = frames_together(runs, sweep, Together())
    assert first.shape == last.shape == (200, 300, 3)
    for frame, step in ((first, 0), (last, 10_000)):
        for run, left in zip(runs, (0, 151)):
            alone = render(run, step, (149, 200), view)
            assert (frame[TITLE:, left:left + 149] == alone[TITLE:]).all()
    by_loss = list(frames_together(runs, Sweep(view, SIZE, 0, 1_270_000, seconds=0.2, fps=10), Together("loss")))
    assert (by_loss[1][TITLE:, 151:] == render(bad, 1_270_000, (149, 200), view)[TITLE:]).all(), "it never gets there"


def test_moments_that_belong_together(runs):
    good, bad = runs
    assert moment_beside(good, 500, bad) == 500
    with Run(FULL) as full:
        assert moment_beside(good, good.iterations / 2, full, "share") == full.iterations / 2
        step = moment_beside(bad, 1000, full, "loss")
        place, here = full.index_of(int(step)), bad.losses[:bad.index_of(1000) + 1].min()
        assert full.losses[place] <= here < full.losses[:place].min()


def test_a_sheet_of_layers_with_a_difference(runs, tmp_path):
    good, bad = runs
    view = View(neurons=frozenset(good.network.neurons))
    sheet = sheet_together(runs, view, 1000, Together(layers=True, difference=True), (80, 80))
    assert sheet.columns == 4 and len(sheet.tiles) == 9
    assert main(["render", str(GOOD), str(BAD), str(tmp_path / "a.png"), "--layers", "--difference", "--step", "1000",
                 "--size", "80x80"]) == 0
    pixels = np.asarray(Image.open(tmp_path / "a.png"))
    for tile, (run, layer) in zip(sheet.tiles, [(run, layer) for run in runs for layer in (1, 2, 3, None)]):
        lines = frozenset(one for one in run.network.neurons if layer in (None, one[0]))
        x, y = tile.place
        expected = render(run, 1000, (80, 80), View(neurons=lines))
        assert (pixels[y:y + 80, x:x + 80] == expected).all() and tile.view.neurons == lines
    x, y = sheet.tiles[-1].place
    painter = difference_painter(good, bad, view)
    painter.set_parameters(*(run.parameters(run.index_of(1000)) for run in runs))
    assert (pixels[y:y + 80, x:x + 80] == painter.read(view_of_difference(view), (80, 80))).all()
    assert x == sheet.tiles[3].place[0]


def test_a_video_of_layers(tmp_path, capsys):
    out = tmp_path / "layers.mp4"
    assert main(["render", str(GOOD), str(out), "--layers", "--from", "0", "--to", "3000", "--seconds", "0.2", "--fps",
                 "10", "--size", "640x160", "--caption"]) == 0
    assert len(decode(out)[1]) == 2


@pytest.mark.parametrize("arguments, complaint", [
    ([str(GOOD), "a.png", "--difference"], "a difference is of two runs, not of 1"),
    ([str(GOOD), str(BAD), "a.npy", "--layers"], "are for videos, and for .png, .svg and .pdf"),
    ([str(GOOD), str(BAD), "a.mp4", "--step", "1"], "are for pictures: a video goes --from"),
])
def test_what_cannot_be_together_is_one_line(tmp_path, monkeypatch, capsys, arguments, complaint):
    monkeypatch.chdir(tmp_path)
    assert main(["render", *arguments]) in (1, 2)
    assert complaint in capsys.readouterr().err
