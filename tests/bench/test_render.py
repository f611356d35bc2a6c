"""That the benchmark of drawing measures what it says; how fast it is, is for the benchmark to tell."""

import json

import numpy as np
import pytest

from ginn_gl.bench import forward, render
from ginn_gl.cli import main
from ginn_gl.config import NetworkSpec
from ginn_gl.network import evaluate, initialise
from ginn_gl.store import Run
from ginn_gl.target import pixel_centers

NETWORK = NetworkSpec((7, 5))
PARAMETERS = initialise(NETWORK, 3)


def test_figures_are_printed_and_written(monkeypatch, capsys, tmp_path):
    for name, value in {"ROUNDS": 1, "FRAMES": 2, "LINES": (20, 33), "CHECKPOINTS": 50}.items():
        monkeypatch.setattr(render, name, value)
    assert main(["bench", "render", "--json", str(tmp_path / "figures.json")]) == 0
    figures = json.loads((tmp_path / "figures.json").read_text())["render"]
    rows = {(row["lines"], row["frame"]): row for row in figures["frames"]}
    for lines in (20, 33):
        assert {(lines, name) for name in (*render.DRAWN, "torch forward", "numpy forward")} <= rows.keys()
        said = any(f"window at {lines} lines" in reason for reason in figures["left_out"])
        assert ((lines, "with UI") in rows) != said
    assert all(0 < row["median_ms"] <= row["p95_ms"] <= row["p99_ms"] for row in rows.values())
    ratio = rows[33, "torch forward"]["median_ms"] / rows[33, "field with boundaries"]["median_ms"]
    assert figures["ratios"][1]["torch_forward_to_picture"] == pytest.approx(ratio)
    printed = capsys.readouterr().out
    assert figures["renderer"] in printed and printed.count("scrub at random") == 2


@pytest.mark.parametrize("made", [forward.torch_forward, forward.torch_forward_by_neurons, forward.numpy_forward])
def test_others_compute_the_same(made):
    frame = made(PARAMETERS, NETWORK, 30)
    frame = frame[0] if isinstance(frame, tuple) else frame
    expected = evaluate(PARAMETERS, NETWORK, pixel_centers(30, 30)).probability
    assert np.asarray(frame()) == pytest.approx(expected, abs=1e-5)


def test_matplotlib_draws_field_and_boundaries():
    pytest.importorskip("matplotlib")
    picture = np.asarray(forward.matplotlib_frame(PARAMETERS, NETWORK, 60)())
    assert picture.shape == (60, 60, 4)
    assert (np.ptp(picture[..., :3].astype(int), axis=2) > 60).sum() > 20  # coloured lines on grey


def test_the_long_run_goes_from_the_first_checkpoint_to_the_last(tmp_path):
    with Run(render.long_run(tmp_path / "long.ginn", 30)) as run, Run(render.bundled_runs() / render.FIRST_SHOWN) as of:
        assert len(run) == 30
        assert (run.parameters(0) == of.parameters(0)).all() and (run.parameters(-1) == of.parameters(-1)).all()
