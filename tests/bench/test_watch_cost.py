"""That the benchmark of watching a loop measures what it says; what it costs is for the benchmark to tell."""

import json

from ginn_gl.bench import watch_cost
from ginn_gl.cli import main


def test_figures_are_printed_and_written(monkeypatch, capsys, tmp_path):
    for name, value in {"ROUNDS": 2, "STEPS": 60, "UNDER_WAY": 100, "STRETCH": 20, "CALLS": 50}.items():
        monkeypatch.setattr(watch_cost, name, value)
    assert main(["bench", "watch-cost", "--json", str(tmp_path / "figures.json")]) == 0
    figures = json.loads((tmp_path / "figures.json").read_text())["watch-cost"]
    for part, rounds in (("beginning", 2), ("under_way", 4)):
        row = figures[part]
        assert row["bare_us"] > 0 and row["watched_us"] > 0 and len(row["more_by_round"]) == rounds
    assert figures["call"]["microseconds"] > 0
    assert f"{figures['beginning']['more']:.1%}" in capsys.readouterr().out
