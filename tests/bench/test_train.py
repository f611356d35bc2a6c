"""That the benchmark of training measures what it says; how fast it is, is for the benchmark to tell."""

import json

from ginn_gl.bench import train
from ginn_gl.cli import main


def test_figures_are_printed_and_written(monkeypatch, capsys, tmp_path):
    for name, value in {"ROUNDS": 1, "SECONDS": 1e-3, "SEEDS": (1, 3)}.items():
        monkeypatch.setattr(train, name, value)
    assert main(["bench", "train", "--json", str(tmp_path / "figures.json")]) == 0
    figures = json.loads((tmp_path / "figures.json").read_text())["train"]
    rows = {(row["engine"], row["seeds"]): row for row in figures["iterations"]}
    assert {("eager torch", 1), ("numba", 1), ("numba", 3), ("torch cpu", 3)} <= rows.keys()
    for row in rows.values():
        ratio = rows["eager torch", 1]["microseconds_per_iteration_and_seed"]
        ratio /= row["microseconds_per_iteration_and_seed"]
        assert row["times_faster_than_eager_torch"] == ratio > 0
    printed = capsys.readouterr().out
    assert figures["machine"]["cpu"] in printed and printed.count("numba") == 2

