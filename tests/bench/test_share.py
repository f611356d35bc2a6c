"""That the benchmark of drawing beside a training measures what it says."""

import json
from contextlib import suppress

import psutil

from ginn_gl.bench import share
from ginn_gl.cli import main


def test_figures_are_printed_and_written_and_the_training_ends(monkeypatch, capsys, tmp_path):
    for name, value in {"ROUNDS": 1, "SECONDS": 0.1, "SIZES": ((40, 30),)}.items():
        monkeypatch.setattr(share, name, value)
    assert main(["bench", "share", "--json", str(tmp_path / "figures.json")]) == 0
    figures = json.loads((tmp_path / "figures.json").read_text())["share"]
    (row,) = figures["frames"]
    assert (row["width"], row["height"]) == (40, 30) and row["fps_alone"] > 0 and row["fps_beside"] > 0
    assert figures["renderer"] in (printed := capsys.readouterr().out) and "40x30" in printed
    assert not trainings()


def trainings() -> list[psutil.Process]:
    """Those that still run beside the tests."""
    running = []
    for child in psutil.Process().children():
        with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            if "train" in child.cmdline():
                running.append(child)
    return running
