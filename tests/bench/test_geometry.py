"""That the benchmark of geometry measures what it says; how fast it is, is for the benchmark to tell."""

import json

import pytest

from ginn_gl.bench import geometry
from ginn_gl.cli import main


def test_figures_are_printed_and_written(monkeypatch, capsys, tmp_path):
    for name, value in {"ROUNDS": 1, "SECONDS": 1e-3, "WIDE": (8, 8), "WIDE_STEPS": 3, "WIDEST": (20,),
                        "ON_PLANES": ((64, 12, 10), (256, 9, 10)), "PLANE_STEPS": 2, "PLANE_ROUNDS": 1}.items():
        monkeypatch.setattr(geometry, name, value)
    assert main(["bench", "geometry", "--json", str(tmp_path / "figures.json")]) == 0
    figures = json.loads((tmp_path / "figures.json").read_text())["geometry"]
    rows = {row["network"]: row for row in figures["partitions"]}
    assert {"bottle-good-1", "bottle-bad", "2-8-8-2, step 3", "2-20-2, step 0"} <= rows.keys()
    for row in rows.values():
        assert {row["regions"]} == {count for name, count in row["counts"].items() if name != "Regioncam"}
        ratio = row["ms"]["partition"] / row["ms"]["cells"]
        assert row["times_longer"]["partition"] == pytest.approx(ratio) and ratio > 0
    assert "plain clipper" in rows["bottle-bad"]["ms"] and "plain clipper" not in rows["2-20-2, step 0"]["ms"]
    for row in figures["planes"]:
        assert set(row["counts"]) == {"cells", "folding", "class boundaries", "Regioncam"}
        assert row["regions"] == row["counts"]["Regioncam"] and row["times_longer"]["Regioncam"] > 0
    named = [row["network"] for row in figures["planes"]]
    assert named == ["64-12-10", "256-9-10"] or any("planes" in reason for reason in figures["left_out"])
    printed = capsys.readouterr().out
    assert figures["machine"]["cpu"] in printed
    assert f"{rows['bottle-good-1']['regions']:,}" in printed
